import { checkFunction, checkInteger, checkNumber, checkNumbers, checkOptions } from "../core/index";
import { checkVectors } from "./checkGiven";

/** How {@link gradientDescent} goes down. */
export interface GradientDescentOptions {
  /** Length of a step relative to the slope, η, above 0. Default 0.1. */
  learningRate?: number;
  /** Share of the last step that is taken again, β in [0, 1). Default 0. */
  momentum?: number;
  /** At most so many steps. Default 1000. */
  steps?: number;
  /** Ends the walk when it holds. Default: the slope is 0. */
  until?: (point: number[]) => boolean;
}

/** The way of {@link gradientDescent}. */
export interface Descent {
  /** The points, the start first: [steps + 1][parameters]. */
  path: number[][];
  /** The last point. */
  point: number[];
  /** How many steps were taken. */
  steps: number;
  /** Whether it ended because `until` held. */
  reached: boolean;
}

/**
 * Gradient descent, v ← β v − η ∇f(θ), θ ← θ + v, until a condition holds, the steps are used up, or numbers overflow.
 *
 * Source: A. Cauchy, Comptes rendus 25 (1847); with momentum, B. Polyak, USSR Comp. Math. 4 (1964), eq. 9.
 *
 * ```ts
 * gradientDescent(([x, y]) => [x, 100 * y], [1, 1], { learningRate: 2 / 101 }).steps
 * ```
 *
 * @param gradient the slopes at a point: [parameters] to [parameters]
 * @param start [parameters]
 */
export function gradientDescent(
  gradient: (point: number[]) => number[],
  start: number[],
  options?: GradientDescentOptions,
): Descent {
  const { learningRate, momentum, steps, until } = checkedOptions(options);
  checkFunction("gradientDescent", "gradient", gradient);
  checkNumbers("gradientDescent", "start", start);
  const path = [start];
  let velocity = start.map(() => 0);
  let point = start;
  let reached = until(point);
  while (!reached && path.length <= steps && point.every(Number.isFinite)) {
    const slopes = gradient(point);
    checkVectors("gradientDescent", { "the point": point, "its slopes": slopes });
    velocity = velocity.map((v, i) => momentum * v - learningRate * slopes[i]);
    point = point.map((value, i) => value + velocity[i]);
    path.push(point);
    reached = until(point);
  }
  return { path, point, steps: path.length - 1, reached };

  function checkedOptions(given?: GradientDescentOptions) {
    const checked = checkOptions("gradientDescent", given, {
      learningRate: 0.1,
      momentum: 0,
      steps: 1000,
      until: (at: number[]) => Array.from(gradient(at)).every((slope) => slope === 0),
    });
    checkNumber("gradientDescent", "learningRate", checked.learningRate, "(0, ∞)");
    checkNumber("gradientDescent", "momentum", checked.momentum, "[0, 1)");
    checkInteger("gradientDescent", "steps", checked.steps, "[1, ∞)");
    checkFunction("gradientDescent", "until", checked.until);
    return checked;
  }
}
