import { checkNoOptions, checkNumber, checkOptions, freshRandom, ShapeError } from "../core/index";
import { checkMatrices } from "./checkGiven";

/** What {@link dropout} computed, and what its way back needs. */
export interface Dropped {
  /** [rows][units] */
  output: number[][];
  /** What each activation was multiplied by, 0 or 1 / (1 − rate): [rows][units]. */
  mask: number[][];
}

/** How {@link dropout} draws. */
export interface DropoutOptions {
  /** The probability that a unit is dropped, in [0, 1). Default 0.5. */
  rate?: number;
  /** Its factors, where they are known: [rows][units]. Default: drawn. */
  mask?: number[][];
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/**
 * Inverted dropout while training: every activation is 0 with probability p, else divided by 1 − p, so that its mean stays. At
 * inference nothing is done.
 *
 * Source: N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, JMLR 15 (2014), sections 4 and 10.
 *
 * ```ts
 * dropout([[1, 2, 3, 4]], { rate: 0.5, seed: 1 }).output // [[2, 0, 0, 8]], half of them in the mean
 * ```
 *
 * @param x [rows][units]
 */
export function dropout(x: number[][], options?: DropoutOptions): Dropped {
  const given = checkOptions<DropoutOptions>("dropout", options, {
    rate: 0.5,
    mask: undefined,
    seed: undefined,
  });
  checkNumber("dropout", "rate", given.rate!, "[0, 1)");
  checkMatrices("dropout", { x });
  const mask = given.mask ?? draw(x, given.rate!, given.seed);
  return { output: product("dropout", x, mask), mask };
}

function draw(x: number[][], rate: number, seed?: number): number[][] {
  const random = freshRandom("dropout", seed);
  return x.map((row) => row.map(() => (random.uniform() < rate ? 0 : 1 / (1 - rate))));
}

/**
 * The way back: ∂L/∂x = δ ⊙ mask. What was dropped hears nothing; what stayed was scaled, and so is its slope.
 *
 * ```ts
 * dropoutGradient(dropout(x, { rate: 0.5 }), delta) // [rows][units]
 * ```
 *
 * @param delta the slopes at the output, [rows][units]
 */
export function dropoutGradient(dropped: Pick<Dropped, "mask">, delta: number[][], ...none: []): number[][] {
  checkNoOptions("dropoutGradient", none);
  checkMatrices("dropoutGradient", { delta });
  return product("dropoutGradient", delta, dropped?.mask);
}

function product(where: string, values: number[][], mask: number[][]): number[][] {
  checkMatrices(where, { mask });
  const fits = values.length === mask.length && values.every((row, at) => row.length === mask[at].length);
  if (!fits)
    throw new ShapeError({
      where,
      required: `the mask must be [${values.length}, ${values[0].length}]`,
      got: [mask.length, mask[0].length],
    });
  return values.map((row, at) => row.map((value, unit) => value * mask[at][unit]));
}
