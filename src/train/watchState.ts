import type { OwnCode } from "./outsideState";
import { isNative, withSight, type AnyFunction, type Sight } from "./sight";

/** What an object or a function holds: `.count` for a field, `count` for a name that a function reads. */
type Parts = Map<string, unknown>;

interface Held {
  /** How it is reached: `state.seen`. */
  path: string;
  parts: Parts;
}

// What is beyond is taken to stay as it is.
const mostHeld = 2000;
const mostElements = 10_000;

// The namespace of a package has more: of that, what the code mentions counts.
const mostFields = 30;

/**
 * Looks at what code of the user's can reach (names, fields, private ones too, lists, maps, generators), and returns what
 * looks again and says as a clause what has changed since.
 *
 * ```ts
 * const changes = watchState([{ name: "the loss", run: loss }]);
 * loss(truth, prediction);
 * changes(); // "the loss changes calls, which is outside of it"
 * ```
 */
export function watchState(all: OwnCode[]): () => string | undefined {
  const walks = all.map((code) => ({ code, walk: new Walk(code) }));
  withSight((sight) => walks.forEach(({ walk }) => walk.look(sight)));
  return () =>
    withSight((sight) => {
      for (const { code, walk } of walks) {
        const changed = walk.changed(sight);
        if (changed !== undefined) return changesOutside(code, changed);
      }
      return undefined;
    });
}

/** The clause that says what code changes. */
export function changesOutside({ name }: OwnCode, what: string): string {
  return `${name} changes ${what}, which is outside of it`;
}

/** All that is reached from a function and an object, the nearest first. */
class Walk {
  private readonly held = new Map<object, Held>();
  private readonly mentioned = new Set<string>();

  constructor(private readonly from: OwnCode) {}

  look(sight: Sight): void {
    const { run, self } = this.from;
    const roots: [string, unknown][] = [["this", self], ["", run]]; // prettier-ignore
    this.follow(sight, roots);
    // What code found later mentions counts in a namespace that was found before.
    let known: number;
    do {
      known = this.mentioned.size;
      for (const [object, held] of this.held) this.mentionMore(sight, object, held);
    } while (this.mentioned.size > known);
  }

  private follow(sight: Sight, from: [string, unknown][]): void {
    let coming = from;
    while (coming.length > 0) coming = coming.flatMap(([path, value]) => this.hold(sight, path, value));
  }

  private mentionMore(sight: Sight, object: object, held: Held): void {
    if (!isLarge(sight, object)) return;
    const parts = this.partsOf(sight, object);
    const more = [...parts].filter(([name]) => !held.parts.has(name));
    held.parts = parts;
    this.follow(
      sight,
      more.map(([name, part]) => [pathTo(held.path, object, name), part]),
    );
  }

  /** The path of what is not as it was. */
  changed(sight: Sight): string | undefined {
    for (const [object, { path, parts }] of this.held) {
      const now = this.partsOf(sight, object);
      const names = [...now.keys(), ...parts.keys()];
      const changed = names.find((name) => !Object.is(parts.get(name), now.get(name)));
      if (changed !== undefined) return pathTo(path, object, changed);
    }
    return undefined;
  }

  /** Takes note of a value; what it holds comes next. */
  private hold(sight: Sight, path: string, value: unknown): [string, unknown][] {
    if (!isObject(value) || this.held.has(value) || this.held.size === mostHeld) return [];
    const parts = this.partsOf(sight, value);
    if (parts.size === 0) return [];
    this.held.set(value, { path, parts });
    return [...parts].map(([name, part]) => [pathTo(path, value, name), part]);
  }

  private partsOf(sight: Sight, value: object): Parts {
    if (typeof value === "function") return this.partsOfFunction(sight, value as AnyFunction);
    if (isList(value)) return elementsOf(value);
    switch (tagOf(value)) {
      case "Map":
      case "Set":
        return elementsOf(Array.from(value as Iterable<unknown>).flat());
      case "WeakMap":
      case "WeakSet":
        return elementsOf(sight.entriesOf(value).flatMap((entry) => Object.values(entry as object)));
      case "Date":
        return new Map([["time", Number(value)]]);
      case "Generator":
        return new Map([["place", sight.placeOf(value)], ...namesIn(sight.scopesOf(value).slice(0, 1))]);
      default:
        return isUsers(sight, value) ? this.fieldsOf(sight, value) : new Map();
    }
  }

