import { DataError, ShapeError, checkOneOf, shown } from "../../core/index";
import type { ExpectedTensor } from "./expected";
import { isValues, type Values, type ValuesOf } from "./values";

/**
 * Values in the model's order, each with a name for messages: x, or x.left and x.right.
 *
 * @throws ShapeError when there are not as many as the model has inputs (or outputs)
 */
export function listValues(
  where: string,
  name: "x" | "y",
  values: ValuesOf,
  expected: ExpectedTensor[],
): [name: string, values: Values][] {
  const several = expected.length > 1;
  checkNumbers(where, name, values);
  if (!several && isValues(values)) return [[name, values]];
  if (Array.isArray(values) && !isValues(values)) {
    checkCount(where, name, values.length, expected.length || values.length);
    return values.map((value, index) => [several ? `${name}[${index}]` : name, value as Values]);
  }
  if (isValues(values) || !isRecord(values)) {
    checkCount(where, name, 1, expected.length || 1);
    return [[name, values as Values]];
  }
  const known = expected.map((tensor) => tensor.name);
  for (const key of Object.keys(values)) checkOneOf(where, name === "x" ? "input" : "output", key, known);
  checkCount(where, name, Object.keys(values).length, expected.length);
  return known.map((key) => [`${name}.${key}`, values[key]]);
}

/** What is no list of tensors must be numbers, and some. */
function checkNumbers(where: string, name: string, values: unknown): void {
  if (!Array.isArray(values)) return;
  if (values.length === 0) throw new DataError({ where, required: `${name} must not be empty` });
  let inner: unknown = values;
  while (Array.isArray(inner)) inner = inner[0];
  if (typeof inner === "number" || isValues(inner)) return;
  throw new DataError({
    where,
    required: `${name} must be numbers`,
    got: typeof inner === "bigint" ? `${inner}n` : shown(inner),
    remedy: toNumbers(name, inner),
  });
}

function toNumbers(name: string, value: unknown): string | undefined {
  if (typeof value === "bigint") return "make them so with Number";
  const isName = name === "y" && ["string", "boolean"].includes(typeof value);
  return isName ? "number the classes from 0, for example with names.indexOf(label)" : undefined;
}

function isRecord(values: unknown): values is Record<string, Values> {
  return typeof values === "object" && values !== null && Object.keys(values).length > 0;
}

function checkCount(where: string, name: string, count: number, wanted: number): void {
  if (count === wanted) return;
  const kind = name === "x" ? "inputs" : "outputs";
  throw new ShapeError({
    where,
    required: `${name} must have one tensor for each of the model's ${wanted} ${kind}`,
    got: count,
  });
}
