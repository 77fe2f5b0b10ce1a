import { type Differentiable, minimizeInBox } from "../../src/math/index";
import reference from "../reference/surrogates.json";

const functions: Record<string, Differentiable> = {
  rosenbrock(x, gradient) {
    const bend = x[1] - x[0] ** 2;
    gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
    gradient[1] = 200 * bend;
    return 100 * bend ** 2 + (1 - x[0]) ** 2;
  },
  bowl(x, gradient) {
    return [0.3, 1.4, -0.2].reduce((sum, lowest, side) => {
      const scale = 10 ** side;
      gradient[side] = 2 * scale * (x[side] - lowest);
      return sum + scale * (x[side] - lowest) ** 2;
    }, 0);
  },
};

const named = reference.minima.map(({ runs, start, of, ...box }) => ({ of, start, box, runs }));

test.each(named)("$of from $start goes step by step as L-BFGS in a box does", ({ of, start, box, runs }) => {
  for (const { steps, x, value, calls } of runs) {
    let called = 0;
    const counted: Differentiable = (at, gradient) => (called++, functions[of](at, gradient));
    const found = minimizeInBox(counted, start, { ...box, steps });
    expect({ steps, x: [...found.x], value: found.value, called }).toEqual({
      steps,
      x: x.map((at) => expect.closeTo(at, 6)),
      value: expect.closeTo(value, 6),
      called: calls,
    });
  }
});

test("what it is given stays as it is, and 50 steps, no box and a slope of 1e-5 are what is meant without options", () => {
  const start = [-1.2, 1];
  const [{ start: same, runs }] = named;
  expect(minimizeInBox(functions.rosenbrock, start).value).toBeCloseTo(runs.at(-1)!.value, 9);
  expect([start, same]).toEqual([[-1.2, 1], [-1.2, 1]]); // prettier-ignore
  const flat = (slope: number) => {
    let called = 0;
    minimizeInBox((_, gradient) => (called++, (gradient[0] = slope), 0), [0]);
    return called;
  };
  expect(flat(0.9e-5)).toBe(1);
  expect(flat(1.1e-5)).toBeGreaterThan(1);
});

test("a function that falls nowhere is left where it is, after 27 halvings of the step", () => {
  const asked: number[] = [];
  const lying: Differentiable = (x, gradient) => {
    asked.push(x[0]);
    gradient[0] = -0.5;
    return x[0] === 0 ? 0 : 1;
  };
  expect(minimizeInBox(lying, [0])).toEqual({ x: Float64Array.of(0), value: 0 });
  expect(asked.slice(0, 4)).toEqual([0, 0.5, 0.25, 0.125]);
  expect(asked).toHaveLength(28);
});

test("at the edge of the box only sides that lead inwards move", () => {
  const down: Differentiable = (x, gradient) => {
    gradient.set([1, -1, 2 * (x[2] - 0.25)]);
    return x[0] - x[1] + (x[2] - 0.25) ** 2;
  };
  const { x, value } = minimizeInBox(down, [0, 1, 1], { low: 0, high: 1 });
  expect([...x]).toEqual([0, 1, expect.closeTo(0.25, 6)]);
  expect(value).toBeCloseTo(-1, 9);
  const inwards: Differentiable = (at, gradient) => {
    gradient.set([-1, 1]);
    return at[1] - at[0];
  };
  expect([...minimizeInBox(inwards, [0, 1], { low: 0, high: 1 }).x]).toEqual([1, 0]);
});
