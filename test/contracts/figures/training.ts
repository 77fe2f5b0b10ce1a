import * as plot from "../../../src/plot/index";
import { chances, classes, evaw, images, million, ramp, unknown, wave, type FigureExamples } from "./example";

const rates = (count: number) =>
  Float64Array.from({ length: count }, (_, at) => 1e-5 * 10 ** ((6 * at) / count));
const bowl = (count: number) =>
  Float64Array.from({ length: count }, (_, at) => 2.3 - 1.8 / (1 + Math.exp(6 - (12 * at) / (0.7 * count))) + (at > 0.85 * count ? (at / count) ** 9 * 4 : 0) + 0.08 * Math.sin(at * 2.3)); // prettier-ignore
const times = (count: number) => ({
  data: Float32Array.from({ length: count }, (_, at) => 0.4 + 0.2 * ((at * 7) % 5)),
  forward: Float32Array.from({ length: count }, (_, at) => 1.5 + 0.1 * ((at * 3) % 7)),
  backward: Float32Array.from({ length: count }, (_, at) => 3.1 + 0.2 * ((at * 5) % 3)),
  update: Float32Array.from({ length: count }, () => 0.625),
});
const scores = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const raw = [0, 1, 2].map((k) => ((at * (7 + 4 * k)) % 19) / 19 + (k === (at * 7) % 3 ? 0.3 : 0));
    const sum = raw.reduce((total, value) => total + value, 0);
    return raw.map((value) => value / sum);
  });
const curve = (at: unknown, train: number, validation: number) => {
  const around = (mean: number) => ({ mean, low: mean - 0.03, high: mean + 0.03 });
  return { at, train: { loss: around(train) }, validation: { loss: around(validation) } };
};
const noisy = (count: number) => ({
  x: Float64Array.from({ length: count }, (_, at) => (10 * at) / count),
  y: Float64Array.from({ length: count }, (_, at) => 1 + (5 * at) / count + 0.8 * Math.sin(at * 12.9898)),
});

