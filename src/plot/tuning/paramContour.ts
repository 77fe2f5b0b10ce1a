import { checkOneOf, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { hoverFormat } from "../input/drawnDigits";
import { evenly, evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, range, sentences, short } from "../input/words";
import { heading, scaleAndAxis, vegaLite, vegaWidth } from "../theme/vegaTheme";
import {
  bestSentence,
  brokenNotice,
  hasParam,
  isPlaced,
  lackingNotice,
  paramNames,
  paramText,
  scaleOf,
  undrawnTrials,
  valueColours,
  valuedTrials,
  type Tuned,
  type ValuedTrial,
} from "./trials";

/** How {@link paramContour} draws. */
export interface ParamContourOptions extends FrameOptions {
  /** Which two parameters; both must be numbers. Default the first two that are. */
  params?: readonly [string, string];
}

/** The numbers of {@link paramContour}. */
export interface ParamContourData {
  params: [string, string];
  /** Those that have both; `feasible` where they keep their constraints. */
  trials: { number: number; x: number; y: number; value: number; feasible: boolean }[];
  /** Coordinates and interpolated values of the ground: [row][column]. */
  ground: { x: number[]; y: number[]; values: number[][] };
}

const where = "paramContour";
const shown = 800;
const cells = 36;

/**
 * The values of trials over two of their parameters: the trials as points, on a ground that is interpolated between
 * them (Shepard 1968, weights 1/d⁴ of the ranges), in levels.
 *
 * ```ts
 * paramContour(study, { params: ["rate", "dropout"] });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws DataError `paramContour: the trials must have two parameters that are numbers, got 1`
 */
export function paramContour(study: Tuned, options?: ParamContourOptions): Figure<ParamContourData> {
  const chosen = figureOptions<ParamContourOptions>(where, options, { ...frame(340), params: undefined });
  const valued = valuedTrials(where, study);
  const params = paramsOf(valued, chosen);
  const having = valued.filter((trial) => params.every((name) => hasParam(trial, name)));
  if (having.length === 0)
    throw new DataError({
      where,
      required: `a trial must have both ${params[0]} and ${params[1]}`,
      got: `none of ${valued.length}`,
    });
  const placed = having.filter((trial) => isPlaced(trial, params));
  if (placed.length === 0)
    throw new DataError({
      where,
      required: `${params[0]} and ${params[1]} must be finite in a trial`,
      got: `none of ${having.length}`,
    });
  const trials = placed.map(({ number, params: at, value, feasible }) => ({
    number,
    feasible,
    x: at[params[0]] as number,
    y: at[params[1]] as number,
    value,
  }));
  const logs = params.map((name) => scaleOf(placed, name) === "log");
  const data = { params, trials, ground: groundOf(trials, logs) };
  const notes = [lackingNotice(valued, having), brokenNotice(placed, "drawn as crosses"), notice(trials)];
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, logs, study, notes, chosen),
    data,
    alt: () => altOf(data, study, notes, chosen),
    undrawn: undrawnTrials(study, { params }),
  });
}

function paramsOf(trials: ValuedTrial[], { params }: ParamContourOptions): [string, string] {
  const numbers = paramNames(trials).filter((name) => scaleOf(trials, name) !== "nominal");
  if (params) return params.map((name) => checkOneOf(where, "parameter", name, numbers)) as [string, string];
  if (numbers.length >= 2) return [numbers[0], numbers[1]];
  throw new DataError({
    where,
    required: "the trials must have two parameters that are numbers",
    got: numbers.length,
  });
}

function groundOf(trials: ParamContourData["trials"], logs: boolean[]): ParamContourData["ground"] {
  const sides = [trials.map(({ x }) => x), trials.map(({ y }) => y)].map((values, side) =>
    sideOf(values, logs[side]),
  );
  const known = evenly(trials.length, 400).map((at) => trials[at]);
  const places = known.map(({ x, y, value }) => ({ x: sides[0].unit(x), y: sides[1].unit(y), value }));
  const middles = Array.from({ length: cells }, (_, at) => (at + 0.5) / cells);
  const values = middles.map((y) => middles.map((x) => shepard(places, x, y)));
  return { x: middles.map(sides[0].back), y: middles.map(sides[1].back), values };
}

function sideOf(values: number[], isLog: boolean) {
  const [low, high] = range(values).map((value) => (isLog ? Math.log(value) : value));
  const span = high - low || 1;
  return {
    unit: (value: number) => ((isLog ? Math.log(value) : value) - low) / span,
    back: (unit: number) => (isLog ? Math.exp(low + unit * span) : low + unit * span),
  };
}

