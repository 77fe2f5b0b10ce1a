import fc from "fast-check";
import * as tune from "../../src/tune/index";
import type { Distribution, Sampler, Space, Value } from "../../src/tune/index";
import { atStep } from "../../src/tune/space/steps";
import { sizeOf, valueAt } from "../../src/tune/space/space";
import { UnitCube } from "../../src/tune/space/unitCube";

const { float, int, categorical } = tune;

/** Every sampler with few trials to start with, so that what it has learnt counts. */
const samplers: Record<string, () => Sampler> = {
  cmaEs: () => tune.cmaEs(),
  forest: () => tune.forest({ startupTrials: 3, trees: 5 }),
  gp: () => tune.gp({ startupTrials: 3 }),
  quasiRandom: () => tune.quasiRandom(),
  random: () => tune.random(),
  tpe: () => tune.tpe({ startupTrials: 3 }),
};

/** Numbers of every magnitude that doubles have, with few or with many digits. */
const magnitude = fc.integer({ min: -300, max: 300 }).map((power) => Number(`1e${power}`));
const size = fc
  .tuple(fc.double({ min: 1, max: 9.99, noNaN: true }), magnitude)
  .map(([digits, unit]) => digits * unit);
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 5e-324, 2 ** 53, 0.1),
  size,
  size.map((each) => -each),
  fc.integer({ min: -99, max: 99 }).map((each) => each / 10),
);
const whole = fc.oneof(
  fc.integer({ min: -100, max: 100 }),
  fc.maxSafeInteger(),
  fc.constantFrom(2 ** 53 - 1, 1 - 2 ** 53),
);

const ordered = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);

/** What a call makes, or undefined where it refuses in words of its own. */
function made(make: () => Distribution): Distribution | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toMatchObject({ name: "OptionError", message: expect.stringMatching(/^(float|int): /) });
    return undefined;
  }
}

const floats = fc.tuple(number, number).map(([a, b]) => made(() => float(...ordered(a, b))));
const logs = fc.tuple(size, size).map(([a, b]) => made(() => float(...ordered(a, b), { log: true })));
/** Steps that are written in a few digits, from any place, at any magnitude. */
const steps = fc
  .record({
    start: fc.integer({ min: -999, max: 999 }),
    step: fc.integer({ min: 1, max: 99 }),
    count: fc.oneof(fc.nat(20), fc.nat(1e12)),
    unit: fc.integer({ min: -300, max: 290 }),
  })
  .map(({ start, step, count, unit }) => {
    const [low, by] = [Number(`${start}e${unit}`), Number(`${step}e${unit}`)];
    return made(() => float(low, low + by * (count + 0.5), { step: by }));
  });
const oddSteps = fc
  .tuple(number, number, size)
  .map(([a, b, step]) => made(() => float(...ordered(a, b), { step })));
const ints = fc
  .tuple(whole, whole, fc.oneof(fc.constant(1), fc.nat(1e6), whole.map(Math.abs)))
  .map(([a, b, step]) => made(() => int(...ordered(a, b), { step })));
const logInts = fc
  .tuple(whole, whole)
  .map(([a, b]) => made(() => int(...ordered(Math.abs(a), Math.abs(b)), { log: true })));
const choices = fc
  .uniqueArray(fc.oneof(number, fc.string(), fc.boolean(), fc.constant(null)), {
    minLength: 1,
    comparator: (a, b) => a === b,
  })
  .map((values) => categorical(values as Value[]));

const distribution = fc
  .oneof(floats, logs, steps, oddSteps, ints, logInts, choices)
  .filter((each): each is Distribution => each !== undefined);

/** The value of a step by whole numbers of any length: the one double that is closest. */
function exactStep({ low, step }: { low: number; step: number }, index: number): number {
  const [a, b] = [low, step].map((each) => each.toExponential().split(/[.e]/));
  const parts = [a, b].map((part) => {
    const [lead, fraction, power] = part.length === 3 ? part : [part[0], "", part[1]];
    return { digits: BigInt(lead + fraction), power: Number(power) - fraction.length };
  });
  const least = Math.min(parts[0].power, parts[1].power);
  const [first, each] = parts.map(({ digits, power }) => digits * 10n ** BigInt(power - least));
  return Number(`${first + BigInt(index) * each}e${least}`);
}

test("steps are the numbers that one would write, at any magnitude", () => {
  expect([0, 1, 2, 3].map((index) => atStep(0, 0.1, index))).toEqual([0, 0.1, 0.2, 0.3]);
  expect([1, 2, 3].map((index) => atStep(1e-300, 1e-301, index))).toEqual([1.1e-300, 1.2e-300, 1.3e-300]);
  expect(atStep(1e300, 1e299, 7)).toBe(1.7e300);
  expect(atStep(1e12, 0.1, 3)).toBe(1000000000000.3);
  // What was computed, such as 1/3, has no digits that were written.
  expect([1, 2, 3].map((index) => atStep(0, 1 / 3, index))).toEqual([1 / 3, 2 / 3, 1]);
  fc.assert(
    fc.property(steps, fc.nat(1e6), (made, index) => {
      if (made === undefined || made.kind !== "float" || sizeOf(made) <= index) return;
      expect(valueAt(made, index)).toBe(exactStep(made as { low: number; step: number }, index));
    }),
  );
});

