import { checkInteger, checkOptions } from "../../core/index";
import { Classification } from "../classification";
import { Split } from "../split";
import type { About } from "../table";

/** How much of an official data set is read. */
export interface OfficialOptions {
  /** Images to train on: the first ones. Default all. */
  train?: number;
  /** Images to test with: the first ones. Default all. */
  test?: number;
}

/** Images and their classes, as bytes. */
export interface ImageBytes {
  /** [images, height, width, channels], 0 to 255. */
  pixels: Uint8Array;
  /** [images]: class indices from 0. */
  labels: Uint8Array;
}

/** What all images of a set have in common. */
export interface ImageSet {
  about: About;
  imageShape: readonly [height: number, width: number, channels: number];
  classNames: readonly string[];
}

/** How many images are wanted, after a check that there are so many. */
export function checkCounts(
  where: string,
  options: OfficialOptions | undefined,
  all: Required<OfficialOptions>,
): Required<OfficialOptions> {
  const { train, test } = checkOptions<Required<OfficialOptions>>(where, options, all);
  checkInteger(where, "train", train, `[1, ${all.train}]`);
  checkInteger(where, "test", test, `[1, ${all.test}]`);
  return { train, test };
}

/** The publisher's own division; there is no validation part. */
export function officialSplit(set: ImageSet, parts: { train: ImageBytes; test: ImageBytes }) {
  const test = images(set, parts.test);
  return new Split({ train: images(set, parts.train), test, validation: test.take([]) });
}

function images(set: ImageSet, { pixels, labels }: ImageBytes): Classification {
  const [height, width, channels] = set.imageShape;
  return new Classification({
    ...set,
    features: Float32Array.from(pixels, (value) => value / 255),
    featureNames: Array.from({ length: height * width * channels }, (_, at) => {
      const place = Math.floor(at / channels);
      const pixel = `pixel ${Math.floor(place / width)},${place % width}`;
      return channels === 1 ? pixel : `${pixel},${at % channels}`;
    }),
    labels: Int32Array.from(labels),
  });
}