  private partsOfFunction(sight: Sight, run: AnyFunction): Parts {
    if (!sight.isUsers(run)) return isBound(run) ? new Map([["target", sight.targetOf(run)]]) : new Map();
    const words = new Set(String(run).match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    words.forEach((word) => this.mentioned.add(word));
    const names = namesIn(sight.scopesOf(run)).filter(([name]) => words.has(name));
    const globals = globalsIn(sight.globalOf(run), words);
    return new Map([...this.fieldsOf(sight, run), ...globals, ...names.reverse()]);
  }

  private fieldsOf(sight: Sight, value: object): Parts {
    const all = Object.entries(Object.getOwnPropertyDescriptors(value));
    const some = isLarge(sight, value) ? all.filter(([name]) => this.mentioned.has(name)) : all;
    const fields = some.flatMap(([name, field]) => partsOfField(sight, value, `.${name}`, field));
    const privates = isPlain(value) || typeof value === "function" ? [] : sight.privatesOf(value);
    const made: unknown = Object.getPrototypeOf(value);
    const inherited: [string, unknown][] = isObject(made) ? [[".", made]] : [];
    return new Map([
      ...fields,
      ...privates.map(([name, part]): [string, unknown] => [`.${name}`, part]),
      ...inherited,
    ]);
  }
}

/** A field as it is; of one that the user's code computes, that code. */
function partsOfField(
  sight: Sight,
  owner: object,
  name: string,
  { value, get }: PropertyDescriptor,
): [string, unknown][] {
  if (!get) return [[name, value]];
  if (sight.isUsers(get)) return [[name, get]];
  try {
    return [[name, get.call(owner) as unknown]];
  } catch {
    return [];
  }
}

function namesIn(scopes: Record<string, unknown>[]): [string, unknown][] {
  return scopes.flatMap((scope) => Object.entries(scope));
}

/** Global names of the user's: unlike JavaScript's own they are listed, and hold a value. */
function globalsIn(global: object | undefined, words: Set<string>): [string, unknown][] {
  return [...words].flatMap((word): [string, unknown][] => {
    const found = global && Object.getOwnPropertyDescriptor(global, word);
    return found?.enumerable && "value" in found ? [[word, found.value]] : [];
  });
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function elementsOf(list: ArrayLike<unknown>): Parts {
  const some = Array.from({ length: Math.min(list.length, mostElements) }, (_, at) => list[at]);
  return new Map([["length", list.length], ...some.map((part, at): [string, unknown] => [String(at), part])]);
}

/** Whether it is as large as a package's namespace, and no instance of a class of the user's. */
function isLarge(sight: Sight, value: object): boolean {
  if (isList(value)) return false;
  return Object.getOwnPropertyNames(value).length > mostFields && !isInstance(sight, value);
}

/** Whether what an object holds is the user's: it is plain, or of a class of theirs. */
function isUsers(sight: Sight, value: object): boolean {
  return typeof value.constructor !== "function" || isPlain(value) || isInstance(sight, value);
}

/** Whether it is of a class of the user's. */
function isInstance(sight: Sight, { constructor }: object): boolean {
  return typeof constructor === "function" && sight.isUsers(constructor as AnyFunction);
}

/** Whether it is an object of no class; what all objects inherit is none of that kind. */
function isPlain(value: object): boolean {
  const { constructor } = value;
  const isObjects =
    typeof constructor === "function" && constructor.name === "Object" && isNative(constructor);
  return isObjects && !Object.hasOwn(value, "constructor") && tagOf(value) === "Object";
}

function isBound(run: AnyFunction): boolean {
  return run.name.startsWith("bound ") && isNative(run);
}

function pathTo(path: string, object: object, name: string): string {
  if (name.startsWith(".")) return name === "." ? path : path + name;
  return typeof object === "function" ? name : path;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
