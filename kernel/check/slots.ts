import type { Declaration } from "./declarations.js";

/** Writes one of the notebook's files in the compiler's memory. */
type Write = (name: string, text: string) => void;

/** Where a live name comes from. */
interface Home {
  slot: string;
  assignable: boolean;
}

/** TypeScript with or without JSX: the two read `<` differently. */
export type Extension = "ts" | "tsx";

const hub = "\u0024";
const hubFile = ".tsdescent.ts";

/** How many slots are added to the program at once: a program with more files is built anew. */
const batch = 32;

/**
 * The files in which the compiler sees the cells. A program whose files and imports stay the same is checked again
 * in milliseconds; one more file costs a hundred. So there are slots from the start: each imports the hub, which
 * imports all of them, and a cell only changes the text of the next free slot. What a cell needs of earlier ones is
 * declared behind its own text, where it moves no line.
 */
export class Slots {
  private readonly free: Record<Extension, string[]> = { ts: [], tsx: [] };
  private readonly all: string[] = [];
  /** Slots that the compiler knows, but that are not part of the program yet. */
  private readonly reserve: string[] = [];
  private readonly needs = new Map<string, Set<string>>();
  private readonly values = new Map<string, Home>();
  private readonly types = new Map<string, Home>();

  constructor(private readonly write: Write) {
    this.grow("ts", batch);
  }

  /** The file that makes a program of all of them. */
  get root(): string {
    return hubFile;
  }

  /** Names that earlier cells left. */
  get liveValues(): ReadonlySet<string> {
    return new Set(this.values.keys());
  }

  /** All names that earlier cells left, types too. */
  get liveNames(): string[] {
    return [...new Set([...this.values.keys(), ...this.types.keys()])];
  }

  /** Puts a cell into the next free slot and gives the slot's file. */
  place(code: string, extension: Extension, declared: Declaration[], mentioned: Iterable<string>): string {
    if (this.free[extension].length === 0) this.sweep();
    if (this.free[extension].length === 0) this.grow(extension, batch);
    const slot = this.free[extension][0];
    this.needs.set(slot, new Set());
    this.write(fileOf(slot, extension), this.text(slot, code, declared, mentioned));
    return fileOf(slot, extension);
  }

  /** A cell's text with what it needs of earlier cells, for a file that no cell will need. */
  text(slot: string, code: string, declared: Declaration[], mentioned: Iterable<string>): string {
    const own = new Set(declared.map(({ name }) => name));
    const needed = [...mentioned]
      .filter((name) => !own.has(name))
      .flatMap((name) => this.declare(slot, name));
    const exports = declared.filter(({ exported }) => !exported).map(({ name }) => name);
    return `${code}\n;${needed.join(" ")} export { ${exports.join(", ")} }; import * as ${hub} from "./${hubFile}";`;
  }

  /** The cell placed last has run: its names are what later cells see. `missing` were never reached. */
  keep(extension: Extension, declared: Declaration[], missing: string[]): void {
    const slot = this.free[extension].shift() as string;
    for (const { name, value, type, assignable } of declared) {
      if (value && !missing.includes(name)) this.values.set(name, { slot, assignable });
      if (type) this.types.set(name, { slot, assignable: false });
      else if (value) this.types.delete(name);
    }
    this.prepare();
  }

  /** Forgets every cell. */
  clear(): void {
    this.values.clear();
    this.types.clear();
    this.sweep();
  }

  private declare(slot: string, name: string): string[] {
    const value = this.values.get(name);
    const type = this.types.get(name);
    for (const home of [value, type]) if (home) this.needs.get(slot)?.add(home.slot);
    if (value && !value.assignable && (!type || type.slot === value.slot))
      return [`import ${name} = ${hub}.${value.slot}.${name};`];
    const asValue = value ? [`declare let ${name}: typeof ${hub}.${value.slot}.${name};`] : [];
    return type ? [...asValue, ...aliasType(name, type.slot, Boolean(value))] : asValue;
  }

  /** Frees the slots that no live name leads to. */
  private sweep(): void {
    const reached = new Set<string>();
    const reach = (slot: string): void => {
      if (reached.has(slot)) return;
      reached.add(slot);
      this.needs.get(slot)?.forEach(reach);
    };
    for (const { slot } of [...this.values.values(), ...this.types.values()]) reach(slot);
    for (const extension of ["ts", "tsx"] as const)
      this.free[extension] = this.all.filter((slot) => extensionOf(slot) === extension && !reached.has(slot));
  }

  /** Opening a file costs the compiler a moment: one after each cell, while the reader looks at the result. */
  private prepare(): void {
    if (this.free.ts.length >= batch) return;
    this.sweep();
    if (this.free.ts.length >= batch) return;
    if (this.reserve.length < batch - 1) this.open(this.reserved("ts"));
    else this.join("ts");
  }

  private grow(extension: Extension, count: number): void {
    const opened = this.reserve.filter((slot) => extensionOf(slot) === extension).length;
    for (let made = opened + 1; made < count; made++) this.open(this.reserved(extension));
    this.join(extension);
  }

  private reserved(extension: Extension): string {
    const slot = `${extension === "tsx" ? "x" : "c"}${this.all.length + this.reserve.length}`;
    this.reserve.push(slot);
    return slot;
  }

  private open(slot: string): void {
    this.write(fileOf(slot, extensionOf(slot)), this.text(slot, "", [], []));
  }

  /**
   * Makes the opened slots and one more part of the program. Only when a document is opened does the compiler ask
   * anew which program the others belong to, so the last one is opened after the hub names it.
   */
  private join(extension: Extension): void {
    const last = this.reserved(extension);
    const joining = this.reserve.splice(0);
    this.all.push(...joining);
    for (const slot of joining) this.free[extensionOf(slot)].push(slot);
    const lines = this.all.map((slot) => `export * as ${slot} from "./${fileOf(slot, extensionOf(slot))}";`);
    this.write(hubFile, lines.join("\n"));
    this.open(last);
  }
}

/** Takes the compiler's names for slots out of its messages. */
export function withoutSlots(text: string): string {
  return text
    .replace(/import\("[^"]*\.tsdescent[^"]*"\)\.(?:[cx]\d+\.)?/g, "")
    .replace(/\n?import \S+ = \$\.\S+/g, "")
    .replace(/\$\.[cx]\d+\./g, "")
    .replace(/^\(alias\) /gm, "");
}

function aliasType(name: string, slot: string, hasValue: boolean): string[] {
  return [hasValue ? `type ${name} = ${hub}.${slot}.${name};` : `import ${name} = ${hub}.${slot}.${name};`];
}

function extensionOf(slot: string): Extension {
  return slot.startsWith("x") ? "tsx" : "ts";
}

function fileOf(slot: string, extension: Extension): string {
  return `.tsdescent-${slot}.${extension}`;
}
