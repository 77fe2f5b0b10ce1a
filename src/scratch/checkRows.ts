import { checkEqualLength, checkFinite, checkNotEmpty, DataError, ShapeError } from "../core/index";

/** Checks rows of finite numbers, all of one length, with one answer each. @internal */
export function checkRows(where: string, x: number[][], y: number[]): void {
  for (const [name, given] of Object.entries({ x, y }))
    if (!Array.isArray(given))
      throw new ShapeError({
        where,
        required: `${name} must be an array`,
        got: given === undefined ? "undefined" : typeof given,
        remedy: "of a data set, take const { x, y } = data.arrays()",
      });
  checkNotEmpty(where, "x", x);
  checkEqualLength(where, { x, y });
  x.forEach((values, row) => {
    if (values?.length === x[0].length && values.length > 0) return;
    const got = `${values?.length ?? "a number"} in row ${row}`;
    const required = `x must be rows of equal length, [rows, ${x[0]?.length ?? "features"}]`;
    throw new ShapeError({ where, required, got });
  });
  checkFinite(where, "x", x.flat(), { columns: x[0].length });
  checkFinite(where, "y", y);
}

/** {@link checkRows}, and that every answer is −1 or +1. @internal */
export function checkSigned(where: string, x: number[][], y: number[]): void {
  checkRows(where, x, y);
  const at = y.findIndex((label) => label !== 1 && label !== -1);
  if (at < 0) return;
  const remedy = "for class indices, y.map((label) => (label === 1 ? 1 : -1))";
  throw new DataError({ where, required: "labels must be -1 or +1", got: `${y[at]} at [${at}]`, remedy });
}
