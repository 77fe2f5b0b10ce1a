import { builtinHolders, misleadingOn } from "./builtinHolders.js";

// Kept from before any cell has run. Nothing below may call a method, iterate, or make an object that has a prototype: a
// cell may have replaced what that stands on.
const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;

/** Where a built-in is, and how the kernel found it; undefined where there must be none. */
interface Builtin {
  holder: object;
  key: PropertyKey;
  original: PropertyDescriptor | undefined;
}

/** What a cell made of one, and the one noted before it. */
interface Replaced extends Builtin {
  replacement: PropertyDescriptor | undefined;
  next: Replaced | undefined;
}

/** An object on which nothing that is not a method may be, with the names that it had. */
interface Watched {
  holder: object;
  names: Record<PropertyKey, true | undefined>;
}

let known: Builtin[] = [];
let watched: Watched[] = [];
let replaced: Replaced | undefined;
let isLent = false;
let turn = 0;

/** Remembers the built-ins as they are now, when the kernel has changed what it changes of them. */
export function rememberBuiltins(): void {
  known = builtinHolders().map(({ holder, key }) => ({ holder, key, original: descriptorOf(holder, key) }));
  watched = misleadingOn.map((holder) => ({ holder, names: namesOf(ownKeys(holder)) }));
}

/** Code of the reader's may run from here: built-ins are what cells made of them. */
export function lendBuiltins(): void {
  give();
  turn += 1;
}

/** Runs a cell's own code to its end; the kernel's goes on after it, unless an interrupt or another cell came in between. */
export async function lending<Result>(code: () => Promise<Result>): Promise<Result> {
  lendBuiltins();
  const lent = turn;
  try {
    return await code();
  } finally {
    if (lent === turn) holdBuiltins();
  }
}

/** The kernel's own code runs from here, over what it awaits too. */
export function holdBuiltins(): void {
  if (isLent) take();
  turn += 1;
}

/** The same after an await, in which code of the reader's may have come in between. */
export function holdBuiltinsAgain(): void {
  take();
  turn += 1;
}

/** Runs code of the kernel's in the middle of the reader's. */
export function withOwnBuiltins<Result>(act: () => Result): Result {
  if (!isLent) return act();
  const before = turn;
  take();
  try {
    return act();
  } finally {
    if (turn === before && !isLent) give();
  }
}

/** Runs code of the reader's in the middle of the kernel's own. */
export function withTheirBuiltins<Result>(act: () => Result): Result {
  if (isLent) return act();
  const before = turn;
  give();
  try {
    return act();
  } finally {
    if (turn === before) take();
  }
}

/** A function of the kernel's that code of the reader's calls. */
export function onOwnBuiltins<Given extends unknown[], Result>(
  act: (...given: Given) => Result,
): (...given: Given) => Result {
  return (...given) => withOwnBuiltins(() => apply(act, undefined, given) as Result);
}

// An interrupt may cut these two off anywhere, and they are done again then: what was not taken yet is found then, and
// what was not given back yet is still noted.
function give(): void {
  for (let one = replaced; one; one = one.next) put(one.holder, one.key, one.replacement);
  isLent = true;
}

function take(): void {
  if (isLent) replaced = undefined;
  isLent = false;
  for (let at = 0; at < watched.length; at++) clear(watched[at]);
  for (let at = 0; at < known.length; at++) {
    const { holder, key, original } = known[at];
    const now = getOwnPropertyDescriptor(holder, key);
    if (now?.value !== original?.value || now?.get !== original?.get || now?.set !== original?.set)
      exchange(holder, key, original);
  }
}

/** Takes off what changes the meaning of every object. */
function clear({ holder, names }: Watched): void {
  const keys = ownKeys(holder);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    if (names[key] !== undefined) continue;
    const isMethod = typeof descriptorOf(holder, key)?.value === "function";
    if (!isMethod || misleading[key] !== undefined) exchange(holder, key, undefined);
  }
}

/** Methods that other code asks every object for. */
const misleading = namesOf(
  "toJSON then get set value writable enumerable configurable next return throw".split(" "),
);

function exchange(holder: object, key: PropertyKey, original: PropertyDescriptor | undefined): void {
  const replacement = descriptorOf(holder, key);
  const noted = notedOf(holder, key);
  if (noted) noted.replacement = replacement;
  else replaced = { __proto__: null, holder, key, original, replacement, next: replaced } as Replaced;
  put(holder, key, original);
}

function notedOf(holder: object, key: PropertyKey): Replaced | undefined {
  for (let one = replaced; one; one = one.next) if (one.holder === holder && one.key === key) return one;
  return undefined;
}

/** A descriptor that takes nothing from the prototype of objects. */
function descriptorOf(holder: object, key: PropertyKey): PropertyDescriptor | undefined {
  const found = getOwnPropertyDescriptor(holder, key);
  if (found) setPrototypeOf(found, null);
  return found;
}

function put(holder: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor) defineProperty(holder, key, descriptor);
  else deleteProperty(holder, key);
}

function namesOf(keys: readonly PropertyKey[]): Record<PropertyKey, true | undefined> {
  const names = { __proto__: null } as unknown as Record<PropertyKey, true | undefined>;
  for (const key of keys) names[key] = true;
  return names;
}
