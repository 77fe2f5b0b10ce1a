import { clipByValue, div, mul, tidy } from "@tensorflow/tfjs";
import { checkNumber, checkNoOptions } from "../../core/index";
import { defineConstraint, incomingNorm, type Constraint } from "./constraint";

/**
 * Scales down the weights that come into a unit wherever their norm exceeds `bound` (Srivastava et al. 2014, section 5.1).
 *
 * ```ts
 * momentum({ learningRate: 0.5, constraint: maxNorm(3) });
 * ```
 *
 * @param bound the largest norm, 3 or 4 in the paper
 */
export function maxNorm(bound = 3, ...none: []): Constraint {
  checkNoOptions("maxNorm", none);
  checkNumber("maxNorm", "bound", bound, "(0, ∞)");
  return defineConstraint("maxNorm", { bound }, (kernel) =>
    tidy(() => {
      const size = incomingNorm(kernel);
      return mul(kernel, div(clipByValue(size, 0, bound), size.add(1e-7)));
    }),
  );
}
