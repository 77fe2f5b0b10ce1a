import ts from "typescript";
import { mark } from "../../protocol/cellParameters.js";
import { varNames } from "../parse/bindings.js";
import { type Extension, hub } from "./placed.js";

/** Gives the name under which all cells can see what a module exports: a name of its own, `default`, or `*` for all. */
type Reexport = (module: string, name: string) => string;

/** Stands for `await`, which a namespace cannot hold; its types are the same. */
const awaiting = `await${mark}`;

/** What every file of such namespaces begins with. */
export const preamble = `declare function ${awaiting}<T>(value: T): Awaited<T>;`;

/**
 * What a cell declares as a namespace, in which later cells find it as they would in the cell; `needed` declares what it
 * mentions of earlier ones. Undefined where a namespace cannot hold it: a `var` in a block, what is declared of modules.
 */
export function asNamespace(
  name: string,
  { code, needed, extension }: { code: string; needed: string; extension: Extension },
  reexport: Reexport,
): string | undefined {
  const { statements } = ts.createSourceFile(`cell.${extension}`, code, ts.ScriptTarget.Latest, true);
  if (!statements.every(fits)) return undefined;
  const held = statements.flatMap((one) => heldOf(one, reexport));
  return `export namespace ${name} { ${needed}\n${held.join("\n")}\n}`;
}

/** A declaration out of a namespace as the cell has it. */
export function asDeclared(text: string): string {
  return text.replace(/^export\n/m, "");
}

function fits(statement: ts.Statement): boolean {
  if (ts.isModuleDeclaration(statement)) return ts.isIdentifier(statement.name) && !isGlobal(statement);
  if (ts.isImportEqualsDeclaration(statement))
    return !ts.isExternalModuleReference(statement.moduleReference);
  return isDeclaration(statement) || varNames(statement).length === 0;
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement)
  );
}

function heldOf(statement: ts.Statement, reexport: Reexport): string[] {
  if (ts.isImportDeclaration(statement)) return imported(statement, reexport);
  const isNameless = (statement as ts.DeclarationStatement).name === undefined;
  if (!isDeclaration(statement) || (isNameless && !ts.isVariableStatement(statement))) return [];
  return [exported(statement)];
}

function imported({ importClause, moduleSpecifier, attributes }: ts.ImportDeclaration, reexport: Reexport) {
  const module = [moduleSpecifier, attributes].map((node) => node?.getText() ?? "").join(" ");
  const alias = (local: ts.Identifier, name: string) =>
    `export import ${local.text} = ${hub}.${reexport(module, name)};`;
  const { name, namedBindings } = importClause ?? {};
  const whole = name ? [alias(name, "default")] : [];
  if (!namedBindings) return whole;
  if (ts.isNamespaceImport(namedBindings)) return [...whole, alias(namedBindings.name, "*")];
  return [
    ...whole,
    ...namedBindings.elements.map((one) => alias(one.name, (one.propertyName ?? one.name).getText())),
  ];
}

interface Edit {
  at: number;
  end: number;
  to: string;
}

/** The statement with what exports it on a line of its own, by which {@link asDeclared} knows it. */
function exported(statement: ts.Statement): string {
  const edits = [...awaits(statement), ...withoutDefault(statement), ...withoutUsing(statement)];
  const start = statement.getStart();
  if (!modifier(statement, ts.SyntaxKind.ExportKeyword))
    edits.push({ at: start, end: start, to: "export\n" });
  const from = statement.getFullStart();
  return edits
    .sort((one, other) => other.at - one.at)
    .reduce(
      (text, { at, end, to }) => text.slice(0, at - from) + to + text.slice(end - from),
      statement.getFullText(),
    );
}

/** Every `await` that is not a function's own becomes a call. */
function awaits(node: ts.Node): Edit[] {
  if (ts.isFunctionLike(node)) return [];
  const inside: Edit[] = [];
  node.forEachChild((child) => void inside.push(...awaits(child)));
  if (!ts.isAwaitExpression(node)) return inside;
  const opening = { at: node.getStart(), end: node.expression.getStart(), to: `${awaiting}(` };
  return [opening, ...inside, { at: node.end, end: node.end, to: ")" }];
}

function withoutDefault(statement: ts.Statement): Edit[] {
  const found = modifier(statement, ts.SyntaxKind.DefaultKeyword);
  return found ? [{ at: found.getStart(), end: found.end, to: "" }] : [];
}

function withoutUsing(statement: ts.Statement): Edit[] {
  if (!ts.isVariableStatement(statement)) return [];
  const { declarationList: list } = statement;
  const isUsing = (list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
  return isUsing ? [{ at: list.getStart(), end: list.declarations[0].getStart(), to: "const " }] : [];
}

function isGlobal({ flags }: ts.ModuleDeclaration): boolean {
  return Boolean(flags & ts.NodeFlags.GlobalAugmentation);
}

function modifier(statement: ts.Statement, kind: ts.SyntaxKind): ts.Modifier | undefined {
  return ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.find((one) => one.kind === kind)
    : undefined;
}
