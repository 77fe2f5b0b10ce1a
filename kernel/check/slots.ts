import type { Declaration } from "./declarations.js";
import { globals } from "./globals.js";
import { type Extension, type Home, hub, member, type Placed } from "./placed.js";

/** Writes one of the notebook's files in the compiler's memory. */
type Write = (name: string, text: string) => void;

/** The file that makes a program of all of them. */
export const hubFile = ".tsdescent.ts";

/** How many slots there are at first; they are doubled when they run out. */
const batch = 8;

/**
 * The files in which the compiler sees the cells. A program whose files and imports stay the same is checked again
 * in a millisecond or two; one more file costs a hundred. So there are slots from the start: each imports the hub,
 * which imports all of them, and a cell only changes the text of a free slot. What a cell needs of earlier ones is
 * declared behind its own text, where it moves no line: by the earlier cell's slot, or by a summary of the type. A
 * slot that no name leads to is free again.
 */
export class Slots {
  private readonly free: Record<Extension, string[]> = { ts: [], tsx: [] };
  private readonly all: string[] = [];
  private readonly needs = new Map<string, Set<string>>();
  private readonly values = new Map<string, Home>();
  private readonly types = new Map<string, Home>();
  /** The slot of the cell that runs. */
  private placed: string | undefined;

  constructor(private readonly write: Write) {
    this.grow("ts");
  }

  /** Names that earlier cells left. */
  get liveValues(): ReadonlySet<string> {
    return new Set(this.values.keys());
  }

  /** All names that earlier cells left, types too. */
  get liveNames(): string[] {
    return [...new Set([...this.values.keys(), ...this.types.keys()])];
  }

  /** The statement of an earlier cell that declares a name. */
  sourceOf(name: string): string | undefined {
    return (this.values.get(name) ?? this.types.get(name))?.source;
  }

  /** Puts a cell into the next free slot. */
  place(code: string, extension: Extension, declared: Declaration[], mentioned: Iterable<string>): Placed {
    this.placed = undefined;
    this.makeRoom(extension, 1);
    const slot = (this.placed = this.free[extension].shift() as string);
    const needs = new Set<string>();
    this.needs.set(slot, needs);
    const file = fileOf(slot);
    const names = [...mentioned];
    this.write(file, this.text(code, declared, names, needs));
    const homes = new Map(
      declared.map(({ name, assignable, source }) => [name, { slot, assignable, source } as Home]),
    );
    return { slot, file, code, declared, homes, meanings: this.meanings(names) };
  }

  /** Puts code that will not run into the free slot that a cell would take last, and gives its file. */
  lookAt(code: string, extension: Extension, declared: Declaration[]): string {
    this.makeRoom(extension, 1);
    const slot = this.free[extension].at(-1) as string;
    this.write(fileOf(slot), this.text(code, declared, this.liveNames, new Set()));
    return fileOf(slot);
  }

  /** A cell that was placed has run: its names are what later cells see. `missing` were never reached. */
  keep({ slot, declared, homes }: Placed, missing: string[]): void {
    for (const { name, value, type, module, source } of declared) {
      if (value && !missing.includes(name)) this.values.set(name, homes.get(name) as Home);
      if (type) this.types.set(name, { slot, assignable: false, module, source });
      else if (value) this.types.delete(name);
    }
  }

  /** Makes room for the next cells while nobody waits. */
  prepare(): void {
    this.makeRoom("ts", batch / 2);
  }

  /** Forgets every cell. */
  clear(): void {
    this.values.clear();
    this.types.clear();
    this.sweep();
  }

  private meanings(names: string[]): Map<string, Home> {
    const found = names.map((name) => [name, this.types.get(name) ?? this.values.get(name)] as const);
    return new Map(found.filter((one): one is [string, Home] => one[1] !== undefined));
  }

  private text(code: string, declared: Declaration[], mentioned: string[], needs: Set<string>): string {
    const own = new Set(declared.map(({ name }) => name));
    const needed = mentioned.filter((name) => !own.has(name)).flatMap((name) => this.declare(name, needs));
    const exports = declared.filter(({ exported }) => !exported).map(({ name }) => name);
    return `${code}\n;${needed.join(" ")} export { ${exports.join(", ")} }; ${importHub}`;
  }

  private declare(name: string, needs: Set<string>): string[] {
    const value = this.values.get(name);
    const type = this.types.get(name);
    if (type) needs.add(type.slot);
    if (value?.summary) for (const slot of value.summary.slots) needs.add(slot);
    else if (value) needs.add(value.slot);
    const isOne = value && !value.summary && !value.assignable && (!type || type.slot === value.slot);
    if (isOne) return [`import ${name} = ${member(value.slot, name)};`];
    return [
      ...(value ? [declareValue(name, value)] : []),
      ...(type ? [aliasType(name, type.slot, value)] : []),
    ];
  }

  private makeRoom(extension: Extension, count: number): void {
    if (this.free[extension].length < count) this.sweep();
    if (this.free[extension].length < count) this.grow(extension);
  }

  /** Frees the slots that no live name leads to. */
  private sweep(): void {
    const reached = new Set(this.placed ? [this.placed] : []);
    const reach = (slot: string): void => {
      if (reached.has(slot)) return;
      reached.add(slot);
      this.needs.get(slot)?.forEach(reach);
    };
    for (const { slot, summary } of [...this.values.values(), ...this.types.values()])
      for (const one of summary?.slots ?? [slot]) reach(one);
    for (const extension of ["ts", "tsx"] as const)
      this.free[extension] = this.all.filter((slot) => extensionOf(slot) === extension && !reached.has(slot));
  }

  /**
   * The hub goes first: a document that is part of no program when it is opened makes the compiler look for one in
   * the folders above, and read whatever project is there.
   */
  private grow(extension: Extension): void {
    const first = this.all.length;
    const made = Array.from(
      { length: Math.max(batch, first) },
      (_, at) => `${letters[extension]}${first + at}`,
    );
    this.all.push(...made);
    this.free[extension].push(...made);
    const lines = this.all.map((slot) => `export * as ${slot} from "./${fileOf(slot)}";`);
    this.write(hubFile, [...lines, `declare global {${globals}}`].join("\n"));
    for (const slot of made) this.write(fileOf(slot), `\n;export {}; ${importHub}`);
  }
}

const letters: Record<Extension, string> = { ts: "c", tsx: "x" };

const importHub = `import * as ${hub} from "./${hubFile}";`;

/** Takes the compiler's names for slots out of its messages. */
export function withoutSlots(text: string): string {
  return text
    .replace(/import\("[^"]*\.tsdescent[^"]*"\)\.(?:[cx]\d+\.)?/g, "")
    .replace(/\n?import \S+ = \$\.\S+/g, "")
    .replace(/\$\.[cx]\d+\./g, "")
    .replace(/^\(alias\) /gm, "");
}

function declareValue(name: string, { slot, summary }: Home): string {
  return summary ? summary.text : `declare let ${name}: typeof ${member(slot, name)};`;
}

function aliasType(name: string, slot: string, value: Home | undefined): string {
  return value ? `type ${name} = ${member(slot, name)};` : `import ${name} = ${member(slot, name)};`;
}

function extensionOf(slot: string): Extension {
  return slot.startsWith("x") ? "tsx" : "ts";
}

/** Whether a file is one of the checker's own. */
export function isSlot(file: string): boolean {
  return file.startsWith(hubFile.replace(/\.ts$/, ""));
}

function fileOf(slot: string): string {
  return `.tsdescent-${slot}.${extensionOf(slot)}`;
}
