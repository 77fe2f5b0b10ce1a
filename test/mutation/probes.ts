import { readFileSync } from "node:fs";
import ts from "typescript";
import { asRun } from "./asRun";
import type { Mutant } from "./mutants";

/** The files' texts with a probe at each mutant's place, which tells when that place is reached. */
export function probed(mutants: readonly Mutant[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const file of new Set(mutants.map((mutant) => mutant.file)))
    Object.assign(texts, asRun(file, withProbesOf(file, mutants)));
  return texts;
}

function withProbesOf(file: string, mutants: readonly Mutant[]): string {
  return withProbes(
    readFileSync(file, "utf8"),
    mutants.filter((mutant) => mutant.file === file),
  );
}

interface Insertion {
  at: number;
  text: string;
  /** Of two at one place: closing ones first, then the outermost that opens. */
  order: number;
}

// Looked up once a file: within jest a global is looked up in another realm, which takes longer than most expressions.
const head = 'const mutationReached = globalThis[Symbol.for("mutation.reached")] ?? (() => {}); ';

function withProbes(text: string, mutants: readonly Mutant[]): string {
  const insertions = mutants.flatMap((mutant) => around(outermost(mutant.reached), mutant.id));
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  let [probedText, from] = [head, 0];
  for (const { at, text: inserted } of insertions) {
    probedText += text.slice(from, at) + inserted;
    from = at;
  }
  return probedText + text.slice(from);
}

function around(node: ts.Node, id: number): Insertion[] {
  const call = `mutationReached(${id})`;
  const [start, end] = [node.getStart(), node.end];
  const [open, close] = ts.isStatement(node) ? [`{${call};`, "}"] : [`(${call},`, ")"];
  const size = end - start + id * 1e-9;
  return [
    { at: start, text: open, order: 1e9 - size },
    { at: end, text: close, order: size - 1e9 },
  ];
}

// A bracket around a part of a chain (a?.b.c, a.b()) would cut the chain, or the method from its object.
function outermost(node: ts.Node): ts.Node {
  const { parent } = node;
  if (ts.isStatement(node) || !parent) return node;
  const isHead = isChained(parent) && parent.expression === node;
  return isHead || isTarget(node) ? outermost(parent) : node;
}

function isChained(
  node: ts.Node,
): node is
  ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression | ts.NonNullExpression {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

// The left side of an assignment, or what is counted up, is a place and not a value.
function isTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent))
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}
