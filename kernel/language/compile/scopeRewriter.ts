import ts from "typescript";
import { isGenerated, listNames, type Names } from "../parse/bindings.js";
import { assignmentTarget, withName } from "./assignments.js";
import { type Referrer, untrailed } from "./references.js";
import { bare, hiddenBelow, hiddenInside, skippedParts } from "./scopes.js";

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
    const visitChild = (child: ts.Node) =>
      skipped.has(child) ? child : this.visit(child, hiddenBelow(child, node, inner));
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
    const name = bare(node.expression);
    if (!ts.isIdentifier(name) || !this.captures(name, hidden)) return visited;
    const { factory } = this;
    const callee = this.detached(bare(visited.expression));
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
