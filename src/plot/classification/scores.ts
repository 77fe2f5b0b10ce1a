import { checkEqualLength, checkFinite, checkNotEmpty, DataError } from "../../core/index";
import { type Sweep } from "../../math/index";
import { numberColumn, type Numbers } from "../input/column";
import { classIndices } from "../input/labels";
import { checkNameCount } from "../input/options";
import { columnOf, isMatrix, matrix, type Rows } from "../input/matrix";

/** One class against the rest: which points are of it, and how sure the model is that they are. */
export interface OneAgainstRest {
  name: string;
  /** 1 for points of the class, 0 for others. */
  positive: Uint8Array;
  scores: ArrayLike<number>;
}

/**
 * Labels with scores, class by class against the rest. Scores in one row are of class 1 of two; [points, classes] gives every
 * class a column.
 *
 * @throws DataError `rocCurve: scores must be finite, got NaN at [3]; remove or fill such values first`
 */
export function againstRest(
  where: string,
  labels: Numbers,
  scores: Numbers | Rows,
  classNames?: readonly string[],
): OneAgainstRest[] {
  const columns = scoreColumns(where, scores);
  const classCount = Math.max(2, columns.length);
  const own = classIndices(where, "labels", labels, classCount);
  checkNotEmpty(where, "labels", own);
  checkEqualLength(where, { labels: own, scores: columns[0] });
  columns.forEach((each) => checkFinite(where, "scores", each));
  checkNameCount(where, "classNames", classNames, { count: classCount, what: "classes" });
  return columns.map((each, at) => {
    const index = columns.length === 1 ? 1 : at;
    return {
      name: classNames?.[index] ?? `class ${index}`,
      positive: Uint8Array.from(own, (label) => (label === index ? 1 : 0)),
      scores: each,
    };
  });
}

/** Scores as columns, one a class; a single column for scores in one row. */
export function scoreColumns(where: string, scores: Numbers | Rows): ArrayLike<number>[] {
  if (!isMatrix(scores)) return [numberColumn(where, "scores", scores as Numbers)];
  const table = matrix(where, "scores", scores);
  return Array.from({ length: table.columns }, (_, at) => columnOf(table, at));
}

/** Both kinds of points are needed, or a rate has nothing to be a rate of. */
export function needBoth(where: string, name: string, { positives, negatives }: Sweep): void {
  if (positives > 0 && negatives > 0) return;
  throw new DataError({
    where,
    required: `labels must have points of ${name} and of others`,
    got: `${positives} and ${negatives}`,
  });
}
