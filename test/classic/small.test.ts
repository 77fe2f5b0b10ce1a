import { readFileSync } from "node:fs";
import {
  elasticNet,
  elasticNetPath,
  linearRegression,
  pca,
  ridge,
  SVC,
  SVR,
  type ElasticNetOptions,
  type PcaOptions,
  type SvcOptions,
  type SvrOptions,
} from "../../src/classic/index";
import { offBy } from "./reference";

interface Problem<O> {
  name: string;
  options: O;
  x: number[][];
  y: number[];
}
interface Line {
  coefficients: number[];
  intercept: number;
}
interface Ways {
  leastSquares: Line;
  ridge: Line;
}
type Descent = { options: Required<ElasticNetOptions>; iterations: number } & Line;

/** What test/reference/classicSmall.py wrote. */
const reference = JSON.parse(readFileSync("test/reference/classicSmall.json", "utf8")) as {
  linear: (Problem<never> & { true: Ways; false: Ways })[];
  descent: (Problem<never> & { runs: Descent[] })[];
  pca: (Problem<PcaOptions> & Record<string, number[][]>)[];
  svc: (Problem<SvcOptions> & Record<"support" | "supportCounts" | "predictions", number[]> & Record<"decisions" | "pairs", number[][]>)[]; // prettier-ignore
  svr: (Problem<SvrOptions> & Record<"support" | "predictions", number[]>)[];
};

const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
afterAll(() => warned.mockRestore());

describe.each(reference.linear)("the matrix $name", ({ x, y, ...ways }) => {
  test.each([true, false])(
    "has NumPy's least squares and ridge weights, with intercept %s",
    async (fitIntercept) => {
      const expected = ways[String(fitIntercept) as "true"];
      for (const [model, { coefficients, intercept }] of [
        [linearRegression({ fitIntercept }), expected.leastSquares],
        [ridge({ alpha: 0, fitIntercept }), expected.leastSquares],
        [ridge({ alpha: 0.3, fitIntercept }), expected.ridge],
      ] as const) {
        await model.fit(x, y);
        expect(offBy(model.coefficients, coefficients)).toBeLessThan(1e-8);
        expect(offBy(model.intercept, intercept)).toBeLessThan(1e-8);
      }
    },
  );
});

describe.each(reference.descent)("coordinate descent on the matrix $name", ({ x, y, runs }) => {
  test("takes scikit-learn's passes to scikit-learn's weights, and says whether it arrived", async () => {
    for (const { options, iterations, coefficients, intercept } of runs) {
      const model = await elasticNet(options).fit(x, y);
      expect([options, model.iterations, model.converged]).toEqual([
        options,
        iterations,
        options.maxIter > 2,
      ]);
      expect(offBy(model.coefficients, coefficients)).toBeLessThan(1e-10);
      expect(offBy(model.intercept, intercept)).toBeLessThan(1e-10);
    }
  });

  test("goes the same way whatever the unit of the answers, exactly", async () => {
    for (const { options } of runs)
      for (const unit of [2 ** -9, 2 ** 9]) {
        const own = await elasticNet(options).fit(x, y);
        const alpha = options.l1Ratio * options.alpha * unit + (1 - options.l1Ratio) * options.alpha;
        const l1Ratio = alpha === 0 ? 1 : (options.l1Ratio * options.alpha * unit) / alpha;
        const scaled = await elasticNet({ ...options, alpha, l1Ratio }).fit(x, y.map((value) => unit * value)); // prettier-ignore
        expect([options, scaled.iterations, scaled.converged]).toEqual([
          options,
          own.iterations,
          own.converged,
        ]);
        expect(offBy(scaled.coefficients, [...own.coefficients].map((weight) => unit * weight))).toBeLessThan(1e-9 * unit); // prettier-ignore
      }
  });

  test("goes down the path from the strongest, each strength's weights those of the elastic net", async () => {
    for (const fitIntercept of [true, false]) {
      const exact = { l1Ratio: 0.4, tol: 1e-12, maxIter: 50_000, fitIntercept };
      const alphas = [0.01, 0.3, 0.07];
      const path = await elasticNetPath(x, { y, alphas, ...exact });
      expect([...path.alphas]).toEqual([0.3, 0.07, 0.01]);
      expect(alphas).toEqual([0.01, 0.3, 0.07]);
      for (const [at, alpha] of path.alphas.entries()) {
        const { coefficients, intercept } = await elasticNet({ alpha, ...exact }).fit(x, y);
        expect(offBy(path.coefficients[at], [...coefficients])).toBeLessThan(1e-9);
        expect(path.intercepts[at]).toBeCloseTo(intercept, 9);
      }
    }
  });
});

