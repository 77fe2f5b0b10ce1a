import { checkInteger, checkNumber, checkOneOf, checkOptions, OptionError } from "../../core/index";
import type { Matrix } from "../matrix";

/** Options of {@link kNeighbors}. */
export interface KNeighborsOptions {
  /** How many neighbours decide. Default 5. */
  nNeighbors?: number;
  /** Whether all count the same, or each 1 / its distance. Default "uniform". */
  weights?: "uniform" | "distance";
  /** The distance (Σ |u − v|^p)^(1/p), from 1: 2 is Euclid's, 1 that along the axes. Default 2. */
  p?: number;
}

/** Options over their defaults, after a check of their ranges. @internal */
export function checkNeighbors(options: KNeighborsOptions | undefined): Required<KNeighborsOptions> {
  const where = "kNeighbors";
  const params = checkOptions<Required<KNeighborsOptions>>(where, options, {
    nNeighbors: 5,
    weights: "uniform",
    p: 2,
  });
  checkInteger(where, "nNeighbors", params.nNeighbors, "[1, ∞)");
  checkOneOf(where, "weights", params.weights, ["uniform", "distance"]);
  checkNumber(where, "p", params.p, "[1, ∞)");
  return params;
}

/** The training rows near one row, the nearest first, and how much each counts. */
export interface Neighbours {
  rows: Int32Array;
  weights: Float64Array;
}

/** There must be as many rows as neighbours are asked for. @internal */
export function checkEnough({ rows }: Matrix, { nNeighbors }: Required<KNeighborsOptions>): void {
  if (rows >= nNeighbors) return;
  const required = `there must be at least nNeighbors ${nNeighbors} rows`;
  throw new OptionError({ where: "kNeighbors.fit", required, got: rows });
}

/** The neighbours of each row, by comparing it with all. @internal */
export function neighboursOf(known: Matrix, x: Matrix, params: Required<KNeighborsOptions>): Neighbours[] {
  return Array.from({ length: x.rows }, (_, row) => {
    const { rows, powers } = nearest(known, x, { row, ...params });
    return { rows, weights: params.weights === "uniform" ? powers.map(() => 1) : shares(powers, params.p) };
  });
}

/** The nearest rows by insertion into a short sorted list. */
function nearest(
  known: Matrix,
  x: Matrix,
  { row, nNeighbors, p }: { row: number; nNeighbors: number; p: number },
) {
  const rows = new Int32Array(nNeighbors);
  const powers = new Float64Array(nNeighbors).fill(Infinity);
  for (let other = 0; other < known.rows; other++) {
    const power = powerOf(known, other, { x, row, p, most: powers[nNeighbors - 1] });
    let at = nNeighbors - 1;
    if (power >= powers[at]) continue;
    for (; at > 0 && powers[at - 1] > power; at--) {
      powers[at] = powers[at - 1];
      rows[at] = rows[at - 1];
    }
    powers[at] = power;
    rows[at] = other;
  }
  return { rows, powers };
}

// Looked up once: in a notebook's own context every look-up of a global takes its time.
const { abs } = Math;

/** Σ |u − v|^p, or anything above `most` once it is above. */
function powerOf(
  known: Matrix,
  other: number,
  { x, row, p, most }: { x: Matrix; row: number; p: number; most: number },
): number {
  const [from, start] = [other * known.columns, row * x.columns];
  let sum = 0;
  for (let column = 0; column < x.columns && sum <= most; column++) {
    const off = known.values[from + column] - x.values[start + column];
    sum += p === 2 ? off * off : abs(off) ** p;
  }
  return sum;
}

// A row at distance 0 alone decides, together with others at 0.
function shares(powers: Float64Array, p: number): Float64Array {
  if (powers[0] === 0) return powers.map((power) => Number(power === 0));
  return powers.map((power) => power ** (-1 / p));
}
