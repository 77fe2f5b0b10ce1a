import ts from "typescript";
import type { Declaration } from "./declarations.js";
import { isGlobalType } from "./globals.js";
import { type Home, member, type Placed, type Summary } from "./placed.js";

/** Names that a text may mention, and where they lead. */
interface Meaning {
  own: ReadonlySet<string>;
  earlier: ReadonlyMap<string, Home>;
}

/**
 * Declares a name as the compiler describes it, so that later cells can be checked without the one that it comes
 * from: a long chain of cells is then no dearer than a short one. Undefined where that could say less or other than
 * the cell itself does: classes, overloads, documented names, elided or local types.
 */
export function summarise(described: string, declaration: Declaration, { code, declared, meanings }: Placed) {
  if (declaration.type) return undefined;
  const text = described.replace(/^(var|using|await using) /, declaration.assignable ? "let " : "const ");
  if (plain.test(text)) return { text: `declare ${text};`, slots: new Set<string>() };
  const locals = [...code.matchAll(/\b(?:class|interface|type|enum)\s+([\w$]+)/g)].map(([, name]) => name);
  const own = new Set([...locals, ...declared.map(({ name }) => name)]);
  return declarationOf(text, declaration, { own, earlier: meanings });
}

/** A variable whose type mentions nothing: no need to look closer. */
const plain = /^(?:let|const) [\w$]+: (?:number|string|boolean|bigint|unknown|any|undefined)(?:\[\])*$/;

function declarationOf(text: string, declaration: Declaration, meaning: Meaning): Summary | undefined {
  const file = ts.createSourceFile("summary.d.ts", `declare ${text};`, ts.ScriptTarget.Latest, false);
  const [statement] = file.statements;
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: unknown[] };
  const isElided = /"[^"\n]*\.\.\./.test(text);
  const hasComment = /\/[/*]/.test(text);
  if (parseDiagnostics.length > 0 || isElided || hasComment) return undefined;
  if (ts.isFunctionDeclaration(statement)) return rewritten(file, statement, meaning);
  if (!ts.isVariableStatement(statement)) return undefined;
  const { type } = statement.declarationList.declarations[0];
  if (!type || declaration.annotated || declaration.assignable) return rewritten(file, statement, meaning);
  if (isLiteral(type) && declaration.literal)
    return { text: `declare const ${declaration.name} = ${type.getText(file)};`, slots: new Set() };
  return widens(type, meaning) ? undefined : rewritten(file, statement, meaning);
}

/** The declaration with the names of earlier cells led to their slots; undefined when one leads nowhere. */
function rewritten(
  file: ts.SourceFile,
  statement: ts.Statement,
  { own, earlier }: Meaning,
): Summary | undefined {
  const slots = new Set<string>();
  const edits: { at: number; end: number; to: string }[] = [];
  const bound = new Set<string>();
  const lead = (head: ts.Identifier): boolean => {
    const name = head.text;
    if (bound.has(name)) return true;
    const home = own.has(name) ? undefined : earlier.get(name);
    if (!home) return !own.has(name) && isGlobalType(name);
    if (home.summary) return false;
    slots.add(home.slot);
    edits.push({ at: head.getStart(file), end: head.end, to: member(home.slot, name) });
    return true;
  };
  const visit = (node: ts.Node): boolean => {
    if (opaque.has(node.kind) || isUnique(node)) return false;
    if (ts.isTypeParameterDeclaration(node)) bound.add(node.name.text);
    if (ts.isTypeReferenceNode(node) && !lead(headOf(node.typeName))) return false;
    return !ts.forEachChild(node, (child) => !visit(child));
  };
  if (!visit(statement)) return undefined;
  const text = edits.reduceRight(
    (done, { at, end, to }) => done.slice(0, at) + to + done.slice(end),
    file.text,
  );
  return { text: text.replaceAll("\n", " "), slots };
}

/** Types that say something only where they stand. */
const opaque = new Set([
  ts.SyntaxKind.TypeQuery,
  ts.SyntaxKind.ThisType,
  ts.SyntaxKind.ImportType,
  ts.SyntaxKind.InferType,
  ts.SyntaxKind.ComputedPropertyName,
]);

function isUnique(node: ts.Node): boolean {
  return ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.UniqueKeyword;
}

function headOf(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : headOf(name.left);
}

function isLiteral(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind !== ts.SyntaxKind.NullKeyword;
}

/**
 * Whether a `let` that takes the value would get a wider type than this one: literals, and members of an enum, which
 * look like any other qualified name.
 */
function widens(type: ts.TypeNode, { earlier }: Meaning): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.some((one) => widens(one, { own: new Set(), earlier }));
  if (ts.isTypeReferenceNode(type) && ts.isQualifiedName(type.typeName))
    return !(ts.isIdentifier(type.typeName.left) && earlier.get(type.typeName.left.text)?.module);
  return isLiteral(type);
}
