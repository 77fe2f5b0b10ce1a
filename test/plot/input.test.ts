import { thinCurve } from "../../src/math/index";
import fc from "fast-check";

import { withDrawnDigits } from "../../src/plot/input/drawnDigits";
import { countPasses, passesOf } from "../../src/plot/input/passes";
import { fitPolynomial, fitPolynomials } from "../../src/plot/regression/polynomial";
import { smoothed } from "../../src/plot/training/smooth";
import { thinPoints } from "../../src/plot/input/thin";
import { gapsOf } from "../../src/plot/training/loss/gaps";
import { apart, fixed, percent, short, shorts } from "../../src/plot/input/words";

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("smoothing", () => {
  test("gives the numbers of its definition", () => {
    const [first, second, third] = smoothed([1, 0, 1], 0.5);
    expect([first, second, third]).toEqual([1, expect.closeTo(1 / 3), expect.closeTo(5 / 7)]);
  });

  test("stays between the lowest and the highest value so far", () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          smoothed(values, weight).forEach((value, at) => {
            const past = values.slice(0, at + 1);
            const slack = 1e-9 * Math.max(1, ...past.map(Math.abs));
            expect(value).toBeGreaterThanOrEqual(Math.min(...past) - slack);
            expect(value).toBeLessThanOrEqual(Math.max(...past) + slack);
          });
        },
      ),
    );
  });

  test("leaves a constant and a weight of 0 unchanged, and passes over NaN", () => {
    expect(smoothed([3, 3, 3], 0.9)).toEqual([3, 3, 3].map((value) => expect.closeTo(value)));
    expect(smoothed([1, 5, 2], 0)).toEqual([1, 5, 2]);
    expect(smoothed([1, NaN, 1], 0.5)).toEqual([1, NaN, 1]);
  });
});

describe("thinning a curve", () => {
  test("keeps the ends, the lowest and the highest value, in order, within the limit", () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 3000 }),
        fc.integer({ min: 10, max: 400 }),
        (y, limit) => {
          const kept = thinCurve(y, limit);
          const values = kept.map((at) => y[at]);
          expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
          expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 2));
          expect([kept[0], kept.at(-1)]).toEqual([0, y.length - 1]);
          expect(Math.max(...values)).toBe(Math.max(...y));
          expect(Math.min(...values)).toBe(Math.min(...y));
        },
      ),
    );
  });

  test("keeps a gap as a gap", () => {
    const y = Array.from({ length: 5000 }, (_, at) => (at > 2000 && at < 3000 ? NaN : at));
    expect(thinCurve(y, 200).some((at) => Number.isNaN(y[at]))).toBe(true);
  });
});

test("thinning points spreads them evenly, each at most once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 500 }), (count, limit) => {
      const kept = thinPoints(count, limit);
      expect(kept).toHaveLength(Math.min(count, limit));
      expect(new Set(kept).size).toBe(kept.length);
      const stride = Math.max(1, count / limit);
      kept.forEach((at, index) => expect(Math.abs(at - index * stride)).toBeLessThanOrEqual(stride));
    }),
  );
});

test("thinning points keeps the extremes of each column", () => {
  const column = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 300,
    maxLength: 300,
  });
  fc.assert(
    fc.property(column, column, fc.integer({ min: 4, max: 40 }), (x, y, limit) => {
      const kept = thinPoints(x.length, limit, [x, y]);
      expect(kept).toHaveLength(limit);
      expect(new Set(kept).size).toBe(limit);
      for (const values of [x, y]) {
        const drawn = kept.map((at) => values[at]);
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...values), Math.max(...values)]);
      }
    }),
  );
});

test("numbers read as people write them", () => {
  expect([0.123456, -2, 1234, 1234567, 1e-9, Infinity].map(short)).toEqual([
    "0.1235",
    "−2",
    "1234",
    "1\u202f234\u202f567",
    "1e−9",
    "∞",
  ]);
  expect([0.99996, 1 - 1e-9, 1 - 1e-14, 12345.678, 1700000000001, -1.5e-9, 1e300, -0].map(short)).toEqual([
    ...["0.99996", "0.999999999", "1", "12\u202f346", "1\u202f700\u202f000\u202f000\u202f001"],
    ...["−1.5e−9", "1e300", "0"],
  ]);
});

test("what is nearly all or nothing is not written as all or nothing", () => {
  expect([0, 0.0001, 0.125, 0.9999, 1].map((share) => percent(share))).toEqual([
    ...["0.0 %", "< 0.1 %", "12.5 %", "> 99.9 %", "100.0 %"],
  ]);
  expect([0.004, 0.996].map((share) => percent(share, 0))).toEqual(["< 1 %", "> 99 %"]);
  expect([1.004, 1.0049999].map((share) => percent(share, 0))).toEqual(["100.4 %", "100.5 %"]);
  expect([1.00001, -1.00001, 1.06].map((share) => percent(share))).toEqual([
    ...["100.001 %", "−100.001 %", "106.0 %"],
  ]);
  expect([1, 0.99996, 0.5, -0.00004, -0.25, 0].map((value) => fixed(value, 3))).toEqual([
    ...["1.000", "0.99996", "0.500", "−0.00004", "−0.250", "0.000"],
  ]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1.1, noNaN: true }), fc.constantFrom(0, 1, 2), (share, digits) => {
      const text = percent(share, digits);
      expect(/^0(\.0*)? %$/.test(text)).toBe(share === 0);
      expect(/^100(\.0*)? %$/.test(text)).toBe(share === 1);
    }),
  );
});

