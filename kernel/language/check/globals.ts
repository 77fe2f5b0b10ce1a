/** What the kernel offers every cell without an import; `kernel/child/offer.ts` provides it. */
export const globals = `
/** The value that the last cell showed. */
var _: any;
/** The value shown before the last. */
var __: any;
/** The value shown before that. */
var ___: any;
/** The values that cells showed, by the cells' numbers. */
var Out: Record<number, any>;
/** Asks the reader for a line of text; with \`{ password: true }\` without showing it. */
function input(prompt?: string, options?: { password?: boolean }): Promise<string>;
/** Shows a value now, in the middle of a cell; with a \`displayId\` it can be replaced later by \`{ update: true }\`. */
function display(value: unknown, options?: { displayId?: string; update?: boolean }): Promise<void>;
/** Removes the cell's output so far; with \`{ wait: true }\` when the next output comes. */
function clearOutput(options?: { wait?: boolean }): void;
/** Without a library that types them, elements of JSX may be anything. */
namespace JSX { interface IntrinsicElements { [name: string]: any } }
`;

const globalTypes = new Set(
  `Array ReadonlyArray Promise PromiseLike Map ReadonlyMap WeakMap Set ReadonlySet WeakSet Date RegExp Error TypeError
  RangeError Function Object Symbol String Number Boolean BigInt Uint8Array Uint8ClampedArray Uint16Array Uint32Array
  Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array ArrayBuffer SharedArrayBuffer
  ArrayBufferLike DataView Iterable Iterator IterableIterator ArrayIterator MapIterator SetIterator Generator
  AsyncIterable AsyncIterator AsyncGenerator Record Partial Required Readonly Pick Omit Exclude Extract NonNullable
  Awaited Buffer URL`.split(/\s+/),
);

/** Whether a type is there in every cell: the language's own, where no cell says otherwise. */
export function isGlobalType(name: string): boolean {
  return globalTypes.has(name);
}
