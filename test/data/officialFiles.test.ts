import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cifar10, fashionMnist, mnist } from "../../src/data/index";
import { cifarSplit, type CifarSet } from "../../src/data/official/cifar";
import { idxSplit, type IdxSet } from "../../src/data/official/idx";

// Files of the real formats, but of a few images; what they hold is known, so their checksums are too.
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "official-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const digest = (kind: string, content: Buffer) => createHash(kind).update(content).digest("hex");
const about = { name: "small", description: "A row is an image.", licence: "CC0 1.0", source: "a test" };

const idx = (sizes: number[], bytes: number[]) => {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, at) => header.writeUInt32BE(size, 4 + 4 * at));
  return Buffer.concat([header, Buffer.from(bytes)]);
};
const idxFiles: Record<string, Buffer> = {
  "train-images-idx3-ubyte": idx([3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]),
  "train-labels-idx1-ubyte": idx([3], [2, 0, 1]),
  "t10k-images-idx3-ubyte": idx([1, 2, 2], [255, 0, 255, 0]),
  "t10k-labels-idx1-ubyte": idx([1], [2]),
};
const small: IdxSet = {
  publisher: { where: "small", get: "download it from https://example.org", checksum: "md5" },
  counts: { train: 3, test: 1 },
  checksums: Object.fromEntries(Object.entries(idxFiles).map(([name, file]) => [name, digest("md5", file)])),
  about,
  imageShape: [2, 2, 1],
  classNames: ["a", "b", "c"],
};

function writeIdx(changed: Record<string, Buffer> = {}) {
  for (const [name, content] of Object.entries({ ...idxFiles, ...changed }))
    writeFileSync(join(dir, name), content);
}

describe("IDX files", () => {
  it.each([false, true])("become images and classes, gzipped: %s", (zipped) => {
    for (const [name, content] of Object.entries(idxFiles))
      writeFileSync(join(dir, zipped ? `${name}.gz` : name), zipped ? gzipSync(content) : content);
    const { train, test, validation } = idxSplit(small, dir);
    expect([train.shape, test.shape, validation.length]).toEqual([[3, 4], [1, 4], 0]);
    expect(Array.from(train.row(0))).toEqual([0, 0.2, 0.4, 1].map(Math.fround));
    expect(Array.from(train.labels)).toEqual([2, 0, 1]);
    expect(test.arrays()).toEqual({ x: [[1, 0, 1, 0]], y: [2] });
    expect([train.imageShape, train.classNames[2], train.featureNames[3]]).toEqual([
      [2, 2, 1],
      "c",
      "pixel 1,1",
    ]);
  });

  it("are read as far as they are wanted", () => {
    writeIdx();
    const { train } = idxSplit(small, dir, { train: 2 });
    expect([train.length, Array.from(train.labels)]).toEqual([2, [2, 0]]);
    expect(() => idxSplit(small, dir, { train: 4 })).toThrow(
      "small: train must be a whole number in [1, 3], got 4",
    );
    expect(() => idxSplit(small, dir, { trian: 2 } as never)).toThrow(
      'small: unknown option "trian"; did you mean "train"?',
    );
  });

  it("that are changed, cut off or something else are refused", () => {
    const images = Buffer.from(idxFiles["train-images-idx3-ubyte"]);
    images[20] ^= 1;
    writeIdx({ "train-images-idx3-ubyte": images });
    expect(() => idxSplit(small, dir)).toThrow(
      "small: train-images-idx3-ubyte is 28 bytes but its checksum differs; " +
        "delete it and download it from https://example.org",
    );
    writeIdx({ "train-images-idx3-ubyte": images.subarray(0, 21) });
    expect(() => idxSplit(small, dir)).toThrow(
      "small: train-images-idx3-ubyte must be 28 bytes, got 21; delete it and download it from https://example.org",
    );
    writeIdx({ "train-images-idx3-ubyte": idxFiles["t10k-labels-idx1-ubyte"] });
    expect(() => idxSplit(small, dir)).toThrow(
      "small: train-images-idx3-ubyte must begin with 0x00000803, got 0x00000801; " +
        "delete it and download it from https://example.org",
    );
    writeIdx({ "train-images-idx3-ubyte": Buffer.from([1, 2]) });
    expect(() => idxSplit(small, dir)).toThrow("must begin with 0x00000803, got fewer than 4 bytes;");
  });

  it("that are not gzip though they say so are refused", () => {
    writeFileSync(join(dir, "train-images-idx3-ubyte.gz"), "<html>404</html>");
    const path = join(dir, "train-images-idx3-ubyte.gz");
    expect(() => idxSplit(small, dir)).toThrow(
      `small: ${path} must be a gzip file, got incorrect header check; delete it and download it from https://example.org`,
    );
  });
});

