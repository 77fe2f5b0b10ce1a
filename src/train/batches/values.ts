import * as tf from "@tensorflow/tfjs";
import { checkKeys, DataError, OptionError, sayMerged, shown } from "../../core/index";
import { Table, type Shaped } from "../../data/index";

/** Arrays in arrays of numbers; the innermost may be typed arrays. */
export type Nested = ArrayLike<number> | ArrayLike<ArrayLike<number>> | readonly Nested[];

/** Numbers with a shape: a tensor, arrays in arrays, `{values, shape}`, a typed array (1-D), or a data set's features. */
export type Values = tf.Tensor | Nested | Shaped | Table;

/** One tensor's worth, or several, in the model's order or by the names of its inputs. */
export type ValuesOf = Values | Values[] | Record<string, Values>;

/** Values as a tensor; `made` tells whether it is ours to free. */
export interface AsTensor {
  tensor: tf.Tensor;
  made: boolean;
}

/**
 * Any values as a tensor: whole numbers from integer arrays stay int32, all else is float32. Says once where float32 cannot
 * tell apart what 64 bits can.
 *
 * @param owner for whom that is said once; by default these values
 * @throws OptionError when they are nothing of the kind
 */
export function toTensor(where: string, name: string, values: Values, owner: object = values): AsTensor {
  if (values instanceof tf.Tensor) {
    if (!values.isDisposed) return { tensor: values, made: false };
    throw new DataError({ where, required: `${name} must not be disposed`, remedy: "use tf.keep in a tidy" });
  }
  const made = (numbers: Shaped) => ({ tensor: shaped(where, name, numbers, owner), made: true });
  if (values instanceof Table) return { tensor: values.featureTensor(where, false), made: true };
  if (isShaped(values)) {
    checkKeys(where, values, { of: name, known: ["values", "shape"] });
    return made(values);
  }
  if (ArrayBuffer.isView(values)) {
    const row = values as unknown as ArrayLike<number>;
    return made({ values: row, shape: [row.length] });
  }
  if (Array.isArray(values)) return made(nested(where, name, values));
  throw new OptionError({
    where,
    required: `${name} must be a tensor, a typed array, arrays of numbers, or {values, shape}`,
    ...((values as unknown) instanceof Promise
      ? { got: "a promise", remedy: "await it" }
      : { got: shown(values) }),
  });
}

/** Whether it is one tensor's worth of values, rather than several. */
export function isValues(values: unknown): values is Values {
  if (values instanceof tf.Tensor || values instanceof Table) return true;
  return ArrayBuffer.isView(values) || isShaped(values) || isNested(values);
}

function isShaped(values: unknown): values is Shaped {
  return (
    typeof values === "object" &&
    values !== null &&
    "values" in values &&
    "shape" in values &&
    !(values instanceof tf.Tensor)
  );
}

/** Arrays of numbers, or of typed arrays of one length, which are rows. */
function isNested(values: unknown): boolean {
  let inner = values;
  while (Array.isArray(inner)) inner = inner[0];
  return Array.isArray(values) && (typeof inner === "number" || ArrayBuffer.isView(inner));
}

function shaped(where: string, name: string, { values, shape }: Shaped, owner: object): tf.Tensor {
  const wanted = shape.reduce((product, size) => product * size, 1);
  if (wanted !== values.length) {
    const required = `${name} of shape [${shape.join(",")}] needs ${wanted} values`;
    throw new OptionError({ where, required, got: values.length });
  }
  if (values instanceof Float32Array) return tf.tensor(values, [...shape], "float32");
  if (ArrayBuffer.isView(values) && !(values instanceof Float64Array)) {
    // Class indices may come as 64-bit integers, as from a file of NumPy's.
    const whole = Float64Array.from(values, Number);
    if (whole.every((value) => value === (value | 0)))
      return tf.tensor(Int32Array.from(whole), [...shape], "int32");
    return float32(where, name, { values: whole, shape }, owner);
  }
  return float32(where, name, { values, shape }, owner);
}

function float32(where: string, name: string, { values, shape }: Shaped, owner: object): tf.Tensor {
  if (shape.length < 3) {
    const columns = values.length / shape[0];
    sayMerged(
      where,
      { values, columns },
      { owner, name: (column) => (shape.length < 2 || columns === 1 ? name : `${name}'s column ${column}`) },
    );
  }
  return tf.tensor(Float32Array.from(values), [...shape], "float32");
}

function nested(where: string, name: string, values: Nested): Shaped {
  const shape = shapeOf(values);
  const flat = new Float64Array(shape.reduce((product, size) => product * size, 1));
  if (!hasShape(values, shape)) {
    const required = `${name} must be arrays of equal length`;
    throw new OptionError({ where, required, got: "ragged arrays" });
  }
  const odd = findOdd(values as readonly Nested[]);
  if (odd) {
    const got = `${shown(odd.value)} at [${odd.place.join(", ")}]`;
    throw new DataError({ where, required: `${name} must be numbers`, got });
  }
  fill(flat, values, 0);
  return { values: flat, shape };
}

/** Writes all numbers one after the other. @returns where the next goes */
function fill(flat: Float64Array, values: Nested, from: number): number {
  if (!isOuter(values)) {
    flat.set(values as ArrayLike<number>, from);
    return from + values.length;
  }
  let next = from;
  for (const inner of values) next = fill(flat, inner, next);
  return next;
}

/** Whether there are arrays in it. */
function isOuter(values: Nested): values is readonly Nested[] {
  return typeof values[0] === "object";
}

/** The first value in arrays in arrays that is no number, and where it is. */
function findOdd(
  values: ArrayLike<unknown>,
  outer: number[] = [],
): { value: unknown; place: number[] } | undefined {
  if (ArrayBuffer.isView(values)) return undefined;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value === "number") continue;
    if (!isList(value)) return { value, place: [...outer, at] };
    const found = findOdd(value, [...outer, at]);
    if (found) return found;
  }
  return undefined;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function shapeOf(values: unknown): number[] {
  return isList(values) ? [values.length, ...shapeOf(values[0])] : [];
}

function hasShape(values: unknown, [size, ...rest]: number[]): boolean {
  if (!isList(values) || values.length !== size) return false;
  if (ArrayBuffer.isView(values)) return rest.length === 0;
  return Array.from(values).every((inner) => (rest.length > 0 ? hasShape(inner, rest) : !isList(inner)));
}
