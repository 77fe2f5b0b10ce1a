import type { Command } from "../protocol/events.js";

/** What the child says of values, by the names under which they were asked for. */
export type Descriptions = Record<string, string>;

/** How long the child may take. One that runs a cell may not answer before its end, and nobody waits for that. */
const patienceMs = { idle: 500, busy: 30 };

/** At most so many names are looked at for one completion. */
const most = 300;

const identifier = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const chain = new RegExp(`(?:^|[^.\\p{ID_Continue}$])(${identifier}(?:\\.${identifier})*)$`, "u");

/** Asks the child about values of which types say too little, such as the shapes of tensors. */
export class Describer {
  private readonly waiting = new Map<number, (found: Descriptions) => void>();
  private asked = 0;

  constructor(
    private readonly send: (command: Command) => void,
    private readonly isBusy: () => boolean,
  ) {}

  /** Describes what may stand behind this code: names of the notebook, or members of what is before a dot. */
  async completing(before: string, names: string[]): Promise<Descriptions> {
    if (!before.endsWith(".")) return this.describe([], names);
    const path = chain.exec(before.slice(0, -1))?.[1].split(".");
    return path ? this.describe(path, names) : {};
  }

  /** Describes the name at a place in code. */
  async at(code: string, offset: number): Promise<string | undefined> {
    const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
    const path = chain.exec(code.slice(0, offset) + rest)?.[1].split(".");
    const name = path?.pop();
    if (!path || !name) return undefined;
    const found = await this.describe(path, [name]);
    return Object.hasOwn(found, name) ? found[name] : undefined;
  }

  /** The child's answer. */
  answer(id: number, found: Descriptions): void {
    this.waiting.get(id)?.(found);
  }

  /** Describes members of what a path of names leads to; without a path the notebook's names. */
  describe(path: string[], names: string[]): Promise<Descriptions> {
    if (names.length === 0) return Promise.resolve({});
    const id = ++this.asked;
    const answered = new Promise<Descriptions>((resolve) => {
      this.waiting.set(id, resolve);
      setTimeout(() => resolve({}), this.isBusy() ? patienceMs.busy : patienceMs.idle).unref();
    });
    this.send({ type: "describe", id, path, names: names.slice(0, most) });
    return answered.finally(() => this.waiting.delete(id));
  }
}
