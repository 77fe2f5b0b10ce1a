import type { AnyNode, Node } from "acorn";
import type { ParsedFunction } from "./parsedFunction";

/** A part of a function, and the text of what is empty whenever that part runs. */
interface Filling {
  within: Node;
  empty: string;
}

/**
 * Returns what says of a place that is given a value whether it was empty before: `if (!this.mask) this.mask = …`. It is filled once,
 * so a later call finds it as it was.
 */
export function fillings({ nodes, source }: ParsedFunction): (place: Node) => boolean {
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const all = nodes.flatMap((node): Filling[] => {
    const empty = node.type === "IfStatement" && emptyIn(node.test as AnyNode);
    return empty ? [{ within: node.consequent, empty: textOf(empty) }] : [];
  });
  return (place) =>
    all.some(({ within, empty }) => {
      const isWithin = place.start >= within.start && place.end <= within.end;
      return isWithin && textOf(place) === empty;
    });
}

/** What is empty where a condition holds: `x` of `!x`, `x == null` and `x === undefined`, `map` of `!map.has(key)`. */
function emptyIn(test: AnyNode): Node | undefined {
  if (test.type === "UnaryExpression" && test.operator === "!")
    return ownerOfHas(test.argument) ?? test.argument;
  if (test.type !== "BinaryExpression" || !/^===?$/.test(test.operator)) return undefined;
  return isNothing(test.right as AnyNode) ? test.left : undefined;
}

function ownerOfHas(expression: Node): Node | undefined {
  const call = expression as AnyNode;
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return undefined;
  const { object, property } = call.callee;
  return property.type === "Identifier" && property.name === "has" ? object : undefined;
}

function isNothing(value: AnyNode): boolean {
  if (value.type === "Literal") return value.value === null;
  return value.type === "Identifier" && value.name === "undefined";
}
