import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { randomNormal, withSeed } from "../../../src/compile/index";
import {
  augmented,
  checkImages,
  drawUniform,
  ofInputs,
  scopeSeed,
} from "../../../src/train/augment/augmentation";
import { crop, cutout, flip, mixup, noise, shift, type Augmentation } from "../../../src/train/augment/index";

type Image = number[][];
const [count, height, width] = [40, 5, 4];
const range = (length: number) => Array.from({ length }, (_, at) => at);
/** Every pixel another number, in two channels of which the second is half of the first. */
const pixel = (image: number, row: number, column: number) => 1 + column + 10 * row + 100 * image;
const images = (): Image[] =>
  range(count).map((image) =>
    range(height).map((row) => range(width).map((column) => pixel(image, row, column))),
  );
const tensorOf = (plain: Image[]) => {
  const one = tf.tensor(plain).expandDims(-1);
  return tf.concat([one, one.div(2)], -1);
};

const scope = () => tf.tensor1d([7, 3], "int32");
const changed = (change: Augmentation, x: tf.Tensor) =>
  withSeed(scope(), () => change({ x: [x, tf.scalar(5)], y: [tf.scalar(6)], weight: tf.scalar(7) }));

/** The numbers that a step of this seed draws, one after the other. */
function draws(...limits: [shape: number[], min?: number, max?: number][]): number[][] {
  return withSeed(scope(), () => limits.map((each) => [...drawUniform(...each).dataSync()]));
}

function expectImages(change: Augmentation, expected: Image[]): void {
  const batch = changed(change, tensorOf(images()));
  expect(batch.x[0].arraySync()).toEqual(tensorOf(expected).arraySync());
  expect([batch.x[1], ...batch.y, batch.weight!].map((tensor) => tensor.dataSync()[0])).toEqual([5, 6, 7]);
}

test.each([0, 0.3, 0.5, 1])(
  "flips the share of %d of the images, left to right or top to bottom",
  (probability) => {
    const [drawn] = draws([[count, 1, 1, 1]]);
    const flipped = (turn: (image: Image) => Image) =>
      images().map((image, at) => (drawn[at] < probability ? turn(image) : image));
    const turned = flipped((image) => image.map((row) => [...row].reverse()));
    expectImages(flip({ probability }), turned);
    expectImages(
      flip({ probability, direction: "vertical" }),
      flipped((image) => [...image].reverse()),
    );
    if (probability === 0.5) expectImages(flip(), turned);
  },
);

test.each([1, 2, 3, 8])("cuts a square of side %d out of each image, its centre anywhere in it", (size) => {
  const [rows, columns] = draws([[count, 1], 0, height], [[count, 1], 0, width]);
  const within = (at: number, centre: number) => {
    const start = Math.floor(centre) - Math.floor(size / 2);
    return at >= start && at < start + size;
  };
  const cut = images().map((image, at) =>
    image.map((row, i) => row.map((value, j) => (within(i, rows[at]) && within(j, columns[at]) ? 0 : value))),
  );
  expectImages(cutout({ size }), cut);
  if (size === 8) expectImages(cutout(), cut);
  expect(cut.flat(2)).toContain(0);
});

/** Each image moved by its own offsets. */
function moved(distance: number, edge: boolean): Image[] {
  const [down, right] = draws(
    [[count, 1, 1], -distance, distance + 1],
    [[count, 1, 1], -distance, distance + 1],
  );
  const place = (at: number, length: number) => (edge ? Math.min(Math.max(at, 0), length - 1) : at);
  return images().map((image, at) =>
    range(height).map((row) =>
      range(width).map(
        (column) =>
          image[place(row + Math.floor(down[at]), height)]?.[place(column + Math.floor(right[at]), width)] ??
          0,
      ),
    ),
  );
}

