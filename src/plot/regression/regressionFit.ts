import {
  checkEqualLength,
  checkFinite,
  checkInteger,
  checkNotEmpty,
  checkNumber,
  DataError,
  ShapeError,
  shown,
} from "../../core/index";
import { deviationOf, isConstant, rootMeanSquare, studentT } from "../../math/index";
import { Figure } from "../figure/figure";
import { finitePairs, numberColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { fitPolynomial } from "./polynomial";
import { thinPoints } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, range, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link regressionFit} draws. */
export interface RegressionFitOptions extends FrameOptions {
  /** The fitted function, such as a trained model's. Default: least squares with a polynomial. */
  model?: (x: number[]) => ArrayLike<number>;
  /** Degree of the polynomial where no model is given. Default 1, a straight line. */
  degree?: number;
  /** How much the intervals hold, in (0, 1). Default 0.95. */
  level?: number;
  /** More points than this are thinned, evenly. Default 1 000. */
  maxPoints?: number;
  /** Below the horizontal axis. Default "x". */
  xLabel?: string;
  /** Beside the vertical axis. Default "y". */
  yLabel?: string;
}

/** The numbers of {@link regressionFit}. */
export interface RegressionFitData {
  x: number[];
  y: number[];
  /** How many points are not finite, and so have no part. */
  notFinite: number;
  /** At 101 places from the lowest x to the highest. */
  line: {
    x: number[];
    y: number[];
    /** Where the mean lies; only with least squares. */
    confidence?: { low: number[]; high: number[] };
    /** Where a new point lies. */
    prediction: { low: number[]; high: number[] };
  };
  /** Root of the mean squared residual. */
  rmse: number;
  /** 1 − residual over total sum of squares; NaN where y is constant. */
  r2: number;
}

const where = "regressionFit";

/**
 * A regression through its points, with the interval of the mean (dark) and of new points (light).
 *
 * Least squares has both from Student's t: ŷ ± t s √h and ŷ ± t s √(1 + h), h the leverage. A model of yours has the second
 * only, by its residuals' root mean square.
 *
 * ```ts
 * regressionFit([1, 2, 3, 4], [1.1, 1.9, 3.2, 3.9]);
 * regressionFit(x, y, { model: (at) => Array.from(net.predict(tf.tensor2d(at, [at.length, 1])).dataSync()) });
 * ```
 *
 * @param x float [points]
 * @param y float [points]
 * @throws ShapeError `regressionFit: x and y must have equal length, got 3 and 2`
 */
