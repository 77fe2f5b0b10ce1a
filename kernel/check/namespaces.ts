import ts from "typescript";
import { varNames } from "../compile/bindings.js";

/**
 * What a cell declares as a namespace, in which later cells find it as they would in the cell; `needed` declares what it
 * mentions of earlier ones. Undefined where a namespace cannot hold it: imports, exports, `await`, `using`.
 */
export function asNamespace(name: string, code: string, needed: string): string | undefined {
  const { statements } = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  if (/\bawait\b/.test(code) || !statements.every(fits)) return undefined;
  const declared = statements.filter(isDeclaration).map((one) => exported(one));
  return `export namespace ${name} { ${needed}\n${declared.join("\n")}\n}`;
}

/** A declaration out of a namespace as the cell has it. */
export function asDeclared(text: string): string {
  return text.replace(/^export\n/m, "");
}

function fits(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) return !isUsing(statement) && !isDefault(statement);
  if (ts.isModuleDeclaration(statement)) return ts.isIdentifier(statement.name) && !isGlobal(statement);
  if (isDeclaration(statement)) return !isDefault(statement);
  const isOfModule =
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement);
  return !isOfModule && varNames(statement).length === 0;
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}

/** The statement with what exports it on a line of its own, by which {@link asDeclared} knows it. */
function exported(statement: ts.Statement): string {
  const text = statement.getFullText();
  if (has(statement, ts.SyntaxKind.ExportKeyword)) return text;
  const at = statement.getStart() - statement.getFullStart();
  return `${text.slice(0, at)}export\n${text.slice(at)}`;
}

function isDefault(statement: ts.Statement): boolean {
  return has(statement, ts.SyntaxKind.DefaultKeyword);
}

function isUsing({ declarationList }: ts.VariableStatement): boolean {
  return (declarationList.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
}

function isGlobal({ flags }: ts.ModuleDeclaration): boolean {
  return Boolean(flags & ts.NodeFlags.GlobalAugmentation);
}

function has(statement: ts.Statement, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(statement) && Boolean(ts.getModifiers(statement)?.some((one) => one.kind === kind))
  );
}
