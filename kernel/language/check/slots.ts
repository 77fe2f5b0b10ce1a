import { Archive, leadHome, leadTo, renamedAll, type Standing } from "./archive.js";
import { mark } from "../../protocol/cellParameters.js";
import ts from "typescript";
import { type Declaration, declarationsOf, mentionedNames } from "./declarations.js";
import type { Deferred } from "./deferred.js";
import { followersOf, isSame, mostFollowers } from "./followers.js";
import { globals } from "./globals.js";
import {
  archived,
  type Extension,
  type Home,
  hub,
  type Meaning,
  member,
  type Placed,
  type Recipe,
} from "./placed.js";

/** Writes one of the notebook's files in the compiler's memory. */
type Write = (name: string, text: string) => void;

/** The file that makes a program of all of them. */
export const hubFile = ".tsdescent.ts";

/** The files of the cells that have left their slots. */
const archiveFiles: Record<Extension, string> = { ts: ".tsdescent-a.ts", tsx: ".tsdescent-b.tsx" };

/** How many slots there are at first, how many of them are to be free, and how many come together when they run out. */
const batch = { ts: { first: 16, free: 8, more: 2 }, tsx: { first: 6, free: 2, more: 2 } };

/**
 * The files in which the compiler sees the cells. A program whose files and imports stay the same is checked again
 * in a millisecond or two; one more file costs a hundred. So there are slots from the start: each imports the hub,
 * which imports all of them, and a cell only changes the text of a free slot. What a cell needs of earlier ones is
 * declared behind its own text, where it moves no line: by the earlier cell's slot, or by a summary of the type. A
 * slot that no name leads to is free again; what a cell left of types can leave its slot for the archive.
 */
export class Slots {
  private readonly free: Record<Extension, string[]> = { ts: [], tsx: [] };
  private readonly all: string[] = [];
  private readonly needs = new Map<string, Set<string>>();
  private readonly values = new Map<string, Home>();
  private readonly types = new Map<string, Home>();
  private readonly standing = new Map<string, Standing>();
  private readonly cells = new Map<string, Placed>();
  private archive = new Archive();
  /** What the files of slots import. */
  private readonly imports = new Map<string, string>();
  /** The slot of the cell that runs. */
  private placed: string | undefined;
  /** The names that the last cell declared, and what they were before. */
  private readonly changed = new Map<string, Home | undefined>();

  constructor(private readonly write: Write) {
    for (const extension of extensions) this.grow(extension, batch[extension].first);
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
    const slot = (this.placed = this.takeFree(extension, code));
    const homes = new Map(
      declared.map(({ name, assignable, source }) => [name, { slot, assignable, source } as Home]),
    );
    return this.stand({ slot, extension, code, declared, homes }, [...mentioned], nothing);
  }

  /** Writes a cell into its slot, with what declares the names that it mentions: as they are, or as they were `given`. */
  private stand(
    { slot, extension, code, declared, homes }: Standable,
    names: string[],
    given: ReadonlyMap<string, Meaning>,
  ): Placed {
    const needs = new Set<string>();
    this.needs.set(slot, needs);
    const file = fileOf(slot);
    const own = new Set(declared.map(({ name }) => name));
    const found = names
      .filter((name) => !own.has(name))
      .map((name) => [name, given.get(name) ?? this.meaning(name)] as const);
    const needed = found.flatMap(([name, meaning]) => declare(name, meaning, needs)).join(" ");
    const standing = { extension, code, needed, exports: exportsOf(declared) };
    this.standing.set(slot, standing);
    this.write(file, textOf(standing));
    const meanings = new Map(
      found.flatMap(([name, { type, value }]) => ((type ?? value) ? [[name, (type ?? value) as Home]] : [])),
    );
    const before = this.cells.get(slot);
    if (before) before.isGone = true;
    const placed: Placed = { slot, file, code, declared, homes, meanings, isGone: false };
    this.cells.set(slot, placed);
    return placed;
  }

  /**
   * Declares functions again, each in a slot of its own, that ask for what the last cell declared anew: called, they give
   * what the new ones give. What was computed by them keeps its type, which comes from their old slot.
   */
  follow(jsxNames: readonly string[]): Followed[] {
    const changed = [...this.changed].filter(([name, before]) => !isSame(before, this.values.get(name)));
    this.changed.clear();
    const others = new Set(changed.map(([name]) => name));
    const followers = followersOf(this.values, others);
    const recipes = new Set([...followers.values()].map(({ recipe }) => recipe as Recipe));
    for (const extension of extensions) {
      const count = [...recipes].filter((one) => one.extension === extension).length;
      if (count > 0) this.makeRoom(extension, count + 1); // one is looked at
    }
    const moved = [...recipes].map((recipe) => this.move(recipe, followers));
    for (const { homes } of moved) for (const [name, home] of homes) this.values.set(name, home);
    return moved.map(({ recipe, file, ...one }) => ({
      ...this.stand(one, [...mentionedNames(file, jsxNames)], recipe.given),
      uses: [...recipe.asked].filter((name) => others.has(name) || followers.has(name)),
    }));
  }

