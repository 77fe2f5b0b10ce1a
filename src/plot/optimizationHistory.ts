import { checkOptions } from "../core/index";
import { Figure } from "./figure";
import { frame, type FrameOptions } from "./input/frame";
import { evenly, thinCurve } from "./input/thin";
import { plural, range, rounded, sentences, short } from "./input/words";
import { palette } from "./theme/colours";
import { heading, legendOf, scaleAndAxis, wholeTicks, vegaLite, vegaWidth } from "./theme/vegaTheme";
import { valuedTrials, type Tuned } from "./tuning/trials";

/** How {@link optimizationHistory} draws. */
export interface OptimizationHistoryOptions extends FrameOptions {
  /** A logarithmic vertical axis. Default false. */
  logY?: boolean;
}

/** The numbers of {@link optimizationHistory}. */
export interface OptimizationHistoryData {
  number: number[];
  value: number[];
  /** The best value up to each trial. */
  best: number[];
}

const where = "optimizationHistory";
const shown = 1000;

/**
 * What each trial of a study came to, and the best so far.
 *
 * ```ts
 * optimizationHistory(study);
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws DataError `optimizationHistory: a trial must be complete, got none of 3`
 */
export function optimizationHistory(
  study: Tuned,
  options?: OptimizationHistoryOptions,
): Figure<OptimizationHistoryData> {
  const chosen = checkOptions<OptimizationHistoryOptions>(where, options, { ...frame(), logY: false });
  const trials = valuedTrials(where, study);
  const isBetter = (a: number, b: number) => (study.directions[0] === "maximize" ? a > b : a < b);
  const best: number[] = [];
  for (const { value } of trials)
    best.push(best.length && !isBetter(value, best.at(-1)!) ? best.at(-1)! : value);
  const data = { number: trials.map(({ number }) => number), value: trials.map(({ value }) => value), best };
  return new Figure({ renderer: "vega-lite", spec: specOf(data, chosen), data, alt: altOf(data, chosen) });
}

function specOf(data: OptimizationHistoryData, { title, width, height, logY }: OptimizationHistoryOptions) {
  const drawable = (value: number) => rounded(logY && value <= 0 ? NaN : value);
  const row = (series: "trial" | "best so far", of: number[]) => (at: number) => ({
    x: data.number[at],
    y: drawable(of[at]),
    series,
  });
  const names = ["trial", "best so far"];
  const { scale, axis } = scaleAndAxis(logY!, data.value.map(drawable));
  const encoding = {
    x: { field: "x", type: "quantitative", title: "trial", axis: wholeTicks(...range(data.number)) },
    y: { field: "y", type: "quantitative", title: "value", scale, axis },
    color: {
      field: "series",
      type: "nominal",
      scale: { domain: names, range: [palette[0], palette[1]] },
      legend: legendOf(names),
    },
    tooltip: [
      { field: "x", title: "trial" },
      { field: "y", title: "value" },
    ],
  };
  const points = evenly(data.value.length, shown).map(row("trial", data.value));
  const steps = thinCurve(data.best, shown).map(row("best so far", data.best));
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, notice(data)),
    layer: [
      { data: { values: points }, mark: { type: "point", size: 35, opacity: 0.65 }, encoding },
      { data: { values: steps }, mark: { type: "line", interpolate: "step-after" }, encoding },
    ],
  });
}

function notice({ value }: OptimizationHistoryData): string | false {
  return value.length > shown && `${plural(value.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(data: OptimizationHistoryData, { title }: OptimizationHistoryOptions): string {
  const last = data.best.at(-1)!;
  const at = data.number[data.value.indexOf(last)];
  return sentences(
    title,
    `Values of ${plural(data.value.length, "trial")}; the best is ${short(last)}, of trial ${at}`,
    notice(data),
  );
}
