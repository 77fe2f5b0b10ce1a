import { types } from "node:util";
import { DataError } from "./errors";

/** What JSON can write. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

type TypedArray = Float64Array | BigInt64Array;

const typedArrays: Record<string, { from(buffer: ArrayBuffer): unknown }> = Object.fromEntries(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ].map((made) => [made.name, { from: (buffer: ArrayBuffer) => new made(buffer) }]),
);

/**
 * Checks that a value comes back as it was from wherever it is kept: numbers (NaN, ±∞ and -0 too), texts, booleans,
 * null, undefined, big integers, dates, arrays, plain objects, Maps, Sets and typed arrays.
 *
 * @throws DataError `Trial.note: model must be of numbers, texts, … and typed arrays, got a function at model.fit`
 */
export function checkKept(where: string, what: string, value: unknown): void {
  const odd = oddPart(value, what, new Set());
  if (odd === undefined) return;
  const required = `${what} must be of numbers, texts, arrays, plain objects, dates, Maps, Sets and typed arrays, which come back as they were`;
  throw new DataError({ where, required, got: odd.at === what ? odd.is : `${odd.is} at ${odd.at}` });
}

interface Odd {
  is: string;
  at: string;
}

function oddPart(value: unknown, at: string, around: Set<unknown>): Odd | undefined {
  if (typeof value === "function" || typeof value === "symbol") return { is: `a ${typeof value}`, at };
  if (typeof value !== "object" || value === null) return undefined;
  const kind = ownKind(value);
  if (kind) return { is: kind, at };
  if (types.isDate(value) || typedName(value)) return undefined;
  if (around.has(value)) return { is: "itself again", at };
  around.add(value);
  const odd = oddInside(value, at, around);
  around.delete(value);
  return odd;
}

function oddInside(value: object, at: string, around: Set<unknown>): Odd | undefined {
  if (types.isMap(value)) return oddIn([...value], at, around);
  if (types.isSet(value)) return oddIn([...value], at, around);
  if (Array.isArray(value)) {
    if (Object.keys(value).length !== value.length) return { is: "an array with gaps or names", at };
    return oddIn(value, at, around);
  }
  if (!isPlain(value)) return { is: `a ${value.constructor?.name ?? "thing"}`, at };
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const place = `${at}.${name}`;
    if (!property.enumerable || !("value" in property)) return { is: "a hidden or computed part", at: place };
    const odd = oddPart(property.value, place, around);
    if (odd) return odd;
  }
  return undefined;
}

// How many prototypes stand above a value of a class of JavaScript's own; one of a class of the user's has more.
const prototypes = (value: object) => (ArrayBuffer.isView(value) ? 3 : 2);

/** What an array, a date, a Map, a Set or a typed array is, where its class extends that, or it has parts of its own. */
function ownKind(value: object): string | undefined {
  const isKnown = types.isDate(value) || types.isMap(value) || types.isSet(value) || typedName(value);
  if (!isKnown && !Array.isArray(value)) return undefined;
  const name = `a ${value.constructor.name}`;
  if (isKnown && !ArrayBuffer.isView(value) && Reflect.ownKeys(value).length > 0)
    return `${name} with parts of its own`;
  let [above, count] = [Object.getPrototypeOf(value) as object | null, 0];
  for (; above !== null; count++) above = Object.getPrototypeOf(above) as object | null;
  return count === prototypes(value) ? undefined : name;
}

function oddIn(parts: readonly unknown[], at: string, around: Set<unknown>): Odd | undefined {
  for (let index = 0; index < parts.length; index++) {
    const odd = oddPart(parts[index], `${at}[${index}]`, around);
    if (odd) return odd;
  }
  return undefined;
}

/** An object of no class, also one of another realm, where `Object` is another one. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isOfNoClass = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isOfNoClass && Object.getOwnPropertySymbols(value).length === 0;
}

function typedName(value: object): string | undefined {
  if (!ArrayBuffer.isView(value) || Buffer.isBuffer(value)) return undefined;
  const name = (value as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag];
  return Object.hasOwn(typedArrays, name) ? name : undefined;
}

/**
 * A value as JSON, from which {@link unpack} makes it again as it was. What JSON has no word for becomes an object with
 * one name that begins with "$".
 *
 * ```ts
 * pack({ loss: NaN, at: new Date(0) }) // { loss: { $number: "NaN" }, at: { $date: 0 } }
 * ```
 *
 * @param value something that {@link checkKept} has passed
 */
export function pack(value: unknown): Json {
  if (typeof value === "number") return isPlainNumber(value) ? value : { $number: numberText(value) };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (value === undefined) return { $undefined: true };
  if (typeof value !== "object" || value === null) return value as Json;
  if (types.isDate(value)) return { $date: pack(value.getTime()) };
  const typed = typedName(value);
  if (typed) return { $typed: typed, bytes: bytesOf(value as TypedArray) };
  if (types.isMap(value)) return { $map: [...value].map(pack) };
  if (types.isSet(value)) return { $set: [...value].map(pack) };
  if (Array.isArray(value)) return value.map(pack);
  return packObject(value);
}

function packObject(value: object): Json {
  const parts = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, pack(part)]));
  if (Object.getPrototypeOf(value) === null) return { $bare: parts };
  return Object.keys(value)[0]?.startsWith("$") ? { $object: parts } : parts;
}

/** What {@link pack} was given. */
export function unpack(json: Json): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(unpack);
  const [first] = Object.keys(json);
  if (Object.hasOwn(special, first ?? "")) return special[first](json[first], json);
  return plainOf(json);
}

/** A copy of a value, as it comes back from where it is kept. */
export function keptCopy<T>(where: string, what: string, value: T): T {
  checkKept(where, what, value);
  return unpack(pack(value)) as T;
}

const special: Record<string, (value: Json, all: { [name: string]: Json }) => unknown> = {
  $number: Number,
  $bigint: (text) => BigInt(text as string),
  $undefined: () => undefined,
  $date: (time) => new Date(unpack(time) as number),
  $typed: (name, { bytes }) => typedArrays[name as string].from(bufferOf(bytes as string)),
  $map: (entries) => new Map(unpack(entries) as [unknown, unknown][]),
  $set: (values) => new Set(unpack(values) as unknown[]),
  $bare: (parts) => Object.setPrototypeOf(plainOf(parts as { [name: string]: Json }), null),
  $object: (parts) => plainOf(parts as { [name: string]: Json }),
};

function plainOf(parts: { [name: string]: Json }): object {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, unpack(part)]));
}

function isPlainNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

/** A number as text, of which `Number` makes it again: -0 keeps its sign. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");
}

function bufferOf(bytes: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(bytes, "base64")).buffer;
}
