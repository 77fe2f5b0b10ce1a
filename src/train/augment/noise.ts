import { tidy } from "@tensorflow/tfjs";
import { randomNormal } from "../../compile/index";
import { checkNumber, checkOptions } from "../../core/index";
import { ofInputs, scopeSeed, type Augmentation } from "./augmentation";

/** Options of {@link noise}. */
export interface NoiseOptions {
  /** Standard deviation, in the units of x. Default 0.1. */
  stdDev?: number;
}

/**
 * Adds normally distributed noise to the inputs.
 *
 * ```ts
 * fit(model, data, { augment: [augment.noise({ stdDev: 0.2 })] });
 * ```
 */
export function noise(options?: NoiseOptions): Augmentation {
  const { stdDev } = checkOptions("noise", options, { stdDev: 0.1 });
  checkNumber("noise", "stdDev", stdDev, "[0, ∞)");
  return ofInputs((x) =>
    tidy(() => {
      const { seed, stream } = scopeSeed();
      return x.add(randomNormal(x.shape, seed, { stream, stdDev }));
    }),
  );
}
