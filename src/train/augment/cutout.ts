import type * as tf from "@tensorflow/tfjs";
import { floor, lessEqual, logicalAnd, logicalNot, range, tidy } from "@tensorflow/tfjs";
import { checkInteger, checkOptions } from "../../core/index";
import { checkImages, drawUniform, ofInputs, type Augmentation } from "./augmentation";

/** Options of {@link cutout}. */
export interface CutoutOptions {
  /** Side of the square, in pixels. Default 8. */
  size?: number;
}

/**
 * Sets a square of each image to 0, its centre anywhere in the image (DeVries & Taylor 2017).
 *
 * ```ts
 * fit(cnn, images, { augment: [augment.cutout({ size: 8 })] });
 * ```
 */
export function cutout(options?: CutoutOptions): Augmentation {
  const { size } = checkOptions("cutout", options, { size: 8 });
  checkInteger("cutout", "size", size, "[1, ∞)");
  return ofInputs((x) =>
    tidy(() => {
      const [count, height, width] = checkImages("cutout", x);
      const rows = within(count, height, size).reshape([count, height, 1, 1]);
      const columns = within(count, width, size).reshape([count, 1, width, 1]);
      return x.mul(logicalNot(logicalAnd(rows, columns)).toFloat());
    }),
  );
}

/** bool [count, length]: whether a place is in the cut, which is cut off at the borders. */
function within(count: number, length: number, size: number): tf.Tensor {
  const start = floor(drawUniform([count, 1], 0, length)).sub(Math.floor(size / 2));
  const place = range(0, length).reshape([1, length]).sub(start);
  return logicalAnd(lessEqual(0, place), lessEqual(place, size - 1));
}
