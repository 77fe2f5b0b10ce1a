/** Where something is in code: line and column from 0, and how far it reaches on that line. */
export interface Span {
  line: number;
  column: number;
  length: number;
}

/** The line of code that a span is in, with one line of context on each side and a wavy underline. */
export function codeFrame(code: string, { line, column, length }: Span): string {
  const lines = code.split("\n");
  const first = Math.max(0, line - 1);
  const last = Math.min(lines.length - 1, line + 1);
  const width = String(last + 1).length;
  const frame: string[] = [];
  for (let at = first; at <= last; at++) {
    frame.push(`${String(at + 1).padStart(width)} | ${lines[at]}`);
    if (at === line) frame.push(`${" ".repeat(width)} | ${underline(lines[at], column, length)}`);
  }
  return frame.join("\n");
}

function underline(line: string, column: number, length: number): string {
  const reach = Math.max(1, Math.min(length, line.length - column));
  return " ".repeat(column) + "~".repeat(reach);
}
