import type { Matrix } from "../matrix";
import { type Differentiable } from "../../math/index";

/** What {@link logisticObjective} is made for. */
interface LogisticTask {
  /** 1 for two classes, else their number. */
  outputs: number;
  /** How strong ½ · Σw² is beside the mean loss. */
  penalty: number;
  fitIntercept: boolean;
}

/**
 * The mean of −log p(y) plus ½ · penalty · Σw², with its gradient. The weights lie output after output, each output's
 * constant behind its weights.
 *
 * @internal
 */
export function logisticObjective(
  x: Matrix,
  y: Int32Array,
  { outputs, penalty, fitIntercept }: LogisticTask,
): Differentiable {
  const width = x.columns + 1;
  const errors = new Float64Array(outputs);
  const surprise = outputs === 1 ? sigmoidSurprise : softmaxSurprise;
  return (weights, gradient) => {
    let loss = 0;
    gradient.fill(0);
    for (let row = 0; row < x.rows; row++) {
      scoresOf(x, row, weights, errors);
      loss += surprise(errors, y[row]);
      for (let output = 0; output < outputs; output++) {
        const [from, error] = [output * width, errors[output]];
        for (let column = 0, at = row * x.columns; column < x.columns; column++, at++)
          gradient[from + column] += error * x.values[at];
        if (fitIntercept) gradient[from + x.columns] += error;
      }
    }
    let squares = 0;
    for (let at = 0; at < weights.length; at++) {
      gradient[at] /= x.rows;
      if (at % width === x.columns) continue;
      squares += weights[at] ** 2;
      gradient[at] += penalty * weights[at];
    }
    return loss / x.rows + 0.5 * penalty * squares;
  };
}

/** x · w + b of one row, for each output. */
function scoresOf(x: Matrix, row: number, weights: Float64Array, scores: Float64Array): void {
  const from = row * x.columns;
  for (let output = 0, at = 0; output < scores.length; output++) {
    let score = 0;
    for (let column = 0; column < x.columns; column++) score += x.values[from + column] * weights[at++];
    scores[output] = score + weights[at++];
  }
}

/** −log p of the true class; the score becomes its gradient. */
function sigmoidSurprise(scores: Float64Array, label: number): number {
  const margin = label === 1 ? scores[0] : -scores[0];
  scores[0] = (label === 1 ? -1 : 1) / (1 + Math.exp(margin));
  return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
}

/** −log p of the true class; the scores become their gradients. */
function softmaxSurprise(scores: Float64Array, label: number): number {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  const own = scores[label] - largest;
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at] = Math.exp(scores[at] - largest);
  for (let at = 0; at < scores.length; at++) scores[at] /= sum;
  scores[label] -= 1;
  return Math.log(sum) - own;
}
