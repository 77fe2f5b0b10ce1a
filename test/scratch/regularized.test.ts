import fc from "fast-check";
import * as classic from "../../src/classic/index";
import { linearRegression } from "../../src/data/index";
import { elasticNet, lasso, ridge, softThreshold, solve } from "../../src/scratch/index";

const { x, y } = linearRegression({ weights: [3, -2, 0, 1], noise: 0.5, count: 60, seed: 2 }).arrays();

const close = (ours: number[], theirs: ArrayLike<number>, digits: number) => {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((value, at) => expect(value).toBeCloseTo(theirs[at], digits));
};

test.each([0.1, 1, 30])("ridge of %p gives the library's weights", async (alpha) => {
  const theirs = await classic.ridge({ alpha }).fit(x, y);
  const ours = ridge(x, y, { alpha });
  close(ours.weights, theirs.coefficients, 8);
  expect(ours.bias).toBeCloseTo(theirs.intercept, 8);
});

test.each([0.01, 0.3, 2])("lasso and elastic net of %p give the library's weights", async (alpha) => {
  const strict = { alpha, tol: 1e-12, maxIter: 100_000 };
  close(lasso(x, y, { alpha }).weights, (await classic.lasso(strict).fit(x, y)).coefficients, 6);
  const theirs = await classic.elasticNet({ ...strict, l1Ratio: 0.3 }).fit(x, y);
  close(elasticNet(x, y, { alpha, l1Ratio: 0.3 }).weights, theirs.coefficients, 6);
});

test("a strong lasso leaves nothing but the mean", () => {
  const { weights, bias } = lasso(x, y, { alpha: 100 });
  expect(weights).toEqual([0, 0, 0, 0]);
  expect(bias).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / y.length, 10);
});

const number = fc.double({ min: -10, max: 10, noNaN: true });

test("the soft threshold is the least of its objective", () => {
  fc.assert(
    fc.property(number, fc.double({ min: 0, max: 5, noNaN: true }), number, (z, bound, other) => {
      const cost = (w: number) => (w - z) ** 2 / 2 + bound * Math.abs(w);
      expect(cost(softThreshold(z, bound))).toBeLessThanOrEqual(cost(other) + 1e-12);
    }),
  );
});

test("a system is solved whatever the order of its rows", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 3, maxLength: 3 }), (wanted) => {
      const matrix = [
        [0, 2, 1],
        [4, 1, -1],
        [1, 1, 3],
      ];
      const right = matrix.map((row) => row.reduce((sum, value, at) => sum + value * wanted[at], 0));
      close(solve(matrix, right), wanted, 9);
    }),
  );
  expect(() =>
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toThrow(
    "solve: the matrix must have an inverse, got no pivot in column 1; two of its columns say the same; drop one, or add a ridge",
  );
});

test("bad options are refused", () => {
  expect(() => ridge(x, y, { alpha: -1 })).toThrow("ridge: alpha must be in [0, ∞), got -1");
  expect(() => elasticNet(x, y, { l1ratio: 1 } as never)).toThrow('did you mean "l1Ratio"?');
  expect(() => lasso(x, [1])).toThrow("lasso: x and y must have equal length, got 60 and 1");
});
