import { checkNoOptions } from "../../core/index";
import { div, tidy } from "@tensorflow/tfjs";
import { defineConstraint, incomingNorm, type Constraint } from "./constraint";

/**
 * Scales the weights that come into each unit to norm 1.
 *
 * ```ts
 * sgd({ constraint: unitNorm() });
 * ```
 */
export function unitNorm(...none: []): Constraint {
  checkNoOptions("unitNorm", none);
  return defineConstraint("unitNorm", {}, (kernel) =>
    tidy(() => div(kernel, incomingNorm(kernel).add(1e-7))),
  );
}
