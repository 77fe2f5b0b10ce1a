import {
  checkArray,
  checkEqualLength,
  checkNotEmpty,
  checkNumbers,
  DataError,
  shown,
  ShapeError,
} from "../core/index";

/** Checks single numbers, given by name. @internal */
export function checkScalars(where: string, scalars: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(scalars)) {
    if (typeof value === "number") continue;
    throw new DataError({ where, required: `${name} must be a number`, got: shown(value) });
  }
}

/** Checks lists of numbers of one length, given by name. @internal */
export function checkVectors(where: string, vectors: Record<string, ArrayLike<number>>): void {
  for (const [name, values] of Object.entries(vectors)) checkNumbers(where, name, values);
  checkEqualLength(where, vectors);
}

/** Checks that each, given by name, is an array of rows of numbers which are equally long. @internal */
export function checkMatrices(where: string, matrices: Record<string, number[][]>): void {
  for (const [name, rows] of Object.entries(matrices)) {
    if (!Array.isArray(rows)) {
      const required = `${name} must be an array of rows`;
      throw new ShapeError({ where, required, got: shown(rows) });
    }
    checkNotEmpty(where, name, rows);
    rows.forEach((row, at) => checkNumbers(where, `${name}[${at}]`, row));
    const uneven = rows.find((row) => row.length !== rows[0].length || row.length === 0);
    if (!uneven) continue;
    const required = `the rows of ${name} must have equal length`;
    throw new ShapeError({ where, required, got: `${rows[0].length} and ${uneven.length}` });
  }
}

/** Checks that a boundary or line has a weight for each feature, and a bias. @internal */
export function checkLine(where: string, line: { weights: number[]; bias: number }, features: number): void {
  checkNumbers(where, "weights", line?.weights);
  checkScalars(where, { bias: line.bias });
  if (line.weights.length === features) return;
  throw new ShapeError({ where, required: `weights must be [${features}]`, got: [line.weights.length] });
}

/** Checks that a network is layers of kernel and bias, as `denseNetwork` makes. @internal */
export function checkNetwork(
  where: string,
  network: readonly { kernel: number[][]; bias: number[] }[],
): void {
  checkArray(where, "network", network);
  checkNotEmpty(where, "network", network);
  Array.from(network).forEach((layer, at) => {
    checkMatrices(where, { [`network[${at}].kernel`]: layer?.kernel });
    checkNumbers(where, `network[${at}].bias`, layer.bias);
  });
}

/** Checks that a matrix has as many columns as rows. @internal */
export function checkSquare(where: string, matrix: number[][]): void {
  checkMatrices(where, { matrix });
  if (matrix[0].length === matrix.length) return;
  throw new ShapeError({ where, required: "matrix must be [n, n]", got: [matrix.length, matrix[0].length] });
}
