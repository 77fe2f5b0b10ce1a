import { checkInteger, checkNumber, checkOptions, freshRandom } from "../core/index";
import { checkSize } from "./checkSize";
import type { Classification } from "./classification";
import { madeClasses } from "./madeClasses";

/** The shape of {@link blobs}. */
export interface BlobsOptions {
  /** The number of rows, of all classes together. Default 200. */
  count?: number;
  /** The number of blobs, one class each. Default 3. */
  classes?: number;
  /** The number of features. Default 2. */
  features?: number;
  /** The standard deviation of a blob in every direction. Default 1. */
  spread?: number;
  /** The centres lie in a box from −box to box. Default 8. */
  box?: number;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

/**
 * Normal clouds of points round random centres, one class each.
 *
 * ```ts
 * const data = blobs({ count: 300, classes: 3, seed: 1 }); // features [300, 2], labels [300]
 * ```
 */
export function blobs(options?: BlobsOptions): Classification {
  const defaults = {
    count: 200,
    classes: 3,
    features: 2,
    spread: 1,
    box: 8,
    seed: undefined as number | undefined,
  };
  const { count, classes, features, spread, box, seed } = checkOptions("blobs", options, defaults);
  checkInteger("blobs", "classes", classes, "[1, ∞)");
  checkInteger("blobs", "count", count, `[${classes}, ∞)`);
  checkInteger("blobs", "features", features, "[1, ∞)");
  checkSize("blobs", count, features);
  checkNumber("blobs", "spread", spread, "[0, ∞)");
  checkNumber("blobs", "box", box, "(0, ∞)");
  const random = freshRandom("blobs", seed);
  const centre = () => Array.from({ length: features }, () => random.uniform(-box, box));
  const centres = Array.from({ length: classes }, centre);
  const points = Array.from({ length: count }, (_, at) => ({
    x: centres[at % classes],
    label: at % classes,
  }));
  const description = "A row is a point of one of several normal clouds.";
  return madeClasses("blobs", description, points, { random, noise: spread });
}
