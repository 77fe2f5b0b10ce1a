import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { useBackend } from "../../src/backend/index";
import { currentSeed, freshRandom, Random, setSeed, sharedRandom } from "../../src/core/index";

const numbers = (random: Random, count = 5) => Array.from({ length: count }, () => random.uniform());
const seeds = fc.integer();

test("the same seed and name give the same numbers", () => {
  fc.assert(
    fc.property(seeds, fc.string(), (seed, name) => {
      expect(numbers(new Random(seed, name))).toEqual(numbers(new Random(seed, name)));
    }),
  );
});

test("numbers stay the same from release to release", () => {
  expect(numbers(new Random(42, "example"), 3)).toMatchSnapshot();
});

test("neighbouring seeds, and other names, give other numbers", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const first = numbers(new Random(seed, "a"), 1)[0];
      expect(numbers(new Random(seed + 1, "a"), 1)[0]).not.toBe(first);
      expect(numbers(new Random(seed, "b"), 1)[0]).not.toBe(first);
    }),
  );
});

test("a stream that another consumer draws from does not change this one", () => {
  setSeed(1);
  const alone = numbers(sharedRandom("mine"));
  setSeed(1);
  numbers(sharedRandom("another"));
  expect(numbers(sharedRandom("mine"))).toEqual(alone);
});

test("a shared stream goes on, a fresh one starts again", () => {
  setSeed(1);
  expect(numbers(sharedRandom("a"))).not.toEqual(numbers(sharedRandom("a")));
  expect(numbers(freshRandom("a"))).toEqual(numbers(freshRandom("a")));
});

test("a seed of one's own takes the place of the seed of all", () => {
  setSeed(1);
  const own = numbers(freshRandom("a", 9));
  setSeed(2);
  expect(numbers(freshRandom("a", 9))).toEqual(own);
  expect(currentSeed()).toBe(2);
});

test("after setSeed, layers without seeds of their own start with the same weights and drop the same units", async () => {
  await useBackend("cpu");
  const run = () => {
    setSeed(3);
    const layers = [tf.layers.dense({ units: 3, inputShape: [2] }), tf.layers.dropout({ rate: 0.5 })];
    const output = tf.sequential({ layers }).apply(tf.ones([4, 2]), { training: true }) as tf.Tensor;
    return Array.from(output.dataSync());
  };
  expect(run()).toEqual(run());
});

test("after setSeed, Math.random is reproducible too", () => {
  setSeed(5);
  const first = [Math.random(), Math.random()];
  setSeed(5);
  expect([Math.random(), Math.random()]).toEqual(first);
  expect(first[0]).not.toBe(first[1]);
});

test("uniform numbers lie in their range and fill it evenly", () => {
  const random = new Random(1, "uniform");
  const drawn = Array.from({ length: 20_000 }, () => random.uniform(-1, 3));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...drawn)).toBeLessThan(3);
  const tenths = Array.from(
    { length: 10 },
    (_, at) => drawn.filter((x) => Math.floor((x + 1) / 0.4) === at).length,
  );
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200); // 4.7 standard deviations
});

test("normal numbers have the moments of the normal distribution", () => {
  const random = new Random(1, "normal");
  const drawn = Array.from({ length: 100_000 }, () => random.normal(2, 3));
  const moment = (power: number) => drawn.reduce((sum, x) => sum + ((x - 2) / 3) ** power, 0) / drawn.length;
  expect(moment(1)).toBeCloseTo(0, 1);
  expect(moment(2)).toBeCloseTo(1, 1);
  expect(moment(3)).toBeCloseTo(0, 1);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
});

test("a shuffle keeps every item and leaves the array it was given alone", () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
      const before = [...items];
      const shuffled = new Random(seed, "shuffle").shuffle(items);
      expect(items).toEqual(before);
      const byValue = (a: number, b: number) => a - b;
      expect([...shuffled].sort(byValue)).toEqual([...items].sort(byValue));
    }),
  );
});

test("every order of three items is equally likely", () => {
  const random = new Random(1, "orders");
  const seen = new Map<string, number>();
  for (let run = 0; run < 6000; run++) {
    const order = random.permutation(3).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(130); // 4.5 standard deviations
});

test("a sample has no item twice", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 20 }), (seed, count) => {
      const items = Array.from({ length: 20 }, (_, at) => at);
      expect(new Set(new Random(seed, "sample").sample(items, count)).size).toBe(count);
    }),
  );
});

test("seeds and counts that are not whole numbers are refused", () => {
  expect(() => setSeed(0.5)).toThrow("setSeed: seed must be a whole number in (-∞, ∞), got 0.5");
  expect(() => freshRandom("moons", NaN)).toThrow("moons: seed must be a whole number in (-∞, ∞), got NaN");
  expect(() => new Random(1, "a").integer(0)).toThrow(
    "Random.integer: count must be a whole number in [1, 4294967296], got 0",
  );
  expect(() => new Random(1, "a").choice([])).toThrow("Random.choice: items must not be empty");
  expect(() => new Random(1, "a").sample([1], 2)).toThrow(
    "Random.sample: count must be a whole number in [0, 1], got 2",
  );
});
