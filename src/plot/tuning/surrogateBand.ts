import { thinCurve } from "../../math/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, range, sentences, short, shorts } from "../input/words";
import { palette } from "../theme/colours";
import { bandBetween } from "../theme/marks";
import { legendOf } from "../theme/legend";
import { heading, scaleAndAxis, vegaLite, vegaWidth } from "../theme/vegaTheme";
import { bottomOf, readSlice, undrawnSlices, type SurrogateBandData, type SurrogateSlice } from "./slice";

/** How {@link surrogateBand} draws. */
export interface SurrogateBandOptions extends FrameOptions {
  /** Below the horizontal axis. Default "parameter". */
  xLabel?: string;
  /** A logarithmic horizontal axis. Default false. */
  logX?: boolean;
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
  const chosen = figureOptions<SurrogateBandOptions>(where, options, {
    ...frame(320),
    xLabel: "parameter",
    logX: false,
  });
  const data = readSlice(where, slice);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, slice.seen, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnSlices([{ ...data, seen: slice.seen }], chosen.logX! && "logX"),
  });
}

function specOf(
  data: SurrogateBandData,
  seen: SurrogateSlice["seen"],
  { title, width, height, xLabel, logX }: SurrogateBandOptions,
) {
  const names = ["belief ± 2 deviations", "trial", "wish to look (scaled)"];
  const bottom = bottomOf([data]);
  const heightOf = bottom.heightIn(data);
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
    ...{ x: orGap(data.x[at]), y: orGap(data.mean[at]), series: names[0] },
    ...{
      low: orGap(data.mean[at] - 2 * data.deviation[at]),
      high: orGap(data.mean[at] + 2 * data.deviation[at]),
    },
  }));
  const wish = thinCurve(data.acquisition, shown).map((at) => ({
    x: orGap(data.x[at]),
    y: orGap(bottom.low),
    high: orGap(heightOf(data.acquisition[at])),
    series: names[2],
  }));
  const trials = seen
    ? evenly(seen.x.length, shown).map((at) => ({
        x: orGap(seen.x[at]),
        y: orGap(seen.value[at]),
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
        encoding: { ...bandBetween({ x, y }), color },
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
        data: { values: [{ x: orGap(data.next) }] },
        mark: { type: "rule", color: palette[1], strokeDash: [5, 4] },
        encoding: { x },
      },
    ],
  });
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
    `A surrogate over ${xLabel} from ${shorts(range(x)).join(" to ")}: of ${plural(x.length, "place")} its mean is lowest, ${short(mean[least])}, at ${short(x[least])}, and it is least sure at ${short(x[widest])}`,
    `The search wants to look at ${short(next)} next`,
    notice(data),
  );
}
