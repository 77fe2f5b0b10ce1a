import type { Classification } from "./classification";
import { cifarSplit } from "./official/cifar";
import type { OfficialOptions } from "./official/officialSplit";
import type { Split } from "./split";

/**
 * CIFAR-10 from its official binary files: 60 000 colour photographs of 32×32 pixels, values in [0, 1], in 10 classes; 50 000 to
 * train on, 10 000 to test with.
 *
 * Reads `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, in the folder or in `cifar-10-batches-bin` below it, and
 * verifies their SHA-1 (the publisher states a checksum of the archive only; these are the ones that Apache MXNet checks). Nothing
 * is downloaded. All images as float32 take 740 MB: ask for fewer where that is much. The part for validation is empty: `fit` takes
 * a share.
 *
 * Source: A. Krizhevsky, Learning multiple layers of features from tiny images, 2009, https://www.cs.toronto.edu/~kriz/cifar.html.
 *
 * ```ts
 * const { train, test } = cifar10("data/cifar", { train: 10000 }); // features [10000, 3072] and [10000, 3072]
 * ```
 *
 * @param dir the folder with the files, or the one it was unpacked in
 * @throws FileError when a file is missing, cut off or changed: it says where to get it
 */
export function cifar10(dir: string, options?: OfficialOptions): Split<Classification> {
  return cifarSplit(photographs, dir, options);
}

const photographs = {
  publisher: {
    where: "cifar10",
    get: "download cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it",
    checksum: "sha1",
    folder: "cifar-10-batches-bin",
  },
  imagesPerFile: 10_000,
  train: {
    "data_batch_1.bin": "aadd24acce27caa71bf4b10992e9e7b2d74c2540",
    "data_batch_2.bin": "c0ba65cce70568cd57b4e03e9ac8d2a5367c1795",
    "data_batch_3.bin": "1dd00a74ab1d17a6e7d73e185b69dbf31242f295",
    "data_batch_4.bin": "aab85764eb3584312d3c7f65fd2fd016e36a258e",
    "data_batch_5.bin": "26e2849e66a845b7f1e4614ae70f4889ae604628",
  },
  test: { "test_batch.bin": "67eb016db431130d61cd03c7ad570b013799c88c" },
  about: {
    name: "cifar10",
    description: "A row is a photograph, 32×32 pixels of red, green and blue in [0, 1], row by row.",
    licence: "not stated",
    source:
      "A. Krizhevsky, Learning multiple layers of features from tiny images, 2009, https://www.cs.toronto.edu/~kriz/cifar.html",
  },
  classNames: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
} as const;
