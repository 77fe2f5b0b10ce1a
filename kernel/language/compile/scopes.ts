import ts from "typescript";
import {
  isGenerated,
  lexicalNames,
  listNames,
  type Names,
  patternNames,
  varNames,
} from "../parse/bindings.js";

/** Identifiers under a node that name something other than a variable in scope. */
export function skippedParts(node: ts.Node): Set<ts.Node> {
  const parts: (ts.Node | undefined)[] = [];
  if (ts.isPropertyAccessExpression(node)) parts.push(node.name);
  else if (ts.isBindingElement(node)) parts.push(plain(node.propertyName), plain(node.name));
  else if (ts.isVariableDeclaration(node) || ts.isParameter(node)) parts.push(plain(node.name));
  else if (ts.isLabeledStatement(node) || ts.isBreakOrContinueStatement(node)) parts.push(node.label);
  else if (ts.isMetaProperty(node) || ts.isFunctionLike(node) || ts.isClassLike(node))
    parts.push(plain(node.name));
  else if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) parts.push(plain(node.name));
  return new Set(parts.filter((part) => part !== undefined));
}

/** A name that is just that; computed names and patterns hold expressions. */
function plain(name: ts.Node | undefined): ts.Node | undefined {
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name : undefined;
}

/** The hidden names inside a node, when it opens a scope. */
export function hiddenInside(node: ts.Node, hidden: Names): Names {
  const names = scopeNames(node);
  return names.length === 0 ? hidden : new Set([...hidden, ...names]);
}

/** The hidden names in a child of a node: a function's `var` is seen in its body, not in the defaults of its parameters. */
export function hiddenBelow(child: ts.Node, node: ts.Node, inside: Names): Names {
  const isBody = ts.isFunctionLike(node) && "body" in node && node.body === child;
  return isBody ? new Set([...inside, ...varNames(child)]) : inside;
}

function scopeNames(node: ts.Node): string[] {
  if (ts.isFunctionLike(node)) return functionNames(node);
  if (ts.isClassLike(node)) return node.name && !isGenerated(node.name) ? [node.name.text] : [];
  if (ts.isClassStaticBlockDeclaration(node)) return varNames(node.body);
  if (ts.isBlock(node)) return blockNames(node.statements);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap((clause) => blockNames(clause.statements));
  if (ts.isCatchClause(node))
    return node.variableDeclaration ? patternNames(node.variableDeclaration.name) : [];
  if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node))
    return headNames(node.initializer);
  return [];
}

function functionNames(node: ts.SignatureDeclaration): string[] {
  const parameters = node.parameters.flatMap((parameter) => patternNames(parameter.name));
  const own = ts.isFunctionExpression(node) && node.name && !isGenerated(node.name) ? [node.name.text] : [];
  const isArrow = ts.isArrowFunction(node);
  return [...own, ...parameters, ...(isArrow ? [] : ["arguments"])];
}

/** What a block hides: its let, const, class and function, but not the `var` that it hoists out. */
function blockNames(statements: readonly ts.Statement[]): string[] {
  const own = statements.filter(
    (statement) =>
      !ts.isVariableStatement(statement) || statement.declarationList.flags & ts.NodeFlags.BlockScoped,
  );
  return lexicalNames(own);
}

function headNames(initializer: ts.ForInitializer | undefined): string[] {
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return [];
  return initializer.flags & ts.NodeFlags.BlockScoped ? listNames(initializer) : [];
}

/** An expression without the parentheses and types around it. */
export function bare(node: ts.Expression): ts.Expression {
  const isAround =
    ts.isParenthesizedExpression(node) ||
    ts.isPartiallyEmittedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node);
  return isAround ? bare(node.expression) : node;
}
