import fc from "fast-check";
import { linearRegression } from "../../src/data/index";
import { fitLinear, linearGradient, meanSquaredError, numericalGradient } from "../../src/scratch/index";

test("a line through points on a line is that line", () => {
  const { weights, bias, loss } = fitLinear([[0], [1], [2]], [1, 3, 5], { steps: 1000 });
  expect(weights[0]).toBeCloseTo(2, 6);
  expect(bias).toBeCloseTo(1, 6);
  expect(loss).toBeCloseTo(0, 10);
});

test("a plane is found through the noise", () => {
  const { x, y } = linearRegression({
    weights: [2, -1],
    bias: 0.5,
    noise: 0.1,
    count: 400,
    seed: 1,
  }).arrays();
  const { weights, bias } = fitLinear(x, y, { steps: 500 });
  expect(Math.abs(weights[0] - 2)).toBeLessThan(0.05); // the standard error is 0.1 / √(400 / 3) = 0.009
  expect(Math.abs(weights[1] + 1)).toBeLessThan(0.05);
  expect(Math.abs(bias - 0.5)).toBeLessThan(0.025);
});

const number = fc.double({ min: -3, max: 3, noNaN: true });
const problem = fc.integer({ min: 1, max: 3 }).chain((width) =>
  fc.record({
    rows: fc.array(fc.tuple(fc.array(number, { minLength: width, maxLength: width }), number), {
      minLength: 1,
      maxLength: 10,
    }),
    weights: fc.array(number, { minLength: width, maxLength: width }),
    bias: number,
  }),
);

test("the gradient is the one that is measured", () => {
  fc.assert(
    fc.property(problem, ({ rows, weights, bias }) => {
      const [x, y] = [rows.map(([row]) => row), rows.map(([, target]) => target)];
      const derived = linearGradient(x, y, { weights, bias });
      const loss = (parameters: number[]) =>
        meanSquaredError(x, y, { weights: parameters.slice(0, -1), bias: parameters.at(-1)! });
      const measured = numericalGradient(loss, [...weights, bias]);
      [...derived.weights, derived.bias].forEach((value, i) => expect(value).toBeCloseTo(measured[i], 5));
    }),
  );
});

test("with a small rate the loss never grows, with a large one it explodes and the fit stops", () => {
  const { x, y } = linearRegression({ seed: 1 }).arrays();
  const { history } = fitLinear(x, y, { learningRate: 0.1 });
  expect(history).toHaveLength(101);
  for (let step = 1; step < history.length; step++) {
    expect(history[step].loss).toBeLessThanOrEqual(history[step - 1].loss);
  }
  const exploded = fitLinear(x, y, { learningRate: 3, steps: 5000 });
  expect(exploded.history.length).toBeLessThan(5001);
  expect(Number.isFinite(exploded.loss)).toBe(false);
});

test("bad data are refused", () => {
  expect(() => fitLinear([[1]], [NaN])).toThrow(
    "fitLinear: y must be finite, got NaN at [0]; remove or fill such values first",
  );
  expect(() => fitLinear([], [])).toThrow("fitLinear: x must not be empty");
  expect(() => fitLinear([[1]], [1], { rate: 1 } as never)).toThrow(
    'fitLinear: unknown option "rate"; known: learningRate, steps',
  );
  expect(() => numericalGradient(() => 0, [NaN])).toThrow(
    "numericalGradient: parameters must be finite, got NaN at [0]; remove or fill such values first",
  );
});
