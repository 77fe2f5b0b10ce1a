import { checkInteger, checkNumber, checkOptions, freshRandom } from "../core/index";
import { checkSize } from "./checkSize";
import type { Classification } from "./classification";
import { madeClasses } from "./madeClasses";
import type { NoisyOptions } from "./noisyOptions";
import { noisyDefaults } from "./noisyOptions";

/** The shape of {@link circles}. */
export interface CirclesOptions extends NoisyOptions {
  /** The inner circle's radius, in (0, 1); the outer's is 1. Default 0.5. */
  factor?: number;
}

/**
 * A circle inside another, one class each: outer 0, inner 1.
 *
 * ```ts
 * const data = circles({ count: 200, factor: 0.5, seed: 1 }); // features [200, 2], labels [200]
 * ```
 */
export function circles(options?: CirclesOptions): Classification {
  const { count, noise, factor, seed } = checkOptions("circles", options, { ...noisyDefaults, factor: 0.5 });
  checkInteger("circles", "count", count, "[2, ∞)");
  checkSize("circles", count);
  checkNumber("circles", "noise", noise, "[0, ∞)");
  checkNumber("circles", "factor", factor, "(0, 1)");
  const points = Array.from({ length: count }, (_, at) => {
    const label = at % 2;
    const radius = label === 0 ? 1 : factor;
    const angle = (2 * Math.PI * Math.floor(at / 2)) / Math.ceil(count / 2);
    return { x: [radius * Math.cos(angle), radius * Math.sin(angle)], label };
  });
  const description = "A row is a point on one of two circles with one centre.";
  return madeClasses("circles", description, points, { random: freshRandom("circles", seed), noise });
}
