import {
  parse,
  type AnyNode,
  type CallExpression,
  type Identifier,
  type MemberExpression,
  type Node,
  type Pattern,
} from "acorn";

/** The source of a function, and what it says. */
export interface ParsedFunction {
  source: string;
  /** Every part of it but the names of properties. */
  nodes: AnyNode[];
  /** Names that it declares itself. */
  declared: Set<string>;
  /** Whether `this` is something new in it. */
  isClass: boolean;
}

/** What a function says; undefined where nobody can read that. */
export function parsedFunction(run: (...args: never[]) => unknown): ParsedFunction | undefined {
  const text = Function.prototype.toString.call(run);
  const program = parsed(`(${text})`) ?? parsed(`({${text}})`);
  if (!program) return undefined;
  return { ...program, declared: new Set(program.nodes.flatMap(declaredBy)), isClass: isClass(text) };
}

/** Whether the source of a function is that of a class. */
export function isClass(text: string): boolean {
  return /^class\b/.test(text);
}

function parsed(source: string): { nodes: AnyNode[]; source: string } | undefined {
  try {
    return { nodes: everyNode(parse(source, { ecmaVersion: "latest", checkPrivateFields: false })), source };
  } catch {
    return undefined;
  }
}

function everyNode(node: Node): AnyNode[] {
  return [node as AnyNode, ...partsOf(node as AnyNode).flatMap(everyNode)];
}

function partsOf(node: AnyNode): Node[] {
  const isNamed = "computed" in node && !node.computed;
  const name = isNamed && (node.type === "MemberExpression" ? "property" : "key");
  return Object.entries(node).flatMap(([key, part]) => (key === name ? [] : [part].flat().filter(isNode)));
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

/** What a node gives another value, as far as its words tell. */
export function targetsOf(node: AnyNode): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
      // What is filled only where it is empty is as it was in a later call.
      return /^(\?\?|\|\|)=$/.test(node.operator) ? [] : placesOf(node.left);
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : placesOf(node.left);
    case "UpdateExpression":
      return [node.argument];
    case "UnaryExpression":
      return node.operator === "delete" ? [node.argument] : [];
    case "CallExpression":
      return changedByCall(node);
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

// Methods that change what they are called on; those that tensors have too (add, sort) are not among them.
const changing = new Set(["push", "pop", "shift", "unshift", "splice", "next", "set", "delete", "clear"]);

const changingFirst = new Set([
  ...["Object.assign", "Object.defineProperty", "Object.defineProperties", "Reflect.set"],
  ...["Reflect.defineProperty", "Reflect.deleteProperty", "Atomics.add", "Atomics.sub", "Atomics.store"],
]);

function changedByCall({ callee, arguments: [first] }: CallExpression): Node[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  const owner = callee.object.type === "Identifier" ? callee.object.name : "";
  if (changingFirst.has(`${owner}.${callee.property.name}`)) return [first];
  return changing.has(callee.property.name) ? [callee.object] : [];
}

// Methods of lists and sets that tensors have, too.
const changingLists = new Set(["add", "sort", "reverse", "fill", "copyWithin"]);

/** What a node changes where that is a list or a set. */
export function changedList(node: AnyNode): Node | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property } = node.callee;
  return property.type === "Identifier" && changingLists.has(property.name) ? object : undefined;
}

/** Whether a place is outside of a function. */
export function isOutside(node: Node, { declared, isClass }: ParsedFunction): boolean {
  let place = node as AnyNode;
  while (place.type === "MemberExpression") place = place.object as AnyNode;
  if (place.type === "ThisExpression") return !isClass;
  return place.type === "Identifier" && !declared.has(place.name);
}
