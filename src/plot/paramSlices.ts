import { checkOneOf, checkOptions } from "../core/index";
import { Figure } from "./figure";
import { frame, type FrameOptions } from "./input/frame";
import { evenly } from "./input/thin";
import { list, plural, rounded, sentences, short } from "./input/words";
import { palette } from "./theme/colours";
import { heading, scaleAndAxis, vegaLite } from "./theme/vegaTheme";
import { bestTrial, paramNames, scaleOf, valuedTrials, type Tuned, type ValuedTrial } from "./tuning/trials";

/** How {@link paramSlices} draws. */
export interface ParamSlicesOptions extends FrameOptions {
  /** Which parameters. Default the first six. */
  params?: readonly string[];
}

/** The numbers of {@link paramSlices}. */
export interface ParamSlicesData {
  params: string[];
  /** Of each parameter the trials that have it. */
  slices: { name: string; at: (number | string | boolean | null)[]; value: number[] }[];
  /** The parameters of the best trial. */
  best: Record<string, number | string | boolean | null>;
}

const where = "paramSlices";
const shown = 1200;

/**
 * The value of each trial over each of its parameters: a panel for each, with the best trial marked.
 *
 * ```ts
 * paramSlices(study, { params: ["rate", "layers"] });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 */
export function paramSlices(study: Tuned, options?: ParamSlicesOptions): Figure<ParamSlicesData> {
  const chosen = checkOptions<ParamSlicesOptions>(where, options, {
    ...frame(),
    height: 170,
    params: undefined,
  });
  const trials = valuedTrials(where, study);
  const known = paramNames(trials);
  const params =
    chosen.params?.map((name) => checkOneOf(where, "parameter", name, known)) ?? known.slice(0, 6);
  const slices = params.map((name) => {
    const having = trials.filter((trial) => name in trial.params);
    return { name, at: having.map((trial) => trial.params[name]), value: having.map(({ value }) => value) };
  });
  const best = bestTrial(trials, study);
  const data = { params, slices, best: { ...best.params } };
  const spec = specOf(trials, best, params, chosen);
  return new Figure({ renderer: "vega-lite", spec, data, alt: altOf(trials, best, params, chosen) });
}

function specOf(
  trials: ValuedTrial[],
  best: ValuedTrial,
  params: string[],
  { title, width = 240, height }: ParamSlicesOptions,
) {
  const each = Math.max(20, Math.floor(shown / params.length));
  const panels = params.map((name) => {
    const having = trials.filter((trial) => name in trial.params);
    const drawn = new Set(evenly(having.length, each).map((at) => having[at]));
    if (name in best.params) drawn.add(best);
    const rows = [...drawn].map((trial) => rowOf(trial, name, trial === best));
    return panel(name, scaleOf(having, name), rows, width, height!);
  });
  return vegaLite({
    autosize: { type: "pad" },
    ...heading(title, notice(trials, each)),
    columns: 2,
    spacing: 24,
    concat: panels,
  });
}

function rowOf({ params, value, number }: ValuedTrial, name: string, isBest: boolean) {
  const at = params[name];
  return {
    x: typeof at === "number" ? rounded(at) : String(at),
    y: rounded(value),
    trial: number,
    best: isBest,
  };
}

function panel(
  name: string,
  kind: "linear" | "log" | "nominal",
  values: object[],
  width: number,
  height: number,
): object {
  const { scale, axis } = scaleAndAxis(kind === "log");
  const x =
    kind === "nominal"
      ? { field: "x", type: "nominal", axis: { labelAngle: 0, grid: false } }
      : { field: "x", type: "quantitative", scale, axis: { ...axis, tickCount: 4 } };
  return {
    width,
    height,
    data: { values },
    mark: { type: "point" },
    encoding: {
      x: { ...x, title: name },
      y: {
        field: "y",
        type: "quantitative",
        title: "value",
        scale: { zero: false, nice: true },
        axis: { tickCount: 5 },
      },
      color: { condition: { test: "datum.best", value: palette[1] }, value: palette[0] },
      size: { condition: { test: "datum.best", value: 110 }, value: 28 },
      shape: { condition: { test: "datum.best", value: "diamond" }, value: "circle" },
      opacity: { condition: { test: "datum.best", value: 1 }, value: 0.6 },
      tooltip: [{ field: "trial" }, { field: "x", title: name }, { field: "y", title: "value" }],
    },
  };
}

function notice(trials: ValuedTrial[], each: number): string | false {
  return (
    trials.length > each && `${plural(trials.length, "trial")}, ${short(each)} of them drawn in each panel`
  );
}

function altOf(
  trials: ValuedTrial[],
  best: ValuedTrial,
  params: string[],
  { title }: ParamSlicesOptions,
): string {
  const each = Math.max(20, Math.floor(shown / params.length));
  const places = params
    .filter((name) => name in best.params)
    .map((name) => {
      const at = best.params[name];
      return `${name} ${typeof at === "number" ? short(at) : String(at)}`;
    });
  return sentences(
    title,
    `Values of ${plural(trials.length, "trial")} over ${list(params)}`,
    `The best, ${short(best.value)}, has ${list(places)}`,
    notice(trials, each),
  );
}