test("a path begins where all weights are 0, and ends at eps of it, evenly in the logarithm", async () => {
  const [x, y] = [
    [[1], [2], [3], [4]],
    [2, 1, 4, 5],
  ];
  // Σ (x − x̄)(y − ȳ) = 6; of the bare numbers Σ x·y = 36.
  const path = await elasticNetPath(x, { y, nAlphas: 5, eps: 1e-4 });
  expect(offBy(path.alphas, [1.5, 0.15, 0.015, 0.0015, 0.00015])).toBeLessThan(1e-15);
  expect(path.coefficients[0][0]).toBe(0);
  expect(path.coefficients[1][0]).toBeCloseTo((6 - 0.6) / 5, 12);
  expect(path.intercepts[1]).toBeCloseTo(3 - 2.5 * 1.08, 12);
  const half = await elasticNetPath(x, { y, l1Ratio: 0.5, nAlphas: 1, fitIntercept: false });
  expect([...half.alphas]).toEqual([18]);
  expect([...half.intercepts]).toEqual([0]);
  const usual = await elasticNetPath(x, { y });
  expect([usual.alphas.length, usual.alphas[0]]).toEqual([100, 1.5]);
  expect(usual.alphas[99]).toBeCloseTo(1.5e-3, 15);
  expect(usual.intercepts[0]).toBe(3);
});

test("a path's options are checked, and one that stops early says so by its own name", async () => {
  const [x, y] = [[[1, 2], [2, 5], [3, 3], [4, 1]], [2, 1, 4, 5]]; // prettier-ignore
  const wrong: [object, string][] = [
    [{ l1Ratio: 0 }, "l1Ratio must be in (0, 1], got 0"],
    [{ l1Ratio: 1.1 }, "l1Ratio must be in (0, 1], got 1.1"],
    [{ nAlphas: 0 }, "nAlphas must be a whole number in [1, ∞), got 0"],
    [{ eps: 0 }, "eps must be in (0, 1), got 0"],
    [{ eps: 1 }, "eps must be in (0, 1), got 1"],
    [{ maxIter: 0 }, "maxIter must be a whole number in [1, ∞), got 0"],
    [{ tol: 0 }, "tol must be in (0, ∞), got 0"],
    [{ alphas: [] }, "alphas must not be empty"],
    [{ alphas: [1, NaN] }, "alphas must be finite, got NaN at [1]; remove or fill such values first"],
    [{ alphas: [1, -1] }, "alphas must be in [0, ∞), got -1"],
    [{ alpha: 1 }, 'unknown option "alpha"; did you mean "alphas"?'],
    [
      { y: undefined },
      "y must be an array of numbers, [rows], got undefined; elasticNetPath(x, y), or a data set alone",
    ],
  ];
  for (const [options, message] of wrong)
    await expect(elasticNetPath(x, { y, ...options })).rejects.toThrow(
      new RangeError(`elasticNetPath: ${message}`),
    );
  await expect(elasticNetPath([[NaN]], { y })).rejects.toThrow("elasticNetPath: x must be finite");
  for (const most of [
    { l1Ratio: 1, eps: 0.99, nAlphas: 1, maxIter: 1, tol: 1 },
    { alphas: [0], tol: 1 },
  ])
    await expect(elasticNetPath(x, { y, ...most })).resolves.toBeDefined();
  warned.mockClear();
  await elasticNetPath(x, { y, maxIter: 1, tol: 1e-15, alphas: [0.01] });
  expect(warned.mock.calls).toEqual([
    [
      "elasticNetPath.fit: stopped after maxIter 1 before it converged; scale the features, or raise maxIter or tol",
    ],
  ]);
});

