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
const magicLine = /^\s*(%.*)?\s*$/;

/** Reads the magic lines at the head of a cell, and takes off the line that names a script's interpreter. */
export function readMagics(cell: string): Magics {
  const magics: Magics = { code: cell, commands: [], tslab: false };
  const lines = cell.split("\n");
  if (lines[0].startsWith("#!")) lines[0] = "";
  for (const at of headOf(lines)) {
    if (lines[at].trim() === "") continue;
    obey(lines[at].trim(), magics);
    lines[at] = "";
  }
  return { ...magics, code: lines.join("\n") };
}

/** A cell without the programs that it runs first, line for line. */
export function withoutCommands(cell: string): string {
  const lines = cell.split("\n");
  for (const at of headOf(lines)) lines[at] = lines[at].replace(/^\s*%npm\b.*/, "");
  return lines.join("\n");
}

/** The lines at the head of a cell that are empty or magics, by their places: comments may stand among them. */
function headOf(lines: string[]): number[] {
  const head: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (magicLine.test(lines[at])) head.push(at);
    else if (/^\s*\/\*/.test(lines[at])) at = endOfComment(lines, at);
    else if (!/^\s*\/\//.test(lines[at]) && !(at === 0 && lines[at].startsWith("#!"))) break;
  }
  return head;
}

/** The last line of a comment that stands alone in its lines; beyond all lines where code follows in them. */
function endOfComment(lines: string[], from: number): number {
  const end = lines.findIndex((line, at) => at >= from && line.includes("*/"));
  return end >= 0 && /\*\/\s*$/.test(lines[end]) ? end : lines.length;
}

/** What may stand at the end of a magic line that is being written; undefined where none is. */
export function completeMagic(before: string): { start: number; matches: string[] } | undefined {
  const lines = before.split("\n");
  const [line, head, word] = /^\s*(%\S*\s+)?(\S*)$/.exec(lines.at(-1) ?? "") ?? [];
  const isMagic = line?.trim().startsWith("%") && headOf(lines).at(-1) === lines.length - 1;
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
