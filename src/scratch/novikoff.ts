import { DataError, checkNoOptions, checkOptions } from "../core/index";
import { checkLine } from "./checkGiven";
import { checkSigned } from "./checkRows";
import { product } from "./dot";
import type { Boundary } from "./perceptron";

/** The boundary that leaves the widest gap, and the gap. */
export interface WidestMargin extends Boundary {
  /** γ: the least y (w · x + w₀) / ‖(w, w₀)‖ over all rows. */
  margin: number;
}

/** How {@link novikoffBound} measures the margin. */
export interface NovikoffOptions {
  /** A boundary that separates the data. Default: the one with the widest margin, which gives the lowest bound. */
  separator?: Boundary;
}

// The bias as one more weight, of an input that is always 1; a row of class −1 turned round, so that a boundary
// separates the data when every such point has a positive product with it.
function turned(x: number[][], y: number[]): number[][] {
  return x.map((row, i) => [...row, 1].map((value) => y[i] * value));
}

/**
 * The most mistakes a perceptron can make, in whatever order the rows come: (R / γ)².
 *
 * R is the length of the longest row and γ the margin of a boundary that separates the data; the bias counts as the
 * weight of an input that is always 1, in both.
 *
 * Source: A. Novikoff, "On convergence proofs for perceptrons", Symposium on the Mathematical Theory of Automata
 * (1962).
 *
 * ```ts
 * novikoffBound(x, y) // iris, setosa against the rest: 222
 * ```
 *
 * @param x rows of features, [rows, features]
 * @param y −1 or +1 for each row, [rows]
 * @throws DataError when the boundary, or every boundary, leaves a row on the wrong side
 */
export function novikoffBound(x: number[][], y: number[], options?: NovikoffOptions): number {
  const { separator } = checkOptions<NovikoffOptions>("novikoffBound", options, { separator: undefined });
  checkSigned("novikoffBound", x, y);
  if (separator) checkLine("novikoffBound", separator, x[0].length);
  const points = turned(x, y);
  const margin = separator
    ? marginOf(points, [...separator.weights, separator.bias])
    : widestMargin(x, y).margin;
  if (!(margin > 0)) throw notSeparated("novikoffBound");
  const longest = Math.max(...points.map((point) => product(point, point)));
  return longest / margin ** 2;
}

/**
 * The boundary through which the widest gap runs between two classes.
 *
 * Turn every row of class −1 round: the points y (x, 1) then lie on one side of the boundary, and the widest gap is
 * their convex hull's distance from 0. The nearest point of the hull is the boundary's (w, w₀). It is found by
 * moving weight from the hull's worst corner to its best, as far as shortens it most, until no move would.
 *
 * Source: B. Mitchell, V. Demyanov, V. Malozemov, "Finding the point of a polyhedron closest to the origin",
 * SIAM Journal on Control 12 (1974).
 *
 * ```ts
 * widestMargin([[-1], [3]], [-1, 1]).margin
 * ```
 *
 * @param x rows of features, [rows, features]
 * @param y −1 or +1 for each row, [rows]
 * @throws DataError when no boundary separates the classes
 */
export function widestMargin(x: number[][], y: number[], ...none: []): WidestMargin {
  checkNoOptions("widestMargin", none);
  checkSigned("widestMargin", x, y);
  const points = turned(x, y);
  const share = points.map((_, i) => (i === 0 ? 1 : 0)); // of each corner in the nearest point so far
  let nearest = points[0];
  for (let step = 0; step < 100_000; step++) {
    const along = points.map((point) => product(nearest, point));
    const to = indexOfLeast(along);
    const from = indexOfLeast(along.map((value, i) => (share[i] > 0 ? -value : Infinity)));
    const gain = along[from] - along[to];
    if (gain <= 1e-9 * product(nearest, nearest)) break;
    const direction = points[to].map((value, i) => value - points[from][i]);
    const move = Math.min(share[from], gain / product(direction, direction));
    share[from] -= move;
    share[to] += move;
    nearest = nearest.map((value, i) => value + move * direction[i]);
  }
  const margin = marginOf(points, nearest);
  if (!(margin > 0)) throw notSeparated("widestMargin");
  return { weights: nearest.slice(0, -1), bias: nearest.at(-1)!, margin };
}

function marginOf(points: number[][], boundary: number[]): number {
  const least = Math.min(...points.map((point) => product(boundary, point)));
  return least / Math.sqrt(product(boundary, boundary));
}

function indexOfLeast(values: number[]): number {
  return values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
}

function notSeparated(where: string): DataError {
  return new DataError({ where, required: "the boundary must have all rows of a class on one side" });
}
