import ts from "typescript";
import { isGenerated, lexicalNames, listNames, type Names, patternNames, varNames } from "./bindings.js";
import { assignmentTarget, withName } from "./assignments.js";
import { type Referrer, untrailed } from "./references.js";

/**
 * Replaces every reference to a name of the notebook by its reference cell, except where a nested scope hides the
 * name. Works on JavaScript as TypeScript lowered it, so every construct here is JavaScript's.
 */
export class ScopeRewriter {
  constructor(
    private readonly factory: ts.NodeFactory,
    private readonly names: Names,
    private readonly refer: Referrer,
  ) {}

  /** Rewrites a node in which none of the names is hidden yet. */
  rewrite<Node extends ts.Node>(node: Node): Node {
    return this.visit(node, new Set()) as Node;
  }

  /** Whether this identifier means a name of the notebook. */
  private captures(name: ts.Identifier, hidden: Names): boolean {
    return !isGenerated(name) && this.names.has(name.text) && !hidden.has(name.text);
  }

  private visit(node: ts.Node, hidden: Names): ts.Node {
    const inner = hiddenInside(node, hidden);
    if (ts.isIdentifier(node)) return this.captures(node, inner) ? this.refer(node) : node;
    if (ts.isCallExpression(node)) return this.visitCall(node, inner);
    if (ts.isTaggedTemplateExpression(node)) return this.visitTag(node, inner);
    if (ts.isShorthandPropertyAssignment(node)) return this.visitShorthand(node, inner);
    if (ts.isVariableStatement(node)) return this.visitVariables(node, inner);
    if (ts.isVariableDeclarationList(node)) return this.visitHead(node, inner);
    const skipped = skippedParts(node);
    const visitChild = (child: ts.Node) => (skipped.has(child) ? child : this.visit(child, inner));
    return this.visitChildren(node, visitChild);
  }

  private visitChildren(node: ts.Node, visitChild: (child: ts.Node) => ts.Node): ts.Node {
    return ts.visitEachChild(node, visitChild, undefined);
  }

  /** A `var` that reaches the top of the notebook sets reference cells. */
  private visitVariables(node: ts.VariableStatement, hidden: Names): ts.Node {
    const list = node.declarationList;
    if (!this.reachesTop(list, hidden)) return this.visitChildren(node, (child) => this.visit(child, hidden));
    const set = this.assignments(list, (child) => this.visit(child, hidden));
    return ts.setTextRange(this.factory.createExpressionStatement(set), node);
  }

  /** The same in the head of a `for`. */
  private visitHead(list: ts.VariableDeclarationList, hidden: Names): ts.Node {
    const visitChild = (child: ts.Node) => this.visit(child, hidden);
    if (!this.reachesTop(list, hidden)) return this.visitChildren(list, visitChild);
    const [{ name, initializer }] = list.declarations;
    if (!initializer) return assignmentTarget(this.factory, name, visitChild);
    return this.assignments(list, visitChild);
  }

  private reachesTop(list: ts.VariableDeclarationList, hidden: Names): boolean {
    const isVar = !(list.flags & ts.NodeFlags.BlockScoped);
    return isVar && listNames(list).some((name) => this.names.has(name) && !hidden.has(name));
  }

  /** One expression that gives every declared name its value, in order. */
  assignments(list: ts.VariableDeclarationList, visit: (node: ts.Node) => ts.Node): ts.Expression {
    const isVar = !(list.flags & ts.NodeFlags.BlockScoped);
    const set = list.declarations.map((one): ts.Expression => {
      const target = assignmentTarget(this.factory, one.name, visit);
      const unset = isVar ? target : this.factory.createVoidZero();
      const value = one.initializer ? (visit(one.initializer) as ts.Expression) : unset;
      const named = ts.isIdentifier(one.name) ? withName(this.factory, one.name.text, value) : value;
      const assignment = this.factory.createAssignment(target, named);
      const whole = ts.isIdentifier(one.name)
        ? assignment
        : this.factory.createParenthesizedExpression(assignment);
      return ts.setTextRange(whole, one);
    });
    return set.reduce((all, one) => this.factory.createComma(all, one));
  }

  /** A call of a bare name has no `this`; `x.v()` would hand it one. */
  private visitCall(node: ts.CallExpression, hidden: Names): ts.Node {
    const visited = this.visitChildren(node, (child) => this.visit(child, hidden)) as ts.CallExpression;
    if (!ts.isIdentifier(node.expression) || !this.captures(node.expression, hidden)) return visited;
    const { factory } = this;
    const callee = this.detached(visited.expression);
    return factory.updateCallExpression(visited, callee, visited.typeArguments, visited.arguments);
  }

  private visitTag(node: ts.TaggedTemplateExpression, hidden: Names): ts.Node {
    const visited = this.visitChildren(node, (child) =>
      this.visit(child, hidden),
    ) as ts.TaggedTemplateExpression;
    if (!ts.isIdentifier(node.tag) || !this.captures(node.tag, hidden)) return visited;
    return this.factory.updateTaggedTemplateExpression(
      visited,
      this.detached(visited.tag),
      undefined,
      visited.template,
    );
  }

  private detached(callee: ts.Expression): ts.Expression {
    const { factory } = this;
    const sequence = factory.createComma(factory.createNumericLiteral(0), callee);
    return untrailed(ts.setTextRange(factory.createParenthesizedExpression(sequence), callee));
  }

  /** `{x}` becomes `{x: reference}`, as a value and as a target of destructuring. */
  private visitShorthand(node: ts.ShorthandPropertyAssignment, hidden: Names): ts.Node {
    const { factory } = this;
    const fallback = node.objectAssignmentInitializer;
    const initializer = fallback && (this.visit(fallback, hidden) as ts.Expression);
    if (!this.captures(node.name, hidden))
      return factory.updateShorthandPropertyAssignment(node, node.name, initializer);
    const target = this.refer(node.name);
    const value = initializer ? factory.createAssignment(target, initializer) : target;
    return ts.setTextRange(factory.createPropertyAssignment(node.name, value), node);
  }
}

/** Identifiers under a node that name something other than a variable in scope. */
function skippedParts(node: ts.Node): Set<ts.Node> {
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
function hiddenInside(node: ts.Node, hidden: Names): Names {
  const names = scopeNames(node);
  return names.length === 0 ? hidden : new Set([...hidden, ...names]);
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
  const body = "body" in node && node.body ? varNames(node.body as ts.Node) : [];
  const isArrow = ts.isArrowFunction(node);
  return [...own, ...parameters, ...body, ...(isArrow ? [] : ["arguments"])];
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
