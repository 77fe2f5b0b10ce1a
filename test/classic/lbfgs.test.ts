import { readFileSync } from "node:fs";
import { type Differentiable, lbfgs } from "../../src/math/index";
import { logisticObjective } from "../../src/classic/linear/logisticObjective";
import { logisticRegression } from "../../src/classic/index";
import { Random } from "../../src/core/index";
import { offBy } from "./reference";

interface Way {
  start: number[];
  steps: { point: number[]; value: number; calls: number }[];
}

/** What test/reference/lbfgs.py wrote. */
const reference = JSON.parse(readFileSync("test/reference/lbfgs.json", "utf8")) as Record<string, Way>;

const rosenbrock: Differentiable = (p, gradient) => {
  let value = 0;
  gradient.fill(0);
  for (let at = 0; at + 1 < p.length; at++) {
    const off = p[at + 1] - p[at] * p[at];
    value += (1 - p[at]) ** 2 + 10 * off * off;
    gradient[at] += -2 * (1 - p[at]) - 40 * p[at] * off;
    gradient[at + 1] += 20 * off;
  }
  return value;
};
const bowl: Differentiable = (p, gradient) =>
  p.reduce((sum, value, at) => {
    gradient[at] = 2 ** at * (value - 1);
    return sum + 0.5 * 2 ** at * (value - 1) ** 2;
  }, 0);
const objectives: Record<string, Differentiable> = { rosenbrock, bowl, far: rosenbrock };

test.each(Object.keys(reference))("on the function %s it goes the book's way, step for step", (name) => {
  const { start, steps } = reference[name];
  steps.forEach(({ point, calls }, at) => {
    let called = 0;
    const counted: Differentiable = (...given) => {
      called++;
      return objectives[name](...given);
    };
    const found = lbfgs(counted, Float64Array.from(start), { tol: 1e-300, maxIter: at + 1 });
    expect([at, called, found.iterations, found.converged]).toEqual([at, calls, at + 1, false]);
    expect(offBy(found.point, point)).toBeLessThan(1e-6);
  });
});

test("it stops where no slope is above tol, at once if it starts there", () => {
  const { start, steps } = reference.bowl;
  for (const tol of [2000, 300]) {
    const slopes = steps.map(({ point }) =>
      Math.max(...point.map((value, at) => 2 ** at * Math.abs(value - 1))),
    );
    const first = slopes.findIndex((slope) => slope <= tol) + 1;
    const found = lbfgs(bowl, Float64Array.from(start), { tol, maxIter: 100 });
    expect(found).toMatchObject({ iterations: first, converged: true });
    expect(offBy(found.point, steps[first - 1].point)).toBeLessThan(1e-6);
    const last = lbfgs(bowl, Float64Array.from(start), { tol, maxIter: first });
    expect(last).toMatchObject({ iterations: first, converged: true });
  }
  const at = Float64Array.of(1, 1.5, 1);
  expect(lbfgs(bowl, at, { tol: 1, maxIter: 9 })).toEqual({ point: at, iterations: 0, converged: true });
});

test("where no lower point can be told apart it stays, after forty tries of half the length", () => {
  const lengths: number[] = [];
  const flat: Differentiable = ([value], gradient) => {
    lengths.push(1 - value);
    gradient.fill(1);
    return 0;
  };
  const start = Float64Array.of(1);
  expect(lbfgs(flat, start, { tol: 1e-9, maxIter: 5 })).toEqual({
    point: start,
    iterations: 0,
    converged: true,
  });
  expect(lengths).toEqual([0, ...Array.from({ length: 40 }, (_, at) => 0.5 ** at)]);
  const nowhere: Differentiable = ([value], gradient) => {
    gradient[0] = 1;
    return value < 1 ? NaN : value;
  };
  expect(lbfgs(nowhere, start, { tol: 1e-9, maxIter: 5 })).toMatchObject({ iterations: 0, point: start });
});

const random = new Random(4, "logistic");
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const x = { rows: 6, columns: 3, values: normals(18) };

