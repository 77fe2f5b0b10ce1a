import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { changesOf, type Change } from "./operators";

export const root = join(__dirname, "../..");

/** A change with its number and its place. */
export interface Mutant extends Change {
  id: number;
  file: string;
  line: number;
}

/** Every mutant of a room's files, or of those whose names hold `only`. */
export function mutantsOf(room: string, only: string): Mutant[] {
  const mutants: Mutant[] = [];
  for (const file of filesOf(room).filter((name) => relative(root, name).includes(only))) {
    const text = readFileSync(file, "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    for (const change of changesOf(source)) {
      const line = source.getLineAndCharacterOfPosition(change.start).line + 1;
      mutants.push({ ...change, id: mutants.length, file, line });
    }
  }
  return mutants;
}

function folderOf(room: string): string {
  return room.startsWith("kernel/") ? join(root, room) : join(root, "src", room);
}

/** The room's TypeScript, but for what is sent to a page or a process as it is. */
export function filesOf(room: string): string[] {
  const folder = folderOf(room);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const ours = names.filter(
    (name) => name.endsWith(".ts") && !/(^|[\\/])(page|worker)[\\/]|index\.ts$/.test(name),
  );
  return ours.map((name) => join(folder, name));
}

/** The file's text with one mutant in it. */
export function mutated({ file, start, end, text }: Mutant): string {
  const whole = readFileSync(file, "utf8");
  return whole.slice(0, start) + text + whole.slice(end);
}

/** The same numbers in an order that the seed draws (mulberry32, Fisher and Yates). */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const all = [...values];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return all;
}
