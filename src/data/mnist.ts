import type { Classification } from "./classification";
import { idxSplit } from "./official/idx";
import type { OfficialOptions } from "./official/officialSplit";
import type { Split } from "./split";

/**
 * MNIST from its official files: 70 000 handwritten digits of 28×28 grey values in [0, 1], 60 000 to train on, 10 000 to test with.
 *
 * Reads `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, gzipped or not,
 * and verifies the MD5 of their unpacked content. Nothing is downloaded. The part for validation is empty: `fit` takes a share.
 *
 * Source: Y. LeCun, C. Cortes, C. Burges, http://yann.lecun.com/exdb/mnist/.
 *
 * ```ts
 * const { train, test } = mnist("data/mnist", { train: 10000 }); // features [10000, 784] and [10000, 784]
 * ```
 *
 * @param dir the folder with the files
 * @throws FileError when a file is missing, cut off or changed: it says where to get it
 */
export function mnist(dir: string, options?: OfficialOptions): Split<Classification> {
  return idxSplit(digits, dir, options);
}

const digits = {
  publisher: {
    where: "mnist",
    get: "download the four files from https://storage.googleapis.com/cvdf-datasets/mnist/",
    checksum: "md5",
  },
  counts: { train: 60_000, test: 10_000 },
  checksums: {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
  },
  about: {
    name: "mnist",
    description: "A row is a handwritten digit, 28×28 grey values from 0 (paper) to 1 (ink), row by row.",
    licence: "CC BY-SA 3.0",
    source: "Y. LeCun, C. Cortes, C. Burges, The MNIST database, 1998, http://yann.lecun.com/exdb/mnist/",
  },
  imageShape: [28, 28, 1],
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
} as const;
