import { meanOf, rocArea, sweep } from "../../math/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { checkLooks, mostLines } from "../basics/looks";
import { Figure } from "../figure/figure";
import { distinctNames } from "../input/names";
import type { Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import type { Rows } from "../input/matrix";
import { againstRest, needBoth, type OneAgainstRest } from "./scores";
import { figureOptions } from "../input/options";
import { fixed, plural, sentences } from "../input/words";
import { dashedLine } from "../theme/marks";

/** How {@link rocCurve} draws. */
export interface RocCurveOptions extends FrameOptions {
  /** Names of the classes, in the order of their indices. Default their numbers. */
  classNames?: readonly string[];
}

/** One class against the rest: rates at every threshold, from none positive to all. */
export interface RocClass {
  name: string;
  thresholds: number[];
  /** Share of the others that are taken for the class, in [0, 1]. */
  falsePositiveRate: number[];
  /** Share of the class that is found, in [0, 1]. */
  truePositiveRate: number[];
  /** Area under the curve, in [0, 1]; 0.5 is chance. */
  auc: number;
}

/** The numbers of {@link rocCurve}. */
export interface RocData {
  points: number;
  classes: RocClass[];
  /** Mean area over the classes. */
  auc: number;
}

const where = "rocCurve";

/**
 * The share of a class that is found against the share of others taken for it, over all thresholds; the area under it is the
 * probability that a point of the class scores higher than one of the others (Fawcett 2006).
 *
 * ```ts
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).data().auc // 0.75
 * rocCurve(test.labels, model.predict(x), { classNames: test.classNames }); // one curve a class
 * ```
 *
 * @param labels int [points]: the true classes, from 0
 * @param scores [points]: of class 1 of two; or [points, classes]. Any number that is higher where the class is more likely
 * @throws DataError `rocCurve: labels must have points of class 1 and of others, got 4 and 0`
 */
export function rocCurve(
  labels: Numbers,
  scores: Numbers | Rows,
  options?: RocCurveOptions,
): Figure<RocData> {
  const chosen = figureOptions<RocCurveOptions>(where, options, { ...frame(320), classNames: undefined });
  const classes = againstRest(where, labels, scores, chosen.classNames);
  const curves = classes.map(rocClass);
  const auc = meanOf(curves.map((curve) => curve.auc));
  checkLooks(where, classes.length, { most: mostLines, what: "classes" });
  const data = { points: classes[0].positive.length, classes: curves, auc };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function rocClass(one: OneAgainstRest): RocClass {
  const counts = sweep(one.scores, (at) => one.positive[at] === 1);
  needBoth(where, one.name, counts);
  const falsePositiveRate = counts.falsePositives.map((count) => count / counts.negatives);
  const truePositiveRate = counts.truePositives.map((count) => count / counts.positives);
  const auc = rocArea(counts);
  return { name: one.name, thresholds: counts.thresholds, falsePositiveRate, truePositiveRate, auc };
}

function specOf(data: RocData, options: RocCurveOptions): Record<string, unknown> {
  const names = namesOf(data);
  const limit = valuesEach(names.length);
  const chance = [{ x: 0, y: 0 }, { x: 1, y: 1 }]; // prettier-ignore
  return curveSpec({
    ...options,
    names,
    rows: data.classes.flatMap((each, at) =>
      curveRows(names[at], each.falsePositiveRate, each.truePositiveRate, { limit }),
    ),
    points: false,
    x: { title: "false positive rate", domain: [0, 1] },
    y: { title: "true positive rate", domain: [0, 1] },
    notes: [summary(data), notice(data)],
    below: (axes: CurveAxes) => [dashedLine(axes, chance)],
  });
}

/** As the legend and the words have them. */
function namesOf({ classes }: RocData): string[] {
  return distinctNames(classes.map(nameOf));
}

function nameOf({ name, auc }: RocClass): string {
  return `${name}, AUC ${fixed(auc, 3)}`;
}

function summary({ auc, classes }: RocData): string {
  return `${classes.length > 1 ? "Mean area" : "Area"} under the curve ${fixed(auc, 3)}; dashed: chance`;
}

function notice({ classes, points }: RocData): string | false {
  const drawn = valuesEach(classes.length);
  const most = Math.max(...classes.map(({ thresholds }) => thresholds.length));
  return most > drawn && `${plural(points, "point")}, drawn by extremes`;
}

function altOf(data: RocData, { title }: RocCurveOptions): string {
  const each = namesOf(data).join("; ");
  return sentences(
    title,
    `ROC curve of ${plural(data.points, "point")}`,
    data.classes.length > 1 && each,
    summary(data),
    notice(data),
  );
}