test("numbers beside one another differ in words where they differ by more than noise", () => {
  expect(shorts([2.302585, 2.30259])).toEqual(["2.302585", "2.30259"]);
  expect(shorts([2.302585, 2.30259, 100.12345])).toEqual(["2.302585", "2.30259", "100.1"]);
  expect(shorts([1, 1, 2])).toEqual(["1", "1", "2"]);
  expect(shorts([0.4321, 0.432101, 0.432101 - 1e-16])).toEqual(["0.4321", "0.432101", "0.432101"]);
  expect(shorts([0.1 + 0.2, 0.3, NaN, Infinity])).toEqual(["0.3", "0.3", "not finite", "∞"]);
  const isNoise = (one: number, other: number) => Math.abs(one - other) <= 1e-14 * Math.abs(one);
  fc.assert(
    fc.property(fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { maxLength: 4 }), (values) => {
      const different = [...new Set(values)].filter(
        (value, at, all) => !all.slice(0, at).some((other) => isNoise(value, other)),
      );
      expect(new Set(shorts(different)).size).toBe(different.length);
    }),
  );
});

test("shares and numbers of fixed decimals that are told in one text are told from one another, too", () => {
  const shares = apart(() => [0.4999, 0.5001, 1, 0.9999, 0.99998, 0.2].map((each) => percent(each, 0)));
  expect(shares).toEqual(["49.99 %", "50.01 %", "100 %", "99.99 %", "> 99.99 %", "20 %"]);
  expect(apart(() => [percent(0.00002), percent(0.00003), percent(0)])).toEqual([
    "0.002 %",
    "0.003 %",
    "0.0 %",
  ]);
  expect(apart(() => [fixed(0.91234, 3), fixed(0.91239, 3), fixed(0.5, 3)])).toEqual([
    "0.9123",
    "0.9124",
    "0.500",
  ]);
  expect(apart(() => `${short(1.00001)} and ${short(1)} of ${short(100)}`)).toBe("1.00001 and 1 of 100");
});

describe("the digits of what is drawn", () => {
  const drawn = (values: number[]) => withDrawnDigits({ data: { values: values.map((x) => ({ x })) } });
  const xs = (spec: Record<string, unknown>) =>
    (spec.data as { values: { x: number | null }[] }).values.map(({ x }) => x);

  test("are what a pixel can show of the range, wherever it lies", () => {
    expect(xs(drawn([1 / 3, 2 / 3]))).toEqual([0.33333, 0.66667]);
    expect(xs(drawn([1000001.25, 1000002.5, NaN]))).toEqual([1000001.25, 1000002.5, null]);
    expect(xs(drawn([1e9 + 1 / 3, 1e9 + 2 / 3]))).toEqual([1000000000.33333, 1000000000.66667]);
    expect(xs(drawn([Math.PI, Math.PI]))).toEqual([Math.PI, Math.PI]);
  });

  test("are off by less than 1/10 000 of the range and of the value, alike in Vega-Lite and Plotly", () => {
    const anywhere = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 });
    const near = fc.tuple(anywhere, fc.array(fc.double({ noNaN: true, min: -1, max: 1 }))).map(
      ([at, away]) => away.map((part) => at + part * Math.abs(at) * 1e-7), // crowded far from 0
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(anywhere), near), (values) => {
        const span = Math.max(...values) - Math.min(...values);
        xs(drawn(values)).forEach((x, at) => {
          expect(Math.abs(x! - values[at])).toBeLessThanOrEqual(1e-4 * Math.min(span, Math.abs(values[at])));
        });
        const [{ x }] = withDrawnDigits({ data: [{ x: values }] }).data as { x: number[] }[];
        expect(x).toEqual(xs(drawn(values)));
      }),
    );
  });
});

test("values of every second of a million epochs are told as such", () => {
  const values = Array.from({ length: 1_000_000 }, (_, at) => (at % 2 ? at : NaN));
  expect(gapsOf(values, "epoch")).toEqual({ sparse: true, words: "every 2nd epoch" });
});

test("passes are counted as they are drawn", () => {
  const places = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN)), { maxLength: 12 });
  fc.assert(fc.property(places, (x) => expect(countPasses(x)).toBe(passesOf(x).length)));
  expect(passesOf([1, NaN, 2, 2])).toEqual([[0, 1, 2, 3]]);
});

test("polynomials of several degrees are those of each alone, whatever the order and the repeats", () => {
  const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 20 });
  const degrees = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(numbers, degrees, (x, asked) => {
      const y = x.map((value, at) => value ** 2 / 7 + at);
      const told = ({ degree, rmse, at, leverage }: ReturnType<typeof fitPolynomial>) => [
        ...[degree, rmse],
        ...[-60, 0, 1.5].flatMap((place) => [at(place), leverage(place)]),
      ];
      expect(fitPolynomials(x, y, asked).map(told)).toEqual(
        asked.map((degree) => told(fitPolynomial(x, y, degree))),
      );
    }),
  );
});
