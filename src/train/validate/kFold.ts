import {
  DataError,
  OptionError,
  checkInteger,
  checkOptions,
  freshRandom,
  type Random,
} from "../../core/index";

/** Options of {@link kFold}. */
export interface KFoldOptions {
  /** Parts. Default 5. */
  folds?: number;
  /** Other divisions, one after the other. Default 1. */
  repeats?: number;
  /** A class for each row, of which every fold gets its share. */
  stratify?: ArrayLike<number>;
  /** Default: the seed of `setSeed`. */
  seed?: number;
}

/** The rows of one fold. */
export interface Fold {
  /** Which division it belongs to, from 0. */
  repeat: number;
  fold: number;
  train: number[];
  validation: number[];
}

/**
 * Divides rows into folds at random, each the validation part once; each row is in exactly one of them per repeat.
 *
 * ```ts
 * for (const { train, validation } of kFold(150, { folds: 5, stratify: iris().labels })) …
 * ```
 *
 * @throws OptionError when there are fewer rows than folds; DataError when a class has fewer rows than folds
 */
export function kFold(rows: number, options?: KFoldOptions): Fold[] {
  const { folds, repeats, stratify, seed } = checkOptions("kFold", options, {
    folds: 5,
    repeats: 1,
    stratify: undefined as ArrayLike<number> | undefined,
    seed: undefined as number | undefined,
  });
  checkInteger("kFold", "folds", folds, "[2, ∞)");
  checkInteger("kFold", "repeats", repeats, "[1, ∞)");
  if (rows < folds) {
    throw new OptionError({
      where: "kFold",
      required: `there must be at least ${folds} rows for ${folds} folds`,
      got: rows,
    });
  }
  if (stratify) checkClasses(stratify, rows, folds);
  const random = freshRandom("kFold", seed);
  return Array.from({ length: repeats }, (_, repeat) =>
    divide(order(rows, stratify, random), folds, repeat),
  ).flat();
}

/** Rows in random order; with classes one class after the other, so that dealing them out gives each fold its share. */
function order(rows: number, classes: ArrayLike<number> | undefined, random: Random): number[] {
  const shuffled = random.permutation(rows);
  return classes ? shuffled.sort((a, b) => classes[a] - classes[b]) : shuffled;
}

function divide(rows: number[], folds: number, repeat: number): Fold[] {
  return Array.from({ length: folds }, (_, fold) => ({
    repeat,
    fold,
    train: rows.filter((_, place) => place % folds !== fold),
    validation: rows.filter((_, place) => place % folds === fold),
  }));
}

function checkClasses(classes: ArrayLike<number>, rows: number, folds: number): void {
  if (classes.length !== rows) {
    throw new OptionError({
      where: "kFold",
      required: `stratify must have ${rows} classes, one a row`,
      got: classes.length,
    });
  }
  const counts = new Map<number, number>();
  for (let row = 0; row < rows; row++) counts.set(classes[row], (counts.get(classes[row]) ?? 0) + 1);
  for (const [name, count] of counts) {
    if (count >= folds) continue;
    const required = `every class must have a row for each of the ${folds} folds`;
    throw new DataError({ where: "kFold", required, got: `${count} of class ${name}` });
  }
}
