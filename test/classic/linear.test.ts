import {
  elasticNet,
  elasticNetPath,
  lasso,
  linearRegression,
  logisticRegression,
  ridge,
} from "../../src/classic/index";
import { names, offBy, parts, reference, scaledParts } from "./reference";

const regressors = [
  { name: "linearRegression", model: () => linearRegression(), of: parts, tolerance: 2e-6 },
  { name: "ridge", model: () => ridge({ alpha: 0.7 }), of: parts, tolerance: 1e-8 },
  {
    name: "lasso",
    model: () => lasso({ alpha: 0.02, tol: 1e-12, maxIter: 100_000 }),
    of: scaledParts,
    tolerance: 1e-6,
  },
  {
    name: "elasticNet",
    model: () => elasticNet({ alpha: 0.05, l1Ratio: 0.3, tol: 1e-12, maxIter: 100_000 }),
    of: scaledParts,
    tolerance: 1e-6,
  },
];

describe.each(regressors)("$name", ({ name, model, of, tolerance }) => {
  test.each(names)("has scikit-learn's weights and predictions on %s", async (set) => {
    const { x, y, testX, testY } = await of(set);
    const fitted = await model().fit(x, y);
    const expected = reference[name][set];
    expect(offBy(fitted.coefficients, expected.coefficients)).toBeLessThan(tolerance);
    expect(offBy(fitted.intercept, expected.intercept)).toBeLessThan(tolerance);
    expect(offBy((await fitted.predict(testX)).slice(0, 20), expected.predictions)).toBeLessThan(tolerance);
    expect(offBy(await fitted.score(testX, testY), expected.score)).toBeLessThan(tolerance);
  });
});

test.each(["iris", "breastCancer"] as const)("elasticNetPath has scikit-learn's path on %s", async (set) => {
  const { x, y } = await scaledParts(set);
  const options = { y, l1Ratio: 0.7, eps: 1e-2, nAlphas: 8, tol: 1e-12, maxIter: 100_000 };
  const path = await elasticNetPath(x, options);
  const expected = reference.elasticNetPath[set];
  expect(offBy(path.alphas, expected.alphas)).toBeLessThan(1e-10);
  expect(offBy(path.coefficients, expected.coefficients)).toBeLessThan(1e-6);
});

test.each(names)("logisticRegression has scikit-learn's weights and probabilities on %s", async (set) => {
  const { x, y, testX, testY } = await scaledParts(set);
  const model = await logisticRegression({ C: 0.5, tol: 1e-10, maxIter: 10_000 }).fit(x, y);
  const expected = reference.logisticRegression[set];
  expect(offBy(model.coefficients, expected.coefficients)).toBeLessThan(1e-5);
  expect(offBy(model.intercepts, expected.intercepts)).toBeLessThan(1e-4);
  expect(offBy((await model.predictProba(testX)).slice(0, 20), expected.probabilities)).toBeLessThan(1e-6);
  expect(offBy((await model.decisionFunction(testX)).slice(0, 20), expected.decisions)).toBeLessThan(1e-5);
  expect(await model.score(testX, testY)).toBeCloseTo(expected.score, 12);
});
