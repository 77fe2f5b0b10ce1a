import ts from "typescript";
import { type Deferred, deferredFunction, deferredVariable } from "./deferred.js";

/** What a cell declares under a name. */
export interface Declaration {
  name: string;
  /** Whether the name can be read at run time. */
  value: boolean;
  /** Whether it can stand in a type. */
  type: boolean;
  /** Whether it can be assigned to: `let` and `var`. */
  assignable: boolean;
  /** Whether the cell exports it in its own words. */
  exported: boolean;
  /** Where in the cell the name stands, when one description says all there is to its type. */
  at?: number;
  /** Whether the cell says the variable's type itself, by an annotation or an assertion. */
  annotated?: boolean;
  /** The declaration without its value, when the cell says every type in it. */
  said?: string;
  /** Whether the variable is given a literal. */
  literal?: boolean;
  /** Whether it names a whole module. */
  module?: boolean;
  /** What it asks for when it is called, if it is a function or holds some. */
  deferred?: Deferred;
  /** The statement that declares it, with what is said above it; an import only says where to look. */
  source?: string;
}

/** Everything that the top level of a cell declares. */
export function declarationsOf(file: ts.SourceFile): Declaration[] {
  const found = new Map<string, Declaration>();
  for (const statement of file.statements) {
    const source = ts.isImportDeclaration(statement) ? undefined : statement.getFullText().trim();
    const isDocumented = ts.getJSDocCommentsAndTags(statement).length > 0;
    for (const one of declared(statement)) {
      if (isDocumented) delete one.at; // words of its type would lose what is written above it
      const before = found.get(one.name);
      found.set(one.name, { ...(before ? merged(before, one) : one), source });
    }
  }
  return [...found.values()];
}

/** The names in a cell that could mean something of an earlier one; `jsx` are those that JSX stands for. */
export function mentionedNames(file: ts.SourceFile, jsx: readonly string[]): Set<string> {
  const names = new Set(file.languageVariant === ts.LanguageVariant.JSX ? [...jsx, ...pragmas(file)] : []);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** What a comment as `@jsx h` names. */
function pragmas({ text }: ts.SourceFile): string[] {
  return [...text.matchAll(/@jsx(?:Frag)?\s+([\w$]+)/g)].map(([, name]) => name);
}

function declared(statement: ts.Statement): Declaration[] {
  const exported = isExported(statement);
  if (ts.isVariableStatement(statement)) {
    const assignable = !(statement.declarationList.flags & ts.NodeFlags.Const);
    return statement.declarationList.declarations.flatMap((one) => {
      const deferred = deferredVariable(statement, one);
      return variables(one, { assignable, exported }).map((declared) => ({ ...declared, deferred }));
    });
  }
  if (ts.isImportDeclaration(statement)) return imported(statement);
  if (ts.isExportDeclaration(statement)) return reexported(statement);
  const own = named(statement, exported);
  if (own) return [own];
  return varsBelow(statement).map((one) => ({
    ...variable(one.text, { assignable: true, exported: false }),
    at: one.getStart(),
  }));
}

/** Where `var` declares names within a statement, up to the next function. */
function varsBelow(node: ts.Node): ts.Identifier[] {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return [];
  const isVar = ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped);
  const own = isVar ? node.declarations.flatMap(({ name }) => identifiers(name)) : [];
  const below: ts.Identifier[] = [];
  ts.forEachChild(node, (child) => void below.push(...varsBelow(child)));
  return [...own, ...below];
}

function named(statement: ts.Statement, exported: boolean): Declaration | undefined {
  const kind = kindOf(statement);
  const name = (statement as ts.DeclarationStatement).name;
  if (!kind || !name || !ts.isIdentifier(name)) return undefined;
  const described = ts.isFunctionDeclaration(statement)
    ? { at: name.getStart(), said: saidOf(statement, name.text), deferred: deferredFunction(statement) }
    : {};
  return { name: name.text, ...kind, assignable: false, exported, ...described };
}

