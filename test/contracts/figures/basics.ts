import * as plot from "../../../src/plot/index";
import { Value } from "../../../src/scratch/index";
import { classes, cloud, images, million, ramp, unknown, wave, type FigureExamples, evaw } from "./example";

const linear = { weights: [1, -1], bias: 0.1 };

/** ((1 + 1/2) + 1/3) + … of as many terms. */
function harmonic(terms: number): Value {
  let sum = new Value(1, "one");
  for (let at = 2; at <= terms; at++) sum = sum.add(1 / at);
  sum.backward();
  return sum;
}

export const basics: Record<string, FigureExamples> = {
  scatter: {
    ordinary: () => plot.scatter({ x: [1, 2, 3], y: [4, 5, 6.25], label: ["a", "b", "b"] }),
    names: ["3 points", "6.25", "b (2)"],
    misspelt: () => plot.scatter(cloud(3), unknown({ titel: "t" })),
    empty: () => plot.scatter({ x: [], y: [] }),
    single: () => plot.scatter({ x: [1], y: [2] }),
    nan: () => plot.scatter({ x: [1, NaN, 3], y: [1, 2, Infinity] }),
    huge: () => plot.scatter(cloud(million)),
    notice: /1.000.000 points, 2000 of them drawn/,
  },
  decisionBoundary: {
    ordinary: () => plot.decisionBoundary([linear, { ...linear, bias: 0.4 }], cloud(20), { title: "Moving" }),
    names: ["2 steps", "20 points", "of 20"],
    misspelt: () => plot.decisionBoundary(linear, cloud(3), unknown({ stepname: "t" })),
    empty: () => plot.decisionBoundary(linear, { x: [], y: [] }),
    single: () => plot.decisionBoundary(linear, { x: [1], y: [2], label: [1] }),
    nan: () => plot.decisionBoundary(linear, { x: [1, NaN, 3], y: [1, 2, 3], label: [0, 1, 1] }),
    huge: () => plot.decisionBoundary(linear, cloud(million)),
    notice: /1.000.000 points, 1000 of them drawn/,
  },
  lossCurve: {
    ordinary: () =>
      plot.lossCurve({ loss: [0.9, 0.5, 0.25], val_loss: [1, 0.6, 0.7] }, { smooth: 0.5, title: "Fit" }),
    names: ["0.25", "0.6 at epoch 2", "3 epochs"],
    others: {
      "of seeds on a logarithmic axis": () =>
        plot.lossCurve(
          { sgd: [{ loss: [1, 0.5, 0.3] }, { loss: [0.8, 0.6, 0.4] }], adam: [{ loss: [1, 0.1, 0.01] }, { loss: [0.7, 0.04, 0.005] }] },
          { logY: true, title: "Two seeds each" },
        ), // prettier-ignore
    },
    misspelt: () => plot.lossCurve({ loss: [1] }, unknown({ smoth: 0.5 })),
    empty: () => plot.lossCurve({ loss: [] }),
    single: () => plot.lossCurve({ loss: [0.5] }),
    nan: () => plot.lossCurve({ loss: [1, 0.5, NaN, NaN] }),
    huge: () => plot.lossCurve({ loss: wave(million) }),
    notice: /1.000.000 epochs, drawn by their extremes/,
  },
  trainingCurves: {
    ordinary: () =>
      plot.trainingCurves(
        {
          without: { loss: [0.9, 0.5, 0.25], val_loss: [1, 0.6, 0.7], accuracy: [0.5, 0.8, 0.95], val_accuracy: [0.4, 0.7, 0.72] },
          with: { loss: [1, 0.7, 0.5], val_loss: [1, 0.7, 0.45], accuracy: [0.4, 0.7, 0.8], val_accuracy: [0.4, 0.75, 0.85] },
        },
        { title: "Two fits" },
      ), // prettier-ignore
    names: ["0.25", "0.85 at epoch 3", "3 epochs"],
    misspelt: () => plot.trainingCurves({ loss: [1] }, unknown({ metric: ["loss"] })),
    empty: () => plot.trainingCurves({ loss: [1] }, { metrics: [] }),
    single: () => plot.trainingCurves({ loss: [0.5], accuracy: [0.1] }),
    nan: () => plot.trainingCurves({ loss: [1, 0.5, NaN, NaN], accuracy: [0.1, 0.2, NaN, NaN] }),
    huge: () => plot.trainingCurves({ loss: wave(million), accuracy: evaw(million) }),
    notice: /1.000.000 epochs, drawn by their extremes/,
  },
  lines: {
    ordinary: () => plot.lines([0, 1, 2], { up: [1, 2, 4.75], down: [3, 2, 1] }, { title: "Both" }),
    names: ["4.75", "2 lines", "from 0 to 2"],
    misspelt: () => plot.lines([0], { a: [1] }, unknown({ logx: true })),
    empty: () => plot.lines([], { a: [] }),
    single: () => plot.lines([1], { a: [2] }),
    nan: () => plot.lines([0, 1, 2], { a: [1, NaN, 2], b: [NaN, NaN, NaN] }),
    huge: () => plot.lines(ramp(million), { a: wave(million) }),
    notice: /1.000.000 values a line, drawn by their extremes/,
  },
  confusionMatrix: {
    ordinary: () => plot.confusionMatrix([0, 1, 2, 2], [0, 1, 1, 2], { title: "Four" }),
    names: ["3 of 4", "75.0 %", "2 as 1 (1)"],
    misspelt: () => plot.confusionMatrix([0], [0], unknown({ normalise: true })),
    empty: () => plot.confusionMatrix([], []),
    single: () => plot.confusionMatrix([0], [0]),
    nan: () => plot.confusionMatrix([0, NaN], [0, 1]),
    nanRefused: true,
    huge: () => plot.confusionMatrix(classes(million, 10), classes(million, 10)),
  },
  imageGrid: {
    ordinary: () =>
      plot.imageGrid(images(4), { labels: [0, 1, 2, 3], predictions: [0, 1, 2, 1], title: "Digits" }),
    names: ["4 grey images", "8 × 8", "1 of 4 predictions wrong"],
    misspelt: () => plot.imageGrid(images(1), unknown({ colums: 3 })),
    empty: () => plot.imageGrid([]),
    single: () => plot.imageGrid([[[0.5]]]),
    nan: () => plot.imageGrid([[[NaN]]]),
    nanRefused: true,
    huge: () => plot.imageGrid({ dataSync: () => wave(million), shape: [15625, 8, 8] }),
    notice: /40 of 15.625 images/,
  },
  computationGraph: {
    ordinary: () => plot.computationGraph(harmonic(3), { title: "Sum" }),
    names: ["5 values", "1.833", "one = 1 with slope 1"],
    misspelt: () => plot.computationGraph(harmonic(2), unknown({ titel: "t" })),
    empty: () => plot.computationGraph(undefined as never),
    single: () => plot.computationGraph(new Value(2, "x")),
    nan: () => plot.computationGraph(new Value(-1, "x").log()),
    huge: () => plot.computationGraph(harmonic(million / 2)),
    notice: /999.999 values, the last 40 drawn/,
  },
};
