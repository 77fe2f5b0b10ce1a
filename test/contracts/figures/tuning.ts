import * as plot from "../../../src/plot/index";
import { million, ramp, unknown, wave, type FigureExamples } from "./example";

const noise = (at: number) => Math.abs(Math.sin(at * 12.9898) * 43758.5453) % 1;

function trial(number: number): plot.TunedTrial {
  const rate = 10 ** (-4 + 4 * noise(number));
  const dropout = noise(number + 0.5) / 2;
  const value = 0.1 + (Math.log10(rate) + 2) ** 2 / 8 + dropout ** 2 + 0.02 * noise(number + 0.3);
  const pruned = number % 5 === 4;
  const epochs = pruned ? 3 : 9;
  return {
    number,
    state: pruned ? "pruned" : "complete",
    params: { rate, dropout, layers: 1 + (number % 4), kind: number % 3 ? "relu" : "tanh" },
    values: pruned ? [] : [value, 1 / (0.2 + dropout) + noise(number)],
    reports: Array.from(
      { length: epochs },
      (_, epoch) => [epoch, value + 0.6 * Math.exp(-epoch / 2.5)] as const,
    ),
    startedMs: 1000 * Math.floor(number / 3) + 100 * (number % 3),
    endedMs: 1000 * Math.floor(number / 3) + (pruned ? 400 : 950) + 20 * (number % 3),
    slot: `worker ${1 + (number % 3)}`,
  };
}

// A trial is an object: a study of a million is none that anybody has.
const many = 20_000;
const made = new Map<number, plot.TunedTrial[]>();
function trials(count: number): plot.TunedTrial[] {
  if (!made.has(count))
    made.set(
      count,
      Array.from({ length: count }, (_, number) => trial(number)),
    );
  return made.get(count)!;
}
const study = (count: number): plot.Tuned => ({ trials: trials(count), directions: ["minimize"] });
const two = (count: number): plot.Tuned => ({ trials: trials(count), directions: ["minimize", "minimize"] });
const nothing: plot.Tuned = { trials: [], directions: ["minimize"] };
const hollow: plot.Tuned = {
  trials: [
    {
      ...trial(0),
      number: 9,
      values: [NaN, NaN],
      reports: [
        [0, 1],
        [1, NaN],
      ],
    },
    ...trials(4),
  ],
  directions: ["minimize", "minimize"],
};
const values = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => 0.5 + Math.sin(i + j / 3) / 5),
  );
const names = (count: number) => Array.from({ length: count }, (_, at) => at);
const slice = (count: number) => ({
  x: ramp(count),
  mean: wave(count),
  deviation: Array.from({ length: count }, (_, at) => 0.1 + Math.abs(Math.sin(at / 9)) / 3),
  acquisition: Array.from({ length: count }, (_, at) => 1 + Math.cos(at / 30)),
  seen: { x: [5, 20, 60], value: [0.2, 0.4, 0.9] },
});

/**
 * A search of 5 × 4 values of C and alpha, in the notes' words: C is the penalty's strength, alpha the share of L2 of an elastic
 * net. test/tune/figures.test.ts computes it anew (R² on the breast cancer data, 5 folds). Of the notes' own table, on other
 * data, only the best cell is known: it is framed as theirs.
 */
export const strengthAndShare = {
  x: [0, 0.2, 0.5, 1],
  y: [0.03, 0.1, 0.3, 1, 3],
  values: [
    [0.703, 0.706, 0.708, 0.736],
    [0.641, 0.663, 0.688, 0.727],
    [0.25, 0.399, 0.559, 0.715],
    [-0.009, -0.009, -0.009, 0.697],
    [-0.009, -0.009, -0.009, 0.659],
  ],
};
const known = { x: 0.2, y: 0.3, value: 0.726, from: "the notes" };

