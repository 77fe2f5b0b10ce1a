import { checkInteger, checkNumber, checkOptions, freshRandom } from "../core/index";
import { checkSize } from "./checkSize";
import type { Classification } from "./classification";
import { madeClasses } from "./madeClasses";
import type { NoisyOptions } from "./noisyOptions";
import { noisyDefaults } from "./noisyOptions";

/**
 * Two half circles that interleave, one class each.
 *
 * The upper moon is (cos t, sin t), the lower (1 − cos t, ½ − sin t), t in [0, π] evenly spaced, as in scikit-learn.
 *
 * ```ts
 * const data = moons({ count: 200, noise: 0.1, seed: 1 }); // features [200, 2], labels [200]
 * ```
 */
export function moons(options?: NoisyOptions): Classification {
  const { count, noise, seed } = checkOptions("moons", options, noisyDefaults);
  checkInteger("moons", "count", count, "[2, ∞)");
  checkSize("moons", count);
  checkNumber("moons", "noise", noise, "[0, ∞)");
  const upper = Math.ceil(count / 2);
  const points = Array.from({ length: count }, (_, at) =>
    at < upper ? upperMoon(at / (upper - 1 || 1)) : lowerMoon((at - upper) / (count - upper - 1 || 1)),
  );
  const description = "A row is a point on one of two half circles that interleave.";
  return madeClasses("moons", description, points, { random: freshRandom("moons", seed), noise });
}

function upperMoon(part: number) {
  const t = Math.PI * part;
  return { x: [Math.cos(t), Math.sin(t)], label: 0 };
}

function lowerMoon(part: number) {
  const t = Math.PI * part;
  return { x: [1 - Math.cos(t), 0.5 - Math.sin(t)], label: 1 };
}
