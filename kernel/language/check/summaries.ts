import { BesideCells } from "./besideCells.js";
import type { Declaration } from "./declarations.js";
import { positionAt } from "../../protocol/positions.js";
import type { Placed } from "./placed.js";
import { summarise } from "./summary.js";
import type { TypeServer } from "./typeServer.js";

/** How many names the compiler is asked for at once: one by one, each would wait for its turn on a busy machine. */
const together = 32;

interface Waiting {
  placed: Placed;
  declaration: Declaration;
}

/** Summarises what cells declare, beside their running. */
export class Summaries {
  private readonly beside = new BesideCells<Waiting>(together, (one) => this.summarise(one));

  constructor(private readonly server: TypeServer) {}

  /** Takes up a cell that has no mistakes. */
  add(placed: Placed): void {
    for (const declaration of placed.declared) {
      const { at, type, said } = declaration;
      if (at === undefined || type) continue;
      if (said === undefined) this.beside.add([{ placed, declaration }]);
      else note(placed, declaration, said);
    }
    this.resume();
  }

  /** Whether the compiler is being asked, or is to be, about a cell in its slot. */
  get isAtWork(): boolean {
    return this.beside.isAtWork;
  }

  /** Goes on with what was left; `done` is called when it is at rest. */
  resume(done?: () => void): void {
    this.beside.resume(done);
  }

  /** Lets a cell that comes go first; resolves when what is being asked of the names that it mentions is answered. */
  async pause(mentioned: ReadonlySet<string>): Promise<void> {
    this.beside.pause();
    await this.beside.answered(({ declaration }) => mentioned.has(declaration.name));
  }

  private async summarise({ placed, declaration }: Waiting): Promise<void> {
    if (placed.isGone) return;
    const hover = await this.server.hover(placed.file, positionAt(placed.code, declaration.at ?? 0));
    note(placed, declaration, inWords(hover));
  }
}

function note(placed: Placed, declaration: Declaration, described: string | undefined): void {
  const home = placed.homes.get(declaration.name);
  if (home && described) home.summary = summarise(described, declaration, placed);
}

/** What the compiler says of a declaration; undefined when it has documentation, which words cannot keep. */
function inWords(hover = ""): string | undefined {
  return /^```typescript\n([^]*?)\n```\s*$/.exec(hover)?.[1];
}
