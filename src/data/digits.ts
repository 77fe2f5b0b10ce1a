import { readFileSync } from "node:fs";
import { checkOptions, packagePath } from "../core/index";
import { Classification } from "./classification";
import type { About } from "./table";

/** How {@link digits} gives its grey values. */
export interface DigitsOptions {
  /** Grey values in [0, 1]; false gives whole numbers from 0 to 16, as scikit-learn has them. Default true. */
  scaled?: boolean;
}

const SIDE = 8;
const LEVELS = 16;

const about: About = {
  name: "digits",
  description: "A row is a handwritten digit, 8×8 grey values from 0 (paper) to 1 (ink), row by row.",
  licence: "CC BY 4.0",
  source:
    "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, " +
    "https://doi.org/10.24432/C50P49",
};

/**
 * Handwritten digits: 1797 images of 8×8 grey values in [0, 1], 10 classes of 174 to 183 images.
 *
 * The test part of the UCI set, written by 13 people, in its original order. CC BY 4.0.
 *
 * Source: E. Alpaydin, C. Kaynak, UCI Machine Learning Repository (1998), https://doi.org/10.24432/C50P49.
 *
 * ```ts
 * const { x, y } = digits().tensors({ images: true }); // x [1797, 8, 8, 1], y [1797]
 * ```
 */
export function digits(options?: DigitsOptions): Classification {
  const { scaled } = checkOptions("digits", options, { scaled: true });
  const lines = readFileSync(packagePath("src/data/files/digits.txt"), "utf8").trimEnd().split("\n");
  const pixels = SIDE * SIDE;
  const features = new Float32Array(lines.length * pixels);
  lines.forEach((line, row) => {
    for (let at = 0; at < pixels; at++) {
      features[row * pixels + at] = parseInt(line[at], LEVELS + 1) / (scaled ? LEVELS : 1);
    }
  });
  return new Classification({
    about,
    features,
    featureNames: Array.from({ length: pixels }, (_, at) => `pixel ${Math.floor(at / SIDE)},${at % SIDE}`),
    imageShape: [SIDE, SIDE, 1],
    labels: Int32Array.from(lines, (line) => Number(line[pixels + 1])),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  });
}