/** −log p of each class by its definition, for two classes from one output. */
function surprises(weights: Float64Array, row: number, outputs: number): number[] {
  const scores = Array.from({ length: outputs }, (_, output) =>
    [0, 1, 2].reduce(
      (sum, at) => sum + x.values[3 * row + at] * weights[4 * output + at],
      weights[4 * output + 3],
    ),
  );
  const all = outputs === 1 ? [0, scores[0]] : scores;
  const sum = all.reduce((total, score) => total + Math.exp(score), 0);
  return all.map((score) => Math.log(sum) - score);
}

test.each([1, 3, 4])(
  "the loss with %i outputs is that of its definition, and its gradient that of the loss",
  (outputs) => {
    const y = Int32Array.from({ length: 6 }, (_, row) => row % Math.max(outputs, 2));
    for (const fitIntercept of [true, false]) {
      const objective = logisticObjective(x, y, { outputs, penalty: 0.3, fitIntercept });
      const weights = normals(4 * outputs);
      const valueAt = (at: Float64Array) => {
        const squares = at.reduce((sum, weight, place) => sum + (place % 4 === 3 ? 0 : weight ** 2), 0);
        return (
          y.reduce((sum, label, row) => sum + surprises(at, row, outputs)[label], 0) / 6 + 0.15 * squares
        );
      };
      const gradient = normals(4 * outputs);
      expect(objective(weights, gradient)).toBeCloseTo(valueAt(weights), 12);
      gradient.forEach((slope, at) => {
        const moved = (by: number) =>
          valueAt(weights.map((weight, place) => weight + (place === at ? by : 0)));
        const expected = at % 4 === 3 && !fitIntercept ? 0 : (moved(1e-4) - moved(-1e-4)) / 2e-4;
        expect(slope).toBeCloseTo(expected, 6);
      });
    }
  },
);

test("the loss is exact where exponentials would overflow", () => {
  const one = { rows: 1, columns: 1, values: Float64Array.of(1) };
  for (const margin of [-900, 0, 900]) {
    const gradient = new Float64Array(2);
    const task = { outputs: 1, penalty: 0, fitIntercept: true };
    const loss = (label: number) =>
      logisticObjective(one, Int32Array.of(label), task)(Float64Array.of(margin, 0), gradient);
    expect(loss(1)).toBe(margin === 0 ? Math.log(2) : margin < 0 ? 900 : 0);
    expect([...gradient]).toEqual(margin === 0 ? [-0.5, -0.5] : margin < 0 ? [-1, -1] : [0, 0]);
    expect(loss(0)).toBe(margin === 0 ? Math.log(2) : margin < 0 ? 0 : 900);
    expect([...gradient]).toEqual(margin === 0 ? [0.5, 0.5] : margin < 0 ? [0, 0] : [1, 1]);
  }
  const gradient = new Float64Array(6);
  const several = logisticObjective(one, Int32Array.of(1), { outputs: 3, penalty: 0, fitIntercept: true });
  expect(several(Float64Array.of(900, 0, -900, 0, 0, 0), gradient)).toBe(1800);
  expect([...gradient]).toEqual([1, 1, -1, -1, 0, 0]);
});

test("logisticRegression without an intercept has none, and decides 0 for the first class", async () => {
  const rows = [[-2], [-1], [1], [2]];
  const model = await logisticRegression({ fitIntercept: false, tol: 1e-12 }).fit(rows, [5, 5, 9, 9]);
  expect([...model.intercepts]).toEqual([0]);
  // C = 1: w = Σ x · p(wrong), by symmetry.
  const [weight] = model.coefficients[0];
  expect(weight).toBeCloseTo(
    [1, 2].reduce((sum, at) => sum + (2 * at) / (1 + Math.exp(weight * at)), 0),
    9,
  );
  expect([...(await model.predict([[0], [1e-9]]))]).toEqual([5, 9]);
  const [[no, yes], far] = await model.predictProba([[0], [1000]]);
  expect([no, yes, ...far]).toEqual([0.5, 0.5, 0, 1]);
  expect([...(await model.decisionFunction([[3]]))[0]]).toEqual([3 * weight]);
  const three = await logisticRegression({ fitIntercept: false }).fit([[-1], [0], [1]], [1, 2, 3]);
  expect([...(await three.predict([[0]]))]).toEqual([1]);
  expect((await three.predictProba([[0], [1e6]])).map((row) => [...row])).toEqual([[1 / 3, 1 / 3, 1 / 3], [0, 0, 1]]); // prettier-ignore
});
