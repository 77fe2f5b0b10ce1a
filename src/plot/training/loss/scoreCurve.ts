import {
  bestAt,
  checkNotEmpty,
  DataError,
  knownMode,
  type Mode,
  type ModeOption,
  type Modes,
  ShapeError,
  shown,
} from "../../../core/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../../basics/curves";
import { Figure } from "../../figure/figure";
import type { FrameOptions } from "../../input/frame";
import { checkParts, checkUpright } from "../../input/named";
import { countAlike, tieNote } from "../../input/ties";
import { undrawn } from "../../input/undrawn";
import { fromTo, list, plural, range, sentences, short } from "../../input/words";
import { unknownMode } from "./run";
import { dashedRule } from "../../theme/marks";

/** A score over several seeds. */
export interface ScoreInterval {
  mean: number;
  /** The ends of an interval. Default the mean. */
  low?: number;
  high?: number;
}

/** One point of a learning or validation curve, as `train` measures them. */
export interface ScorePoint {
  /** Rows, or the value of the option. */
  at: unknown;
  train: Record<string, ScoreInterval>;
  validation: Record<string, ScoreInterval>;
  /** Whether lower or higher is better, by the value's name. */
  modes?: Modes;
}

/** The numbers of a learning or validation curve. */
export interface ScoreCurveData {
  metric: string;
  x: number[];
  train: ScoreInterval[];
  validation: ScoreInterval[];
  /** Where the validation score is best; undefined where none is finite, or nobody knows which way is better. */
  best?: { at: number; mean: number };
}

interface ScoreCurveOptions extends FrameOptions {
  metric?: string;
  mode?: ModeOption;
  xLabel: string;
  logX?: boolean;
}

/** A learning or validation curve. */
export function scoreCurve(
  where: string,
  points: readonly ScorePoint[],
  options: ScoreCurveOptions,
): Figure<ScoreCurveData> {
  checkNotEmpty(where, "the points", points);
  const data = read(where, points, options);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, options),
    data,
    alt: () => altOf(data, options),
    undrawn: undrawnOf(data, options),
  });
}

function read(
  where: string,
  points: readonly ScorePoint[],
  { metric = "loss", mode }: ScoreCurveOptions,
): ScoreCurveData {
  points.forEach((point) => checkParts(where, "a point", point, ["at", "train", "validation"]));
  const sorted = points.map((point) => ({ ...point, at: numberOf(where, point.at) }));
  sorted.sort((one, other) => one.at - other.at);
  const part = (name: "train" | "validation") => sorted.map((point) => scoreOf(where, point, name, metric));
  const data = {
    metric,
    x: sorted.map(({ at }) => at),
    train: part("train"),
    validation: part("validation"),
  };
  return { ...data, best: bestOf(data, knownMode(metric, { mode, modes: points[0].modes })) };
}

function numberOf(where: string, at: unknown): number {
  if (typeof at === "number" && Number.isFinite(at)) return at;
  const required = "values must be numbers";
  throw new DataError({ where, required, got: shown(at), remedy: "draw words with a table" });
}

function scoreOf(where: string, point: ScorePoint, part: "train" | "validation", metric: string) {
  const score = point[part]?.[metric];
  if (score && typeof score.mean !== "number") {
    const required = `${part} ${metric} at ${shown(point.at)} must be {mean}`;
    throw new ShapeError({ where, required, got: shown(score) });
  }
  if (score) {
    const { mean, low = mean, high = mean } = score;
    checkUpright(where, `the interval of ${part} ${metric} at ${shown(point.at)}`, {
      low: [low],
      high: [high],
    });
    return score;
  }
  const found = list(Object.keys(point[part] ?? {})) || "nothing";
  throw new DataError({
    where,
    required: `no "${metric}" at ${String(point.at)} (found ${found})`,
    remedy: 'choose another with {metric: "…"}',
  });
}

function bestOf({ x, validation }: ScoreCurveData, mode: Mode | undefined): ScoreCurveData["best"] {
  const means = validation.map(({ mean }) => mean);
  const best = mode ? bestAt(mode, means) : -1;
  return best < 0 ? undefined : { at: x[best], mean: means[best] };
}

function specOf(data: ScoreCurveData, options: ScoreCurveOptions): Record<string, unknown> {
  const [low, high] = range(data.x);
  const { logX = low > 0 && high / low >= 20 } = options;
  const names = ["training", "validation"];
  const rows = [data.train, data.validation].flatMap((scores, at) =>
    curveRows(
      names[at],
      data.x,
      scores.map(({ mean }) => mean),
      {
        limit: limitOf(data),
        ...(isBanded(data) && {
          low: scores.map(({ mean, low: from = mean }) => from),
          high: scores.map(({ mean, high: to = mean }) => to),
        }),
        logX,
      },
    ),
  );
  const best = data.best && !(logX && data.best.at <= 0) ? [{ x: data.best.at }] : [];
  return curveSpec({
    ...options,
    ...{ names, rows, notes: notes(data, options) },
    points: data.x.length <= 30,
    x: { title: options.xLabel, log: logX },
    y: { title: data.metric },
    above: ({ x }: CurveAxes) => [dashedRule({ x }, best)],
  });
}

/** Whether a score has an interval. */
function isBanded({ train, validation }: ScoreCurveData): boolean {
  return [...train, ...validation].some(({ low, high }) => low !== undefined || high !== undefined);
}

/** How many values of a line are drawn: with an interval each has as much to say as two. */
function limitOf(data: ScoreCurveData): number {
  return valuesEach(isBanded(data) ? 4 : 2);
}

function notes(data: ScoreCurveData, { xLabel, logX }: ScoreCurveOptions): (string | false | undefined)[] {
  const { metric, best, x, validation } = data;
  const means = validation.map(({ mean }) => mean);
  return [
    !best && validation.some(({ mean }) => Number.isFinite(mean)) && unknownMode(metric),
    best &&
      `Best validation ${short(best.mean)} at ${xLabel} ${short(best.at)}${tieNote(countAlike(means, best.mean))}${logX && best.at <= 0 ? ", which is not drawn" : ""}`,
    x.length > limitOf(data) && `${plural(x.length, "value")}, drawn by their extremes`,
  ];
}

function undrawnOf({ x, train, validation }: ScoreCurveData, { logX }: ScoreCurveOptions): string | false {
  const scores = [...train, ...validation];
  const ends = scores.flatMap(({ mean, low = mean, high = mean }) => [low, high]);
  return undrawn(
    { mark: "value", values: x, log: logX && "logX" },
    { mark: "score", values: scores.map(({ mean }) => mean) },
    {
      mark: "end of an interval",
      marks: "ends of intervals",
      values: ends.filter((_, at) => Number.isFinite(scores[at >> 1].mean)),
    },
  );
}

function altOf(data: ScoreCurveData, options: ScoreCurveOptions): string {
  const { metric, x, train, validation } = data;
  const ends = (name: string, scores: ScoreInterval[]) =>
    `${name} ${fromTo(scores[0].mean, scores.at(-1)!.mean)}`;
  return sentences(
    options.title,
    `${metric} over ${options.xLabel} ${fromTo(x[0], x.at(-1)!)}, ${plural(x.length, "value")}`,
    `${[ends("training", train), ends("validation", validation)].join(", ")}`,
    ...notes(data, options),
  );
}