export function regressionFit(
  x: Numbers,
  y: Numbers,
  options?: RegressionFitOptions,
): Figure<RegressionFitData> {
  const chosen = figureOptions<RegressionFitOptions>(where, options, {
    ...frame(320),
    model: undefined,
    degree: 1,
    level: 0.95,
    maxPoints: 1000,
    xLabel: "x",
    yLabel: "y",
  });
  checkInteger(where, "degree", chosen.degree!, "[0, 30]");
  checkInteger(where, "maxPoints", chosen.maxPoints!, "[1, ∞)");
  checkNumber(where, "level", chosen.level!, "(0, 1)");
  const data = fitted(finitePoints(x, y), chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

interface Points {
  x: number[];
  y: number[];
  notFinite: number;
}

function finitePoints(x: Numbers, y: Numbers): Points {
  const across = numberColumn(where, "x", x);
  const up = numberColumn(where, "y", y);
  checkNotEmpty(where, "x", across);
  checkEqualLength(where, { x: across, y: up });
  const points = finitePairs(across, up);
  if (points.x.length === 0)
    throw new DataError({ where, required: "a point must have finite x and y", got: "none" });
  return { ...points, notFinite: across.length - points.x.length };
}

function fitted(points: Points, options: RegressionFitOptions): RegressionFitData {
  const [low, high] = range(points.x);
  const places = Array.from({ length: 101 }, (_, at) => low + ((high - low) * at) / 100);
  const { line, rmse } = options.model
    ? ofModel(points, places, options.model, options.level!)
    : ofLeastSquares(points, places, options);
  return {
    ...points,
    line: { x: places, ...line },
    rmse,
    r2: isConstant(points.y) ? NaN : 1 - (rmse / deviationOf(points.y)) ** 2,
  };
}

function ofModel({ x, y }: Points, places: number[], model: RegressionFitOptions["model"], level: number) {
  const [said, drawn] = [x, places].map((at) => answersOf(model, at));
  const rmse = rootMeanSquare(y.map((value, at) => value - said[at]));
  const room = studentT(level, x.length) * rmse;
  return { line: { y: drawn, prediction: around(drawn, () => room) }, rmse };
}

/** What the reader's model answers: a finite number for each place. */
function answersOf(model: unknown, places: number[]): number[] {
  if (typeof model !== "function")
    throw new ShapeError({ where, required: "model must be a function", got: shown(model) });
  const name = "the model's answers";
  const said = Array.from(numberColumn(where, name, (model as (x: number[]) => Numbers)([...places])));
  checkEqualLength(where, { x: places, [name]: said });
  checkFinite(where, name, said);
  return said;
}

function ofLeastSquares({ x, y }: Points, places: number[], { degree, level }: RegressionFitOptions) {
  const fit = fitPolynomial(x, y, degree!);
  const freedom = x.length - fit.degree - 1;
  const drawn = places.map(fit.at);
  const factor = freedom > 0 ? studentT(level!, freedom) * fit.rmse * Math.sqrt(x.length / freedom) : 0;
  const leverage = places.map(fit.leverage);
  const line = {
    y: drawn,
    confidence: around(drawn, (at) => factor * Math.sqrt(leverage[at])),
    prediction: around(drawn, (at) => factor * Math.sqrt(1 + leverage[at])),
  };
  return { line, rmse: fit.rmse };
}

function around(line: number[], room: (at: number) => number): { low: number[]; high: number[] } {
  return { low: line.map((value, at) => value - room(at)), high: line.map((value, at) => value + room(at)) };
}

function specOf(data: RegressionFitData, options: RegressionFitOptions): Record<string, unknown> {
  const { title, width, height, xLabel, yLabel, maxPoints } = options;
  const scale = { zero: false, nice: true };
  const x = { field: "x", type: "quantitative", title: xLabel, scale };
  const y = { field: "y", type: "quantitative", title: yLabel, scale };
  const drawn = thinPoints(data.x.length, maxPoints!, [data.x, data.y]);
  const band = (low: string, high: string, opacity: number) => ({
    mark: { type: "area", color: palette[0], opacity, clip: true },
    encoding: { x, y: { ...y, field: low }, y2: { field: high } },
  });
  const { confidence } = data.line;
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes(data, options)),
    data: { values: lineRows(data) },
    layer: [
      band("low", "high", 0.12),
      ...(confidence ? [band("meanLow", "meanHigh", 0.28)] : []),
      {
        data: { values: drawn.map((at) => ({ x: orGap(data.x[at]), y: orGap(data.y[at]) })) },
        mark: { type: "point", color: palette[1], size: 30, opacity: drawn.length > 500 ? 0.5 : 0.85 },
        encoding: {
          x,
          y,
          tooltip: [
            { field: "x", title: xLabel },
            { field: "y", title: yLabel },
          ],
        },
      },
      { mark: { type: "line", color: palette[0], clip: true }, encoding: { x, y } },
    ],
  });
}

function lineRows({ line: { x, y, confidence, prediction } }: RegressionFitData): object[] {
  return x.map((place, at) => ({
    x: orGap(place),
    y: orGap(y[at]),
    low: orGap(prediction.low[at]),
    high: orGap(prediction.high[at]),
    ...(confidence && { meanLow: orGap(confidence.low[at]), meanHigh: orGap(confidence.high[at]) }),
  }));
}

function notes(data: RegressionFitData, { level, maxPoints }: RegressionFitOptions): (string | false)[] {
  const { x, rmse, r2, notFinite, line } = data;
  const holds = `${short(100 * level!)} % interval of ${line.confidence ? "the mean and of new points" : "new points"}`;
  return [
    `RMSE ${short(rmse)}${Number.isNaN(r2) ? "" : `, R² ${short(r2)}`}; ${holds}`,
    x.length > maxPoints! && `${plural(x.length, "point")}, ${short(maxPoints!)} of them drawn`,
    notFinite > 0 && `${plural(notFinite, "point")} not finite and left out`,
  ];
}

function altOf(data: RegressionFitData, options: RegressionFitOptions): string {
  const { line, x } = data;
  const ends = `from ${short(line.y[0])} at ${short(line.x[0])} to ${short(line.y.at(-1)!)} at ${short(line.x.at(-1)!)}`;
  return sentences(
    options.title,
    `Regression of ${options.yLabel} on ${options.xLabel} through ${plural(x.length, "point")}`,
    `The line goes ${ends}`,
    ...notes(data, options),
  );
}
