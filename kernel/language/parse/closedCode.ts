import ts from "typescript";
import { expected, unterminated } from "../messages/diagnosticCodes.js";
import { parseCell } from "./parseCell.js";

/** How many things may be open at once. */
const most = 40;

/**
 * Code that is being written, with what it lacks behind it: brackets, the rest of a template, tags of JSX. What is open
 * would take in what the checker writes below, and nothing of it would be known.
 */
export function closedCode(code: string, cursor: number): string {
  // The parser says what is missing once a name stands where one is being written.
  const written = `${code.slice(0, cursor)}x${code.slice(cursor)}`;
  let end = "";
  for (let opened = 0; opened < most; opened++) {
    const missing = missingIn(written + end, end);
    if (missing === undefined) break;
    end += missing;
  }
  return code + end;
}

/** What the end of a text lacks, when that is all that is wrong there. */
function missingIn(text: string, end: string): string | undefined {
  const { parseDiagnostics } = parseCell(text);
  const last = text.trimEnd().length;
  for (const { code, start, messageText } of parseDiagnostics) {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    const [, quoted] = /'([^']+)'/.exec(message) ?? [];
    if (code === unterminated.string && start >= last) return quoteThatEnds(text);
    if (code === unterminated.comment) return "*/";
    if (code === unterminated.template) return "`";
    // Behind a comment to the end of its line nothing would count.
    const line = end.includes("\n") ? "" : "\n";
    if (code === unterminated.fragment) return `${line}</>`;
    if (code === unterminated.element) return `${line}</${quoted}>`;
    if (code === expected.token && start >= last && closers.has(quoted)) return line + quoted;
  }
  return undefined;
}

const closers = new Set(["}", ")", "]", ">"]);

function quoteThatEnds(text: string): string | undefined {
  const isOpen = (tried: string) =>
    parseCell(tried).parseDiagnostics.some(({ code }) => code === unterminated.string);
  return [`"`, "'"].find((quote) => !isOpen(text + quote));
}
