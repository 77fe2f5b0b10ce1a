import * as plot from "../../../src/plot/index";
import { Value } from "../../../src/scratch/index";
import { byName, count, named, title, waves, xLabel, yLabel, type Crowded } from "./names";

const x = count(60).map((at) => at / 7);
const y = count(60).map((at) => Math.sin(at) + at / 20);
const twenty = { label: count(60).map((at) => at % 20), classNames: named(20, "class") };
const images = count(12).map(() => waves(8, 8).map((row) => row.map((value) => (value + 1) / 2)));
const shares = (rows: number, classes: number) =>
  count(rows).map((row) => count(classes).map((at) => (at === row % classes ? 0.5 : 0.5 / (classes - 1))));
const history = (at: number) => ({
  loss: count(40).map((epoch) => 1e4 / (epoch + at + 1)),
  val_loss: count(40).map((epoch) => (epoch % 2 ? 1.1e4 / (epoch + at + 1) : NaN)),
  accuracy: count(40).map((epoch) => 1 - 1 / (epoch + 2 + at)),
});
const runs = byName(named(9, "run"), history);
const around = (mean: number) => ({ mean, low: mean / 1.1, high: mean * 1.1 });
const scores = count(12).map((at) => ({
  at: 1e5 * (at + 1),
  train: { loss: around(0.001 * at + 0.1) },
  validation: { loss: around(1 / (at + 1)) },
}));
const named12 = named(12, "class");
const labels = count(120).map((at) => at % 12);
const guesses = labels.map((label, at) => (at % 5 ? label : (label + 1) % 12));

function sum(terms: number): Value {
  let total = new Value(1e-7, "the first of many values, by its long name");
  for (let at = 0; at < terms; at++) total = total.mul(new Value(1234.5678 * at + 1, `weight ${at}`));
  total.backward();
  return total;
}

/** Crowded figures of data, training and its results. */
export const training: Crowded = {
  scatter: () => plot.scatter({ x, y, ...twenty }, { title, xLabel, yLabel }),
  decisionBoundary: () =>
    plot.decisionBoundary(
      (points) => points.map(([one, other]) => count(20).map((at) => Math.sin(at * one + other))),
      { x, y, ...twenty },
      { title, xLabel, yLabel },
    ),
  lossCurve: () => plot.lossCurve(runs, { title, xLabel, logY: true, smooth: 0.5 }),
  trainingCurves: () => plot.trainingCurves(runs, { title, smooth: 0.5 }),
  lines: () =>
    plot.lines(x, byName(named(12, "line"), (at) => y.map((value) => value + at)), { title, xLabel, yLabel }), // prettier-ignore
  confusionMatrix: () => plot.confusionMatrix(labels, guesses, { classNames: named12, title }),
  imageGrid: () =>
    plot.imageGrid(images, { labels: count(12), predictions: count(12).map((at) => at % 7), classNames: named12, title }), // prettier-ignore
  computationGraph: () => plot.computationGraph(sum(12), { title }),
  learningRateSchedule: () =>
    plot.learningRateSchedule(
      byName(named(9, "schedule"), (at) => (step: number) => 10 ** -at / (step + 1)),
      {
        ...{ steps: 100_000, title, logY: true },
      },
    ),
  learningRateFinder: () =>
    plot.learningRateFinder(
      { rates: x.map((at) => 10 ** (at - 7)), losses: y.map((value, at) => 3 + value / 9 + (at > 50 ? at : 0)), suggestion: 0.001234 },
      { title },
    ), // prettier-ignore
  stepTimeline: () =>
    plot.stepTimeline(
      byName(named(12, "part"), (at) => x.map((one) => one + at)),
      { title },
    ),
  rocCurve: () => plot.rocCurve(labels, shares(120, 12), { classNames: named12, title }),
  precisionRecall: () => plot.precisionRecall(labels, shares(120, 12), { classNames: named12, title }),
  calibration: () => plot.calibration(labels.map((at) => at % 2), guesses.map((at) => at / 12), { title, bins: 50 }), // prettier-ignore
  topLosses: () =>
    plot.topLosses(images, count(12).map((at) => 1234.5678 * at), {
      ...{ labels: count(12), predictions: count(12).map((at) => at % 7), classNames: named12, title },
    }), // prettier-ignore
  predictionsGrid: () =>
    plot.predictionsGrid(images, shares(12, 12), { labels: count(12), classNames: named12, title, top: 5 }),
  residuals: () => plot.residuals(y.map((value) => 1e6 * value), x.map((value) => 1e6 * value), { title, xLabel }), // prettier-ignore
  regressionFit: () => plot.regressionFit(x, y, { title, xLabel, yLabel, degree: 3 }),
  learningCurve: () => plot.learningCurve(scores, { title, logX: true }),
  validationCurve: () => plot.validationCurve(scores, { title, xLabel }),
};
