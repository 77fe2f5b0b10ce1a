import { checkEqualLength, checkFinite, checkNotEmpty, DataError } from "../../core/index";
import { stroked as strokeLegend } from "../basics/curves";
import { checkLooks, dashes } from "../basics/looks";
import { Figure } from "../figure/figure";
import { numberColumn } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { namesOf } from "../input/named";
import { lostNotice, type HistogramLike } from "../input/recording";
import { evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { list, orGap, plural, sentences, short } from "../input/words";
import { colourCount, colourRound, palette, repeatNotice } from "../theme/colours";
import { checkHistograms, isDrawable, endsOf, momentsOf, ridgeOf, undrawnHistograms } from "./ridge";
import { legendOf } from "../theme/legend";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link batchNormRidges} draws. */
export interface BatchNormRidgesOptions extends FrameOptions {
  /** What each histogram's number is, such as the epochs. Default from 0. */
  steps?: ArrayLike<number>;
  /** Below the horizontal axis. Default "activation". */
  xLabel?: string;
}

/** The numbers of {@link batchNormRidges}. */
export interface BatchNormRidgesData {
  steps: number[];
  /** By name, step by step. */
  runs: Record<string, { mean: number[]; deviation: number[] }>;
  /** Indices of the steps that are drawn. */
  drawn: number[];
  /** The names of runs of which no histogram has finite ends and a count. */
  lost: string[];
}

const where = "batchNormRidges";
const mostRidges = 10;

/**
 * How the activations of one layer drift during training, a ridge for each of several moments, the runs laid over one another:
 * with batch normalisation they stay where they are.
 *
 * ```ts
 * const of = (run) => run.layers.dense_2.histograms.activations;
 * batchNormRidges({ without: of(plain), "with batch norm": of(normalised) }, { steps: plain.steps });
 * ```
 *
 * @param runs by name: histograms step by step, as the callback `record` keeps them
 */
export function batchNormRidges(
  runs: Record<string, readonly HistogramLike[]>,
  options?: BatchNormRidgesOptions,
): Figure<BatchNormRidgesData> {
  const chosen = figureOptions<BatchNormRidgesOptions>(where, options, {
    ...frame(),
    height: undefined,
    steps: undefined,
    xLabel: "activation",
  });
  const data = read(runs, chosen);
  const kept = Object.keys(runs)
    .filter((name) => !data.lost.includes(name))
    .map((name) => runs[name]);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(runs, data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnHistograms(kept),
  });
}

function read(runs: Record<string, readonly HistogramLike[]>, { steps }: BatchNormRidgesOptions) {
  const names = namesOf(where, "the runs", runs);
  checkLooks(where, names.length, { most: dashes.length * colourCount, what: "runs" });
  for (const name of names) {
    checkNotEmpty(where, name, runs[name]);
    checkHistograms(where, name, runs[name]);
  }
  if (!names.some((name) => runs[name].some(isDrawable)))
    throw new DataError({ where, required: "a histogram must have finite ends and a count", got: "none" });
  const count = Math.max(...names.map((name) => runs[name].length));
  if (steps) {
    const given = numberColumn(where, "steps", steps);
    checkEqualLength(where, { steps: given, "the longest run": { length: count } });
    checkFinite(where, "steps", given);
  }
  const moments = names.map((name) => [name, runs[name].map(momentsOf)] as const);
  return {
    steps: Array.from({ length: count }, (_, at) => steps?.[at] ?? at),
    runs: Object.fromEntries(
      moments.map(([name, each]) => [
        name,
        { mean: each.map(({ mean }) => mean), deviation: each.map(({ deviation }) => deviation) },
      ]),
    ),
    drawn: evenlyWithExtremes(
      endsOf(
        names.map((name) => runs[name]),
        count,
      ),
      mostRidges,
    ),
    lost: names.filter((name) => !runs[name].some(isDrawable)),
  };
}

const overlap = 1.4;

function specOf(
  runs: Record<string, readonly HistogramLike[]>,
  data: BatchNormRidgesData,
  options: BatchNormRidgesOptions,
): Record<string, unknown> {
  const names = Object.keys(runs);
  const { drawn, steps } = data;
  const { title, width, height = 60 + 34 * drawn.length } = options;
  const values = drawn.flatMap((at, row) => names.flatMap((name) => ridgeRows(runs[name][at], name, row)));
  const labels = drawn.map((at) => short(steps[at]));
  const y = {
    type: "quantitative",
    title: "step",
    scale: { domain: [0, drawn.length - 1 + overlap], nice: false, zero: false },
    axis: {
      values: labels.map((_, row) => row),
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      grid: false,
      tickCount: labels.length,
    },
  };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(
      title,
      notice(data),
      lostNotice(data.lost, "histogram"),
      repeatNotice(names.length, "dashes tell runs apart"),
    ),
    data: { values },
    ...ridgeMarks(names, {
      x: { field: "x", type: "quantitative", title: options.xLabel, scale: { zero: false } },
      y: { field: "top", ...y },
      detail: { field: "row" },
    }),
  });
}

/** Areas with their outlines, which are dashed where colours begin again. */
function ridgeMarks(names: string[], places: object): object {
  const legend = legendOf(names);
  const color = { field: "run", type: "nominal", scale: { domain: names, range: palette }, legend };
  const area = { type: "area", fillOpacity: 0.28 };
  const encoding = { ...places, color, y2: { field: "base" } };
  if (names.length <= colourCount) return { mark: { ...area, line: { strokeWidth: 1.2 } }, encoding };
  const range = names.map((_, at) => dashes[colourRound(at)]);
  const stroked = legendOf(names, strokeLegend);
  const strokeDash = { field: "run", type: "nominal", scale: { domain: names, range }, legend: stroked };
  return {
    layer: [
      { mark: area, encoding: { ...encoding, color: { ...color, legend: stroked } } },
      {
        mark: { type: "line", strokeWidth: 1.2 },
        encoding: { ...places, color: { ...color, legend: stroked }, strokeDash },
      },
    ],
  };
}

function ridgeRows(histogram: HistogramLike | undefined, run: string, row: number): object[] {
  if (!histogram || !isDrawable(histogram)) return [];
  const { x, height } = ridgeOf(histogram);
  return x.map((place, at) => ({ run, row, x: place, base: row, top: orGap(row + overlap * height[at]) }));
}

function notice({ steps, drawn }: BatchNormRidgesData): string | false {
  return drawn.length < steps.length && `${short(drawn.length)} of ${plural(steps.length, "step")}`;
}

function altOf(data: BatchNormRidgesData, { title, xLabel }: BatchNormRidgesOptions): string {
  const kept = Object.entries(data.runs).filter(([name]) => !data.lost.includes(name));
  const each = kept.map(([name, { mean, deviation }]) => {
    const told = (at: number) => `${short(mean[at])} ± ${short(deviation[at])}`;
    return `${name} from ${told(0)} to ${told(mean.length - 1)}`;
  });
  return sentences(
    title,
    `Distribution of the ${xLabel} over ${plural(data.steps.length, "step")}, as ridges`,
    `Mean and deviation: ${list(each)}`,
    notice(data),
    lostNotice(data.lost, "histogram"),
  );
}
