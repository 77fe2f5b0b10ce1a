import { checkMode, type ModeOption } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { scoreCurve, type ScoreCurveData, type ScorePoint } from "./loss/scoreCurve";
import { figureOptions } from "../input/options";

/** How {@link learningCurve} draws. */
export interface LearningCurveOptions extends FrameOptions {
  /** Which of the measured values is shown. Default "loss". */
  metric?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says, or as the field uses its name. */
  mode?: ModeOption;
  /** A logarithmic horizontal axis. Default: where the numbers of rows span a factor of 20. */
  logX?: boolean;
}

/**
 * Scores on the training rows and on others over the number of training rows, with intervals over seeds: a gap that closes asks
 * for more data, two curves that meet at a poor score for a larger model.
 *
 * ```ts
 * plot.learningCurve(await train.learningCurve(makeModel, digits(), [100, 400, 1400]));
 * ```
 *
 * @param points what `train.learningCurve` returned
 * @throws DataError `learningCurve: no "acc" at 100 (found loss and accuracy); choose another with {metric: "…"}`
 */
export function learningCurve(
  points: readonly ScorePoint[],
  options?: LearningCurveOptions,
): Figure<ScoreCurveData> {
  const chosen = figureOptions<LearningCurveOptions>("learningCurve", options, {
    ...frame(),
    metric: "loss",
    mode: "auto",
    logX: undefined,
  });
  checkMode("learningCurve", chosen.mode!);
  return scoreCurve("learningCurve", points, { ...chosen, xLabel: "training rows" });
}
