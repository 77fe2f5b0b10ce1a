import { freshRandom } from "../../core/index";

/** The two directions along which points vary most. */
export interface Principal {
  /** float64 [points][2]: coordinates along the directions. */
  places: number[][];
  /** Share of the variance along each, in [0, 1]. */
  explained: [number, number];
}

const extra = 8;
const mostRounds = 300;

/**
 * The first two principal components, by subspace iteration with a Rayleigh–Ritz step (Halko, Martinsson & Tropp 2011, § 4.5),
 * as signs go the largest coordinate of a direction is positive.
 *
 * @param rows [points][features]
 */
export function principal(rows: number[][]): Principal {
  const centred = centre(rows);
  const features = centred[0].length;
  const random = freshRandom("pca", 0);
  const size = Math.min(features, 2 + extra);
  let basis = orthonormal(
    Array.from({ length: size }, () => Array.from({ length: features }, () => random.normal())),
  );
  let [values, before] = [[0], -1];
  for (let round = 0; round < mostRounds && Math.abs(sum(values) - before) > 1e-13 * sum(values); round++) {
    before = sum(values);
    ({ basis, values } = iterate(centred, basis));
  }
  const total = centred.reduce((all, row) => all + dot(row, row), 0) || 1;
  const directions = [0, 1].map((at) => positive(basis[at] ?? new Array<number>(features).fill(0)));
  return {
    places: centred.map((row) => directions.map((direction) => dot(row, direction))),
    explained: [(values[0] ?? 0) / total, (values[1] ?? 0) / total],
  };
}

/** One multiplication with XᵀX, and the best directions within what it spans. */
function iterate(rows: number[][], basis: number[][]): { basis: number[][]; values: number[] } {
  const spanned = orthonormal(basis.map((direction) => times(rows, direction)));
  const images = spanned.map((direction) => times(rows, direction));
  const small = spanned.map((one) => images.map((other) => dot(one, other)));
  const { values, vectors } = symmetricEigen(small);
  const order = values.map((_, at) => at).sort((one, other) => values[other] - values[one]);
  return {
    values: order.slice(0, 2).map((at) => values[at]),
    basis: order.map((at) => combine(spanned, (k) => vectors[k][at])),
  };
}

/** XᵀX v. */
function times(rows: number[][], direction: number[]): number[] {
  const result = new Array<number>(direction.length).fill(0);
  for (const row of rows) {
    const along = dot(row, direction);
    for (let at = 0; at < row.length; at++) result[at] += along * row[at];
  }
  return result;
}

function combine(vectors: number[][], weight: (at: number) => number): number[] {
  return vectors[0].map((_, place) =>
    vectors.reduce((all, vector, at) => all + weight(at) * vector[place], 0),
  );
}

/** Gram and Schmidt, twice for the digits; directions that add nothing are dropped. */
function orthonormal(vectors: number[][]): number[][] {
  const done: number[][] = [];
  for (const vector of vectors) {
    const size = Math.sqrt(dot(vector, vector));
    let rest = vector;
    for (let pass = 0; pass < 2; pass++)
      for (const other of done) {
        const along = dot(rest, other);
        rest = rest.map((value, at) => value - along * other[at]);
      }
    const norm = Math.sqrt(dot(rest, rest));
    if (norm > 1e-12 * size && norm > 0) done.push(rest.map((value) => value / norm));
  }
  return done.length ? done : [vectors[0].map((_, at) => (at === 0 ? 1 : 0))];
}

/** Jacobi's rotations, for a small symmetric matrix. */
function symmetricEigen(given: number[][]): { values: number[]; vectors: number[][] } {
  const a = given.map((row) => row.slice());
  const vectors = a.map((_, row) => a.map((__, column) => (row === column ? 1 : 0)));
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let p = 0; p < a.length; p++)
      for (let q = p + 1; q < a.length; q++) {
        off += a[p][q] ** 2;
        if (a[p][q] !== 0) rotate(a, vectors, p, q);
      }
    if (off === 0) break;
  }
  return { values: a.map((row, at) => row[at]), vectors };
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++)
    [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
  for (let k = 0; k < a.length; k++)
    [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
  for (const row of vectors) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
}

function centre(rows: number[][]): number[][] {
  const means = rows[0].map((_, at) => rows.reduce((all, row) => all + row[at], 0) / rows.length);
  return rows.map((row) => row.map((value, at) => value - means[at]));
}

function positive(direction: number[]): number[] {
  const most = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return most < 0 ? direction.map((value) => -value) : direction;
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let all = 0;
  for (let at = 0; at < one.length; at++) all += one[at] * other[at];
  return all;
}

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
