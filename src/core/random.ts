import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { OptionError } from "./errors";
import { checkText } from "./checks";
import { checkInteger, checkNoOptions } from "./options";

let tellDraw: (() => void) | undefined;

/** Has it told when a {@link Random} gives a number, until the function returned is called. @internal */
export function onDraw(tell: () => void): () => void {
  tellDraw = tell;
  return () => void (tellDraw = undefined);
}

/**
 * A stream of random numbers: the same seed and name give the same numbers on every machine.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna, 2018), its 128-bit state a hash of seed and name, so that
 * streams of different names, and of neighbouring seeds, have nothing to do with one another.
 *
 * ```ts
 * const random = new Random(42, "shuffle");
 * random.permutation(3) // [2, 0, 1]
 * ```
 */
export class Random {
  readonly #generator: RandomGenerator;
  #spareNormal: number | undefined;

  constructor(
    readonly seed: number,
    readonly name: string,
  ) {
    const hash = createHash("sha256").update(`${seed}/${name}`).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => hash.readInt32LE(at)));
  }

  /** A number, equally likely anywhere in [low, high). */
  uniform(low = 0, high = 1): number {
    tellDraw?.();
    return low + (high - low) * uniformFloat64(this.#generator);
  }

  /** A number from the normal distribution (Marsaglia's polar method, 1964). */
  normal(mean = 0, standardDeviation = 1): number {
    return mean + standardDeviation * this.#standardNormal();
  }

  #standardNormal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = v * scale;
      return u * scale;
    }
  }

  /** A whole number, equally likely any of 0 … count − 1. */
  integer(count: number): number {
    checkInteger("Random.integer", "count", count, "[1, 4294967296]");
    tellDraw?.();
    return uniformInt(this.#generator, 0, count - 1);
  }

  /** The same items in random order (Fisher–Yates), as a new array. */
  shuffle<T>(items: ArrayLike<T>): T[] {
    const shuffled = Array.from(items);
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  }

  /** The whole numbers 0 … count − 1 in random order. */
  permutation(count: number): number[] {
    return this.shuffle(Array.from({ length: count }, (_, index) => index));
  }

  /** One of the items, each equally likely. */
  choice<T>(items: ArrayLike<T>): T {
    if (items.length === 0)
      throw new OptionError({ where: "Random.choice", required: "items must not be empty" });
    return items[this.integer(items.length)];
  }

  /** So many different ones of the items, in random order. */
  sample<T>(items: ArrayLike<T>, count: number): T[] {
    checkInteger("Random.sample", "count", count, `[0, ${items.length}]`);
    return this.shuffle(items).slice(0, count);
  }
}

let seedOfAll = 0;
const sharedStreams = new Map<string, Random>();

/**
 * One seed for everything: data generators, splits, shuffles, initialisers, dropout. It is 0 until this is called.
 *
 * Every consumer draws from a stream of its own name, so that adding one does not change another. TensorFlow.js
 * draws from `Math.random` (initialisers, dropout and the shuffles of `fit` without a seed of their own), which
 * from this call on is a stream too, as `keras.utils.set_random_seed` seeds Python's `random`.
 *
 * ```ts
 * setSeed(42);
 * ```
 *
 * @param seed a whole number
 * @throws OptionError when the seed is not a whole number
 */
export function setSeed(seed: number, ...none: []): void {
  checkNoOptions("setSeed", none);
  seedOfAll = checkInteger("setSeed", "seed", seed);
  sharedStreams.clear();
  const stream = new Random(seed, "Math.random");
  Math.random = () => stream.uniform();
}

/**
 * The seed that {@link setSeed} was given last; 0 before.
 *
 * ```ts
 * currentSeed() // 42
 * ```
 */
export function currentSeed(...none: []): number {
  checkNoOptions("currentSeed", none);
  return seedOfAll;
}

/**
 * A stream that starts afresh: the same numbers at every call, for things that should not depend on what ran
 * before, such as data sets and splits.
 *
 * ```ts
 * freshRandom("moons", options.seed).normal()
 * ```
 *
 * @param seed by default the seed of {@link setSeed}
 */
export function freshRandom(name: string, seed = seedOfAll, ...none: []): Random {
  checkNoOptions("freshRandom", none);
  checkText("freshRandom", "name", name);
  return new Random(checkInteger(name, "seed", seed), name);
}

/**
 * The one stream of this name that goes on from call to call until the next {@link setSeed}, for things that
 * must differ each time, such as the batches of each epoch.
 *
 * ```ts
 * sharedRandom("batches").permutation(1797)
 * ```
 */
export function sharedRandom(name: string, ...none: []): Random {
  checkNoOptions("sharedRandom", none);
  checkText("sharedRandom", "name", name);
  const stream = sharedStreams.get(name) ?? new Random(seedOfAll, name);
  sharedStreams.set(name, stream);
  return stream;
}
