import childProcess from "node:child_process";
import events from "node:events";
import fs from "node:fs";
import moduleModule from "node:module";
import path from "node:path";
import stream from "node:stream";
import timers from "node:timers";
import util from "node:util";
import vm from "node:vm";
import workerThreads from "node:worker_threads";

// Kept from before any cell has run. Nothing below may call a method or iterate: a cell may have replaced it.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;

/** A property of a built-in as the kernel found it; undefined where there must be none. */
interface Builtin {
  holder: object;
  key: PropertyKey;
  original: PropertyDescriptor | undefined;
}

/** What a cell made of one. */
interface Replaced extends Builtin {
  replacement: PropertyDescriptor | undefined;
}

/** Names that change the meaning of every object once they are on a prototype. */
const misleading = ["toJSON", "then", "get", "set", "value", "writable", "enumerable", "configurable"];

let known: Builtin[] = [];
let replaced: Replaced[] = [];
let isLent = false;
let turn = 0;

/** Remembers the built-ins as they are now, when the kernel has changed what it changes of them. */
export function rememberBuiltins(): void {
  known = find();
}

/** The cell's code runs: built-ins are what cells made of them. */
export function lendBuiltins(): void {
  turn += 1;
  give();
}

function give(): void {
  isLent = true;
  for (let at = 0; at < replaced.length; at++) {
    const { holder, key, replacement } = replaced[at];
    put(holder, key, replacement);
  }
}

/** The kernel's own code runs, whatever cells made of the built-ins that it stands on. */
export function takeBuiltins(): void {
  if (!isLent) return;
  isLent = false;
  replaced = [];
  for (let at = 0; at < known.length; at++) {
    const { holder, key, original } = known[at];
    const replacement = getOwnPropertyDescriptor(holder, key);
    if (replacement?.value === original?.value && replacement?.get === original?.get) continue;
    replaced[replaced.length] = { holder, key, original, replacement };
    put(holder, key, original);
  }
}

/** Runs code of the kernel's in the middle of a cell. */
export function withOwnBuiltins<Result>(act: () => Result): Result {
  if (!isLent) return act();
  const before = turn;
  takeBuiltins();
  try {
    return act();
  } finally {
    if (turn === before && !isLent) lendBuiltins();
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
    if (turn === before) takeBuiltins();
  }
}

/** The cell has ended: its code has the built-ins no more. */
export function endLending(): void {
  takeBuiltins();
  turn += 1;
}

function put(holder: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor) defineProperty(holder, key, descriptor);
  else deleteProperty(holder, key);
}

function find(): Builtin[] {
  const { prototype: arrays } = Array;
  const iterators = [
    [].values(),
    new Map().values(),
    new Set().values(),
    "".matchAll(/x/g),
    ""[Symbol.iterator](),
  ];
  const generators = [function* () {}, async function* () {}].map(
    (made) => Object.getPrototypeOf(made).prototype,
  );
  const holders: object[] = [
    ...[Object, Object.prototype, Function.prototype, Array, arrays, String, String.prototype],
    ...[Number, Number.prototype, Boolean.prototype, BigInt.prototype, Symbol, Symbol.prototype],
    ...[RegExp.prototype, Map.prototype, Set.prototype, WeakMap.prototype, WeakSet.prototype],
    ...[
      Promise,
      Promise.prototype,
      Error,
      Error.prototype,
      JSON,
      Reflect,
      Atomics,
      Math,
      Date,
      Date.prototype,
    ],
    ...[URL, URL.prototype, URLSearchParams.prototype, TextDecoder.prototype, TextEncoder.prototype],
    ...[ArrayBuffer.prototype, DataView.prototype, AbortSignal.prototype, EventTarget.prototype],
    ...[Buffer, Buffer.prototype, Uint8Array.prototype, Object.getPrototypeOf(Uint8Array.prototype)],
    ...[...iterators.map((one) => Object.getPrototypeOf(one)), ...generators],
    ...[events, events.prototype, stream, stream.Readable.prototype, stream.Writable.prototype],
    ...[timers, workerThreads, process, fs, path, util, vm, vm.Script.prototype, childProcess, moduleModule],
  ];
  const names = Object.getOwnPropertyNames(globalThis).filter((name) =>
    /^(?:[A-Z]|set|clear|queue)/.test(name),
  );
  const prototypes = [Object, Array, String, Number, Boolean, Function].map(({ prototype }) => prototype);
  return [
    ...names.map((key) => builtin(globalThis, key)),
    ...holders.flatMap((holder) => functionsOf(holder).map((key) => builtin(holder, key))),
    ...prototypes.flatMap((holder) => misleading.map((key) => ({ holder, key, original: undefined }))),
  ];
}

function builtin(holder: object, key: PropertyKey): Builtin {
  return { holder, key, original: getOwnPropertyDescriptor(holder, key) };
}

/** The functions that may be replaced. */
function functionsOf(holder: object): PropertyKey[] {
  return Reflect.ownKeys(holder).filter((key) => {
    const { configurable, value, get } = getOwnPropertyDescriptor(holder, key)!;
    return typeof value === "function" || (configurable && get !== undefined);
  });
}
