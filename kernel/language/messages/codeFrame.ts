import type { Span } from "../../protocol/positions.js";

/** Longer lines are cut around what they are shown for: one of data may have a million characters. */
const widest = 200;

/** The line of code that a span is in, with one line of context on each side and a wavy underline. */
export function codeFrame(code: string, { line, column, length }: Span): string {
  const lines = code.split("\n");
  const first = Math.max(0, line - 1);
  const last = Math.min(lines.length - 1, line + 1);
  const width = String(last + 1).length;
  const frame: string[] = [];
  for (let at = first; at <= last; at++) {
    const shown = around(lines[at], at === line ? column : 0);
    frame.push(`${String(at + 1).padStart(width)} | ${shown.text}`);
    if (at === line) frame.push(`${" ".repeat(width)} | ${underline(shown.text, shown.column, length)}`);
  }
  return frame.join("\n");
}

/** As much of a line as is shown, and where the column is in that. */
function around(line: string, column: number): { text: string; column: number } {
  if (line.length <= widest) return { text: line, column };
  const from = Math.max(0, Math.min(column - widest / 4, line.length - widest));
  const before = from > 0 ? "… " : "";
  const after = from + widest < line.length ? " …" : "";
  const text = before + line.slice(from, from + widest) + after;
  return { text, column: column - from + before.length };
}

function underline(line: string, column: number, length: number): string {
  const reach = Math.max(1, Math.min(length, line.length - column));
  return " ".repeat(column) + "~".repeat(reach);
}
