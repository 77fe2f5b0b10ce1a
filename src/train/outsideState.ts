import type { AnyNode, MemberExpression, Node } from "acorn";
import { fillings } from "./filledOnce";
import {
  changedList,
  isClass,
  isOutside,
  parsedFunction,
  targetsOf,
  type ParsedFunction,
} from "./parsedFunction";
import { withSight, type AnyFunction, type Scope, type Sight } from "./sight";

/** Code of the user's that a step runs: a function, and what `this` is in it. */
export interface Code {
  run: AnyFunction;
  self?: object;
}

/** Such code, by what it is called in messages. */
export interface OwnCode extends Code {
  name: string;
}

/**
 * What a function changes outside of itself, as its source says it: `calls`, `this.step`; undefined where it is seen to change
 * nothing. Functions and getters of the user's that it mentions are looked at too, wherever they are.
 *
 * ```ts
 * changedOutside({ run: () => calls++ }); // "calls"
 * ```
 */
export function changedOutside({ run, self }: Code): string | undefined {
  return withSight((sight) => new Reader(sight).changedBy(run, self));
}

/** A function that is read, and what names mean in it. */
interface Reading extends ParsedFunction {
  scopes: Scope[];
  self?: object;
}

// Of an object whose property is chosen while the function runs, so many may be meant.
const mostMeant = 100;

/** Reads functions, each once. */
class Reader {
  private readonly read = new Map<AnyFunction, string | undefined>();

  constructor(private readonly sight: Sight) {}

  changedBy(run: AnyFunction, self?: object): string | undefined {
    if (!this.read.has(run)) {
      this.read.set(run, undefined);
      this.read.set(run, this.changedByNew(run, self));
    }
    return this.read.get(run);
  }

  private changedByNew(run: AnyFunction, self?: object): string | undefined {
    const bound = this.sight.targetOf(run);
    if (isFunction(bound)) return this.changedBy(bound);
    const parsed = this.sight.isUsers(run) ? parsedFunction(run) : undefined;
    if (!parsed) return undefined;
    const reading = { ...parsed, self, scopes: this.sight.scopesOf(run) };
    const { nodes, source } = reading;
    const targets = nodes.flatMap((node) => [...targetsOf(node), ...this.changedLists(node, reading)]);
    const isFilling = fillings(reading);
    const target = targets.find((node) => isOutside(node, reading) && !isFilling(node));
    if (target) return source.slice(target.start, target.end);
    return firstOf(nodes, (node) => this.changedByMentioned(node, reading));
  }

  private changedLists(node: AnyNode, reading: Reading): Node[] {
    const list = changedList(node);
    return list && this.meant(list, reading).some(isList) ? [list] : [];
  }

  /** What is changed by the functions and getters that a node means, and by the class that it makes something of. */
  private changedByMentioned(node: AnyNode, reading: Reading): string | undefined {
    if (node.type === "NewExpression")
      return firstOf(this.meant(node.callee, reading).filter(isFunction), (made) => this.changedBy(made));
    const called = (values: unknown[]) => values.filter(isFunction).filter((run) => !isClass(String(run)));
    if (node.type === "Identifier")
      return firstOf(called(this.meant(node, reading)), (run) => this.changedBy(run));
    if (node.type !== "MemberExpression") return undefined;
    return firstOf(this.meant(node.object, reading), (owner) =>
      firstOf(called(this.members(owner, node)), (run) => this.changedBy(run, owner as object)),
    );
  }

  /** What an expression may be, as far as names and members tell. */
  private meant(node: Node, reading: Reading): unknown[] {
    const expression = node as AnyNode;
    switch (expression.type) {
      case "Identifier":
        return reading.declared.has(expression.name) ? [] : meantBy(expression.name, reading.scopes);
      case "ThisExpression":
        return reading.self ? [reading.self] : [];
      case "ChainExpression":
        return this.meant(expression.expression, reading);
      case "SequenceExpression":
        return this.meant(expression.expressions.at(-1)!, reading);
      case "MemberExpression":
        return this.meant(expression.object, reading).flatMap((owner) => this.members(owner, expression));
      default:
        return [];
    }
  }

  /** The members of an object that are meant, and the getters that give them. */
  private members(owner: unknown, { property, computed }: MemberExpression): unknown[] {
    if (!isObject(owner)) return [];
    if (property.type === "PrivateIdentifier") {
      const privates = this.sight.privatesOf(owner);
      return privates.flatMap(([name, value]) => (name === `#${property.name}` ? [value] : []));
    }
    if (!computed && property.type === "Identifier") return this.member(owner, property.name);
    if (property.type === "Literal") return this.member(owner, String(property.value));
    const names = Object.keys(owner).slice(0, mostMeant);
    return names.flatMap((name) => this.member(owner, name));
  }

  private member(owner: object, name: string): unknown[] {
    const found = descriptorOf(owner, name);
    if (!found?.get) return found ? [found.value] : [];
    const getter = found.get as AnyFunction;
    if (this.changedBy(getter, owner) !== undefined) return [getter];
    try {
      return [getter, getter.call(owner as never)];
    } catch {
      return [getter];
    }
  }
}

function meantBy(name: string, scopes: Scope[]): unknown[] {
  const scope = scopes.find((each) => Object.hasOwn(each, name));
  return scope ? [scope[name]] : [];
}

function descriptorOf(owner: object, name: string): PropertyDescriptor | undefined {
  for (let place: object | null = owner; place; place = Object.getPrototypeOf(place) as object | null) {
    const found = Object.getOwnPropertyDescriptor(place, name);
    if (found) return found;
  }
  return undefined;
}

function firstOf<T>(all: Iterable<T>, look: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = look(one);
    if (found) return found;
  }
  return undefined;
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || isFunction(value);
}

function isList(value: unknown): boolean {
  return (
    Array.isArray(value) || ArrayBuffer.isView(value) || tagOf(value) === "Set" || tagOf(value) === "WeakSet"
  );
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
