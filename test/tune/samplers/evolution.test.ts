import { Evolution } from "../../../src/tune/samplers/cmaEs/evolution";
import reference from "../../reference/surrogates.json";
import { scripted } from "./scripted";

const small = 1e-3;

/** Where the distribution draws when its normal numbers are these. */
function drawn(evolution: Evolution, normal: number[]): number[] {
  return evolution.draw(
    scripted({ normal }).random,
    normal.map(() => 0),
  );
}

/** Mean and covariance, read from what is drawn along each axis. */
function shapeOf(evolution: Evolution, size: number): { mean: number[]; covariance: number[][] } {
  const along = (axis: number) => Array.from({ length: size }, (_, at) => (at === axis ? small : 0));
  const mean = drawn(evolution, along(-1));
  const steps = Array.from({ length: size }, (_, axis) =>
    drawn(evolution, along(axis)).map((at, side) => (at - mean[side]) / small),
  );
  const covariance = mean.map((_, i) =>
    mean.map((__, j) => steps.reduce((sum, step) => sum + step[i] * step[j], 0)),
  );
  return { mean, covariance };
}

const named = reference.evolution.map(
  (each) => [`${each.start.length} sides, first step ${each.sigma}`, each] as const,
);

test.each(named)("generations move the distribution as the tutorial's equations do: %s", (_, run) => {
  const size = run.start.length;
  const evolution = new Evolution(Float64Array.from(run.start), run.sigma);
  expect(evolution.population).toBe(run.population);
  const first = shapeOf(evolution, size);
  expect(first.mean).toEqual(run.start);
  first.covariance.forEach((row, i) =>
    row.forEach((at, j) => expect(at).toBeCloseTo(i === j ? run.sigma ** 2 : 0, 9)),
  );
  run.told.forEach((generation, at) => {
    evolution.follow(generation);
    const { mean, covariance } = shapeOf(evolution, size);
    const expected = run.states[at];
    const scale = Math.max(...expected.covariance.map((row, i) => row[i]));
    mean.forEach((place, side) => expect(place).toBeCloseTo(expected.mean[side], 9));
    covariance.forEach((row, i) =>
      row.forEach((value, j) => expect(value / scale).toBeCloseTo(expected.covariance[i][j] / scale, 7)),
    );
  });
});

test("a generation is followed in the order of its losses, whatever its own", () => {
  const [{ start, sigma, told }] = reference.evolution.slice(1);
  const shapes = [told[0], [...told[0]].reverse()].map((generation) => {
    const evolution = new Evolution(Float64Array.from(start), sigma);
    evolution.follow(generation);
    return shapeOf(evolution, start.length);
  });
  expect(shapes[1]).toEqual(shapes[0]);
});

test("what is drawn outside of the cube is drawn again, twenty times, and then pushed in", () => {
  const evolution = () => new Evolution(Float64Array.of(0.5, 0.5), 0.1);
  const outside = [6, 0];
  const again = scripted({ normal: [...Array(19).fill(outside).flat(), 5, -5] });
  expect(evolution().draw(again.random, [0, 0])).toEqual([1, 0]);
  expect(again.asked).toHaveLength(40);
  const pushed = scripted({ normal: [...Array(20).fill(outside).flat(), 7, -8] });
  expect(evolution().draw(pushed.random, [0, 0])).toEqual([1, 0]);
  expect(pushed.asked).toHaveLength(42);
  const below = scripted({ normal: [-5.1, 0, 1, 2] });
  expect(evolution().draw(below.random, [0, 0])).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.7, 12)]);
});

test("a side with few values moves at least so far, however small the step", () => {
  const evolution = () => new Evolution(Float64Array.of(0.5, 0.5), 0.1);
  const { random } = scripted({ normal: [1, -1, 0.5] });
  expect(evolution().draw(random, [0.1, 0.3])).toEqual([
    expect.closeTo(0.6, 12),
    expect.closeTo(0.5 - 0.1 + 0.15, 12),
  ]);
});
