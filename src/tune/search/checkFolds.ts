import { DataError, shown } from "../../core/index";
import type { Fold } from "../../train/index";

type Rows = Pick<Fold, "train" | "validation">;

/** Checks that folds of one's own are of rows that there are. */
export function checkFoldRows(where: string, folds: readonly Rows[], rows: number): void {
  folds.forEach((fold, at) => {
    for (const part of ["train", "validation"] as const) {
      const odd = Array.from(fold[part]).find((row) => !(Number.isInteger(row) && row >= 0 && row < rows));
      if (odd === undefined) continue;
      const required = `cv must be of rows 0 to ${rows - 1}`;
      throw new DataError({ where, required, got: `${shown(odd)} in the ${part} part of fold ${at}` });
    }
  });
}

/** What is asked of the classes in each fold. */
export interface FoldClasses {
  labels: ArrayLike<number>;
  /** Whether scores compare each class that was learnt with the others. */
  ranked: boolean;
  remedy: string;
}

/**
 * Checks that every fold has what a classifier learns from and, where each class is ranked against the others, rows of each to measure
 * it on: what no candidate can do is said before the first fit.
 */
export function checkFoldClasses(where: string, folds: readonly Rows[], classes: FoldClasses): void {
  const { labels, ranked, remedy } = classes;
  folds.forEach(({ train, validation }, at) => {
    const learnt = classesIn(train, labels);
    if (learnt.length < 2) {
      const required = `the training part of fold ${at} must have at least 2 classes`;
      throw new DataError({ where, required, got: `only class ${learnt[0]}`, remedy });
    }
    if (!ranked) return;
    const measured = classesIn(validation, labels);
    if (measured.join() === learnt.join()) return;
    const required = `rocAuc: the validation part of fold ${at} must have the classes that are learnt, ${learnt.join(", ")}`;
    throw new DataError({ where, required, got: measured.join(", "), remedy });
  });
}

/** Checks that R² can be told on every fold: one row does not vary. */
export function checkFoldsVary(where: string, folds: readonly Rows[], remedy: string): void {
  const at = folds.findIndex(({ validation }) => validation.length < 2);
  if (at < 0) return;
  const required = `r2: the validation part of fold ${at} must have at least 2 rows`;
  throw new DataError({ where, required, got: folds[at].validation.length, remedy });
}

function classesIn(rows: ArrayLike<number>, labels: ArrayLike<number>): number[] {
  return [...new Set(Array.from(rows, (row) => labels[row]))].sort((a, b) => a - b);
}
