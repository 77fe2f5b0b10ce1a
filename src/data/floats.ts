/**
 * Numbers of a data set: a Float64Array, as tables and arrays have them; a Float32Array for pictures, which are many numbers.
 * It has what the two have in common. Where TensorFlow.js wants a tensor, give it `data.tensors().x` or `data.tensors().y`.
 */
export interface Floats extends ArrayLike<number>, Iterable<number> {
  readonly length: number;
  [index: number]: number;
  readonly buffer: ArrayBufferLike;
  map(change: (value: number, index: number) => number): Floats;
  filter(keep: (value: number, index: number) => boolean): Floats;
  forEach(act: (value: number, index: number) => void): void;
  every(holds: (value: number, index: number) => boolean): boolean;
  some(holds: (value: number, index: number) => boolean): boolean;
  findIndex(holds: (value: number, index: number) => boolean): number;
  indexOf(value: number): number;
  includes(value: number): boolean;
  reduce(join: (before: number, value: number, index: number) => number): number;
  reduce<T>(join: (before: T, value: number, index: number) => T, start: T): T;
  set(values: ArrayLike<number>, offset?: number): void;
  slice(from?: number, to?: number): Floats;
  subarray(from?: number, to?: number): Floats;
  at(index: number): number | undefined;
  keys(): IterableIterator<number>;
  values(): IterableIterator<number>;
  entries(): IterableIterator<[number, number]>;
}

/** So many zeros of the same kind of number. @internal */
export function zerosLike(values: Floats, length: number): Floats {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
