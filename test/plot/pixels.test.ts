import * as tf from "@tensorflow/tfjs";
import { PNG } from "pngjs";

import * as plot from "../../src/plot/index";
import type { Images } from "../../src/plot/images/images";

/** The grey of the pixels of the first picture, from left to right and down, 0 to 255. */
function greysOf(images: Images, options?: plot.ImageGridOptions): number[] {
  const { url } = (plot.imageGrid(images, options).spec.data as { values: { url: string }[] }).values[0];
  const { data, width, height } = PNG.sync.read(Buffer.from(url.split(",")[1], "base64"));
  const side = width / 2;
  return [0, 1, 2, 3].map((at) => {
    const [x, y] = [(at % 2) * side + side / 2, Math.floor(at / 2) * (height / 2) + side / 2];
    return data[4 * (Math.floor(y) * width + Math.floor(x))];
  });
}

const square = (values: number[]) => [[values.slice(0, 2), values.slice(2)]];
const stretched = (images: Images, options?: plot.ImageGridOptions) =>
  /Pixels from .* to .* are stretched over black to white\./.exec(plot.imageGrid(images, options).alt)?.[0];

test("black and white come from the pixels' type, not from the pixels", () => {
  const cases: [Images, number[]][] = [
    [square([1, 2, 3, 4]), [1, 2, 3, 4]],
    [square([128, 128, 128, 128]), [128, 128, 128, 128]],
    [square([0.5, 0.5, 0.5, 0.5]), [128, 128, 128, 128]],
    [square([0, 1, 1, 0]), [0, 255, 255, 0]],
    [tf.tensor3d(square([0.2, 0.4, 0, 0])), [51, 102, 0, 0]],
    [tf.tensor3d(square([1, 2, 3, 4]), undefined, "int32"), [1, 2, 3, 4]],
    [tf.tensor3d(square([1, 2, 3, 4])), [1, 2, 3, 4]],
    [tf.tensor3d(square([0, 1, 0, 1]), undefined, "int32"), [0, 255, 0, 255]],
    [[[new Uint8Array([0, 1]), new Uint8Array([9, 200])]], [0, 1, 9, 200]],
    [[[new Float32Array([0, 0.2]), new Float32Array([0.4, 1])]], [0, 51, 102, 255]],
    [{ features: new Uint8Array([0, 1, 1, 1]), shape: [1, 2, 2] }, [0, 1, 1, 1]],
  ];
  for (const [images, greys] of cases) {
    expect(greysOf(images)).toEqual(greys);
    expect(stretched(images)).toBeUndefined();
  }
});

test("pixels that leave their type are stretched, which every figure of pictures says", () => {
  const wide = square([0, 2.5, 5, 10]);
  expect(greysOf(wide)).toEqual([0, 64, 128, 255]);
  const told = "Pixels from 0 to 10 are stretched over black to white.";
  expect(stretched(wide)).toBe(told);
  expect(stretched(tf.tensor3d(square([0, 4, 8.5, 16])))).toContain("from 0 to 16");
  expect(stretched(square([-1, 0, 0, 1]))).toContain("from −1 to 1");
  expect(stretched(square([0, 100, 200, 300]))).toContain("from 0 to 300");
  const figures = [
    plot.topLosses(wide, [1]),
    plot.predictionsGrid(wide, [[0.3, 0.7]]),
    plot.attribution(wide, [[[1]]]),
    plot.imageGrid(wide),
  ];
  for (const figure of figures) {
    expect(figure.alt).toContain(told);
    expect(JSON.stringify(figure.spec).replaceAll('","', " ")).toContain(told.slice(0, -1));
  }
});

test("whole numbers that are dark as bytes are said to be", () => {
  const dark = "Pixels up to 16 are drawn as bytes, white at 255; a range stretches them.";
  expect(plot.imageGrid(square([0, 4, 8, 16])).alt).toContain(dark);
  expect(plot.imageGrid(square([0, 4, 8, 16]), { range: [0, 16] }).alt).not.toContain("Pixels");
  expect(plot.imageGrid(square([0, 4, 8, 160])).alt).not.toContain("Pixels");
});

test("a range that is asked for holds, and is no stretch", () => {
  expect(greysOf(square([1, 2, 3, 4]), { range: [1, 4] })).toEqual([0, 85, 170, 255]);
  expect(greysOf(square([0, 1, 0.5, 0]), { range: [1, 0] })).toEqual([255, 0, 128, 255]);
  expect(stretched(square([0, 2.5, 5, 10]), { range: [0, 10] })).toBeUndefined();
});