/** Figures of studies. */
export const tuning: Record<string, FigureExamples> = {
  optimizationHistory: {
    ordinary: () => plot.optimizationHistory(study(40), { title: "Forty trials" }),
    names: ["32 trials", "best is 0.1"],
    misspelt: () => plot.optimizationHistory(study(3), unknown({ logy: true })),
    empty: () => plot.optimizationHistory(nothing),
    single: () => plot.optimizationHistory(study(1)),
    nan: () => plot.optimizationHistory(hollow),
    huge: () => plot.optimizationHistory(study(many)),
    notice: /16.000 trials, 1000 of them drawn/,
  },
  paramImportances: {
    ordinary: () =>
      plot.paramImportances({ rate: 0.71, dropout: 0.14, layers: 0.02 }, { title: "What counts" }),
    names: ["rate 71 %", "3 parameters"],
    misspelt: () => plot.paramImportances({ a: 0.5 }, unknown({ cuont: 2 })),
    empty: () => plot.paramImportances({}),
    single: () => plot.paramImportances({ a: 0.5 }),
    nan: () => plot.paramImportances({ a: NaN }),
    nanRefused: true,
    huge: () =>
      plot.paramImportances(Object.fromEntries(names(100_000).map((at) => [`p${at}`, 1 / (1 + at)]))),
    notice: /100.000 parameters, 20 of them drawn/,
  },
  paramSlices: {
    ordinary: () => plot.paramSlices(study(60), { title: "Sixty trials" }),
    names: ["48 trials", "rate, dropout, layers and kind"],
    misspelt: () => plot.paramSlices(study(3), unknown({ parms: ["rate"] })),
    empty: () => plot.paramSlices(nothing),
    single: () => plot.paramSlices(study(1)),
    nan: () => plot.paramSlices(hollow),
    huge: () => plot.paramSlices(study(many)),
    notice: /16.000 trials, 300 of them drawn in each panel/,
  },
  paramContour: {
    ordinary: () => plot.paramContour(study(60), { params: ["rate", "dropout"], title: "Rate and dropout" }),
    names: ["48 trials", "over rate and dropout"],
    misspelt: () => plot.paramContour(study(3), unknown({ parms: [] })),
    empty: () => plot.paramContour(nothing),
    single: () => plot.paramContour(study(1)),
    nan: () => plot.paramContour(hollow),
    huge: () => plot.paramContour(study(many)),
    notice: /16.000 trials, 800 of them drawn/,
  },
  parallelCoordinates: {
    ordinary: () => plot.parallelCoordinates(study(60), { title: "Sixty trials" }),
    names: ["48 trials", "kind relu"],
    misspelt: () => plot.parallelCoordinates(study(3), unknown({ parms: [] })),
    empty: () => plot.parallelCoordinates(nothing),
    single: () => plot.parallelCoordinates(study(1)),
    nan: () => plot.parallelCoordinates(hollow),
    huge: () => plot.parallelCoordinates(study(many)),
    notice: /16.000 trials, 250 of them drawn/,
  },
  gridHeatmap: {
    ordinary: () =>
      plot.gridHeatmap(strengthAndShare, { xLabel: "alpha", yLabel: "C", known, title: "Validation score" }),
    names: ["20 cells", "0.736, at C 0.03 and alpha 1", "the notes had 0.726, at C 0.3 and alpha 0.2"],
    misspelt: () => plot.gridHeatmap(strengthAndShare, unknown({ digit: 2 })),
    empty: () => plot.gridHeatmap({ x: [], y: [], values: [] }),
    single: () => plot.gridHeatmap({ x: [1], y: [2], values: [[0.5]] }),
    nan: () => plot.gridHeatmap({ x: [1, 2], y: [1], values: [[NaN, 0.5]] }),
    huge: () => plot.gridHeatmap({ x: names(1000), y: names(1000), values: values(1000, 1000) }),
    notice: /1.000.000 cells, at most 1600 of them drawn/,
  },
  trialCurves: {
    ordinary: () => plot.trialCurves(study(20), { xLabel: "epoch", title: "Twenty trials" }),
    names: ["20 trials", "4 of them pruned", "epoch 8"],
    misspelt: () => plot.trialCurves(study(3), unknown({ xlabel: "e" })),
    empty: () => plot.trialCurves(nothing),
    single: () => plot.trialCurves({ trials: [{ ...trial(0), reports: [[0, 1]] }] }),
    nan: () => plot.trialCurves(hollow),
    huge: () => plot.trialCurves(study(many)),
    notice: /20.000 trials, 60 of them drawn/,
  },
  surrogateBand: {
    ordinary: () => plot.surrogateBand(slice(80), { xLabel: "rate", title: "Belief" }),
    names: ["over rate from 0 to 79", "look at 0 next"],
    misspelt: () => plot.surrogateBand(slice(3), unknown({ xlabel: "e" })),
    empty: () => plot.surrogateBand({ x: [], mean: [], deviation: [], acquisition: [] }),
    single: () => plot.surrogateBand({ x: [1], mean: [1], deviation: [0.2], acquisition: [3] }),
    nan: () =>
      plot.surrogateBand({ x: [1, 2], mean: [1, NaN], deviation: [0.2, 0.1], acquisition: [3, NaN] }),
    huge: () => plot.surrogateBand(slice(million)),
    notice: /1.000.000 places, drawn by their extremes/,
  },
  surrogateSteps: {
    ordinary: () =>
      plot.surrogateSteps(
        [slice(60), { ...slice(60), seen: { x: [5, 20, 40, 60], value: [0.2, 0.4, 0.1, 0.9] } }],
        {
          ...{ xLabel: "rate", title: "Belief", truth: (x) => Math.sin(x / 9) },
        },
      ),
    names: ["along rate, in 2 steps", "4 trials, lowest 0.1; next at 0"],
    misspelt: () => plot.surrogateSteps([slice(3)], unknown({ frames: 2 })),
    empty: () => plot.surrogateSteps([]),
    single: () => plot.surrogateSteps([{ x: [1], mean: [1], deviation: [0.2], acquisition: [3] }]),
    nan: () =>
      plot.surrogateSteps([{ x: [1, 2], mean: [1, NaN], deviation: [0.2, 0.1], acquisition: [3, NaN] }]),
    huge: () => plot.surrogateSteps([slice(million)]),
    notice: /1.000.000 places, drawn by their extremes/,
  },
  paretoFront: {
    ordinary: () => plot.paretoFront(two(60), { names: ["loss", "milliseconds"], title: "Loss and time" }),
    names: ["among 48", "loss 0.1", "milliseconds"],
    misspelt: () => plot.paretoFront(two(3), unknown({ name: ["a"] })),
    empty: () => plot.paretoFront({ ...nothing, directions: ["minimize", "minimize"] }),
    single: () => plot.paretoFront(two(1)),
    nan: () => plot.paretoFront(hollow),
    huge: () => plot.paretoFront(two(many)),
    notice: /16.000 trials, 1500 of them drawn/,
  },
  trialTimeline: {
    ordinary: () => plot.trialTimeline(study(24), { title: "Three workers" }),
    names: ["24 trials", "3 workers"],
    misspelt: () => plot.trialTimeline(study(3), unknown({ heigth: 3 })),
    empty: () => plot.trialTimeline(nothing),
    single: () => plot.trialTimeline(study(1)),
    nan: () => plot.trialTimeline({ trials: [trial(0), { ...trial(1), startedMs: NaN }] }),
    huge: () => plot.trialTimeline(study(many)),
    notice: /20.000 trials, 1000 of them drawn/,
  },
};
