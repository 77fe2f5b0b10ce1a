import { checkEqualLength, checkInteger, checkNotEmpty, DataError } from "../../core/index";
import { solid } from "../basics/curves";
import { Figure } from "../figure/figure";
import { numberColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { deviationOf, isConstant, meanOf, rootMeanSquare } from "../../math/index";
import { thinPoints } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { dashedRule } from "../theme/marks";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link residuals} draws. */
export interface ResidualsOptions extends FrameOptions {
  /** More points than this are thinned, evenly, and the figure says so. Default 2 000. */
  maxPoints?: number;
  /** Below the horizontal axis. Default "predicted". */
  xLabel?: string;
}

/** The numbers of {@link residuals}, over the points with finite truth and prediction. */
export interface ResidualsData {
  predicted: number[];
  /** Truth − prediction. */
  residual: number[];
  /** How many points are not finite, and so have no place. */
  notFinite: number;
  /** Mean of the residuals. */
  bias: number;
  /** Root of the mean squared residual. */
  rmse: number;
  /** Mean absolute residual. */
  mae: number;
  /** 1 − residual over total sum of squares; NaN where the truth is constant. */
  r2: number;
}

const where = "residuals";

/**
 * What a regression gets wrong, against what it predicts: a good fit leaves a band without shape around 0.
 *
 * The dotted lines lie two root mean squares from 0, where about 95 % of normal residuals are.
 *
 * ```ts
 * residuals(test.targets, model.predict(x)).data().rmse // 2.3
 * ```
 *
 * @param truth float [points]
 * @param predictions float [points]
 * @throws ShapeError `residuals: truth and predictions must have equal length, got 100 and 99`
 */
export function residuals(
  truth: Numbers,
  predictions: Numbers,
  options?: ResidualsOptions,
): Figure<ResidualsData> {
  const chosen = figureOptions<ResidualsOptions>(where, options, {
    ...frame(),
    maxPoints: 2000,
    xLabel: "predicted",
  });
  checkInteger(where, "maxPoints", chosen.maxPoints!, "[1, ∞)");
  const data = read(truth, predictions);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function read(given: Numbers, predictions: Numbers): ResidualsData {
  const truth = numberColumn(where, "truth", given);
  const said = numberColumn(where, "predictions", predictions);
  checkNotEmpty(where, "truth", truth);
  checkEqualLength(where, { truth, predictions: said });
  const kept: number[] = [];
  for (let at = 0; at < truth.length; at++)
    if (Number.isFinite(truth[at]) && Number.isFinite(said[at])) kept.push(at);
  if (kept.length === 0)
    throw new DataError({ where, required: "a point must have finite truth and prediction", got: "none" });
  const residual = kept.map((at) => truth[at] - said[at]);
  const own = kept.map((at) => truth[at]);
  const [rmse, spread] = [rootMeanSquare(residual), deviationOf(own)];
  return {
    predicted: kept.map((at) => said[at]),
    residual,
    notFinite: truth.length - kept.length,
    bias: meanOf(residual),
    rmse,
    mae: meanOf(residual.map(Math.abs)),
    r2: isConstant(own) ? NaN : 1 - (rmse / spread) ** 2,
  };
}

function specOf(data: ResidualsData, options: ResidualsOptions): Record<string, unknown> {
  const { title, width, height, xLabel, maxPoints } = options;
  const { predicted, residual, rmse } = data;
  const drawn = thinPoints(predicted.length, maxPoints!, [predicted, residual]);
  const scale = { zero: false, nice: true };
  const x = { field: "x", type: "quantitative", title: xLabel, scale };
  const y = { field: "y", type: "quantitative", title: "truth − prediction", scale };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes(data, maxPoints!)),
    data: { values: drawn.map((at) => ({ x: orGap(predicted[at]), y: orGap(residual[at]) })) },
    layer: [
      {
        mark: { type: "point", color: palette[0], opacity: drawn.length > 500 ? 0.5 : 0.8, size: 30 },
        encoding: {
          x,
          y,
          tooltip: [
            { field: "x", title: xLabel },
            { field: "y", title: "residual" },
          ],
        },
      },
      dashedRule({ y }, [{ y: 0 }], { strokeDash: solid, opacity: 0.8 }),
      dashedRule({ y }, [{ y: orGap(2 * rmse) }, { y: orGap(-2 * rmse) }]),
    ],
  });
}

function notes({ rmse, mae, r2, predicted, notFinite }: ResidualsData, most: number): (string | false)[] {
  const count = predicted.length;
  return [
    `RMSE ${short(rmse)}, MAE ${short(mae)}${Number.isNaN(r2) ? "" : `, R² ${short(r2)}`}`,
    count > most && `${plural(count, "point")}, ${short(most)} of them drawn`,
    notFinite > 0 && `${plural(notFinite, "point")} not finite and left out`,
  ];
}

function altOf(data: ResidualsData, { title, maxPoints }: ResidualsOptions): string {
  const outside = data.residual.filter((value) => Math.abs(value) > 2 * data.rmse).length;
  return sentences(
    title,
    `Residuals of ${plural(data.predicted.length, "prediction")}, mean ${short(data.bias)}`,
    ...notes(data, maxPoints!),
    `${short(outside)} ${outside === 1 ? "lies" : "lie"} further than two RMSE from 0`,
  );
}
