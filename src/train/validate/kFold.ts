import {
  DataError,
  OptionError,
  checkInteger,
  checkOptions,
  freshRandom,
  type Random,
} from "../../core/index";
import { dealGroups } from "../../data/dealGroups";
import { checkDivision, divisionDefaults, type DivisionOptions } from "../../data/division";
import { readColumn } from "../../data/rows";

/** Options of {@link kFold}. */
export interface KFoldOptions extends DivisionOptions {
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
 * With `groups` a group's rows are in one fold, the folds as equal as can be (scikit-learn's GroupKFold; with `stratify` its
 * StratifiedGroupKFold). With `time` it walks forward: each fold is trained on what comes before it, and the first rows are
 * never measured on (TimeSeriesSplit).
 *
 * ```ts
 * for (const { train, validation } of kFold(150, { folds: 5, stratify: iris().labels })) …
 * kFold(365, { folds: 5, time: true, gap: 6 });
 * ```
 *
 * @throws OptionError when there are fewer rows than folds; DataError when a class has fewer rows than folds
 */
export function kFold(rows: number, options?: KFoldOptions): Fold[] {
  const given = checkOptions("kFold", options, {
    folds: 5,
    repeats: 1,
    stratify: undefined as ArrayLike<number> | undefined,
    seed: undefined as number | undefined,
    ...divisionDefaults,
  });
  const { folds, repeats, stratify, seed, groups, time, gap } = given;
  checkInteger("kFold", "folds", folds, "[2, ∞)");
  checkInteger("kFold", "repeats", repeats, "[1, ∞)");
  checkInteger("kFold", "rows", rows, "[0, ∞)");
  if (rows < folds) {
    throw new OptionError({
      where: "kFold",
      required: `there must be at least ${folds} rows for ${folds} folds`,
      got: rows,
    });
  }
  checkDivision("kFold", given, rows);
  if (time) {
    const once = repeats === 1 && !stratify;
    if (!once)
      throw new OptionError({ where: "kFold", required: "time must go without repeats and stratify" });
    return walkForward(rows, folds, gap);
  }
  const classes = stratify && readColumn("kFold", "stratify", stratify);
  if (classes) checkClasses(classes, rows, groups ? 1 : folds);
  const random = freshRandom("kFold", seed);
  if (groups) {
    const shares = Array.from({ length: folds }, () => 1 / folds);
    return Array.from({ length: repeats }, (_, repeat) => {
      const told = { groups, classes, shares, random, largestFirst: true };
      return foldsOf(dealGroups("kFold", told), folds, repeat);
    }).flat();
  }
  return Array.from({ length: repeats }, (_, repeat) =>
    divide(order(rows, classes, random), folds, repeat),
  ).flat();
}

/** Equal folds at the end, one after the other; each is trained on all before it but the gap. */
function walkForward(rows: number, folds: number, gap = 0): Fold[] {
  const size = Math.floor(rows / (folds + 1));
  const first = rows - folds * size;
  if (size === 0 || first - gap < 1) {
    const required = `there must be rows to train on before the first of ${folds} folds`;
    throw new OptionError({ where: "kFold", required, got: `${rows} rows and a gap of ${gap}` });
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  return range(0, folds).map((fold) => {
    const start = first + fold * size;
    return { repeat: 0, fold, train: range(0, start - gap), validation: range(start, start + size) };
  });
}

function foldsOf(foldOf: Int32Array, folds: number, repeat: number): Fold[] {
  const rows = Array.from(foldOf.keys());
  return Array.from({ length: folds }, (_, fold) => ({
    repeat,
    fold,
    train: rows.filter((row) => foldOf[row] !== fold),
    validation: rows.filter((row) => foldOf[row] === fold),
  }));
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
