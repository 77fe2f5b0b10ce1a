import { Parzen } from "../../../src/tune/samplers/parzen";
import { categorical, float, int, type Distribution } from "../../../src/tune/space/space";
import { UnitCube } from "../../../src/tune/space/unitCube";
import reference from "../../reference/surrogates.json";
import { scripted } from "./scripted";

function distributionOf([kind, cells]: readonly unknown[]): Distribution {
  if (kind === "number") return float(0, 1);
  if (kind === "cell") return int(1, cells as number);
  return categorical(Array.from({ length: cells as number }, (_, at) => at));
}

const cubeOf = (...distributions: Distribution[]) =>
  new UnitCube(Object.fromEntries(distributions.map((each, at) => [`p${at}`, each])));

const named = reference.parzen.map(
  (each) => [`${each.places.length} places on ${each.sides.map(([kind]) => kind).join(", ")}`, each] as const,
);

test.each(named)("the density of %s is SciPy's mixture", (_, { sides, places, weights, at, logDensity }) => {
  const parzen = new Parzen(cubeOf(...sides.map(distributionOf)), places, weights);
  at.forEach((place, index) => expect(parzen.logDensity(place)).toBeCloseTo(logDensity[index], 9));
});

test("a density over the whole range is 1 in all", () => {
  const sides: [Distribution, number][] = [
    [float(0, 1), 4000],
    [int(1, 6), 6],
    [categorical(["a", "b", "c"]), 3],
  ];
  for (const [distribution, cells] of sides) {
    const parzen = new Parzen(cubeOf(distribution), [[0.05], [0.5], [0.9], [0.91]], [1, 0.5, 1, 1]);
    const whole = Array.from({ length: cells }, (_, at) => Math.exp(parzen.logDensity([(at + 0.5) / cells])));
    const width = sizeOfCell(distribution, cells);
    expect(whole.reduce((sum, density) => sum + density * width, 0)).toBeCloseTo(1, 5);
  }
});

function sizeOfCell(distribution: Distribution, cells: number): number {
  return distribution.kind === "float" ? 1 / cells : 1;
}

test("a side of more values than a billion is drawn and weighed as a continuous one", () => {
  const places = [[0.2], [0.6]];
  const [many, few] = [int(0, 1e9 - 1), int(0, 1e9 - 2)];
  const continuous = new Parzen(cubeOf(float(0, 1)), places, [1, 1]).logDensity([0.3]);
  expect(new Parzen(cubeOf(many), places, [1, 1]).logDensity([0.3])).toBe(continuous);
  expect(new Parzen(cubeOf(few), places, [1, 1]).logDensity([0.3])).toBeCloseTo(
    continuous - Math.log(1e9),
    4,
  );
});

describe("a place is drawn", () => {
  const places = [[0.2, 0.125], [0.6, 0.625]]; // prettier-ignore
  const parzen = new Parzen(cubeOf(float(0, 1), categorical(["a", "b", "c", "d"])), places, [1, 2]);

  test("around an observation, as often as it weighs, with the distance to its neighbour for a width", () => {
    const { random, asked } = scripted({ uniform: [0.2499, 0.9], normal: [0.5] });
    expect(parzen.draw(random)).toEqual([0.4, 0.125]);
    expect(asked).toEqual([["normal", 0.2, expect.closeTo(0.4, 12)]]);
    const second = scripted({ uniform: [0.25, 0.9], normal: [-0.5] });
    expect(parzen.draw(second.random)).toEqual([expect.closeTo(0.4, 12), 0.625]);
  });

  test("or around the middle, evenly among the choices, as often as one trial weighs", () => {
    const { random, asked } = scripted({ uniform: [0.75, 0.999], normal: [0.1], integer: [3] });
    expect(parzen.draw(random)).toEqual([0.6, 0.875]);
    expect(asked).toEqual([["normal", 0.5, 1], ["integer", 4]]); // prettier-ignore
  });

  test("again where it falls outside of the range, whose edges belong to it", () => {
    const outside = scripted({ uniform: [0, 0.9], normal: [-0.51, 2.01, 2] });
    expect(parzen.draw(outside.random)[0]).toBeCloseTo(1, 12);
    const edges = new Parzen(cubeOf(float(0, 1)), [], []);
    expect(edges.draw(scripted({ uniform: [0.3], normal: [-0.5] }).random)).toEqual([0]);
    expect(edges.draw(scripted({ uniform: [0.3], normal: [0.5] }).random)).toEqual([1]);
  });

  test("with another choice in one of so many draws as there are kernels and one", () => {
    const other = scripted({ uniform: [0, 0.2499], normal: [0], integer: [2] });
    expect(parzen.draw(other.random)[1]).toBe(0.625);
    const own = scripted({ uniform: [0, 0.25], normal: [0] });
    expect(parzen.draw(own.random)[1]).toBe(0.125);
  });
});
