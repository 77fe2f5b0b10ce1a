import * as tf from "@tensorflow/tfjs";
import { DataError, OptionError } from "../../core/index";
import { shown } from "../../core/shown";

/** A typed array of numbers. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Int8Array
  | Int16Array;

/** Arrays in arrays of numbers. */
export type Nested = number[] | Nested[];

/** Numbers with a shape: a tensor, a typed array (1-D unless `shape` is given), or arrays in arrays. */
export type Values = tf.Tensor | NumberArray | Nested | { values: NumberArray | number[]; shape: number[] };

/** One tensor's worth, or several, in the model's order or by the names of its inputs. */
export type ValuesOf = Values | Values[] | Record<string, Values>;

/** Values as a tensor; `made` tells whether it is ours to free. */
export interface AsTensor {
  tensor: tf.Tensor;
  made: boolean;
}

/**
 * Any values as a tensor: whole numbers from integer arrays stay int32, all else is float32.
 *
 * @throws OptionError when they are nothing of the kind
 */
export function toTensor(where: string, name: string, values: Values): AsTensor {
  if (values instanceof tf.Tensor) {
    if (!values.isDisposed) return { tensor: values, made: false };
    throw new DataError({ where, required: `${name} must not be disposed`, remedy: "use tf.keep in a tidy" });
  }
  if (isShaped(values)) return { tensor: shaped(where, name, values.values, values.shape), made: true };
  if (ArrayBuffer.isView(values))
    return { tensor: shaped(where, name, values as NumberArray, [values.length]), made: true };
  if (Array.isArray(values)) return { tensor: nested(where, name, values), made: true };
  throw new OptionError({
    where,
    required: `${name} must be a tensor, a typed array, arrays of numbers, or {values, shape}`,
    got: values === null ? "null" : typeof values,
  });
}

/** Whether it is one tensor's worth of values, rather than several. */
export function isValues(values: unknown): values is Values {
  return values instanceof tf.Tensor || ArrayBuffer.isView(values) || isShaped(values) || isNested(values);
}

function isShaped(values: unknown): values is { values: NumberArray | number[]; shape: number[] } {
  return (
    typeof values === "object" &&
    values !== null &&
    "values" in values &&
    "shape" in values &&
    !(values instanceof tf.Tensor)
  );
}

function isNested(values: unknown): boolean {
  let inner = values;
  while (Array.isArray(inner)) inner = inner[0];
  return Array.isArray(values) && typeof inner === "number";
}

function shaped(where: string, name: string, values: NumberArray | number[], shape: number[]): tf.Tensor {
  const wanted = shape.reduce((product, size) => product * size, 1);
  if (wanted !== values.length) {
    const required = `${name} of shape [${shape}] needs ${wanted} values`;
    throw new OptionError({ where, required, got: values.length });
  }
  if (Array.isArray(values) || values instanceof Float32Array) return tf.tensor(values, shape, "float32");
  if (values instanceof Float64Array) return tf.tensor(Float32Array.from(values), shape, "float32");
  if (isBig(values)) return tf.tensor(Int32Array.from(values, Number), shape, "int32");
  return tf.tensor(values instanceof Int32Array ? values : Int32Array.from(values), shape, "int32");
}

/** Class indices may come as 64-bit integers, as from a file of NumPy's. */
function isBig(values: unknown): values is BigInt64Array | BigUint64Array {
  return values instanceof BigInt64Array || values instanceof BigUint64Array;
}

function nested(where: string, name: string, values: Nested): tf.Tensor {
  const shape = shapeOf(values);
  if (!hasShape(values, shape)) {
    const required = `${name} must be arrays of equal length`;
    throw new OptionError({ where, required, got: "ragged arrays" });
  }
  const odd = findOdd(values);
  if (!odd) return tf.tensor(values as number[], undefined, "float32");
  const got = `${shown(odd.value)} at [${odd.place.join(", ")}]`;
  throw new DataError({ where, required: `${name} must be numbers`, got });
}

/** The first value in arrays in arrays that is no number, and where it is. */
function findOdd(values: unknown[], outer: number[] = []): { value: unknown; place: number[] } | undefined {
  for (const [at, value] of values.entries()) {
    if (typeof value === "number") continue;
    if (!Array.isArray(value)) return { value, place: [...outer, at] };
    const found = findOdd(value, [...outer, at]);
    if (found) return found;
  }
  return undefined;
}

function shapeOf(values: number | Nested): number[] {
  return Array.isArray(values) ? [values.length, ...shapeOf(values[0])] : [];
}

function hasShape(values: number | Nested, [size, ...rest]: number[]): boolean {
  if (!Array.isArray(values) || values.length !== size) return false;
  return rest.length === 0 || (values as Nested[]).every((inner) => hasShape(inner, rest));
}
