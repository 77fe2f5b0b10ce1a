import ts from "typescript";
import { offsetAt } from "../../protocol/positions.js";
import type { CompletionItem } from "../check/typeServer.js";
import { patternNames } from "../parse/bindings.js";
import type { Completions } from "../../protocol/conversion.js";
import { parseCell } from "../parse/parseCell.js";

/** A completion as it changes the code: what stood from `start` to `end` becomes `text`. */
interface Change {
  start: number;
  end: number;
  text: string;
}

/** The part of a name that stands before the cursor. */
export function wordBefore(code: string, cursor: number): string {
  return /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
}

/** The names that are being given the value in which the cursor stands: they mean nothing yet. */
export function unfinishedNames(code: string, cursor: number): Set<string> {
  const names = new Set<string>();
  const isMember = code[cursor - wordBefore(code, cursor).length - 1] === ".";
  if (isMember) return names;
  const visit = (node: ts.Node): void => {
    if (cursor < node.pos || cursor > node.end) return;
    if (ts.isFunctionLike(node)) names.clear();
    if (ts.isVariableDeclaration(node) && node.initializer && cursor >= node.initializer.pos)
      for (const name of patternNames(node.name)) names.add(name);
    ts.forEachChild(node, visit);
  };
  visit(parseCell(`${code.slice(0, cursor)}x${code.slice(cursor)}`));
  return names;
}

/** What starts like the word, then what holds it; each in the compiler's order. */
export function ranked(items: CompletionItem[], word: string): CompletionItem[] {
  const sought = word.toLowerCase();
  const rankOf = ({ filterText, label }: CompletionItem): number => {
    const text = filterText?.replace(/^\??\./, "") ?? label;
    if (text.startsWith(word)) return 0;
    if (text.toLowerCase().startsWith(sought)) return 1;
    return text.toLowerCase().includes(sought) ? 2 : 3;
  };
  const keyed = items.map((item) => ({ item, key: `${rankOf(item)}${item.sortText ?? ""}${item.label}` }));
  const fitting = keyed.filter(({ key }) => !key.startsWith("3"));
  return fitting.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

/**
 * Items as Jupyter knows completions: all replace the same stretch of code. Where one replaces more than others, as
 * `["a-b"]` does with the dot before it, the others bring along what stands there.
 */
export function fitted(items: CompletionItem[], code: string, cursor: number): Completions {
  const word = cursor - wordBefore(code, cursor).length;
  const changes = items.map((item) => changeOf(item, code, { start: word, end: cursor }));
  const start = Math.min(cursor, ...changes.map((one) => one.start));
  const end = Math.max(cursor, ...changes.map((one) => one.end));
  const matches = changes.map((one) => code.slice(start, one.start) + one.text + code.slice(one.end, end));
  return { matches, start: items.length > 0 ? start : word, end, kinds: items.map(kindOf) };
}

function changeOf(item: CompletionItem, code: string, word: { start: number; end: number }): Change {
  const { label, insertText, textEdit } = item;
  if (!textEdit) return { ...word, text: insertText ?? label };
  const { range, newText } = textEdit;
  return { start: offsetAt(code, range.start), end: offsetAt(code, range.end), text: newText };
}

function kindOf({ kind = 0, detail }: CompletionItem): string {
  const said = kinds[kind] ?? "";
  return said === "variable" ? kindInWords(detail ?? "") : said;
}

/** Imported names and those of earlier cells are variables to the protocol, whatever they name. */
function kindInWords(described: string): string {
  const [, what = "", type = ""] = /^(?:\(alias\) )?\(?(\w+)\)? [^\s:(<]+(?:: ([^]*))?/.exec(described) ?? [];
  const known = declared.get(what);
  if (known) return known;
  if (/^typeof |^(?:abstract )?new |Constructor$/.test(type)) return "class";
  return isCallable(type) ? "function" : "variable";
}

function isCallable(type: string): boolean {
  if (!/^[({<]/.test(type)) return false;
  const file = ts.createSourceFile("type.ts", `type T = ${type}`, ts.ScriptTarget.Latest);
  const [statement] = file.statements;
  const node = ts.isTypeAliasDeclaration(statement) ? statement.type : statement;
  return (
    ts.isFunctionTypeNode(node) ||
    (ts.isTypeLiteralNode(node) && node.members.some(ts.isCallSignatureDeclaration))
  );
}

/** The words with which the compiler describes what is not a variable. */
const declared = new Map([
  ["function", "function"],
  ["method", "function"],
  ["class", "class"],
  ["constructor", "class"],
  ["enum", "enum"],
  ["namespace", "module"],
  ["module", "module"],
  ["interface", "interface"],
  ["type", "interface"],
]);

/** The protocol's numbers for kinds of completion, in the words that JupyterLab has icons for. */
const kinds: Record<number, string> = {
  2: "method",
  3: "function",
  4: "constructor",
  5: "field",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  17: "file",
  19: "folder",
  20: "enum member",
  21: "constant",
  25: "type parameter",
};
