import type { Classification } from "./classification";
import { idxSplit } from "./official/idx";
import type { OfficialOptions } from "./official/officialSplit";
import type { Split } from "./split";

/**
 * Fashion-MNIST from its official files: 70 000 pictures of clothes, 28×28 grey values in [0, 1], 60 000 to train on, 10 000 to
 * test with; harder than digits.
 *
 * Reads the four files of MNIST's names, gzipped or not, and verifies the MD5 of their unpacked content. Nothing is downloaded. The
 * part for validation is empty: `fit` takes a share.
 *
 * Source: H. Xiao, K. Rasul, R. Vollgraf, 2017, https://doi.org/10.48550/arXiv.1708.07747.
 *
 * ```ts
 * const { train, test } = fashionMnist("data/fashion"); // features [60000, 784] and [10000, 784]
 * ```
 *
 * @param dir the folder with the files
 * @throws FileError when a file is missing, cut off or changed: it says where to get it
 */
export function fashionMnist(dir: string, options?: OfficialOptions): Split<Classification> {
  return idxSplit(clothes, dir, options);
}

const clothes = {
  publisher: {
    where: "fashionMnist",
    get: "download the four files from https://github.com/zalandoresearch/fashion-mnist (data/fashion)",
    checksum: "md5",
  },
  counts: { train: 60_000, test: 10_000 },
  checksums: {
    "train-images-idx3-ubyte": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
    "train-labels-idx1-ubyte": "9018921c3c673c538a1fc5bad174d6f9",
    "t10k-images-idx3-ubyte": "8181f5470baa50b63fa0f6fddb340f0a",
    "t10k-labels-idx1-ubyte": "15d484375f8d13e6eb1aabb0c3f46965",
  },
  about: {
    name: "fashionMnist",
    description: "A row is a piece of clothing, 28×28 grey values from 0 (background) to 1, row by row.",
    licence: "MIT",
    source: "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST, 2017, https://doi.org/10.48550/arXiv.1708.07747",
  },
  imageShape: [28, 28, 1],
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
} as const;
