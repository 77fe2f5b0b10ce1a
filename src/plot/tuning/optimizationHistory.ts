import { asLoss } from "../../core/index";
import { thinCurve } from "../../math/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, range, sentences, short } from "../input/words";
import { midInk, palette } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { heading, scaleAndAxis, vegaLite, vegaWidth, wholeTicks } from "../theme/vegaTheme";
import {
  bestSentence,
  brokenNotice,
  undrawnTrials,
  valuedTrials,
  type Tuned,
  type ValuedTrial,
} from "./trials";

/** How {@link optimizationHistory} draws. */
export interface OptimizationHistoryOptions extends FrameOptions {
  /** A logarithmic vertical axis. Default false. */
  logY?: boolean;
}

/** The numbers of {@link optimizationHistory}. */
export interface OptimizationHistoryData {
  number: number[];
  value: number[];
  /** Whether each trial keeps its constraints. */
  feasible: boolean[];
  /** The best value up to each trial, of those that keep their constraints; NaN before the first of them. */
  best: number[];
}

const where = "optimizationHistory";
const shown = 1000;

/**
 * What each trial of a study came to, and the best so far; trials that break constraints are crossed, and never best.
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
  const chosen = figureOptions<OptimizationHistoryOptions>(where, options, { ...frame(), logY: false });
  const trials = valuedTrials(where, study);
  const data = {
    number: trials.map(({ number }) => number),
    value: trials.map(({ value }) => value),
    feasible: trials.map(({ feasible }) => feasible),
    best: bestSoFar(trials, study),
  };
  const notes = [brokenNotice(trials, "crossed"), notice(data)];
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, notes, chosen),
    data,
    alt: () => altOf(study, data, notes, chosen),
    undrawn: undrawnTrials(study, { log: chosen.logY && "logY" }),
  });
}

function bestSoFar(trials: ValuedTrial[], { directions }: Tuned): number[] {
  let best = NaN;
  return trials.map(({ value, feasible }) => {
    if (feasible && !(asLoss(value, directions[0]) >= asLoss(best, directions[0]))) best = value;
    return best;
  });
}

function specOf(
  data: OptimizationHistoryData,
  notes: (string | false)[],
  { title, width, height, logY }: OptimizationHistoryOptions,
) {
  const drawable = (value: number) => orGap(logY && value <= 0 ? NaN : value);
  const row = (series: string, of: number[], at: number) => ({
    x: data.number[at],
    y: drawable(of[at]),
    series,
  });
  const kinds = ["trial", "infeasible"];
  const names = [...kinds.filter((_, at) => at === 0 || data.feasible.includes(false)), "best so far"];
  const colours = [palette[0], ...(names.length > 2 ? [midInk] : []), palette[1]];
  const values = data.value.map(drawable);
  const { scale, axis } = scaleAndAxis(logY!, values);
  const encoding = {
    x: { field: "x", type: "quantitative", title: "trial", axis: wholeTicks(...range(data.number)) },
    y: { field: "y", type: "quantitative", title: "value", scale, axis },
    color: {
      field: "series",
      type: "nominal",
      scale: { domain: names, range: colours },
      legend: legendOf(names),
    },
    tooltip: [
      { field: "x", title: "trial" },
      { field: "y", title: "value" },
    ],
  };
  const points = evenlyWithExtremes([data.value], shown).map((at) =>
    row(kinds[data.feasible[at] ? 0 : 1], data.value, at),
  );
  const steps = thinCurve(data.best, shown).map((at) => row("best so far", data.best, at));
  const shape = {
    condition: { test: "datum.series === 'infeasible'", value: "cross" },
    value: "circle",
  };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes),
    layer: [
      {
        data: { values: points },
        mark: { type: "point", size: 35, opacity: 0.65 },
        encoding: { ...encoding, shape },
      },
      { data: { values: steps }, mark: { type: "line", interpolate: "step-after" }, encoding },
    ],
  });
}

function notice({ value }: OptimizationHistoryData): string | false {
  return value.length > shown && `${plural(value.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(
  study: Tuned,
  { value }: OptimizationHistoryData,
  notes: (string | false)[],
  { title, logY }: OptimizationHistoryOptions,
): string {
  return sentences(
    title,
    `Values of ${plural(value.length, "trial")}`,
    bestSentence(study, ({ number }, best) => `The best is ${best}, of trial ${short(number)}`, {
      log: logY && "logY",
    }),
    ...notes,
  );
}