/** Figures of training and its results. */
export const training: Record<string, FigureExamples> = {
  learningRateSchedule: {
    ordinary: () =>
      plot.learningRateSchedule(
        {
          "warm-up, cosine": (t) => (t < 50 ? 0.002 * t : 0.05 * (1 + Math.cos((Math.PI * (t - 50)) / 450))),
          "halved each 100": (t) => 0.1 * 0.5 ** Math.floor(t / 100),
          constant: 0.03,
        },
        { steps: 500, title: "Three schedules" },
      ),
    names: ["500 steps", "constant from 0.03 to 0.03", "highest 0.1 at step 50"],
    misspelt: () => plot.learningRateSchedule(0.1, unknown({ step: 3 })),
    empty: () => plot.learningRateSchedule({}),
    single: () => plot.learningRateSchedule(0.1, { steps: 1 }),
    nan: () => plot.learningRateSchedule((t) => (t === 3 ? NaN : 0.1), { steps: 9 }),
    huge: () => plot.learningRateSchedule((t) => 1 / (t + 1), { steps: million, logY: true }),
    notice: /1.000.000 steps, drawn by their extremes/,
  },
  learningRateFinder: {
    ordinary: () => plot.learningRateFinder({ rates: rates(100), losses: bowl(100), suggestion: 0.0125 }),
    names: ["100 steps", "Suggested rate 0.0125"],
    misspelt: () => plot.learningRateFinder({ rates: [1], losses: [1] }, unknown({ titel: "" })),
    empty: () => plot.learningRateFinder({ rates: [], losses: [] }),
    single: () => plot.learningRateFinder({ rates: [0.1], losses: [1] }),
    nan: () => plot.learningRateFinder({ rates: [0.1, 1, 10], losses: [2, 1, NaN] }),
    huge: () => plot.learningRateFinder({ rates: rates(million), losses: bowl(million) }),
    notice: /1.000.000 steps, drawn by their extremes/,
  },
  stepTimeline: {
    ordinary: () => plot.stepTimeline(times(14), { title: "Where a step's time goes" }),
    names: ["14 training steps", "update 0.625 ms", "forward 2"],
    misspelt: () => plot.stepTimeline({ a: [1] }, unknown({ counts: 3 })),
    empty: () => plot.stepTimeline({}),
    single: () => plot.stepTimeline({ forward: [2] }),
    nan: () => plot.stepTimeline({ forward: [2, NaN], backward: [NaN, 3] }),
    huge: () => plot.stepTimeline({ forward: ramp(million), backward: ramp(million) }),
    notice: /1.000.000 steps, 20 of them drawn/,
  },
  rocCurve: {
    ordinary: () => plot.rocCurve(classes(60), scores(60), { classNames: ["cat", "dog", "bird"] }),
    names: ["60 points", "bird, AUC 0.", "Mean area"],
    misspelt: () => plot.rocCurve([0, 1], [0, 1], unknown({ classnames: [] })),
    empty: () => plot.rocCurve([], []),
    single: () => plot.rocCurve([0, 1], [0.2, 0.7]),
    nan: () => plot.rocCurve([0, 1], [0.2, NaN]),
    nanRefused: true,
    huge: () => plot.rocCurve(classes(million, 2), evaw(million)),
    notice: /1.000.000 points, drawn by extremes/,
  },
  precisionRecall: {
    ordinary: () => plot.precisionRecall(classes(60, 2), chances(60), { title: "Class 1" }),
    names: ["60 points", "Average precision 0.", "50.0 %"],
    misspelt: () => plot.precisionRecall([0, 1], [0, 1], unknown({ classnames: [] })),
    empty: () => plot.precisionRecall([], []),
    single: () => plot.precisionRecall([0, 1], [0.2, 0.7]),
    nan: () => plot.precisionRecall([0, 1], [NaN, 1]),
    nanRefused: true,
    huge: () => plot.precisionRecall(classes(million, 2), evaw(million)),
    notice: /1.000.000 points, drawn by extremes/,
  },
  calibration: {
    ordinary: () => plot.calibration(classes(200, 2), chances(200), { title: "Calibration" }),
    names: ["200 points", "calibration error 0.", "Brier score 0."],
    misspelt: () => plot.calibration([0, 1], [0, 1], unknown({ bin: 5 })),
    empty: () => plot.calibration([], []),
    single: () => plot.calibration([1], [0.7]),
    nan: () => plot.calibration([0, 1], [NaN, 1]),
    nanRefused: true,
    huge: () => plot.calibration(classes(million, 2), chances(million)),
  },
  topLosses: {
    ordinary: () =>
      plot.topLosses(images(20), ramp(20).map((at) => at / 8), {
        ...{ labels: classes(20), predictions: classes(20, 2), classNames: ["cat", "dog", "bird"], count: 9 },
      }), // prettier-ignore
    names: ["9 highest losses", "20 images", "2.375 of image 19"],
    misspelt: () => plot.topLosses(images(1), [1], unknown({ colums: 3 })),
    empty: () => plot.topLosses([], []),
    single: () => plot.topLosses(images(1), [1]),
    nan: () => plot.topLosses(images(2), [NaN, NaN]),
    nanRefused: true,
    huge: () => plot.topLosses({ dataSync: () => wave(million), shape: [15625, 8, 8] }, wave(15625)),
    notice: /12 highest losses of 15.625 images/,
  },
  predictionsGrid: {
    ordinary: () =>
      plot.predictionsGrid(images(6), scores(6), { labels: classes(6), classNames: ["cat", "dog", "bird"] }),
    names: ["6 images", "dog (", "of 6 predictions wrong"],
    misspelt: () => plot.predictionsGrid(images(1), scores(1), unknown({ tops: 3 })),
    empty: () => plot.predictionsGrid([], []),
    single: () => plot.predictionsGrid(images(1), [[1]]),
    nan: () => plot.predictionsGrid(images(1), [[NaN, 1]]),
    nanRefused: true,
    huge: () =>
      plot.predictionsGrid({ dataSync: () => wave(million), shape: [15625, 8, 8] }, { dataSync: () => chances(31250), shape: [15625, 2] }), // prettier-ignore
    notice: /8 of 15.625 images/,
  },
  residuals: {
    ordinary: () => plot.residuals(noisy(120).y, noisy(120).x.map((x) => 1 + x / 2), { title: "Residuals" }), // prettier-ignore
    names: ["120 predictions", "RMSE 0.5", "R² 0.8"],
    misspelt: () => plot.residuals([1], [1], unknown({ maxpoint: 3 })),
    empty: () => plot.residuals([], []),
    single: () => plot.residuals([1], [2]),
    nan: () => plot.residuals([1, NaN, 2], [1, 2, 3]),
    huge: () => plot.residuals(wave(million), evaw(million)),
    notice: /1.000.000 points, 2000 of them drawn/,
  },
  regressionFit: {
    ordinary: () => plot.regressionFit(noisy(40).x, noisy(40).y, { title: "A straight line" }),
    names: ["40 points", "95 % interval", "RMSE 0."],
    misspelt: () => plot.regressionFit([1], [1], unknown({ degre: 3 })),
    empty: () => plot.regressionFit([], []),
    single: () => plot.regressionFit([1], [2]),
    nan: () => plot.regressionFit([1, NaN, 2, 3], [1, 2, 3, 5]),
    huge: () => plot.regressionFit(noisy(million).x, noisy(million).y),
    notice: /1.000.000 points, 1000 of them drawn/,
  },
  learningCurve: {
    ordinary: () => plot.learningCurve([curve(50, 0.1, 0.9), curve(200, 0.2, 0.5), curve(800, 0.25, 0.35)]),
    names: ["50 to 800", "3 values", "0.35 at training rows 800"],
    misspelt: () => plot.learningCurve([curve(1, 1, 1)], unknown({ metrics: "" })),
    empty: () => plot.learningCurve([]),
    single: () => plot.learningCurve([curve(1, 1, 1)]),
    nan: () => plot.learningCurve([curve(1, NaN, 1), curve(2, 1, NaN)]),
    huge: () => plot.learningCurve(Array.from(wave(100_000), (value, at) => curve(at + 1, value, value + 1))),
    notice: /100.000 values, drawn by their extremes/,
  },
  validationCurve: {
    ordinary: () =>
      plot.validationCurve(
        [curve(1e-5, 0.1, 0.6), curve(1e-4, 0.15, 0.4), curve(1e-3, 0.3, 0.35), curve(1e-2, 0.7, 0.8)],
        { xLabel: "L2" },
      ),
    names: ["4 values", "Best validation 0.35 at L2 0.001"],
    misspelt: () => plot.validationCurve([curve(1, 1, 1)], unknown({ xLabels: "" })),
    empty: () => plot.validationCurve([]),
    single: () => plot.validationCurve([curve(1, 1, 1)]),
    nan: () => plot.validationCurve([curve(1, NaN, 1), curve(2, 1, NaN)]),
    huge: () =>
      plot.validationCurve(Array.from(wave(100_000), (value, at) => curve(at + 1, value, value + 1))),
    notice: /100.000 values, drawn by their extremes/,
  },
};
