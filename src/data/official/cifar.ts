import type { Classification } from "../classification";
import type { Split } from "../split";
import type { About } from "../table";
import { readOfficial, type Publisher } from "./officialFile";
import { checkCounts, officialSplit, type ImageBytes, type OfficialOptions } from "./officialSplit";

/** A data set in CIFAR-10's binary files. */
export interface CifarSet {
  publisher: Publisher;
  imagesPerFile: number;
  /** Checksums by the files' names, in order. */
  train: Record<string, string>;
  test: Record<string, string>;
  about: About;
  classNames: readonly string[];
}

const side = 32;
const channels = 3;
const plane = side * side;
const record = 1 + channels * plane;

/**
 * Reads CIFAR-10's binary files: for each image a byte for its class, then its red, its green and its blue plane, row by row.
 *
 * @throws FileError when one of them is not as it was published
 */
export function cifarSplit(set: CifarSet, dir: string, options?: OfficialOptions): Split<Classification> {
  const count = (files: Record<string, string>) => Object.keys(files).length * set.imagesPerFile;
  const all = { train: count(set.train), test: count(set.test) };
  const wanted = checkCounts(set.publisher.where, options, all);
  const { about, classNames } = set;
  return officialSplit(
    { about, classNames, imageShape: [side, side, channels] },
    { train: read(set, dir, set.train, wanted.train), test: read(set, dir, set.test, wanted.test) },
  );
}

/** The first so many images; files beyond them are not opened. */
function read(set: CifarSet, dir: string, files: Record<string, string>, count: number): ImageBytes {
  const images = {
    pixels: new Uint8Array(count * channels * plane),
    labels: new Uint8Array(count),
  };
  const bytes = set.imagesPerFile * record;
  Object.entries(files).forEach(([name, checksum], file) => {
    const first = file * set.imagesPerFile;
    if (first >= count) return;
    const content = readOfficial(set.publisher, dir, { name, bytes, checksum });
    const last = Math.min(count, first + set.imagesPerFile);
    for (let image = first; image < last; image++) copy(content, (image - first) * record, images, image);
  });
  return images;
}

/** Planes one after another become pixels of three values. */
function copy(content: Buffer, from: number, { pixels, labels }: ImageBytes, image: number): void {
  labels[image] = content[from];
  const to = image * channels * plane;
  for (let channel = 0; channel < channels; channel++)
    for (let at = 0; at < plane; at++)
      pixels[to + at * channels + channel] = content[from + 1 + channel * plane + at];
}
