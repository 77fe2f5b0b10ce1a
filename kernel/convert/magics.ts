/** How much a type error matters: it stops the cell, it is said, or nobody looks. */
export type TypeCheck = "error" | "warn" | "off";

/** What the lines that start with `%` ask for, and the code without them, line for line. */
export interface Magics {
  code: string;
  typeCheck?: TypeCheck;
  /** Programs to run first, with their arguments. */
  commands: string[][];
  /** Whether tslab's own converter is to do it. */
  tslab: boolean;
}

/** A line that may stand at the head of a cell: empty, or a magic. */
const magicLine = /^\s*(%.*)?$/;

/** Reads the magic lines at the head of a cell, and takes off the line that names a script's interpreter. */
export function readMagics(cell: string): Magics {
  const magics: Magics = { code: cell, commands: [], tslab: false };
  const lines = cell.split("\n");
  if (lines[0].startsWith("#!")) lines[0] = "";
  for (let at = 0; at < lines.length && magicLine.test(lines[at]); at++) {
    if (lines[at].trim() === "") continue;
    obey(lines[at].trim(), magics);
    lines[at] = "";
  }
  return { ...magics, code: lines.join("\n") };
}

/** A cell without the programs that it runs first, line for line. */
export function withoutCommands(cell: string): string {
  const lines = cell.split("\n");
  const end = lines.findIndex((line, at) => !magicLine.test(line) && !(at === 0 && line.startsWith("#!")));
  const head = lines.slice(0, end < 0 ? lines.length : end);
  return [...head.map((line) => line.replace(/^\s*%npm\b.*/, "")), ...lines.slice(head.length)].join("\n");
}

/** What may stand at the end of a magic line that is being written; undefined where none is. */
export function completeMagic(before: string): { start: number; matches: string[] } | undefined {
  const lines = before.split("\n");
  const [line, head, word] = /^\s*(%\S*\s+)?(\S*)$/.exec(lines.at(-1) ?? "") ?? [];
  const isMagic = line?.trim().startsWith("%") && lines.every((one) => magicLine.test(one));
  if (!isMagic) return undefined;
  const known = head === undefined ? Object.keys(magicWords) : (magicWords[head.trim()] ?? []);
  const matches = known.filter((one) => one.startsWith(word));
  return { start: before.length - word.length, matches };
}

/** The magics, and what may follow each. */
const magicWords: Record<string, string[]> = {
  "%typecheck": ["error", "off", "warn"],
  "%npm": ["install", "uninstall", "list"],
  "%%tslab": [],
};

function obey(line: string, magics: Magics): void {
  const [name, ...words] = line.split(/\s+/);
  if (name === "%%tslab") magics.tslab = true;
  else if (name === "%typecheck") magics.typeCheck = typeCheckOf(words);
  else if (name === "%npm") magics.commands.push(["npm", ...words]);
  else throw new Error(`${name}: there is no such magic; there are %typecheck, %npm and %%tslab`);
}

function typeCheckOf(words: string[]): TypeCheck {
  const [mode] = words;
  if (words.length === 1 && (mode === "error" || mode === "warn" || mode === "off")) return mode;
  throw new Error(`%typecheck: one of off, warn, error is required, got ${words.join(" ") || "nothing"}`);
}
