import ts from "typescript";

/** A declaration of functions, which ask for the names in them when they are called, and not before. */
export interface Deferred {
  /** The declaration as a statement of its own, with what is said above it. */
  text: string;
  /** The names that it asks for when it is called. */
  asked: ReadonlySet<string>;
  /** The names that it took as they were: in its types, and wherever a value is computed at once. */
  given: ReadonlySet<string>;
}

/** What a function asks for later. */
export function deferredFunction(node: ts.FunctionDeclaration): Deferred | undefined {
  return node.body && deferred(node, wordsAbove(node) + withoutExport(node));
}

/** What a variable asks for later that holds a function, or an object or a list of functions. */
export function deferredVariable(
  statement: ts.VariableStatement,
  node: ts.VariableDeclaration,
): Deferred | undefined {
  const kind = kinds.get(statement.declarationList.flags & ts.NodeFlags.BlockScoped);
  return kind === undefined
    ? undefined
    : deferred(node, `${wordsAbove(statement)}${kind} ${node.getText()};`);
}

const kinds = new Map<ts.NodeFlags, string>([
  [ts.NodeFlags.None, "var"],
  [ts.NodeFlags.Let, "let"],
  [ts.NodeFlags.Const, "const"],
]);

function deferred(node: ts.FunctionDeclaration | ts.VariableDeclaration, text: string): Deferred | undefined {
  const names = { asked: new Set<string>(), given: new Set<string>() };
  if (ts.isVariableDeclaration(node)) {
    if (node.type) mentions(node.type, "given", names);
    if (node.initializer) value(node.initializer, names);
  } else ts.forEachChild(node, (child) => child !== node.name && mentions(child, "asked", names));
  for (const name of names.given) names.asked.delete(name);
  return names.asked.size > 0 ? { text, ...names } : undefined;
}

type Found = Record<"asked" | "given", Set<string>>;

/** What a value that is declared asks for: what stands in functions, unless the functions are handed to a call. */
function value(node: ts.Node, found: Found): void {
  const each = (one: ts.Node) => value(one, found);
  if (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node)
  )
    ts.forEachChild(node, (child) => child !== node.name && mentions(child, "asked", found));
  else if (ts.isObjectLiteralExpression(node)) node.properties.forEach(each);
  else if (ts.isArrayLiteralExpression(node)) node.elements.forEach(each);
  else if (ts.isPropertyAssignment(node)) each(node.initializer);
  else if (ts.isParenthesizedExpression(node)) each(node.expression);
  else if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    each(node.expression);
    mentions(node.type, "given", found);
  } else mentions(node, "given", found);
}

/** The names in a stretch of code. Types are what they were when they were written. */
function mentions(node: ts.Node, when: keyof Found, found: Found): void {
  if (ts.isIdentifier(node)) found[when].add(node.text);
  else if (ts.isTypeReferenceNode(node)) found.given.add(headOf(node.typeName));
  else if (ts.isTypeQueryNode(node) && !ts.isImportTypeNode(node.exprName))
    found.given.add(headOf(node.exprName));
  const skipped = isNamed(node) ? node.name : undefined;
  const below = ts.isTypeNode(node) ? "given" : when;
  ts.forEachChild(node, (child) => {
    const isNameInType = ts.isTypeNode(node) && (ts.isIdentifier(child) || ts.isQualifiedName(child));
    if (child !== skipped && !isNameInType) mentions(child, below, found);
  });
}

/** Whether the name in it is a member's, or a parameter's of a type of functions, and nobody's else. */
function isNamed(node: ts.Node): node is ts.Node & { name: ts.Node } {
  const isMember =
    ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) || ts.isClassElement(node);
  const isOfType = ts.isTypeElement(node) || (ts.isParameter(node) && ts.isTypeNode(node.parent));
  return (isMember || isOfType) && node.name !== undefined && !ts.isComputedPropertyName(node.name);
}

function headOf(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : headOf(name.left);
}

function wordsAbove(statement: ts.Statement): string {
  const docs = ts.getJSDocCommentsAndTags(statement).map((one) => `${one.getText()}\n`);
  return docs.join("");
}

/** A function's own text; whoever declares it again exports it in other words. */
function withoutExport(node: ts.FunctionDeclaration): string {
  const modifiers = ts.getModifiers(node) ?? [];
  const last = modifiers.filter(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword).at(-1);
  return node
    .getSourceFile()
    .text.slice(last?.end ?? node.getStart(), node.end)
    .trimStart();
}
