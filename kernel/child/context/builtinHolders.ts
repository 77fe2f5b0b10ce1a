import { EventEmitter } from "node:events";
import { createRequire } from "node:module";

/** Where a built-in is. */
export interface Place {
  holder: object;
  key: PropertyKey;
}

/** Objects of the language that are what most others take their properties from: nobody is to add any for the kernel. */
export const misleadingOn: readonly object[] = [
  ...[Object, Array, String, Number, Boolean, Function, Symbol, RegExp, Promise, Map, Set, Error].map(
    ({ prototype }) => prototype as object,
  ),
];

/** Modules of Node's that the kernel's code, and what of Node it calls, read while cells run. */
const modules = [
  ...["buffer", "child_process", "crypto", "events", "fs", "fs/promises", "module", "net", "os", "path"],
  ...[
    "readline",
    "readline/promises",
    "stream",
    "stream/promises",
    "string_decoder",
    "timers",
    "timers/promises",
  ],
  ...["tty", "url", "util", "v8", "vm", "worker_threads"],
];

/** All places of what the kernel stands on that a cell may give another value. */
export function builtinHolders(): Place[] {
  const require = createRequire(__filename);
  const ofNode = modules.map((name) => require(`node:${name}`) as object);
  const namespaces = [require("node:path").posix, require("node:util").types, process] as object[];
  const globals = Object.getOwnPropertyNames(globalThis).filter(isLanguage);
  const values = globals.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)?.value as unknown);
  const owners = new Set([
    ...values.filter(isObject),
    ...namespaces,
    ...ofNode.flatMap(classesOf),
    ...hidden(),
  ]);
  for (const owner of [...owners]) if (typeof owner === "function") addPrototypes(owner, owners);
  for (const one of [globalThis, ...ofNode, Object(console) as object]) owners.delete(one);
  return [
    ...globals.map((key) => ({ holder: globalThis, key })),
    ...emitting(),
    ...ofNode.flatMap((holder) => Reflect.ownKeys(holder).map((key) => ({ holder, key }))),
    ...[...owners].flatMap((holder) => functionsOf(holder).map((key) => ({ holder, key }))),
  ];
}

/** Names that the language and Node gave; what the kernel offers is the cells' to replace. */
function isLanguage(name: string): boolean {
  return (
    name !== "Out" &&
    /^(?:[A-Z]|set|clear|queue|structured|decode|encode|is|parse|process|console)/.test(name)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

function classesOf(module: object): object[] {
  const values = Object.values(Object.getOwnPropertyDescriptors(module)).map(({ value }) => value as unknown);
  const own = [module, ...values].filter((value) => typeof value === "function");
  return own.filter((value) => Reflect.ownKeys(Object(value.prototype) as object).length > 1);
}

function addPrototypes(owner: object, owners: Set<object>): void {
  for (const one of chainOf((owner as { prototype?: object }).prototype)) owners.add(one);
}

function chainOf(object: object | null | undefined): object[] {
  return object ? [object, ...chainOf(Object.getPrototypeOf(object) as object | null)] : [];
}

/** Those that no name leads to. */
function hidden(): object[] {
  const iterators = [
    [].values(),
    new Map().values(),
    new Set().values(),
    "".matchAll(/x/g),
    ""[Symbol.iterator](),
  ];
  const functions = [async () => undefined, function* () {}, async function* () {}];
  const generators = functions.slice(1).map(({ prototype }) => prototype as object);
  return [...iterators, ...functions, ...generators].flatMap((one) => chainOf(Object.getPrototypeOf(one)));
}

/** What `process` has of emitters: a cell may give it methods of its own. */
function emitting(): Place[] {
  const inherited = Reflect.ownKeys(EventEmitter.prototype).filter((key) => !Object.hasOwn(process, key));
  return inherited.map((key) => ({ holder: process, key }));
}

/** The functions that may be replaced. */
function functionsOf(holder: object): PropertyKey[] {
  return Reflect.ownKeys(holder).filter((key) => {
    const { configurable, value, get } = Object.getOwnPropertyDescriptor(holder, key)!;
    return typeof value === "function" || (configurable && get !== undefined);
  });
}
