import {
  parse,
  type AnyNode,
  type CallExpression,
  type Identifier,
  type MemberExpression,
  type Node,
  type Pattern,
} from "acorn";
import * as tf from "@tensorflow/tfjs";
import { lookAt, type SeenFunction } from "./helpers";

/** Code of the user's that a step runs: a function, and what `this` is in it. */
export interface Code {
  run: (...args: never[]) => unknown;
  self?: object;
}

// Methods that change what they are called on; those that tensors have too (add, sort) are not among them.
const changing = new Set(["push", "pop", "shift", "unshift", "splice", "next", "set", "delete", "clear"]);

/**
 * What a function changes outside of itself, as its source says it: `calls`, `this.step`; undefined where it is seen to change
 * nothing. Methods that it calls on `this` and functions beside it that it calls by their names are looked at too.
 *
 * ```ts
 * changedOutside({ run: () => calls++ }); // "calls"
 * ```
 */
export function changedOutside({ run, self }: Code, before = new Set<unknown>()): string | undefined {
  if (before.has(run)) return undefined;
  before.add(run);
  return lookAt(run, (seen) => {
    const methods = self ? methodsOf(seen.source, self) : [];
    return changedBySeen(seen) ?? firstOf(methods, (method) => changedOutside({ run: method, self }, before));
  });
}

/** What TensorFlow.js gives changes nothing that counts. */
const known = new Set(
  Object.values(tf).flatMap((made: unknown) => (typeof made === "function" ? [String(made)] : [])),
);

function changedBySeen(seen: SeenFunction, before = new Set<string>()): string | undefined {
  const program = programOf(seen.source);
  if (!program || before.has(seen.source) || known.has(seen.source)) return undefined;
  before.add(seen.source);
  const { nodes, source } = program;
  const declared = new Set(nodes.flatMap(declaredBy));
  const target = nodes.flatMap(targetsOf).find((node) => isOutside(node, declared));
  if (target) return source.slice(target.start, target.end);
  return firstOf(calledIn(nodes, declared), (path) => {
    const [name, property] = path.split(".");
    const helper = seen.helper(name, property);
    return helper && changedBySeen(helper, before);
  });
}

function firstOf<T>(all: Iterable<T>, look: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = look(one);
    if (found) return found;
  }
  return undefined;
}

/** The functions from outside that are called: `tick`, `counter.tick`. */
function calledIn(nodes: AnyNode[], declared: Set<string>): Set<string> {
  const paths = nodes.flatMap((node) =>
    node.type === "CallExpression" ? pathOf(node.callee as AnyNode) : [],
  );
  return new Set(paths.filter((path) => !declared.has(path.split(".")[0])));
}

function pathOf(callee: AnyNode): string[] {
  if (callee.type === "Identifier") return [callee.name];
  if (callee.type !== "MemberExpression" || callee.computed) return [];
  const { object, property } = callee;
  const isNamed = object.type === "Identifier" && property.type === "Identifier";
  return isNamed ? [`${object.name}.${property.name}`] : [];
}

function programOf(text: string): { nodes: AnyNode[]; source: string } | undefined {
  return parsed(`(${text})`) ?? parsed(`({${text}})`);
}

function methodsOf(text: string, self: object): Code["run"][] {
  return programOf(text)?.nodes.flatMap((node) => methodOf(node, self)) ?? [];
}

function parsed(source: string): { nodes: AnyNode[]; source: string } | undefined {
  try {
    return { nodes: everyNode(parse(source, { ecmaVersion: "latest", checkPrivateFields: false })), source };
  } catch {
    return undefined;
  }
}

function everyNode(node: Node): AnyNode[] {
  const children = Object.values(node).flat().filter(isNode);
  return [node as AnyNode, ...children.flatMap(everyNode)];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

function declaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case "VariableDeclarator":
      return namesOf(node.id);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [...node.params.flatMap(namesOf), ...(node.id ? [node.id.name] : [])];
    case "ClassDeclaration":
      return node.id ? [node.id.name] : [];
    case "CatchClause":
      return node.param ? namesOf(node.param) : [];
    default:
      return [];
  }
}

function namesOf(pattern: Pattern): string[] {
  return placesOf(pattern).flatMap((place) => (place.type === "Identifier" ? [place.name] : []));
}

/** What a node gives another value. */
function targetsOf(node: AnyNode): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
      return placesOf(node.left);
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : placesOf(node.left);
    case "UpdateExpression":
      return [node.argument];
    case "UnaryExpression":
      return node.operator === "delete" ? [node.argument] : [];
    case "CallExpression":
      return changedBy(node);
    default:
      return [];
  }
}

/** What a pattern gives values to: names, and members of objects. */
function placesOf(pattern: Pattern): (Identifier | MemberExpression)[] {
  switch (pattern.type) {
    case "ArrayPattern":
      return pattern.elements.flatMap((part) => (part ? placesOf(part) : []));
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        placesOf(part.type === "Property" ? part.value : part.argument),
      );
    case "AssignmentPattern":
      return placesOf(pattern.left);
    case "RestElement":
      return placesOf(pattern.argument);
    default:
      return [pattern];
  }
}

function changedBy({ callee }: CallExpression): Node[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  return changing.has(callee.property.name) ? [callee.object] : [];
}

function isOutside(node: Node, declared: Set<string>): boolean {
  const place = node as AnyNode;
  if (place.type === "MemberExpression") return isOutside(place.object, declared);
  return place.type === "ThisExpression" || (place.type === "Identifier" && !declared.has(place.name));
}

/** The method of an object that a node calls on `this`, where its class has it and not TensorFlow.js' layers. */
function methodOf(node: AnyNode, self: object): Code["run"][] {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return [];
  const { object, property } = node.callee;
  if (object.type !== "ThisExpression" || property.type !== "Identifier") return [];
  const method: unknown = Reflect.get(self, property.name);
  return typeof method === "function" ? [method as Code["run"]] : [];
}
