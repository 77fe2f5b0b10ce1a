import { checkInteger, checkNumber, checkOptions, freshRandom, type Random } from "../core/index";
import { checkSize } from "./checkSize";
import { Classification } from "./classification";
import type { NoisyOptions } from "./noisyOptions";
import { noisyDefaults } from "./noisyOptions";
import { shapeNames, shapes } from "./shapes";

const side = 32;
const channels = 3;
const values = side * side * channels;

/**
 * Made colour pictures in the form of CIFAR-10, 32×32 pixels in [0, 1] and 10 classes: light shapes of any size, place, angle and colour
 * on a dark ground that changes its colour. A convolutional network learns them, and with few pictures it overfits.
 *
 * Not photographs: a stand-in where the official files are not at hand, see {@link cifar10}.
 *
 * ```ts
 * const data = cifarLike({ count: 1000, seed: 1 }); // features [1000, 3072], labels [1000]
 * ```
 */
export function cifarLike(options?: NoisyOptions): Classification {
  const { count, noise, seed } = checkOptions("cifarLike", options, noisyDefaults);
  checkInteger("cifarLike", "count", count, `[${shapes.length}, ∞)`);
  checkSize("cifarLike", count, values);
  checkNumber("cifarLike", "noise", noise, "[0, ∞)");
  const random = freshRandom("cifarLike", seed);
  const labels = random.shuffle(Int32Array.from({ length: count }, (_, at) => at % shapes.length));
  const features = new Float32Array(count * values);
  labels.forEach((label, row) =>
    paint(features.subarray(row * values, (row + 1) * values), label, { random, noise }),
  );
  return new Classification({
    about: {
      name: "cifarLike",
      description:
        "A row is a made picture of a shape, 32×32 pixels of red, green and blue in [0, 1], row by row.",
      licence: "CC0 1.0",
      source: "made by tsdescent",
    },
    features,
    featureNames: Array.from({ length: values }, (_, at) => {
      const pixel = Math.floor(at / channels);
      return `pixel ${Math.floor(pixel / side)},${pixel % side},${at % channels}`;
    }),
    imageShape: [side, side, channels],
    labels: Int32Array.from(labels),
    classNames: shapeNames,
  });
}

type Colour = [red: number, green: number, blue: number];

/** One picture: a ground from one colour to another, the shape over it, and noise on every value. */
function paint(picture: Float32Array, label: number, { random, noise }: { random: Random; noise: number }) {
  const [near, far] = [dark(random), dark(random)];
  const ink = inkOn(random, near, far);
  const cover = placed(shapes[label], random);
  const slant = random.uniform(0, 2 * Math.PI);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const x = ((pixel % side) + 0.5) / side - 0.5;
    const y = (Math.floor(pixel / side) + 0.5) / side - 0.5;
    const part = 0.5 + 0.7 * (x * Math.cos(slant) + y * Math.sin(slant));
    const covered = cover(x, y);
    for (let channel = 0; channel < channels; channel++) {
      const ground = near[channel] + part * (far[channel] - near[channel]);
      const value = ground + covered * (ink[channel] - ground) + random.normal(0, noise);
      picture[pixel * channels + channel] = Math.min(1, Math.max(0, value));
    }
  }
}

const dark = (random: Random): Colour => [0, 1, 2].map(() => random.uniform(0, 0.6)) as Colour;
const light = (random: Random): Colour => [0, 1, 2].map(() => random.uniform(0.4, 1)) as Colour;

/** A colour that differs enough from the middle of the ground to be seen. */
function inkOn(random: Random, near: Colour, far: Colour): Colour {
  for (;;) {
    const ink = light(random);
    const apart = Math.hypot(...ink.map((value, at) => value - (near[at] + far[at]) / 2));
    if (apart > 0.4) return ink;
  }
}

/** How much of a pixel the shape covers, from 0 to 1, after it was moved, turned and scaled. */
function placed(shape: (u: number, v: number) => number, random: Random) {
  const size = random.uniform(0.22, 0.42);
  const [left, top] = [random.uniform(size - 0.5, 0.5 - size), random.uniform(size - 0.5, 0.5 - size)];
  const angle = random.uniform(0, 2 * Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x: number, y: number) => {
    const [dx, dy] = [(x - left) / size, (y - top) / size];
    const distance = shape(cos * dx + sin * dy, cos * dy - sin * dx) * size * side;
    return Math.min(1, Math.max(0, 0.5 - distance));
  };
}