  /** Gives the followers of a recipe another slot. */
  private move(recipe: Recipe, followers: ReadonlyMap<string, Home>) {
    const { extension, text } = recipe;
    const file = ts.createSourceFile(`cell.${extension}`, text, ts.ScriptTarget.Latest, true);
    const slot = this.takeFree(extension, text);
    const moving = [...followers].filter(([, home]) => home.recipe === recipe);
    const homes = new Map(
      moving.map(([name, { assignable, source }]) => [name, { slot, assignable, source, recipe } as Home]),
    );
    return { slot, extension, code: text, declared: declarationsOf(file), homes, recipe, file };
  }

  /** Takes back a cell that was placed and did not run, where it declares something for everybody. */
  withdraw({ file, code }: Placed): void {
    if (/\bdeclare\s+(?:global\b|module\s*["'])/.test(code)) this.write(file, emptySlot);
  }

  /** Puts code that will not run into the free slot that a cell would take last, and gives its file. */
  lookAt(code: string, extension: Extension, declared: Declaration[]): string {
    this.makeRoom(extension, 1);
    const slot = this.free[extension].at(-1) as string;
    const own = new Set(declared.map(({ name }) => name));
    const others = this.liveNames.filter((name) => !own.has(name));
    const needed = others.flatMap((name) => declare(name, this.meaning(name), new Set())).join(" ");
    this.write(fileOf(slot), textOf({ extension, code, needed, exports: exportsOf(declared) }));
    return fileOf(slot);
  }

  /**
   * A cell that was placed has run: its names are what later cells see. `missing` were never reached: what they mean
   * stays what it was, as a type too.
   */
  keep({ slot, declared, homes }: Placed, missing: string[]): void {
    const reached = declared.filter(({ name, value }) => !(value && missing.includes(name)));
    for (const { name, value, type, module, source } of reached) {
      if (value) this.changed.set(name, this.values.get(name));
      if (value) this.values.set(name, homes.get(name) as Home);
      if (type) this.types.set(name, { slot, assignable: false, module, source });
      else if (value) this.types.delete(name);
    }
    this.noteRecipes(reached, extensionOf(slot));
  }

  /** Notes how to declare functions again; names of one declaration have one recipe. */
  private noteRecipes(declared: Declaration[], extension: Extension): void {
    const recipes = new Map<Deferred, Recipe>();
    for (const { name, deferred } of declared) {
      const home = this.values.get(name);
      if (!deferred || !home) continue;
      const { text, asked } = deferred;
      const given = new Map([...deferred.given].map((one) => [one, this.meaning(one)]));
      const recipe = recipes.get(deferred) ?? { extension, text, asked, given };
      recipes.set(deferred, recipe);
      home.recipe = recipe;
    }
  }

  /** Makes room for the next cells while nobody waits, and nobody asks about those that have run. */
  prepare(): void {
    for (const extension of extensions) {
      this.makeRoom(extension, 1);
      if (this.free[extension].length < batch[extension].free) this.sweep();
      if (this.free[extension].length < batch[extension].free) this.empty();
      this.makeRoom(extension, 2 * mostFollowers(this.values, extension) + 2);
    }
  }

  /** Forgets every cell. */
  clear(): void {
    this.values.clear();
    this.types.clear();
    this.changed.clear();
    this.archive = new Archive();
    this.writeArchive();
    this.sweep();
  }

  private meaning(name: string): Meaning {
    return { value: this.values.get(name), type: this.types.get(name) };
  }

  /**
   * The free slot whose file has had the same imports, if there is one: other imports cost the compiler a new program. The
   * last one is for code that is looked at.
   */
  private takeFree(extension: Extension, code: string): string {
    const free = this.free[extension];
    const imports = importsOf(code);
    const same = free.slice(0, -1).findIndex((slot) => (this.imports.get(slot) ?? "") === imports);
    const [slot] = free.splice(Math.max(0, same), 1);
    this.imports.set(slot, imports);
    return slot;
  }

  private makeRoom(extension: Extension, count: number): void {
    if (this.free[extension].length < count) this.sweep();
    const lacking = count - this.free[extension].length;
    const more = Math.max(batch[extension].more, Math.ceil(this.all.length / 8));
    if (lacking > 0) this.grow(extension, Math.max(lacking, more));
  }

  /** Frees the slots that no live name leads to. */
  private sweep(): void {
    const reached = this.reached();
    for (const extension of extensions)
      this.free[extension] = this.all.filter((slot) => extensionOf(slot) === extension && !reached.has(slot));
  }

  private reached(): Set<string> {
    const reached = new Set(this.placed ? [this.placed] : []);
    const reach = (slot: string): void => {
      if (reached.has(slot)) return;
      reached.add(slot);
      this.needs.get(slot)?.forEach(reach);
    };
    for (const { slot, summary } of this.homes) for (const one of summary?.slots ?? [slot]) reach(one);
    return reached;
  }

  private get homes(): Home[] {
    const live = [...this.values.values(), ...this.types.values()];
    const given = live.flatMap(({ recipe }) => [...(recipe?.given.values() ?? [])]);
    const kept = given.flatMap(({ value, type }) => [value, type]).filter((home) => home !== undefined);
    return [...live, ...kept];
  }

  /** Moves cells out of their slots into the archive, and leads all that mentions them there. */
  private empty(): void {
    const reached = this.reached();
    this.archive.keepOnly(reached);
    const moving = [...this.standing].filter(([slot]) => reached.has(slot));
    const renamed = this.archive.take(new Map(moving));
    if (renamed.size === 0) return;
    for (const home of new Set(this.homes)) leadHome(renamed, home);
    for (const [slot, needs] of [...this.needs]) {
      this.needs.delete(slot);
      this.needs.set(renamed.get(slot) ?? slot, renamedAll(renamed, needs));
    }
    for (const slot of renamed.keys()) this.standing.delete(slot);
    this.writeArchive();
    for (const [slot, one] of this.standing) this.leadSlot(slot, one, renamed);
    this.placed = undefined;
    this.sweep();
  }

  private leadSlot(slot: string, before: Standing, renamed: Map<string, string>): void {
    const needed = leadTo(renamed, before.needed);
    if (needed === before.needed) return;
    const standing = { ...before, needed };
    this.standing.set(slot, standing);
    this.write(fileOf(slot), textOf(standing));
  }

  private writeArchive(): void {
    for (const extension of extensions)
      this.write(archiveFiles[extension], `${importHub} export {};\n${this.archive.textOf(extension)}`);
  }

  /**
   * The hub goes first: a document that is part of no program when it is opened makes the compiler look for one in
   * the folders above, and read whatever project is there.
   */
  private grow(extension: Extension, count: number): void {
    const isFirst = this.all.length === 0;
    const made = Array.from({ length: count }, (_, at) => `${letters[extension]}${this.all.length + at}`);
    this.all.push(...made);
    this.free[extension].push(...made);
    const lines = this.all.map((slot) => `export * as ${slot} from "./${fileOf(slot)}";`);
    const archives = extensions.map((one) => `export * from "./${archiveFiles[one]}";`);
    lines.push(...archives, `declare global {${globals}}`);
    this.write(hubFile, lines.join("\n"));
    if (isFirst) this.writeArchive();
    for (const slot of made) this.write(fileOf(slot), emptySlot);
  }
}

/** Functions that were declared again, as they use names that were. */
export interface Followed extends Placed {
  uses: string[];
}

/** A cell that is given a slot. */
type Standable = Pick<Placed, "slot" | "code" | "declared" | "homes"> & { extension: Extension };

const nothing: ReadonlyMap<string, Meaning> = new Map();

/** What declares a name behind a cell; notes the slots to which that leads. */
function declare(name: string, { value, type }: Meaning, needs: Set<string>): string[] {
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

function textOf({ code, needed, exports }: Standing): string {
  return `${code}\n;${needed} export { ${exports.join(", ")} }; ${importHub}`;
}

function exportsOf(declared: Declaration[]): string[] {
  return declared.filter(({ exported }) => !exported).map(({ name }) => name);
}

/** The modules that code asks for, in order. */
function importsOf(code: string): string {
  if (!/\b(?:import|export)\b/.test(code)) return "";
  return ts
    .preProcessFile(code)
    .importedFiles.map(({ fileName }) => fileName)
    .join("\n");
}

const extensions: readonly Extension[] = ["ts", "tsx"];

const letters: Record<Extension, string> = { ts: "c", tsx: "x" };

const importHub = `import * as ${hub} from "./${hubFile}";`;

const emptySlot = `\n;export {}; ${importHub}`;

/** Takes the compiler's names for slots out of its messages. */
export function withoutSlots(text: string): string {
  return text
    .replace(/import\("[^"]*\.tsdescent[^"]*"\)\.(?:[cx]\d+\.)?/g, "")
    .replace(/\n?import \S+ = \$\.\S+/g, "")
    .replace(/\$\.[cx]\d+\./g, "")
    .replace(inArchive, "")
    .replace(/^\(alias\) /gm, "");
}

const inArchive = new RegExp(`(?:\\$\\.)?${archived}\\d+\\.`, "g");

/**
 * What stands behind a cell comes after it in the flow of control, and a statement `total.add(1)` there asks for the type of
 * `total`: a `typeof` at the same level would then be about itself.
 */
function declareValue(name: string, { slot, summary }: Home): string {
  if (summary) return summary.text;
  const apart = `${mark}${name}`;
  return `declare namespace ${apart} { export type T = typeof ${member(slot, name)}; } declare let ${name}: ${apart}.T;`;
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