test("moves each image by its own distance, and nothing or the border comes in", () => {
  expectImages(shift(), moved(2, false));
  expectImages(shift({ distance: 1 }), moved(1, false));
  expectImages(shift({ distance: 3, fill: "edge" }), moved(3, true));
  expectImages(crop({ padding: 3 }), moved(3, false));
  expectImages(crop(), moved(4, false));
  const far = draws([[count, 1, 1], -2, 3])[0].map(Math.floor);
  expect(new Set(far)).toEqual(new Set([-2, -1, 0, 1, 2]));
});

test("series move along time only, with channels or without", () => {
  const [along] = draws([[count, 1, 1], -2, 3]);
  const series = images().map((image) => image.map(([first]) => first));
  const expected = series.map((row, at) => row.map((_, time) => row[time + Math.floor(along[at])] ?? 0));
  expect(changed(shift(), tf.tensor2d(series)).x[0].arraySync()).toEqual(expected);
  const channels = changed(shift(), tf.tensor2d(series).expandDims(-1).tile([1, 1, 3])).x[0];
  expect(channels.arraySync()).toEqual(expected.map((row) => row.map((value) => [value, value, value])));
});

test("noise is that of the step, by its deviation", () => {
  const x = tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore
  const drawn = (stdDev: number) =>
    withSeed(scope(), () => {
      const { seed, stream } = scopeSeed();
      return [...x.add(randomNormal([2, 2], seed, { stream, stdDev })).dataSync()];
    });
  expect([...changed(noise(), x).x[0].dataSync()]).toEqual(drawn(0.1));
  expect([...changed(noise({ stdDev: 2 }), x).x[0].dataSync()]).toEqual(drawn(2));
  expect([...changed(noise({ stdDev: 0 }), x).x[0].dataSync()]).toEqual([1, 2, 3, 4]);
});

/** The shares of many steps, read off a pair of 0 and 1. */
function shares(alpha: number, steps: number): number[] {
  const change = mixup({ alpha });
  return range(steps).map((step) =>
    tf.tidy(() =>
      withSeed(
        tf.tensor1d([1, step], "int32"),
        () => change({ x: [tf.tensor1d([1, 0])], y: [] }).x[0].dataSync()[0],
      ),
    ),
  );
}

test("mixes each example with its opposite, in inputs, truths and weights", () => {
  const [share] = shares(1, 1);
  const change = mixup({ alpha: 1 });
  const batch = withSeed(tf.tensor1d([1, 0], "int32"), () =>
    change({
      x: [tf.tensor1d([1, 2, 4]), tf.tensor1d([0, 0, 8], "int32")],
      y: [tf.tensor2d([[1, 0], [0, 1], [0, 1]])], // prettier-ignore
      weight: tf.tensor1d([1, 1, 3]),
    }),
  );
  const mix = (a: number, b: number) => share * a + (1 - share) * b;
  const expected = [
    [mix(1, 4), 2, mix(4, 1)],
    [mix(0, 8), 0, mix(8, 0)],
    [mix(1, 0), mix(0, 1), 0, 1, mix(0, 1), mix(1, 0)],
    [mix(1, 3), 1, mix(3, 1)],
  ];
  [...batch.x, ...batch.y, batch.weight!].forEach((tensor, at) =>
    tensor.dataSync().forEach((value, place) => expect(value).toBeCloseTo(expected[at][place], 5)),
  );
  const bare = withSeed(scope(), () => change({ x: [tf.ones([2])], y: [] }));
  expect(bare.weight).toBeUndefined();
});

// Of Beta(α, α), by SciPy: scipy.stats.beta.cdf(places, alpha, alpha).
const places = [0.01, 0.1, 0.25, 0.4];
test.each([
  [0.2, [0.209778, 0.33669, 0.414056, 0.467747]],
  [1, [0.01, 0.1, 0.25, 0.4]],
  [4, [0, 0.002728, 0.070557, 0.289792]],
])("shares are those of Beta(α, α), α = %d", (alpha, below) => {
  const drawn = shares(alpha, 400);
  for (const [at, place] of places.entries()) {
    const of = (test: (share: number) => boolean) => drawn.filter(test).length / drawn.length;
    expect(Math.abs(of((share) => share < place) - below[at])).toBeLessThan(0.05);
    expect(Math.abs(of((share) => share > 1 - place) - below[at])).toBeLessThan(0.05);
  }
});

