import { less, reverse, tidy, where } from "@tensorflow/tfjs";
import { checkNumber, checkOneOf, checkOptions } from "../../core/index";
import { checkImages, drawUniform, ofInputs, type Augmentation } from "./augmentation";

/** Options of {@link flip}. */
export interface FlipOptions {
  /** Left to right, or top to bottom. Default "horizontal". */
  direction?: "horizontal" | "vertical";
  /** The share of images that are flipped, in [0, 1]. Default 0.5. */
  probability?: number;
}

/**
 * Mirrors some of the images.
 *
 * ```ts
 * fit(cnn, images, { augment: [augment.flip()] });
 * ```
 */
export function flip(options?: FlipOptions): Augmentation {
  const defaults = { direction: "horizontal" as "horizontal" | "vertical", probability: 0.5 };
  const { direction, probability } = checkOptions("flip", options, defaults);
  checkOneOf("flip", "direction", direction, ["horizontal", "vertical"]);
  checkNumber("flip", "probability", probability, "[0, 1]");
  return ofInputs((x) =>
    tidy(() => {
      const [size] = checkImages("flip", x);
      const chosen = less(drawUniform([size, 1, 1, 1]), probability);
      return where(chosen, reverse(x, direction === "horizontal" ? 2 : 1), x);
    }),
  );
}
