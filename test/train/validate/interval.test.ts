import { readFileSync } from "node:fs";
import { join } from "node:path";
import { seedInterval, type Interval } from "../../../src/train/validate/interval";

const reference = JSON.parse(
  readFileSync(join(__dirname, "../../reference/intervals.json"), "utf8"),
) as Interval[];

test.each(reference.map((one) => [one.values.length, one] as const))(
  "mean, deviation and interval of %d values are SciPy's",
  (_, expected) => {
    const interval = seedInterval(expected.values);
    for (const name of ["mean", "deviation", "low", "high"] as const)
      expect(interval[name]).toBeCloseTo(expected[name], 10);
    expect(interval.values).toBe(expected.values);
  },
);

test("of one value, or of equal ones, the interval is the value; of none there is none", () => {
  const point = { mean: 2, deviation: 0, low: 2, high: 2 };
  expect(seedInterval([2])).toEqual({ ...point, values: [2] });
  expect(seedInterval([2, 2, 2])).toEqual({ ...point, values: [2, 2, 2] });
  expect(() => seedInterval([])).toThrow(new RangeError("seedInterval: values must not be empty"));
});