const record = (label: number, [red, green, blue]: number[]) =>
  Buffer.concat([Buffer.from([label]), ...[red, green, blue].map((value) => Buffer.alloc(1024, value))]);
const batches: Record<string, Buffer> = {
  "one.bin": Buffer.concat([record(3, [255, 0, 51]), record(9, [1, 2, 3])]),
  "two.bin": Buffer.concat([record(0, [102, 102, 0]), record(1, [4, 5, 6])]),
  "test.bin": Buffer.concat([record(5, [0, 0, 255]), record(6, [7, 8, 9])]),
};
const sums = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, digest("sha1", batches[name])]));
const colours: CifarSet = {
  publisher: { where: "colours", get: "get it", checksum: "sha1", folder: "unpacked" },
  imagesPerFile: 2,
  train: sums("one.bin", "two.bin"),
  test: sums("test.bin"),
  about,
  classNames: Array.from({ length: 10 }, (_, at) => `class ${at}`),
};

describe("CIFAR-10's binary files", () => {
  const writeTo = (folder: string) => {
    for (const [name, content] of Object.entries(batches)) writeFileSync(join(folder, name), content);
  };

  it.each([false, true])("become pixels of three values, in the folder that unpacking makes: %s", (below) => {
    const folder = below ? join(dir, "unpacked") : dir;
    if (below) mkdirSync(folder);
    writeTo(folder);
    const { train, test } = cifarSplit(colours, dir);
    expect([train.shape, test.shape]).toEqual([
      [4, 3072],
      [2, 3072],
    ]);
    expect(Array.from(train.row(0).subarray(0, 6))).toEqual([1, 0, 0.2, 1, 0, 0.2].map(Math.fround));
    expect(Array.from(train.row(2).subarray(3069))).toEqual([0.4, 0.4, 0].map(Math.fround));
    expect([Array.from(train.labels), Array.from(test.labels)]).toEqual([
      [3, 9, 0, 1],
      [5, 6],
    ]);
    expect(train.featureNames[3 * 33 + 2]).toBe("pixel 1,1,2");
  });

  it("beyond those wanted are not opened", () => {
    writeTo(dir);
    rmSync(join(dir, "two.bin"));
    expect(cifarSplit(colours, dir, { train: 2, test: 1 }).train.length).toBe(2);
    expect(() => cifarSplit(colours, dir)).toThrow(`colours: there is no two.bin in ${dir}; get it`);
  });

  it("of another size or content are refused", () => {
    writeTo(dir);
    writeFileSync(join(dir, "one.bin"), batches["one.bin"].subarray(0, 5000));
    expect(() => cifarSplit(colours, dir)).toThrow(
      "colours: one.bin must be 6146 bytes, got 5000; delete it and get it",
    );
    writeFileSync(join(dir, "one.bin"), batches["two.bin"]);
    expect(() => cifarSplit(colours, dir)).toThrow(
      "colours: one.bin is 6146 bytes but its checksum differs; delete it and get it",
    );
  });
});

test("the official sets say where to get them", () => {
  expect(() => mnist(dir)).toThrow(
    `mnist: there is no train-images-idx3-ubyte in ${dir}; ` +
      "download the four files from https://storage.googleapis.com/cvdf-datasets/mnist/",
  );
  expect(() => fashionMnist(dir)).toThrow(
    `fashionMnist: there is no train-images-idx3-ubyte in ${dir}; ` +
      "download the four files from https://github.com/zalandoresearch/fashion-mnist (data/fashion)",
  );
  expect(() => cifar10(dir)).toThrow(
    `cifar10: there is no data_batch_1.bin in ${dir}; ` +
      "download cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it",
  );
});

test("a file of the official size and other content is refused", () => {
  writeFileSync(join(dir, "data_batch_1.bin"), Buffer.alloc(30_730_000));
  expect(() => cifar10(dir)).toThrow(
    "cifar10: data_batch_1.bin is 30730000 bytes but its checksum differs; " +
      "delete it and download cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html and unpack it",
  );
});
