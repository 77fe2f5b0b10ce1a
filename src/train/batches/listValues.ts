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
  if (isValues(values) || typeof values !== "object" || values === null) {
    checkCount(where, name, 1, expected.length || 1);
    return [[name, values as Values]];
  }
  const known = expected.map((tensor) => tensor.name);
  for (const key of Object.keys(values)) checkOneOf(where, name === "x" ? "input" : "output", key, known);
  checkCount(where, name, Object.keys(values).length, expected.length);
  return known.map((key) => [`${name}.${key}`, (values as Record<string, Values>)[key]]);
}

/** What is no list of tensors must be numbers, and some. */
function checkNumbers(where: string, name: string, values: unknown): void {
  if (!Array.isArray(values)) return;
  if (values.length === 0) throw new DataError({ where, required: `${name} must not be empty` });
  let inner: unknown = values;
  while (Array.isArray(inner)) inner = inner[0];
  if (typeof inner !== "string" && typeof inner !== "boolean") return;
  const remedy =
    name === "y" ? "number the classes from 0, for example with names.indexOf(label)" : undefined;
  throw new DataError({ where, required: `${name} must be numbers`, got: shown(inner), remedy });
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
