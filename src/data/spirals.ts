import { checkInteger, checkNumber, checkOptions, freshRandom } from "../core/index";
import { checkSize } from "./checkSize";
import type { Classification } from "./classification";
import { madeClasses } from "./madeClasses";
import type { NoisyOptions } from "./noisyOptions";
import { noisyDefaults } from "./noisyOptions";

/** The shape of {@link spirals}. */
export interface SpiralsOptions extends NoisyOptions {
  /** The number of arms, one class each. Default 2. */
  classes?: number;
  /** How often an arm winds round the centre. Default 1. */
  turns?: number;
}

/**
 * Arms that wind round one another, one class each: radius r in (0, 1] at the angle 2π (turns · r + class / classes).
 *
 * ```ts
 * const data = spirals({ count: 300, classes: 3, seed: 1 }); // features [300, 2], labels [300]
 * ```
 */
export function spirals(options?: SpiralsOptions): Classification {
  const defaults = { ...noisyDefaults, noise: 0.03, classes: 2, turns: 1 };
  const { count, noise, classes, turns, seed } = checkOptions("spirals", options, defaults);
  checkInteger("spirals", "classes", classes, "[2, ∞)");
  checkInteger("spirals", "count", count, `[${classes}, ∞)`);
  checkSize("spirals", count);
  checkNumber("spirals", "noise", noise, "[0, ∞)");
  checkNumber("spirals", "turns", turns, "(0, ∞)");
  const points = Array.from({ length: count }, (_, at) => {
    const label = at % classes;
    const radius = (Math.floor(at / classes) + 1) / Math.ceil(count / classes);
    const angle = 2 * Math.PI * (turns * radius + label / classes);
    return { x: [radius * Math.cos(angle), radius * Math.sin(angle)], label };
  });
  const description = "A row is a point on one of several spiral arms.";
  return madeClasses("spirals", description, points, { random: freshRandom("spirals", seed), noise });
}