test("the last step is in, and the next would not be", () => {
  expect(float(0, 0.3, { step: 0.1 })).toEqual({ kind: "float", low: 0, high: 0.3, log: false, step: 0.1 });
  expect(float(0, 1, { step: 0.3 }).high).toBe(0.9);
  expect(float(0, 1, { step: 1 / 3 }).high).toBe(1);
  expect(float(-1e300, 1e300, { step: 1e299 }).high).toBe(1e300);
  expect(sizeOf(float(-1e300, 1e300, { step: 1e299 }))).toBe(21);
  expect(sizeOf(float(1e-300, 1e-299, { step: 1e-300 }))).toBe(10);
});

test("steps that numbers cannot tell apart are refused", () => {
  expect(() => float(0, 1e300, { step: 1e-300 })).toThrow(
    "float: step must be large enough to tell numbers in [0, 1e+300] apart, got 1e-300; leave it out",
  );
  expect(() => float(1e16, 1e16 + 8, { step: 0.1 })).toThrow("float: step must be large enough");
  expect(() => int(0, 2 ** 60)).toThrow(
    "int: high must be a whole number of less than 2^53, beyond which numbers have gaps, " +
      "got 1152921504606847000; search a power of two, or use float",
  );
  expect(() => int(1 - 2 ** 53, 2 ** 53 - 1)).toThrow(
    "int: high - low must be a whole number of less than 2^53",
  );
  expect(() => int(0.5, 3)).toThrow("int: low must be a whole number, got 0.5");
});

test("every place is a value of the space, and every value has its place", () => {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(distribution, place, (one, at) => {
      const cube = new UnitCube({ one });
      const params = cube.decode([at]);
      expect(tune.accepts(one, params.one)).toBe(true);
      const [back] = cube.encode(params);
      expect(back >= 0 && back <= 1).toBe(true);
      // Beyond, the middles of neighbours round to one place.
      const isCounted = one.kind === "categorical" || (one.step !== undefined && !one.log);
      if (isCounted && sizeOf(one) <= 2 ** 50) expect(cube.decode([back])).toEqual(params);
    }),
    { numRuns: 2000 },
  );
});

test("both ends of a range are reached", () => {
  fc.assert(
    fc.property(distribution, (one) => {
      if (one.kind === "categorical") return;
      const cube = new UnitCube({ one });
      expect([cube.decode([0]).one, cube.decode([1]).one]).toEqual([one.low, one.high]);
    }),
    { numRuns: 1000 },
  );
});

test("large whole numbers keep their last digit", () => {
  const range = int(2 ** 53 - 4, 2 ** 53 - 1);
  const cube = new UnitCube({ n: range });
  const all = [0.1, 0.4, 0.6, 0.9].map((at) => cube.decode([at]).n);
  expect(all).toEqual([2 ** 53 - 4, 2 ** 53 - 3, 2 ** 53 - 2, 2 ** 53 - 1]);
  expect(new UnitCube({ n: int(1e15, 1e15 + 1) }).decode([0.9]).n).toBe(1e15 + 1);
});

describe.each(Object.keys(samplers))("%s", (name) => {
  test("proposes only what is in a space, of any kind and magnitude", () => {
    fc.assert(
      fc.property(
        fc.array(distribution, { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(number, fc.constant(0)), { minLength: 8, maxLength: 8 }),
        (distributions, values) => {
          const space: Space = Object.fromEntries(distributions.map((each, at) => [`p${at}`, each]));
          const study = tune.createStudy({ space, sampler: samplers[name](), seed: 1 });
          for (const value of values) {
            const trial = study.ask();
            for (const [parameter, each] of Object.entries(space))
              expect(tune.accepts(each as Distribution, trial.params[parameter])).toBe(true);
            study.tell(trial, value);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

test("a grid counts through more values than there is memory for", () => {
  const study = tune.createStudy({
    space: { n: int(0, 2 ** 52), x: float(0, 1, { step: 1e-9 }) },
    sampler: tune.grid(),
  });
  const tried = Array.from({ length: 3 }, () => {
    const trial = study.ask();
    study.tell(trial, 1);
    return trial.params;
  });
  expect(tried).toEqual([
    { n: 0, x: 0 },
    { n: 0, x: 1e-9 },
    { n: 0, x: 2e-9 },
  ]);
});

test("what a sampler of one's own draws is held to the space", () => {
  const stray: Sampler = { name: "stray", sample: () => ({ x: 2 }) };
  const study = tune.createStudy({ space: { x: float(0, 1) }, sampler: stray });
  expect(() => study.ask()).toThrow("stray: x must be float in [0, 1], got 2");
  const grid = tune.createStudy({ sampler: tune.grid({ values: { x: [NaN] } }) });
  expect(() => grid.ask().suggestFloat("x", 0, 1)).toThrow("grid: x must be float in [0, 1], got NaN");
});
