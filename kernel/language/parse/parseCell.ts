import ts from "typescript";
import type { Completeness } from "../../protocol/conversion.js";
import { expected, unterminated } from "../messages/diagnosticCodes.js";

/** A parsed file with the parser's complaints, which TypeScript keeps but does not declare. */
type Parsed = ts.SourceFile & { parseDiagnostics: ts.DiagnosticWithLocation[] };

/** Reads a cell as TypeScript; as TSX where only that makes sense of it. */
export function parseCell(code: string): Parsed {
  const plain = parse(code, "cell.ts");
  if (plain.parseDiagnostics.length === 0) return plain;
  const tsx = parse(code, "cell.tsx");
  return tsx.parseDiagnostics.length === 0 || hasJsx(tsx) ? tsx : plain;
}

/** Whether the parser found nothing to complain about. */
export function isWellFormed(file: Parsed): boolean {
  return file.parseDiagnostics.length === 0;
}

/** Whether Enter should run the code or open another line. */
export function completenessOf(code: string): Completeness {
  const { parseDiagnostics } = parseCell(code);
  if (parseDiagnostics.length === 0 || /\n\s*\n\s*$/.test(code)) return { status: "complete" };
  const end = code.trimEnd().length;
  const [first] = parseDiagnostics;
  const isAtEnd = first.start >= end && missing.has(first.code);
  const goesOn = isAtEnd || parseDiagnostics.some((one) => open.has(one.code)) || begun.test(code);
  return goesOn ? { status: "incomplete", indent: indentAfter(code) } : { status: "invalid" };
}

/** Complaints that go away with more text: something unterminated, something expected at the end. */
const open = new Set<number>([
  unterminated.comment,
  unterminated.template,
  unterminated.element,
  unterminated.fragment,
]);
const missing = new Set<number>(Object.values(expected));

/** Words that TypeScript does not take for a beginning as long as nothing follows. */
const begun = /(?:^|\n)\s*(?:import|export)\s*$/;

/** In a module `await` is a keyword; what makes a file a module is this property, which TypeScript does not declare. */
const asModule: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  setExternalModuleIndicator: (file) => Object.assign(file, { externalModuleIndicator: true }),
};

function parse(code: string, name: string): Parsed {
  return ts.createSourceFile(name, code, asModule, true) as Parsed;
}

function hasJsx(node: ts.Node): boolean {
  const isJsx = ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
  return isJsx || Boolean(ts.forEachChild(node, (child) => hasJsx(child) || undefined));
}

function indentAfter(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /[{([]\s*$/.test(line) ? `${indent}  ` : indent;
}
