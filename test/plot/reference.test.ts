import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { digits } from "../../src/data/index";
import { activations } from "../../src/plot/networks/activations";
import { fitPolynomial } from "../../src/plot/regression/polynomial";
import { studentT } from "../../src/math/index";
import { passThrough, readNetwork } from "../../src/plot/networks/diagram/dense";
import * as plot from "../../src/plot/index";

// Made by test/reference/figures.py with scikit-learn, NumPy and SciPy.
const reference = JSON.parse(readFileSync(join(__dirname, "../reference/figures.json"), "utf8"));

const expectClose = (got: ArrayLike<number>, expected: number[], digitsAfter = 10) => {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, at) => expect(got[at]).toBeCloseTo(value, digitsAfter));
};

describe("scikit-learn's numbers", () => {
  const { yes, score, labels, chances } = reference;

  test("a ROC curve with ties has the same points, thresholds and area", () => {
    const [curve] = plot.rocCurve(yes, score).data().classes;
    expectClose(curve.falsePositiveRate, reference.roc.fpr);
    expectClose(curve.truePositiveRate, reference.roc.tpr);
    expectClose(curve.thresholds.slice(1), reference.roc.thresholds);
    expect(curve.auc).toBeCloseTo(reference.roc.auc, 12);
  });

  test("the mean area over classes is the macro average of one against the rest", () => {
    expect(plot.rocCurve(labels, chances).data().auc).toBeCloseTo(reference.roc.macro, 12);
  });

  test("precision and recall have the same points, from the highest threshold to full recall, and average precision", () => {
    const [curve] = plot.precisionRecall(yes, score).data().classes;
    expect(curve.averagePrecision).toBeCloseTo(reference.precisionRecall.average, 12);
    expectClose(curve.precision, reference.precisionRecall.precision);
    expectClose(curve.recall, reference.precisionRecall.recall);
  });

  test("calibration has the same bins and Brier score", () => {
    const { bins, brier, error } = plot.calibration(yes, score).data();
    expectClose(bins.map(({ observed }) => observed), reference.calibration.observed); // prettier-ignore
    expectClose(bins.map(({ predicted }) => predicted), reference.calibration.predicted); // prettier-ignore
    expect(brier).toBeCloseTo(reference.calibration.brier, 12);
    const expected = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.observed - bin.predicted), 0);
    expect(error).toBeCloseTo(expected / yes.length, 12);
  });

  test("residuals have the same RMSE, MAE and R²", () => {
    const { rmse, mae, r2 } = plot.residuals(reference.y, reference.residuals.said).data();
    expectClose([rmse, mae, r2], [reference.residuals.rmse, reference.residuals.mae, reference.residuals.r2]);
  });

  test("principal components of iris lie at the same places and explain as much", () => {
    const rows = { x: reference.iris };
    const { places, explained } = plot.embedding(rows).data();
    expectClose(explained!, reference.pca.explained);
    places.forEach((place, at) => expectClose(place, reference.pca.places[at], 6));
  });

  test("t-SNE of digits leaves as little divergence, within a tenth", () => {
    const few = digits().take(Array.from({ length: 100 }, (_, at) => at));
    const { divergence } = plot.embedding(few, { method: "tsne", perplexity: 15 }).data();
    expect(divergence! / reference.tsne).toBeLessThan(1.1);
  });

  test("correlations of units are NumPy's", () => {
    const { correlations } = plot.coAdaptation(reference.iris).data();
    correlations.forEach((row, at) => expectClose(row, reference.correlation[at]));
  });
});

describe("least squares", () => {
  test.each([1, 3])("of degree %d has NumPy's line and both intervals", (degree) => {
    const { line } = plot.regressionFit(reference.x, reference.y, { degree }).data();
    const expected = reference.intervals[degree];
    expectClose(line.y, expected.line, 8);
    expectClose(line.y.map((value, at) => line.confidence!.high[at] - value), expected.mean, 6); // prettier-ignore
    expectClose(line.y.map((value, at) => value - line.prediction.low[at]), expected.point, 6); // prettier-ignore
  });

  test("of degree 10 is as stable as NumPy's Polynomial.fit", () => {
    const { x, y, polynomial10 } = reference;
    const fit = fitPolynomial(x, y, 10);
    const [low, high] = [Math.min(...x), Math.max(...x)];
    const places = Array.from({ length: 101 }, (_, at) => low + ((high - low) * at) / 100);
    expectClose(places.map(fit.at), polynomial10, 6);
  });

  test("goes through as many points as it has coefficients", () => {
    const points = fc.uniqueArray(
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
      {
        selector: ([x]) => x,
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(points, (given) => {
        const [x, y] = [given.map(([value]) => value), given.map(([, value]) => value)];
        const fit = fitPolynomial(x, y, 20);
        expect(fit.degree).toBe(x.length - 1);
        x.forEach((value, at) => expect(fit.at(value)).toBeCloseTo(y[at], 6));
      }),
    );
  });

  test("has SciPy's Student t", () => {
    for (const [level, freedom, t] of reference.studentT)
      expect(studentT(level, freedom) / t).toBeCloseTo(1, 9);
  });
});

describe("activation functions", () => {
  test.each(Object.entries(activations))("%s has the slope that differences give", (_, { f, slope }) => {
    for (const z of [-2.7, -0.9, -0.2, 0.3, 1.1, 2.6, 3.4]) {
      const difference = (f(z + 1e-6) - f(z - 1e-6)) / 2e-6;
      expect(slope(z)).toBeCloseTo(difference, 6);
    }
  });
});

test("a diagram's gradients are those of differences of its loss", () => {
  const weights = (rows: number, columns: number, shift: number) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => Math.sin(3 * row + column + shift)),
    );
  const layers = readNetwork("networkDiagram", [
    { weights: weights(3, 4, 0), bias: [0.1, 0.2, -0.1, 0], activation: "tanh" },
    { weights: weights(4, 3, 1), activation: "softmax" },
  ]);
  const [input, target] = [
    [0.5, -1, 0.3],
    [0, 1, 0],
  ];
  const loss = () => -Math.log(passThrough(layers, input).activations.at(-1)![1]);
  const { deltas } = passThrough(layers, input, target);
  const bias = layers[0].bias;
  bias.forEach((value, unit) => {
    bias[unit] = value + 1e-6;
    const above = loss();
    bias[unit] = value - 1e-6;
    const slope = (above - loss()) / 2e-6;
    bias[unit] = value;
    expect(deltas![0][unit]).toBeCloseTo(slope, 6);
  });
});
