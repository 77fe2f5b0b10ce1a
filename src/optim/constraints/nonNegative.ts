import { checkNoOptions } from "../../core/index";
import { relu } from "@tensorflow/tfjs";
import { defineConstraint, type Constraint } from "./constraint";

/**
 * Sets negative weights to 0.
 *
 * ```ts
 * sgd({ constraint: nonNegative() });
 * ```
 */
export function nonNegative(...none: []): Constraint {
  checkNoOptions("nonNegative", none);
  return defineConstraint("nonNegative", {}, (kernel) => relu(kernel));
}
