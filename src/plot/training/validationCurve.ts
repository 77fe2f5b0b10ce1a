import { checkMode, type ModeOption } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { scoreCurve, type ScoreCurveData, type ScorePoint } from "./loss/scoreCurve";
import { figureOptions } from "../input/options";

/** How {@link validationCurve} draws. */
export interface ValidationCurveOptions extends FrameOptions {
  /** Which of the measured values is shown. Default "loss". */
  metric?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says, or as the field uses its name. */
  mode?: ModeOption;
  /** The name of the option that varies, below the horizontal axis. Default "value". */
  xLabel?: string;
  /** A logarithmic horizontal axis. Default: where the values are positive and span a factor of 20. */
  logX?: boolean;
}

/**
 * Scores on the training rows and on others over one of a model's options, with intervals over seeds and the best value marked:
 * left or right of it the model underfits or overfits.
 *
 * ```ts
 * const curve = await train.validationCurve((l2) => makeModel(l2), digits(), [1e-4, 1e-3, 1e-2]);
 * plot.validationCurve(curve, { xLabel: "L2" });
 * ```
 *
 * @param points what `train.validationCurve` returned
 * @throws DataError `validationCurve: values must be numbers, got "relu"; draw words with a table`
 */
export function validationCurve(
  points: readonly ScorePoint[],
  options?: ValidationCurveOptions,
): Figure<ScoreCurveData> {
  const chosen = figureOptions<ValidationCurveOptions>("validationCurve", options, {
    ...frame(),
    metric: "loss",
    mode: "auto",
    xLabel: "value",
    logX: undefined,
  });
  checkMode("validationCurve", chosen.mode!);
  return scoreCurve("validationCurve", points, { ...chosen, xLabel: chosen.xLabel! });
}
