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

/** Reads the magic lines at the head of a cell. */
export function readMagics(cell: string): Magics {
  const magics: Magics = { code: cell, commands: [], tslab: false };
  const lines = cell.split("\n");
  for (let at = 0; at < lines.length && /^\s*(%.*)?$/.test(lines[at]); at++) {
    if (lines[at].trim() === "") continue;
    obey(lines[at].trim(), magics);
    lines[at] = "";
  }
  return { ...magics, code: lines.join("\n") };
}

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
