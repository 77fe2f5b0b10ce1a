import { checkEqualLength, checkNotEmpty, checkOptions, DataError } from "../core/index";
import { Figure } from "./figure";
import { frame, type FrameOptions } from "./input/frame";
import { evenly, thinCurve } from "./input/thin";
import { plural, range, rounded, sentences, short } from "./input/words";
import { palette } from "./theme/colours";
import { heading, legendOf, scaleAndAxis, vegaLite, vegaWidth } from "./theme/vegaTheme";

/** How {@link surrogateBand} draws. */
export interface SurrogateBandOptions extends FrameOptions {
  /** Below the horizontal axis. Default "parameter". */
  xLabel?: string;
  /** A logarithmic horizontal axis. Default false. */
  logX?: boolean;
}

/** What a surrogate believes along one parameter: what `tune.surrogate` returns. */
export interface SurrogateSlice {
  /** float [places]. */
  x: ArrayLike<number>;
  mean: ArrayLike<number>;
  deviation: ArrayLike<number>;
  /** How much the search wants to look there; any scale. */
  acquisition: ArrayLike<number>;
  /** Trials near the slice. */
  seen?: { x: ArrayLike<number>; value: ArrayLike<number> };
}

/** The numbers of {@link surrogateBand}. */
export interface SurrogateBandData {
  x: number[];
  mean: number[];
  deviation: number[];
  acquisition: number[];
  /** Where the acquisition is largest. */
  next: number;
}

const where = "surrogateBand";
const shown = 600;

/**
 * What a surrogate believes of an objective along one parameter, with a band of two deviations, and below it where
 * the search wants to look next.
 *
 * ```ts
 * surrogateBand(tune.surrogate(study, "rate"), { xLabel: "rate", logX: true });
 * ```
 *
 * @throws ShapeError `surrogateBand: x and mean must have equal length, got 100 and 99`
 */
export function surrogateBand(
  slice: SurrogateSlice,
  options?: SurrogateBandOptions,
): Figure<SurrogateBandData> {
  const chosen = checkOptions<SurrogateBandOptions>(where, options, {
    ...frame(320),
    xLabel: "parameter",
    logX: false,
  });
  const { x, mean, deviation, acquisition } = slice;
  checkNotEmpty(where, "x", x);
  checkEqualLength(where, { x, mean });
  checkEqualLength(where, { x, deviation });
  checkEqualLength(where, { x, acquisition });
  const [, most] = range(acquisition);
  if (!Number.isFinite(most) || !Number.isFinite(range(mean)[0]))
    throw new DataError({ where, required: "there must be a finite mean and acquisition", got: "none" });
  const data = {
    ...{ x: Array.from(x), mean: Array.from(mean), deviation: Array.from(deviation) },
    ...{ acquisition: Array.from(acquisition), next: x[Array.from(acquisition).indexOf(most)] },
  };
  return new Figure({
    renderer: "vega-lite",
    spec: specOf(data, slice.seen, chosen),
    data,
    alt: altOf(data, chosen),
  });
}

function specOf(
  data: SurrogateBandData,
  seen: SurrogateSlice["seen"],
  { title, width, height, xLabel, logX }: SurrogateBandOptions,
) {
  const names = ["belief ± 2 deviations", "trial", "wish to look (scaled)"];
  const bottom = bottomOf(data);
  const { scale, axis } = scaleAndAxis(logX!);
  const x = { field: "x", type: "quantitative", title: xLabel, scale: { ...scale, nice: false }, axis };
  const y = { type: "quantitative", title: "value", scale: { zero: false, nice: true } };
  const color = {
    field: "series",
    type: "nominal",
    scale: { domain: names, range: [palette[0], palette[3], palette[1]] },
    legend: legendOf(names, { symbolType: "circle" }),
  };
  const belief = thinCurve(data.mean, shown).map((at) => ({
    ...{ x: rounded(data.x[at]), y: rounded(data.mean[at]), series: names[0] },
    ...{
      low: rounded(data.mean[at] - 2 * data.deviation[at]),
      high: rounded(data.mean[at] + 2 * data.deviation[at]),
    },
  }));
  const wish = thinCurve(data.acquisition, shown).map((at) => ({
    x: rounded(data.x[at]),
    y: rounded(bottom.low),
    high: rounded(bottom.at(data.acquisition[at])),
    series: names[2],
  }));
  const trials = seen
    ? evenly(seen.x.length, shown).map((at) => ({
        x: rounded(seen.x[at]),
        y: rounded(seen.value[at]),
        series: names[1],
      }))
    : [];
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, notice(data)),
    layer: [
      {
        data: { values: belief },
        mark: { type: "area", opacity: 0.2 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      { data: { values: belief }, mark: { type: "line" }, encoding: { x, y: { ...y, field: "y" }, color } },
      {
        data: { values: wish },
        mark: { type: "area", opacity: 0.55 },
        encoding: { x, y: { ...y, field: "y" }, y2: { field: "high" }, color },
      },
      {
        data: { values: trials },
        mark: { type: "point", size: 55, opacity: 1 },
        encoding: { x, y: { ...y, field: "y" }, color },
      },
      {
        data: { values: [{ x: rounded(data.next) }] },
        mark: { type: "rule", color: palette[1], strokeDash: [5, 4] },
        encoding: { x },
      },
    ],
  });
}

/** Room for the acquisition: a quarter of the band's height, below it. */
function bottomOf({ mean, deviation, acquisition }: SurrogateBandData) {
  const [low] = range(mean.map((value, at) => value - 2 * deviation[at]));
  const [, high] = range(mean.map((value, at) => value + 2 * deviation[at]));
  const [least, most] = range(acquisition);
  const room = 0.25 * (high - low || 1);
  const base = low - 1.15 * room;
  return {
    low: base,
    at: (value: number) => base + (most > least ? (room * (value - least)) / (most - least) : 0),
  };
}

function notice({ x }: SurrogateBandData): string | false {
  return x.length > shown && `${plural(x.length, "place")}, drawn by their extremes`;
}

function altOf(data: SurrogateBandData, { title, xLabel }: SurrogateBandOptions): string {
  const { x, mean, deviation, next } = data;
  const least = mean.reduce((best, value, at) => (value < mean[best] ? at : best), 0);
  const widest = deviation.reduce((most, value, at) => (value > deviation[most] ? at : most), 0);
  return sentences(
    title,
    `A surrogate over ${xLabel} from ${range(x).map(short).join(" to ")}: its mean is lowest, ${short(mean[least])}, at ${short(x[least])}, and it is least sure at ${short(x[widest])}`,
    `The search wants to look at ${short(next)} next`,
    notice(data),
  );
}
