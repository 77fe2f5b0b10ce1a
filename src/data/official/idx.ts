import type { Classification } from "../classification";
import type { Split } from "../split";
import { readOfficial, type Publisher } from "./officialFile";
import {
  checkCounts,
  officialSplit,
  type ImageBytes,
  type ImageSet,
  type OfficialOptions,
} from "./officialSplit";

/** A data set in the four IDX files of MNIST. */
export interface IdxSet extends ImageSet {
  publisher: Publisher;
  /** Images to train on, and to test with. */
  counts: { train: number; test: number };
  /** By the files' names. */
  checksums: Record<string, string>;
}

const imagesMagic = 0x803;
const labelsMagic = 0x801;
const imagesHeader = 16;
const labelsHeader = 8;

/**
 * Reads MNIST's four files, gzipped or not: IDX, big-endian numbers (magic, then the sizes) and bytes.
 *
 * @throws FileError when one of them is not as it was published
 */
export function idxSplit(set: IdxSet, dir: string, options?: OfficialOptions): Split<Classification> {
  const wanted = checkCounts(set.publisher.where, options, set.counts);
  const part = (name: string, count: number, all: number): ImageBytes => {
    const size = set.imageShape[0] * set.imageShape[1];
    const read = (file: string, magic: number, bytes: number) =>
      readOfficial(set.publisher, dir, { name: file, magic, bytes, checksum: set.checksums[file] });
    const pixels = read(`${name}-images-idx3-ubyte`, imagesMagic, imagesHeader + all * size);
    const labels = read(`${name}-labels-idx1-ubyte`, labelsMagic, labelsHeader + all);
    return {
      pixels: pixels.subarray(imagesHeader, imagesHeader + count * size),
      labels: labels.subarray(labelsHeader, labelsHeader + count),
    };
  };
  const { about, imageShape, classNames } = set;
  return officialSplit(
    { about, imageShape, classNames },
    {
      train: part("train", wanted.train, set.counts.train),
      test: part("t10k", wanted.test, set.counts.test),
    },
  );
}