function shepard(places: { x: number; y: number; value: number }[], x: number, y: number): number {
  let total = 0;
  let sum = 0;
  for (const place of places) {
    const weight = 1 / (((place.x - x) ** 2 + (place.y - y) ** 2) ** 2 + 1e-9);
    total += weight;
    sum += weight * place.value;
  }
  return sum / total;
}

function specOf(
  { params, trials, ground }: ParamContourData,
  logs: boolean[],
  study: Tuned,
  notes: (string | false)[],
  options: ParamContourOptions,
) {
  const values = ground.values.flatMap((row, i) => row.map((value, j) => cellOf(ground, i, j, value, logs)));
  const columns = [trials.map(({ x }) => x), trials.map(({ y }) => y), trials.map(({ value }) => value)];
  const points = evenlyWithExtremes(columns, shown).map((at) => ({
    x: orGap(trials[at].x),
    y: orGap(trials[at].y),
    value: orGap(trials[at].value),
    trial: trials[at].number,
    broken: !trials[at].feasible,
  }));
  const spans = columns.slice(0, 2).map(range);
  const place = (field: string, side: number) => {
    const { scale, axis } = scaleAndAxis(logs[side]);
    const [low, high] = spans[side];
    return {
      field,
      type: "quantitative",
      title: params[side],
      axis,
      scale: { ...scale, nice: false, ...(high > low && { domain: [orGap(low), orGap(high)] }) },
    };
  };
  const color = {
    field: "value",
    type: "quantitative",
    title: "value",
    scale: { type: "quantize", range: levelsOf(study), zero: false, nice: false },
    legend: {
      title: "value",
      direction: "horizontal",
      gradientLength: 220,
      format: hoverFormat(ground.values.flat()),
    },
  };
  return vegaLite({
    ...vegaWidth(options.width),
    height: options.height,
    ...heading(options.title, ...notes),
    layer: [
      {
        data: { values },
        mark: { type: "rect", opacity: 0.85, clip: true, strokeWidth: 0 },
        encoding: { x: place("x", 0), x2: { field: "x2" }, y: place("y", 1), y2: { field: "y2" }, color },
      },
      {
        data: { values: points },
        mark: { type: "point", size: 34, stroke: "#ffffff", strokeWidth: 1, fill: "#24292f", opacity: 0.9 },
        encoding: {
          x: place("x", 0),
          y: place("y", 1),
          shape: { condition: { test: "datum.broken", value: "cross" }, value: "circle" },
          tooltip: [
            { field: "trial" },
            { field: "value" },
            { field: "x", title: params[0] },
            { field: "y", title: params[1] },
          ],
        },
      },
    ],
  });
}

function cellOf(ground: ParamContourData["ground"], i: number, j: number, value: number, logs: boolean[]) {
  const [x, x2] = edgesOf(ground.x, j, logs[0]);
  const [y, y2] = edgesOf(ground.y, i, logs[1]);
  return { x, x2, y, y2, value: orGap(value) };
}

function edgesOf(middles: number[], at: number, isLog: boolean): [number | null, number | null] {
  const [first, second] = isLog ? [Math.log(middles[0]), Math.log(middles[1])] : [middles[0], middles[1]];
  const step = second - first;
  const edge = (place: number) => orGap(isLog ? Math.exp(first + place * step) : first + place * step);
  return [edge(at - 0.5), edge(at + 0.5)];
}

/** Eight levels between the colours of good and bad. */
function levelsOf(study: Tuned): string[] {
  const stops = valueColours(study).map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  return Array.from({ length: 8 }, (_, level) => {
    const place = (level / 7) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(place));
    const mixed = stops[from].map((part, at) =>
      Math.round(part + (place - from) * (stops[from + 1][at] - part)),
    );
    return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  });
}

function notice(trials: unknown[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(
  { params, trials }: ParamContourData,
  study: Tuned,
  notes: (string | false)[],
  { title }: ParamContourOptions,
): string {
  return sentences(
    title,
    `Values of ${plural(trials.length, "trial")} over ${params[0]} and ${params[1]}`,
    bestSentence(
      study,
      (best, value) => {
        const [x, y] = params.map((name) => `${name} ${paramText(study.trials, best, name)}`);
        return `The best is ${value}, at ${x} and ${y}`;
      },
      { params, together: true },
    ),
    ...notes,
  );
}
