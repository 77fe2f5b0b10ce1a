import { checkInteger } from "../../core/index";
import type { CurveAxes } from "../basics/curves";
import { curveRows, curveSpec } from "../basics/curves";
import { Figure } from "../figure/figure";
import type { Numbers } from "../input/column";
import { hoverFormat } from "../input/drawnDigits";
import { frame, type FrameOptions } from "../input/frame";
import type { Rows } from "../input/matrix";
import { againstRest, scoreColumns } from "./scores";
import { checkProbabilities } from "../input/probabilities";
import { figureOptions } from "../input/options";
import { list, orGap, percent, plural, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { dashedLine } from "../theme/marks";

/** How {@link calibration} draws. */
export interface CalibrationOptions extends FrameOptions {
  /** Bins of equal width from 0 to 1. Default 10. */
  bins?: number;
}

/** The points whose probability falls into one stretch of [0, 1]. */
export interface CalibrationBin {
  count: number;
  /** Mean probability that the model gave. */
  predicted: number;
  /** Share that came true. */
  observed: number;
}

/** The numbers of {@link calibration}. */
export interface CalibrationData {
  points: number;
  /** Those with points in them. */
  bins: CalibrationBin[];
  /** Expected calibration error: the mean of |predicted − observed|, weighted by count. */
  error: number;
  /** Brier score of two classes: the mean squared difference of probability and outcome. */
  brier?: number;
}

const where = "calibration";

/**
 * Whether probabilities mean what they say: how often it comes true when the model says 70 %.
 *
 * Of more than two classes, the probability of the predicted class is held against whether it is right. Above the dashed line
 * the model is too modest, below too sure (Guo et al. 2017).
 *
 * ```ts
 * calibration(test.labels, probabilities).data().error // 0.043
 * ```
 *
 * @param labels int [points]: the true classes, from 0
 * @param probabilities in [0, 1], [points]: of class 1 of two; or [points, classes]
 * @throws DataError `calibration: probabilities must be in [0, 1], got 3.2 at [0]; apply a sigmoid or softmax first`
 */
export function calibration(
  labels: Numbers,
  probabilities: Numbers | Rows,
  options?: CalibrationOptions,
): Figure<CalibrationData> {
  const chosen = figureOptions<CalibrationOptions>(where, options, { ...frame(320), bins: 10 });
  checkInteger(where, "bins", chosen.bins!, "[2, 100]");
  const several = scoreColumns(where, probabilities).length > 1;
  const data = read(labels, probabilities, several, chosen.bins!);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, several, chosen),
    data,
    alt: () => altOf(data, several, chosen),
  });
}

function read(labels: Numbers, given: Numbers | Rows, several: boolean, bins: number): CalibrationData {
  const classes = againstRest(where, labels, given);
  for (const { scores } of classes) checkProbabilities(where, scores);
  const points = classes[0].positive.length;
  const said = new Float64Array(points);
  const came = new Uint8Array(points);
  for (let at = 0; at < points; at++) {
    let best = 0;
    for (let k = 1; k < classes.length; k++) if (classes[k].scores[at] > classes[best].scores[at]) best = k;
    said[at] = classes[best].scores[at];
    came[at] = classes[best].positive[at];
  }
  const filled = binned(said, came, bins);
  const error = filled.reduce(
    (sum, bin) => sum + (bin.count / points) * Math.abs(bin.predicted - bin.observed),
    0,
  );
  return { points, bins: filled, error, ...(!several && { brier: brierOf(said, came) }) };
}

function binned(said: Float64Array, came: Uint8Array, count: number): CalibrationBin[] {
  const sums = Array.from({ length: count }, () => ({ count: 0, predicted: 0, observed: 0 }));
  said.forEach((probability, at) => {
    const bin = sums[binOf(probability, count)];
    bin.count++;
    bin.predicted += probability;
    bin.observed += came[at];
  });
  return sums
    .filter((bin) => bin.count > 0)
    .map(({ count: n, predicted, observed }) => ({
      count: n,
      predicted: predicted / n,
      observed: observed / n,
    }));
}

/** The bin whose lower edge lies below and whose upper is reached: by the edges, as 0.07 × 100 is more than 7. */
function binOf(probability: number, count: number): number {
  const edge = (at: number) => at * (1 / count);
  let at = Math.min(count - 1, Math.max(0, Math.ceil(probability * count) - 1));
  while (at > 0 && probability <= edge(at)) at--;
  while (at < count - 1 && probability > edge(at + 1)) at++;
  return at;
}

function brierOf(said: Float64Array, came: Uint8Array): number {
  return said.reduce((sum, probability, at) => sum + (probability - came[at]) ** 2, 0) / said.length;
}

function specOf(data: CalibrationData, several: boolean, options: CalibrationOptions) {
  const { bins } = data;
  const ideal = [{ x: 0, y: 0 }, { x: 1, y: 1 }]; // prettier-ignore
  const counts = bins.map((bin) => ({
    x: orGap(bin.predicted),
    y: orGap(bin.observed),
    count: bin.count,
  }));
  return curveSpec({
    ...options,
    names: ["model"],
    rows: curveRows(
      "model",
      bins.map(({ predicted }) => predicted),
      bins.map(({ observed }) => observed),
      { limit: bins.length },
    ),
    points: false,
    x: { title: several ? "probability of the predicted class" : "predicted probability", domain: [0, 1] },
    y: { title: several ? "share that is right" : "share that is of class 1", domain: [0, 1] },
    notes: [summary(data), "Area of a point: how many; dashed: ideal"],
    below: (axes: CurveAxes) => [dashedLine(axes, ideal)],
    above: (axes: CurveAxes) => [sizedPoints(axes, counts)],
  });
}

function sizedPoints(axes: CurveAxes, values: { x: number | null; y: number | null }[]): object {
  return {
    data: { values },
    mark: { type: "point", color: palette[0], opacity: 0.85 },
    encoding: {
      ...axes,
      size: { field: "count", type: "quantitative", legend: null, scale: { range: [30, 400], zero: true } },
      tooltip: [
        {
          field: "x",
          type: "quantitative",
          title: "predicted",
          format: hoverFormat(values.map(({ x }) => x)),
        },
        {
          field: "y",
          type: "quantitative",
          title: "observed",
          format: hoverFormat(values.map(({ y }) => y)),
        },
        { field: "count", type: "quantitative" },
      ],
    },
  };
}

function summary({ error, brier }: CalibrationData): string {
  return `Expected calibration error ${short(error)}${brier === undefined ? "" : `, Brier score ${short(brier)}`}`;
}

function altOf(data: CalibrationData, several: boolean, { title }: CalibrationOptions): string {
  const each = data.bins.map(
    ({ count, predicted, observed }) =>
      `${percent(predicted, 0)} predicted, ${percent(observed, 0)} observed (${short(count)})`,
  );
  const of = several ? "the predicted class" : "class 1";
  return sentences(
    title,
    `Calibration of the probability of ${of} over ${plural(data.points, "point")}`,
    summary(data),
    list(each),
  );
}