test("with an α so small that draws are 0, it is one or the other", () => {
  expect(new Set(shares(1e-4, 40).map(Math.round))).toEqual(new Set([0, 1]));
});

test("the default share is that of α = 0.2", () => {
  const [mild, told] = [mixup(), mixup({ alpha: 0.2 })].map((change) =>
    withSeed(scope(), () => [...change({ x: [tf.tensor1d([1, 0])], y: [] }).x[0].dataSync()]),
  );
  expect(mild).toEqual(told);
});

test("changes come in turn, of the first input as float32, and must give a batch", () => {
  const add = ofInputs((x) => x.add(0.5));
  const double = ofInputs((x) => x.mul(2));
  const batch = { x: [tf.tensor1d([1, 2], "int32"), tf.scalar(3)], y: [tf.scalar(4)] };
  const numbers = (changes: Augmentation[]) => augmented(batch, changes).x.map((x) => [...x.dataSync()]);
  expect(numbers([add, double])).toEqual([[3, 5], [3]]);
  expect(numbers([double, add])).toEqual([[2.5, 4.5], [3]]);
  expect(augmented(batch, [])).toBe(batch);
  const required = "augment: an augmentation must return the batch {x, y, weight}, got ";
  for (const [odd, got] of [
    [undefined, "undefined"],
    [{ x: [] }, "{ x: [] }"],
    [{ y: [] }, "{ y: [] }"],
  ])
    // prettier-ignore
    expect(() => augmented(batch, [() => odd as never])).toThrow(new RangeError(required + (got as string)));
});

test.each<[string, () => unknown, message: string]>([
  ["an image", () => checkImages("flip", tf.ones([2, 3, 4])), "augment: flip: x must be images [batch, height, width, channels], got [2, 3, 4]"],
  ["within a step", () => drawUniform([1]), "augment: an augmentation must run inside a step, or withSeed"],
  ["of axes to move along", () => changed(shift(), tf.ones([3])), "shift: x must be [batch, height, width, channels] or [batch, time] or [batch, time, channels], got [3]"],
  ["of axes to move along", () => changed(shift(), tf.ones([1, 1, 1, 1, 1])), "shift: x must be [batch, height, width, channels] or [batch, time] or [batch, time, channels], got [1, 1, 1, 1, 1]"],
  ["a side", () => cutout({ size: 0 }), "cutout: size must be a whole number in [1, ∞), got 0"],
  ["a direction", () => flip({ direction: "vertically" as never }), 'flip: unknown direction "vertically"; did you mean "vertical"?'],
  ["a share", () => flip({ probability: 1.1 }), "flip: probability must be in [0, 1], got 1.1"],
  ["a distance", () => shift({ distance: 0 }), "shift: distance must be a whole number in [1, ∞), got 0"],
  ["a filling", () => shift({ fill: "egde" as never }), 'shift: unknown fill "egde"; did you mean "edge"?'],
  ["a padding", () => crop({ padding: 0 }), "crop: padding must be a whole number in [1, ∞), got 0"],
  ["a whole padding", () => crop({ padding: 1.5 }), "crop: padding must be a whole number in [1, ∞), got 1.5"],
  ["a deviation", () => noise({ stdDev: -1 }), "noise: stdDev must be in [0, ∞), got -1"],
  ["a parameter", () => mixup({ alpha: 0 }), "mixup: alpha must be in (0, ∞), got 0"],
])("what is not %s is refused", (_, act, message) => {
  expect(act).toThrow(new RangeError(message));
}); // prettier-ignore
