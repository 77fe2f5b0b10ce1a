import ts from "typescript";

/** A stretch of a text: from where to where. */
export type Range = readonly [start: number, end: number];

/**
 * The parts of a node that say something of types only, and that running code is without. Undefined where TypeScript
 * means more than JavaScript with types: what must be made for an enum, a namespace, a decorator.
 */
export function erasures(node: ts.Node, text: string): Range[] | undefined {
  if (beyondTypes.has(node.kind) || (ts.isParameter(node) && node.modifiers)) return undefined;
  if ((ts.isArrowFunction(node) && splitsHead(node, text)) || regroups(node)) return undefined;
  const modifiers = erasedModifiers(node);
  const { typeParameters, typeArguments } = node as { [list: string]: ts.NodeArray<ts.Node> } & ts.Node;
  const lists = [typeParameters, typeArguments].filter((list) => list !== undefined);
  return modifiers && [...modifiers, ...lists.map((list) => angled(list, text)), ...ofKind(node, text)];
}

/** What a node has in a way of its own. */
function ofKind(node: ts.Node, text: string): Range[] {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node))
    return [[node.expression.end, node.end]];
  if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertyDeclaration(node))
    return annotation(node);
  if (ts.isHeritageClause(node)) return isImplements(node) ? [rangeOf(node)] : [];
  return ts.isFunctionLike(node) ? ofFunction(node, text) : [];
}

/** Whether it is what a class implements, which running code knows nothing of. */
export function isImplements(node: ts.Node): boolean {
  return ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword;
}

/** Whether a statement or a member of a class is about types only. */
export function isErased(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isExportDeclaration(node) || ts.isIndexSignatureDeclaration(node)) return true;
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const isBodiless =
    ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
  if (isBodiless && !node.body) return true;
  const kinds = modifiersOf(node).map(({ kind }) => kind);
  const isMember = ts.isPropertyDeclaration(node) || ts.isAccessor(node);
  return (
    kinds.includes(ts.SyntaxKind.DeclareKeyword) ||
    (isMember && kinds.includes(ts.SyntaxKind.AbstractKeyword))
  );
}

/** Whether a node, with all that is in it, is a type. */
export function isType(node: ts.Node): boolean {
  if (ts.isTypeParameterDeclaration(node) || isThis(node)) return true;
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
}

const beyondTypes = new Set([
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.TypeAssertionExpression,
  ts.SyntaxKind.Decorator,
]);

const erasable = new Set([
  ts.SyntaxKind.ExportKeyword,
  ts.SyntaxKind.AbstractKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.OverrideKeyword,
]);

const kept = new Set([ts.SyntaxKind.AsyncKeyword, ts.SyntaxKind.StaticKeyword]);

function erasedModifiers(node: ts.Node): Range[] | undefined {
  const modifiers = modifiersOf(node);
  if (modifiers.some(({ kind }) => !erasable.has(kind) && !kept.has(kind))) return undefined;
  return modifiers.filter(({ kind }) => erasable.has(kind)).map(rangeOf);
}

function modifiersOf(node: ts.Node): readonly ts.ModifierLike[] {
  return (node as { modifiers?: ts.NodeArray<ts.ModifierLike> }).modifiers ?? [];
}

/** What follows a name: `?` or `!`, and the type. */
function annotation(
  node: ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration,
): Range[] {
  const { questionToken, exclamationToken } = node as ts.PropertyDeclaration;
  const last = node.type ?? questionToken ?? exclamationToken;
  return last ? [[node.name.end, last.end]] : [];
}

/** The type that a function returns, a parameter `this`, and that a method may be missing. */
function ofFunction(node: ts.SignatureDeclaration, text: string): Range[] {
  const { parameters, type } = node;
  const [first, second] = parameters;
  const optional = ts.isMethodDeclaration(node) && node.questionToken ? [rangeOf(node.questionToken)] : [];
  const self: Range[] = first && isThis(first) ? [[first.pos, second ? second.pos : parameters.end]] : [];
  const returned: Range[] = type ? [[tokenAfter(parameters.end, text) + 1, type.end]] : [];
  return [...optional, ...self, ...returned];
}

function isThis(node: ts.Node): boolean {
  return ts.isParameter(node) && ts.isIdentifier(node.name) && node.name.text === "this";
}

/** A list with the brackets around it. */
function angled(list: ts.NodeArray<ts.Node>, text: string): Range {
  return [list.pos - 1, tokenAfter(list.end, text) + 1];
}

/** Whether an arrow function would have a line break left where JavaScript allows none. */
function splitsHead({ typeParameters, parameters }: ts.ArrowFunction, text: string): boolean {
  return typeParameters !== undefined && text.slice(typeParameters.pos, parameters.pos).includes("\n");
}

/** Whether a type holds an operation together that would fall apart without it, as in `1 + 2 as number * 3`. */
function regroups(node: ts.Node): boolean {
  if (!ts.isAsExpression(node) && !ts.isSatisfiesExpression(node)) return false;
  const { expression, parent } = node;
  const isOperation = ts.isBinaryExpression(expression) || !ts.isLeftHandSideExpression(expression);
  return isOperation && ts.isBinaryExpression(parent) && parent.left === node;
}

/** Where the next token begins. */
function tokenAfter(at: number, text: string): number {
  trivia.lastIndex = at;
  trivia.exec(text);
  return trivia.lastIndex;
}

const trivia = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;

function rangeOf(node: ts.Node): Range {
  return [node.getStart(), node.end];
}
