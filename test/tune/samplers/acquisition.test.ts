import { acquisitions } from "../../../src/tune/samplers/acquisition";
import { candidatesOf } from "../../../src/tune/samplers/candidates";
import { categorical, float, int } from "../../../src/tune/space/space";
import { UnitCube } from "../../../src/tune/space/unitCube";
import { Random } from "../../../src/core/index";
import expected from "../../reference/gaussianProcess.json";
import tails from "../../reference/normalTails.json";
import { scripted } from "./scripted";

test("the expected improvement is SciPy's, in logarithms", () => {
  for (const { mean, deviation, best, expected: value } of expected.improvement)
    expect(acquisitions.ei(mean, deviation, best).value).toBeCloseTo(Math.log(value), 10);
  for (const { z, logOfImprovement } of tails)
    expect(acquisitions.ei(1 - 2 * z, 2, 1).value / (logOfImprovement + Math.log(2))).toBeCloseTo(1, 9);
});

test("the probability of an improvement is that of at least a hundredth", () => {
  for (const { z, logOfBelow } of tails)
    expect(acquisitions.pi(0.99 - 2 * z, 2, 1).value / logOfBelow).toBeCloseTo(1, 9);
});

test("the bound is minus the 2.5 % quantile", () => {
  expect(acquisitions.ucb(3, 0.5, 1)).toEqual({ value: 0.98 - 3, alongMean: -1, alongDeviation: 1.96 });
});

const space = { x: float(0, 1), n: int(1, 4), kind: categorical(["a", "b"]) };

test("candidates are 400 all over and 200 near the best place, where values can be", () => {
  const cube = new UnitCube(space);
  const incumbent = [0.5, 0.375, 0.25];
  const random = new Random(1, "candidates");
  const places = candidatesOf({ cube, incumbent, random });
  expect(places).toHaveLength(600);
  for (const place of places) expect(cube.encode(cube.decode(place))).toEqual(place);
  const mean = (from: number, to: number) =>
    places.slice(from, to).reduce((sum, [x]) => sum + Math.abs(x - 0.5), 0) / (to - from);
  expect(mean(0, 400)).toBeCloseTo(0.25, 1);
  expect(mean(400, 600)).toBeLessThan(0.05);
  const few = candidatesOf({ cube, incumbent, random }, { everywhere: 2, near: 3 });
  expect(few).toHaveLength(5);
});

test("near a place one side moves at least, by a step that halves five times, and the others every other time", () => {
  const cube = new UnitCube({ x: float(0, 1), y: float(0, 1) });
  const moved = (uniform: number[], normal: number[], integer: number[], near: number) => {
    const { random, asked } = scripted({ uniform, normal, integer });
    const places = candidatesOf({ cube, incumbent: [0.5, 0.5], random }, { everywhere: 0, near });
    return { places, widths: asked.filter(([kind]) => kind === "normal").map(([, , width]) => width) };
  };
  const still = moved(Array(7).fill(0.51), Array(7).fill(1), [1, 1, 1, 1, 1, 1, 1], 7);
  expect(still.widths).toEqual([0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125, 0.1]);
  expect(still.places.map(([x]) => x)).toEqual(Array(7).fill(0.5));
  expect(still.places[0]).toEqual([0.5, 0.6]);
  expect(moved([0.5], [1, -1], [0], 1).places).toEqual([[0.6, 0.4]]);
  expect(moved([0.51], [-6], [0], 1).places).toEqual([[0, 0.5]]);
  expect(moved([0.51], [6], [0], 1).places).toEqual([[1, 0.5]]);
});

test("near a place choices are any, and few values move by one at least", () => {
  const cube = new UnitCube({ n: int(1, 4), kind: categorical(["a", "b"]) });
  const { random, asked } = scripted({ uniform: [0.2, 0.9], normal: [1], integer: [0] });
  const places = candidatesOf({ cube, incumbent: [0.375, 0.25], random }, { everywhere: 0, near: 1 });
  expect(asked).toContainEqual(["normal", 0, 0.25]);
  expect(places).toEqual([[0.625, 0.75]]);
});
