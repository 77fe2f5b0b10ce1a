import { meanOf, sweep } from "../../math/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { checkLooks, mostLines } from "../basics/looks";
import { Figure } from "../figure/figure";
import { distinctNames } from "../input/names";
import type { Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import type { Rows } from "../input/matrix";
import { againstRest, needBoth, type OneAgainstRest } from "./scores";
import { figureOptions } from "../input/options";
import { fixed, percent, plural, sentences } from "../input/words";
import { dashedRule } from "../theme/marks";

/** How {@link precisionRecall} draws. */
export interface PrecisionRecallOptions extends FrameOptions {
  /** Names of the classes, in the order of their indices. Default their numbers. */
  classNames?: readonly string[];
}

/** One class against the rest, at every threshold from the highest. */
export interface PrecisionRecallClass {
  name: string;
  thresholds: number[];
  /** Share of what is taken for the class that is of it, in [0, 1]. */
  precision: number[];
  /** Share of the class that is found, in [0, 1]. */
  recall: number[];
  /** Average precision, Σ (Rₙ − Rₙ₋₁) Pₙ, in [0, 1]. */
  averagePrecision: number;
  /** Share of points that are of the class: the precision of chance. */
  prevalence: number;
}

/** The numbers of {@link precisionRecall}. */
export interface PrecisionRecallData {
  points: number;
  classes: PrecisionRecallClass[];
}

const where = "precisionRecall";

/**
 * How many of those found are right (precision) against how many are found (recall), over all thresholds: the curve to look at
 * where a class is rare (Davis & Goadrich 2006).
 *
 * Drawn in steps, as average precision sums them: no threshold lies between two scores.
 *
 * ```ts
 * precisionRecall([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).data().classes[0].averagePrecision // 0.833
 * ```
 *
 * @param labels int [points]: the true classes, from 0
 * @param scores [points]: of class 1 of two; or [points, classes]. Any number that is higher where the class is more likely
 * @throws DataError `precisionRecall: labels must have points of class 1 and of others, got 4 and 0`
 */
export function precisionRecall(
  labels: Numbers,
  scores: Numbers | Rows,
  options?: PrecisionRecallOptions,
): Figure<PrecisionRecallData> {
  const chosen = figureOptions<PrecisionRecallOptions>(where, options, {
    ...frame(320),
    classNames: undefined,
  });
  const classes = againstRest(where, labels, scores, chosen.classNames);
  checkLooks(where, classes.length, { most: mostLines, what: "classes" });
  const data = { points: classes[0].positive.length, classes: classes.map(curveOf) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function curveOf(one: OneAgainstRest): PrecisionRecallClass {
  const counts = sweep(one.scores, (at) => one.positive[at] === 1);
  needBoth(where, one.name, counts);
  const { thresholds, truePositives, falsePositives, positives, negatives } = counts;
  const found = truePositives.slice(1);
  const precision = found.map((count, at) => count / (count + falsePositives[at + 1]));
  const recall = found.map((count) => count / positives);
  return {
    name: one.name,
    thresholds: thresholds.slice(1),
    precision,
    recall,
    averagePrecision: precision.reduce(
      (sum, value, at) => sum + value * (recall[at] - (recall[at - 1] ?? 0)),
      0,
    ),
    prevalence: positives / (positives + negatives),
  };
}

function specOf(data: PrecisionRecallData, options: PrecisionRecallOptions): Record<string, unknown> {
  const names = namesOf(data);
  const limit = valuesEach(names.length);
  const chance = data.classes.length === 1 ? [{ y: data.classes[0].prevalence }] : [];
  return curveSpec({
    ...options,
    names,
    rows: data.classes.flatMap(({ recall, precision }, at) =>
      curveRows(names[at], [0, ...recall], [precision[0], ...precision], { limit }),
    ),
    points: false,
    interpolate: "step-before",
    x: { title: "recall", domain: [0, 1] },
    y: { title: "precision", domain: [0, 1] },
    notes: [summary(data), notice(data)],
    below: ({ y }: CurveAxes) => [dashedRule({ y }, chance)],
  });
}

/** As the legend and the words have them. */
function namesOf({ classes }: PrecisionRecallData): string[] {
  return distinctNames(classes.map(nameOf));
}

function nameOf({ name, averagePrecision }: PrecisionRecallClass): string {
  return `${name}, AP ${fixed(averagePrecision, 3)}`;
}

function summary({ classes }: PrecisionRecallData): string {
  const mean = meanOf(classes.map(({ averagePrecision }) => averagePrecision));
  if (classes.length > 1) return `Mean average precision ${fixed(mean, 3)}`;
  return `Average precision ${fixed(mean, 3)}; dashed: chance, ${percent(classes[0].prevalence)}`;
}

function notice({ classes, points }: PrecisionRecallData): string | false {
  const most = Math.max(...classes.map(({ thresholds }) => thresholds.length));
  return most > valuesEach(classes.length) && `${plural(points, "point")}, drawn by extremes`;
}

function altOf(data: PrecisionRecallData, { title }: PrecisionRecallOptions): string {
  return sentences(
    title,
    `Precision over recall of ${plural(data.points, "point")}`,
    data.classes.length > 1 && namesOf(data).join("; "),
    summary(data),
    notice(data),
  );
}
