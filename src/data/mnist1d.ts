import { checkInteger, checkNumber, checkOptions, freshRandom, type Random } from "../core/index";
import { deviationOf, meanOf, sumOf } from "../math/index";
import { checkSize } from "./checkSize";
import type { Classification } from "./classification";
import { madeClasses } from "./madeClasses";

/** How {@link mnist1d} makes its signals; with every amount at 0 they are the ten templates. */
export interface Mnist1dOptions {
  /** The number of rows, of all classes together. Default 5000, as in the paper. */
  count?: number;
  /** Least and most places without a signal that follow its 12 points: the more, the shorter it looks. Default [36, 60]. */
  padding?: [least: number, most: number];
  /** Heights are multiplied by a number from 1 − scale / 2 to 1 + scale / 2. Default 0.4. */
  scale?: number;
  /** The signal moves by fewer than so many of 72 places, round the end. Default 48. */
  translation?: number;
  /** How far up or down the signal is tilted between its ends: less than half of this. Default 0.75. */
  shear?: number;
  /** Standard deviation, before smoothing, of what fills the places without a signal. Default 0.25. */
  correlatedNoise?: number;
  /** Standard deviation of what is added everywhere. Default 0.02. */
  noise?: number;
  /** Whether the 40 places of all rows change their order, the same for all: neighbours are neighbours no more. Default false. */
  shuffled?: boolean;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

type Amounts = Required<Omit<Mnist1dOptions, "count" | "shuffled" | "seed">>;

const POINTS = 12;
const PLACES = 72;
const LENGTH = 40;
const SMOOTH = 2; // places: the deviation of the bell that smooths correlated noise

// The digits 0 to 9 as a pen would draw them along a line; each begins and ends at rest.
const drawn = [
  [0, 3, 5, 6, 6, 6, 6, 6, 6, 5, 3, 0],
  [0, -6, -5, -4, -3, -2, -1, 0, 1, 2, 0, 0],
  [0, 3, 5, 5, 3, 0, -2, -4, -5, -5, -3, 0],
  [0, 3, 5, 5, 3, 0, 0, 3, 5, 5, 3, 0],
  [0, -2, -3, -5, -6, -6, 0, 0, 0, 0, 0, 0],
  [0, -5, -5, -5, -5, 0, 3, 5, 5, 3, -1, 0],
  [0, -3, -5, -6, -6, -6, -6, -6, -6, -5, -3, 0],
  [0, 6, 5, 4, 3, 2, 1, 0, -1, -2, 0, 0],
  [0, -3, -5, -5, -3, 0, 0, -3, -5, -5, -3, 0],
  [0, -3, -5, -5, -3, 0, 0, 0, 0, -1, -2, 0],
];
const templates = drawn.map((heights) => heights.map((height) => height / (6 * deviationOf(heights))));

const defaults = {
  count: 5000,
  padding: [36, 60] as [number, number],
  scale: 0.4,
  translation: 48,
  shear: 0.75,
  correlatedNoise: 0.25,
  noise: 0.02,
  shuffled: false,
  seed: undefined as number | undefined,
};

/**
 * The MNIST-1D task: ten digits drawn along a line, moved, stretched, tilted and buried in noise, as 40 numbers a row.
 *
 * Small, and yet it tells models apart as images do: linear, dense and convolutional networks reach ever more of it.
 * A row is a template of 12 points, padded with empty places and stretched to 72, scaled, moved round the end, its empty places
 * filled with smooth noise, then white noise and a tilt added, read off at 40 places. All numbers together have mean 0 and
 * standard deviation 1. The templates are drawn anew, so results come close to those of the paper and are not the same.
 *
 * Source: S. Greydanus, Scaling down deep learning (2020), https://arxiv.org/abs/2011.14439, section 2.
 *
 * ```ts
 * const { train, test } = split(mnist1d({ seed: 0 })); // features [4000, 40] and [1000, 40], 10 classes
 * ```
 */
export function mnist1d(options?: Mnist1dOptions): Classification {
  const { count, shuffled, seed, ...amounts } = checkOptions("mnist1d", options, defaults);
  checkInteger("mnist1d", "count", count, "[10, ∞)");
  checkSize("mnist1d", count, LENGTH);
  checkAmounts(amounts);
  const random = freshRandom("mnist1d", seed);
  const signals = Array.from({ length: count }, (_, at) => signal(templates[at % 10], amounts, random));
  const all = signals.flat();
  const [middle, spread] = [meanOf(all), deviationOf(all)];
  const order = shuffled ? random.permutation(LENGTH) : signals[0].map((_, place) => place);
  const points = signals.map((values, at) => ({
    x: order.map((place) => (values[place] - middle) / spread),
    label: at % 10,
  }));
  const description = "A row is a digit drawn along a line of 40 places, moved, tilted and buried in noise.";
  return madeClasses("mnist1d", description, points, { random, noise: 0 });
}

function checkAmounts({ padding, translation, ...amounts }: Amounts): void {
  checkInteger("mnist1d", "padding[0]", padding[0], "[0, ∞)");
  checkInteger("mnist1d", "padding[1]", padding[1], `[${padding[0]}, ∞)`);
  checkInteger("mnist1d", "translation", translation, `[0, ${PLACES}]`);
  for (const [name, amount] of Object.entries(amounts)) checkNumber("mnist1d", name, amount, "[0, ∞)");
}

/** One row before it is standardised, in the order of the paper's steps. */
function signal(template: number[], amounts: Amounts, random: Random): number[] {
  const { padding, scale, translation, shear, correlatedNoise, noise } = amounts;
  const length = POINTS + padding[0] + random.integer(padding[1] - padding[0] + 1);
  const size = 1 + random.uniform(-scale / 2, scale / 2);
  const shift = translation > 0 ? random.integer(translation) : 0;
  const fill = smooth(Array.from({ length: PLACES }, () => random.normal(0, correlatedNoise)));
  const tilt = random.uniform(-shear / 2, shear / 2);
  const places = Array.from({ length: PLACES }, (_, place) => {
    const at = (((place - shift + PLACES) % PLACES) * (length - 1)) / (PLACES - 1);
    const value = at < POINTS ? size * between(template, at) : fill[place];
    return value + random.normal(0, noise) - tilt * (place / (PLACES - 1) - 0.5);
  });
  return Array.from({ length: LENGTH }, (_, k) => between(places, (k * (PLACES - 1)) / (LENGTH - 1)));
}

/** The value at a place between two others, on the straight line that joins them; 0 behind the last. */
function between(values: number[], at: number): number {
  const left = Math.floor(at);
  const part = at - left;
  return (1 - part) * values[left] + (part > 0 ? part * (values[left + 1] ?? 0) : 0);
}

/** The mean of the neighbourhood of each place, weighted by a bell; the places form a ring. */
function smooth(values: number[]): number[] {
  const reach = 4 * SMOOTH;
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, at) => at - reach);
  const bell = offsets.map((offset) => Math.exp(-0.5 * (offset / SMOOTH) ** 2));
  const total = sumOf(bell);
  const size = values.length;
  return values.map((_, at) =>
    offsets.reduce((sum, offset, k) => sum + (bell[k] / total) * values[(at + offset + size) % size], 0),
  );
}