function saidOf(declared: ts.FunctionDeclaration, name: string): string | undefined {
  const { typeParameters, parameters, type, body } = declared;
  const isSaid = type && body && parameters.every((one) => one.type && !one.initializer);
  if (!isSaid || ts.getJSDocCommentsAndTags(declared).length > 0) return undefined;
  const list = (nodes: readonly ts.Node[]) => nodes.map((node) => node.getText()).join(", ");
  const generics = typeParameters ? `<${list(typeParameters)}>` : "";
  return `function ${name}${generics}(${list(parameters)}): ${type.getText()}`;
}

function variables(
  { name, type, initializer }: ts.VariableDeclaration,
  how: { assignable: boolean; exported: boolean },
): Declaration[] {
  const annotated = Boolean(type) || (initializer !== undefined && ts.isAssertionExpression(initializer));
  const literal = initializer !== undefined && isLiteral(initializer);
  return identifiers(name).map((one) => ({
    ...variable(one.text, how),
    at: one.getStart(),
    annotated,
    literal,
    said:
      type && one === name ? `${how.assignable ? "let" : "const"} ${one.text}: ${type.getText()}` : undefined,
  }));
}

function isLiteral(value: ts.Expression): boolean {
  const bare = ts.isPrefixUnaryExpression(value) ? value.operand : value;
  const isBoolean = bare.kind === ts.SyntaxKind.TrueKeyword || bare.kind === ts.SyntaxKind.FalseKeyword;
  return ts.isLiteralExpression(bare) || isBoolean;
}

function identifiers(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : identifiers(one.name)));
}

function kindOf(statement: ts.Statement): { value: boolean; type: boolean } | undefined {
  if (ts.isFunctionDeclaration(statement)) return { value: true, type: false };
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return { value: false, type: true };
  const isBoth =
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return isBoth ? { value: true, type: true } : undefined;
}

function variable(name: string, how: { assignable: boolean; exported: boolean }): Declaration {
  return { name, value: true, type: false, ...how };
}

function imported({ importClause }: ts.ImportDeclaration): Declaration[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const one = (id: ts.Identifier, typeOnly: boolean): Declaration => ({
    name: id.text,
    value: !typeOnly,
    type: true,
    assignable: false,
    exported: false,
  });
  const typeOnly = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const all = name ? [one(name, typeOnly)] : [];
  if (!namedBindings) return all;
  if (ts.isNamespaceImport(namedBindings))
    return [...all, { ...one(namedBindings.name, typeOnly), module: true }];
  return [
    ...all,
    ...namedBindings.elements.map((element) => one(element.name, typeOnly || element.isTypeOnly)),
  ];
}

/** `export {a}` says only that `a`, declared elsewhere in the cell, is exported already. */
function reexported({ exportClause, moduleSpecifier }: ts.ExportDeclaration): Declaration[] {
  if (!exportClause || !ts.isNamedExports(exportClause) || moduleSpecifier) return [];
  return exportClause.elements
    .filter((element) => !element.propertyName)
    .map(({ name }) => ({ name: name.text, value: false, type: false, assignable: false, exported: true }));
}

function merged(a: Declaration, b: Declaration): Declaration {
  return {
    name: a.name,
    value: a.value || b.value,
    type: a.type || b.type,
    assignable: a.assignable || b.assignable,
    exported: a.exported || b.exported,
    ...(b.value || b.type ? {} : described(a)),
  };
}

function described({ at, annotated, literal, said, deferred }: Declaration): Partial<Declaration> {
  return { at, annotated, literal, said, deferred };
}

/** Whether it is exported by its name: as the default it is not. */
function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const kinds = new Set(modifiers.map(({ kind }) => kind));
  return kinds.has(ts.SyntaxKind.ExportKeyword) && !kinds.has(ts.SyntaxKind.DefaultKeyword);
}
