import { mnist1d } from "../../src/data/index";

const clean = { scale: 0, translation: 0, shear: 0, correlatedNoise: 0, noise: 0, seed: 1 };
const still = { ...clean, padding: [0, 0] as [number, number] };

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (a: number[], b: number[]) => {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, at) => (value - ma) * (b[at] - mb)));
  const size = (values: number[], m: number) => Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
  return covariance / (size(a, ma) * size(b, mb));
};

test("has the paper's size, every class as often, mean 0 and deviation 1", () => {
  const data = mnist1d({ seed: 0 });
  expect(data.shape).toEqual([5000, 40]);
  expect(data.classCounts()).toEqual(Array(10).fill(500));
  const values = Array.from(data.features);
  expect(mean(values)).toBeCloseTo(0, 5);
  expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 5);
});

test("with every amount at 0, the rows of a class are one template, and no two templates are alike", () => {
  const { x, y } = mnist1d({ ...still, count: 30 }).arrays();
  const templates = Array.from({ length: 10 }, (_, digit) => x.filter((_, row) => y[row] === digit));
  for (const [first, ...others] of templates) for (const other of others) expect(other).toEqual(first);
  for (let a = 0; a < 10; a++)
    for (let b = 0; b < a; b++) expect(correlation(templates[a][0], templates[b][0])).toBeLessThan(0.95);
});

test("padding shortens the signal: what is left of the line is flat", () => {
  const { x } = mnist1d({ ...clean, padding: [36, 36], count: 10 }).arrays();
  for (const row of x) {
    const rest = row.slice(12); // 12 of 48 points are the signal: a quarter of the places
    expect(Math.max(...rest) - Math.min(...rest)).toBeLessThan(1e-6);
    expect(Math.max(...row) - Math.min(...row)).toBeGreaterThan(1);
  }
});

test("translation moves the signal round the end, by fewer than so many places", () => {
  const digit = ({ x, y }: { x: number[][]; y: number[] }) => x.filter((_, row) => y[row] === 0);
  const moved = digit(mnist1d({ ...clean, padding: [60, 60], translation: 48, count: 400 }).arrays());
  const floor = Math.min(...moved.flat());
  const starts = moved.map((row) => row.findIndex((value) => value > floor + 1e-3));
  expect(Math.max(...starts)).toBeGreaterThan(20);
  expect(Math.max(...starts)).toBeLessThan(28); // 48 of 72 places are 27 of 40
});

test("scale and shear stay in their ranges", () => {
  const zeros = (options: object) => {
    const { x, y } = mnist1d({ ...still, ...options, count: 2000 }).arrays();
    return x.filter((_, row) => y[row] === 0);
  };
  const heights = zeros({ scale: 0.4 }).map((row) => Math.max(...row) - Math.min(...row));
  expect(Math.max(...heights) / Math.min(...heights)).toBeGreaterThan(1.4);
  expect(Math.max(...heights) / Math.min(...heights)).toBeLessThanOrEqual(1.5 + 1e-6); // 1.2 / 0.8
  const tilts = zeros({ shear: 0.75 }).map((row) => row[39] - row[0]);
  expect(Math.abs(mean(tilts))).toBeLessThan(0.3);
  expect(Math.min(...tilts)).toBeLessThan(-0.5);
  expect(Math.max(...tilts)).toBeGreaterThan(0.5);
});

test("correlated noise is smooth, white noise is not", () => {
  const roughness = (options: object) => {
    const { x } = mnist1d({ ...clean, padding: [60, 60], count: 200, ...options }).arrays();
    const rest = x.map((row) => row.slice(8));
    return mean(rest.map((row) => correlation(row.slice(1), row.slice(0, -1))));
  };
  expect(roughness({ correlatedNoise: 0.25 })).toBeGreaterThan(0.7);
  expect(Math.abs(roughness({ noise: 0.25 }))).toBeLessThan(0.4);
});

test("shuffled rows hold the same numbers at other places, the same for all", () => {
  const plain = mnist1d({ ...still, count: 10 }).arrays();
  const shuffled = mnist1d({ ...still, count: 10, shuffled: true }).arrays();
  const byDigit = ({ x, y }: typeof plain) => y.map((_, digit) => x[y.indexOf(digit)]);
  const [a, b] = [byDigit(plain), byDigit(shuffled)];
  const columns = (rows: number[][]) =>
    rows[0].map((_, place) => rows.map((row) => row[place].toFixed(5)).join()).sort();
  expect(columns(b)).toEqual(columns(a));
  expect(b).not.toEqual(a);
});

test.each<[string, object, string]>([
  ["too few rows", { count: 9 }, "mnist1d: count must be a whole number in [10, ∞), got 9"],
  [
    "a padding that runs backwards",
    { padding: [60, 36] },
    "mnist1d: padding[1] must be a whole number in [60, ∞), got 36",
  ],
  [
    "a move beyond the line",
    { translation: 73 },
    "mnist1d: translation must be a whole number in [0, 72], got 73",
  ],
  ["noise below nothing", { noise: -1 }, "mnist1d: noise must be in [0, ∞), got -1"],
])("%s is refused", (_, options, message) => {
  expect(() => mnist1d(options)).toThrow(message);
});