test.each(reference.pca)(
  "pca of $name has scikit-learn's numbers, and undoes itself as scikit-learn does",
  async (one) => {
    const model = await pca(one.options).fit(one.x);
    const off = (actual: unknown, name: string) => expect([name, offBy(actual, one[name])]).toEqual([name, expect.closeTo(0, 9)]); // prettier-ignore
    off(model.explainedVariance, "explainedVariance");
    off(model.explainedVarianceRatio, "explainedVarianceRatio");
    const transformed = await model.transform(one.x);
    off(await model.inverseTransform(transformed), "back");
    // What varies by rounding alone has no direction.
    const real = one.explainedVarianceRatio.map(Number).filter((share) => share > 1e-20).length;
    const first = (rows: ArrayLike<number>[]) => rows.map((row) => Array.from(row).slice(0, real));
    expect(offBy(model.components.slice(0, real), one.components.slice(0, real))).toBeLessThan(1e-9);
    if (real === one.components.length || !one.options.whiten)
      expect(offBy(first(transformed), first(one.transformed))).toBeLessThan(1e-9);
  },
);

test("pca of rows that do not vary has no shares, and one row is enough", async () => {
  for (const x of [
    [[3, 4]],
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
  ]) {
    // prettier-ignore
    const model = await pca({ whiten: true }).fit(x);
    expect([...model.explainedVariance].every((value) => value === 0)).toBe(true);
    expect([...model.explainedVarianceRatio].every((value) => value === 0)).toBe(true);
    expect((await model.inverseTransform(await model.transform(x))).map((row) => [...row])).toEqual(x);
  }
});

test.each(reference.svc.map((one) => [one.options, one] as const))(
  "SVC with %j has scikit-learn's support, votes and values",
  async (options, { x, y, ...expected }) => {
    const model = await SVC({ tol: 1e-6, ...options }).fit(x, y);
    expect([...model.support]).toEqual(expected.support);
    expect([...model.supportCounts]).toEqual(expected.supportCounts);
    expect([...(await model.predict(x))]).toEqual(expected.predictions);
    expect(offBy(await model.decisionFunction(x), expected.decisions)).toBeLessThan(1e-5);
    const pairwise = await SVC({ tol: 1e-6, decisionFunctionShape: "ovo", ...options }).fit(x, y);
    expect(offBy(await pairwise.decisionFunction(x), expected.pairs)).toBeLessThan(1e-5);
  },
);

test.each(reference.svr.map((one) => [one.options, one] as const))(
  "SVR with %j has scikit-learn's support and predictions",
  async (options, { x, y, support, predictions }) => {
    const model = await SVR({ tol: 1e-6, ...options }).fit(x, y);
    expect([...model.support]).toEqual(support);
    expect(offBy(await model.predict(x), predictions)).toBeLessThan(1e-5);
  },
);

test("gamma is scaled by the variance of all values, and 1 where nothing varies", async () => {
  const [x, y] = [[[0, 0], [4, 0], [0, 4], [4, 4]], [0, 0, 1, 1]]; // prettier-ignore
  const values = async (gamma: SvcOptions["gamma"], rows = x) =>
    (await (await SVC({ gamma }).fit(rows, y)).decisionFunction([[1, 2]])).map(([value]) => value);
  // The variance is 4, so that 1 / (2 · 4) = 0.125.
  expect(await values("scale")).toEqual(await values(0.125));
  expect(await values("auto")).toEqual(await values(0.5));
  const flat = x.map(() => [7, 7]);
  expect(await values("scale", flat)).toEqual(await values(1, flat));
});
