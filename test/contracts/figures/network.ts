import * as plot from "../../../src/plot/index";
import maps from "../../reference/attributionMaps.json";
import { classes, cloud, images, million, ramp, unknown, wave, type FigureExamples } from "./example";

const series = (count: number, first: number, change: number) =>
  Float64Array.from(
    { length: count },
    (_, at) => first * Math.exp((change * at) / count) * (1.2 + Math.sin(at * 1.7)),
  );
const bell = (low: number, high: number, tilt = 0) => ({
  low,
  high,
  counts: Array.from({ length: 30 }, (_, at) =>
    Math.round(300 * Math.exp(-(((at - 14.5 - 10 * tilt) / 6) ** 2))),
  ),
});
const layer = (count: number, depth: number) => ({
  delta: series(count, 0.3 * 0.25 ** depth, 0.4),
  gradientNorm: series(count, 0.5 * 0.4 ** depth, -0.5),
  updateRatio: series(count, 2e-3 * 0.6 ** depth, -1),
  saturated: Float64Array.from(
    { length: count },
    (_, at) => 0.9 / (1 + Math.exp(3 - (6 * at) / count - depth)),
  ),
  dead: Float64Array.from({ length: count }, (_, at) => (0.1 * depth * at) / count),
  histograms: {
    activations: Array.from({ length: Math.min(count, 300) }, (_, at) =>
      bell(-1 - 0.1 * at, 1 + 0.05 * at * depth, at / 30),
    ),
    weights: [],
    gradients: [],
  },
});
const recording = (count: number, depth = 4) => ({
  steps: Int32Array.from({ length: count }, (_, at) => 10 * at),
  layers: Object.fromEntries(
    Array.from({ length: depth }, (_, at) => [`dense_${at + 1}`, layer(count, depth - 1 - at)]),
  ),
});
const broken = () => {
  const given = recording(3, 2);
  given.layers.dense_1.delta[1] =
    given.layers.dense_1.updateRatio[0] =
    given.layers.dense_1.saturated[2] =
      NaN;
  given.layers.dense_1.histograms.activations[1] = { low: NaN, high: NaN, counts: [NaN] };
  return given;
};
const nothing = { steps: [], layers: {} };
const tensor = (values: ArrayLike<number>, ...shape: number[]) => ({ dataSync: () => values, shape });
const waves = (rows: number, columns: number, shift = 0) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => Math.sin(row * 0.7 + column * 0.4 + shift)),
  );
const gate = (steps: number, units: number, shift: number) =>
  waves(steps, units, shift).map((row) => row.map((value) => 0.5 + value / 2));
const dense = (inputs: number, units: number, activation: string) => ({
  weights: waves(inputs, units, units),
  activation,
});
const relu = (rows: number, units: number) =>
  waves(rows, units).map((row, at) =>
    row.map((value, unit) => (unit % 5 === 2 ? 0 : Math.max(0, value + (at % 3) / 4))),
  );
const features = (count: number) => ({
  features: Float32Array.from(
    { length: count * 4 },
    (_, at) => Math.sin(at * 1.3) + ((at >> 2) % 3) * (at % 4 === 1 ? 2 : 1),
  ),
  shape: [count, 4],
  labels: Int32Array.from({ length: count }, (_, at) => at % 3),
  classNames: ["setosa", "versicolor", "virginica"],
});
// Digits that a small network had not seen, and what it says of them.
const explained = tensor(maps.pixels, 4, 8, 8);
const bumps = (points: number[][]) => points.map(([x, y]) => [0, 1, 2, 3, 4].map((k) => Math.tanh(2 * x * Math.cos(k) + 3 * y * Math.sin(k)))); // prettier-ignore

/** Figures of what goes on inside a network. */
export const network: Record<string, FigureExamples> = {
  gradientFlow: {
    ordinary: () => plot.gradientFlow(recording(20, 6), { theory: 1 / 4, title: "Sigmoid" }),
    names: ["6 layers", "dense_1", "Theory has 0.0009766", "gradients vanish"],
    misspelt: () => plot.gradientFlow(recording(1), unknown({ theroy: 1 })),
    empty: () => plot.gradientFlow(nothing),
    single: () => plot.gradientFlow(recording(1, 1)),
    nan: () => plot.gradientFlow(broken()),
    huge: () => plot.gradientFlow(recording(20_000, 10)),
  },
  updateRatio: {
    ordinary: () => plot.updateRatio(recording(60), { title: "Updates" }),
    names: ["4 layers", "60 recorded steps", "0.001 is thought healthy"],
    misspelt: () => plot.updateRatio(recording(1), unknown({ health: 1 })),
    empty: () => plot.updateRatio(nothing),
    single: () => plot.updateRatio(recording(1, 1)),
    nan: () => plot.updateRatio(broken()),
    huge: () => plot.updateRatio(recording(20_000, 20)),
    notice: /20 layers, 12 of them drawn/,
  },
  saturationMap: {
    ordinary: () => plot.saturationMap(recording(40, 5), { title: "Saturation" }),
    names: ["5 layers", "40 recorded steps", "Most at step 390: dense_1 8"],
    misspelt: () => plot.saturationMap(recording(1), unknown({ off: "dead" })),
    empty: () => plot.saturationMap(nothing),
    single: () => plot.saturationMap(recording(1, 1)),
    nan: () => plot.saturationMap(broken()),
    huge: () => plot.saturationMap(recording(20_000, 50)),
    notice: /20.000 steps, 120 of them drawn/,
  },
  deadUnits: {
    ordinary: () => plot.deadUnits({ relu_1: relu(30, 40), relu_2: relu(30, 24) }),
    names: ["13 of 64 units dead", "relu_1 8 of 40"],
    misspelt: () => plot.deadUnits({ a: [[1]] }, unknown({ abov: 1 })),
    empty: () => plot.deadUnits({}),
    single: () => plot.deadUnits({ a: [[1]] }),
    nan: () => plot.deadUnits({ a: [[NaN, 1], [0, 2]] }), // prettier-ignore
    huge: () => plot.deadUnits({ a: tensor(wave(million), 1000, 1000) }),
    notice: /600 of 1000 units drawn/,
  },
  weightMatrix: {
    ordinary: () => plot.weightMatrix(waves(8, 12), { title: "First layer" }),
    names: ["8 inputs by 12 outputs", "96 weights", "standard deviation 0.7"],
    misspelt: () => plot.weightMatrix([[1]], unknown({ input: [] })),
    empty: () => plot.weightMatrix([]),
    single: () => plot.weightMatrix([[1]]),
    nan: () => plot.weightMatrix([[1, NaN], [-1, 0.5]]), // prettier-ignore
    huge: () => plot.weightMatrix(tensor(wave(million), 1000, 1000)),
    notice: /farthest from 0 of \d+ × \d+ values/,
  },
  convolutionFilters: {
    ordinary: () =>
      plot.convolutionFilters(tensor(wave(3 * 3 * 16), 3, 3, 1, 16), { title: "Sixteen filters" }),
    names: ["16 filters of 3 × 3", "1 input channel"],
    misspelt: () => plot.convolutionFilters([[[[1]]]], unknown({ chanel: 1 })),
    empty: () => plot.convolutionFilters([]),
    single: () => plot.convolutionFilters([[[[1]]]]),
    nan: () => plot.convolutionFilters([[[[NaN]]]]),
    nanRefused: true,
    huge: () => plot.convolutionFilters(tensor(wave(10 * 10 * 100 * 100), 10, 10, 100, 100)),
    notice: /64 of 100 filters/,
  },
  featureMaps: {
    ordinary: () => plot.featureMaps(tensor(wave(12 * 12 * 8), 12, 12, 8)),
    names: ["8 feature maps of 12 × 12", "is the strongest"],
    misspelt: () => plot.featureMaps([[[1]]], unknown({ colums: 1 })),
    empty: () => plot.featureMaps([]),
    single: () => plot.featureMaps([[[1]]]),
    nan: () => plot.featureMaps([[[NaN]]]),
    nanRefused: true,
    huge: () => plot.featureMaps(tensor(wave(million), 100, 100, 100)),
    notice: /64 of 100 channels/,
  },
  attribution: {
    ordinary: () => plot.attribution(explained, maps.gradCam, { title: "Grad-CAM" }),
    names: ["maps of 4 images", "4 × 4", "class 3 at row"],
    others: {
      saliency: () => plot.attribution(explained, maps.saliency, { title: "Saliency" }),
      occlusion: () => plot.attribution(explained, maps.occlusion, { title: "Occlusion" }),
    },
    misspelt: () => plot.attribution(images(1), [[[1]]], unknown({ caption: [] })),
    empty: () => plot.attribution([], []),
    single: () => plot.attribution([[[0.5]]], [[[1]]]),
    nan: () => plot.attribution(images(1), [[[NaN]]]),
    nanRefused: true,
    huge: () => plot.attribution(tensor(wave(million), 100, 100, 100), tensor(wave(million), 100, 100, 100)),
    notice: /6 of 100 images/,
  },
  hiddenUnits: {
    ordinary: () => plot.hiddenUnits(bumps, cloud(50), { title: "Five units" }),
    names: ["5 units", "unit 1 from −0.6546 to 0.999999"],
    misspelt: () => plot.hiddenUnits(bumps, cloud(5), unknown({ name: [] })),
    empty: () => plot.hiddenUnits(bumps, { x: [], y: [] }),
    single: () => plot.hiddenUnits(bumps, { x: [1], y: [1] }),
    nan: () => plot.hiddenUnits(() => Array.from({ length: 4 }, () => [NaN]), cloud(9), { resolution: 2 }),
    nanRefused: true,
    huge: () => plot.hiddenUnits((points) => points.map(([x]) => Array.from({ length: 900 }, (_, k) => x * k)), cloud(million)), // prettier-ignore
    notice: /32 of 900 units/,
  },
  activationHistograms: {
    ordinary: () => plot.activationHistograms(recording(12), { title: "Activations" }),
    names: ["4 layers", "12 recorded steps", "dense_4"],
    misspelt: () => plot.activationHistograms(recording(1), unknown({ off: "weights" })),
    empty: () => plot.activationHistograms(nothing),
    single: () => plot.activationHistograms(recording(1, 1)),
    nan: () => plot.activationHistograms(broken()),
    huge: () => plot.activationHistograms(recording(300, 24)),
    notice: /18 of 300 steps/,
  },
  batchNormRidges: {
    ordinary: () =>
      plot.batchNormRidges(
        { "without": recording(8).layers.dense_1.histograms.activations, "with batch norm": Array.from({ length: 8 }, () => bell(-1, 1)) }, // prettier-ignore
        { title: "The second layer" },
      ),
    names: ["8 steps", "± 0.2823"],
    misspelt: () => plot.batchNormRidges({ a: [bell(0, 1)] }, unknown({ step: [] })),
    empty: () => plot.batchNormRidges({}),
    single: () => plot.batchNormRidges({ a: [bell(0, 1)] }),
    nan: () => plot.batchNormRidges({ a: [bell(NaN, 1), bell(0, 1)] }),
    huge: () => plot.batchNormRidges({ a: Array.from({ length: 30_000 }, () => bell(0, 1)) }),
    notice: /10 of 30.000 steps/,
  },
  embedding: {
    ordinary: () => plot.embedding(features(90), { title: "Four features in two" }),
    names: ["90 points of 4 features", "principal components", "setosa, versicolor and virginica"],
    misspelt: () => plot.embedding(features(9), unknown({ methods: "pca" })),
    empty: () => plot.embedding({ x: [], y: [] }),
    single: () => plot.embedding({ x: [1], y: [2] }),
    nan: () => plot.embedding({ x: [1, NaN, 3, 2], y: [1, 2, 3, 5] }),
    huge: () => plot.embedding({ features: wave(million), shape: [250_000, 4], labels: classes(250_000) }),
    notice: /250.000 points, 2000 of them drawn/,
  },
  networkDiagram: {
    ordinary: () =>
      plot.networkDiagram([dense(3, 5, "tanh"), dense(5, 4, "relu"), dense(4, 2, "softmax")], {
        ...{ input: [0.5, -1, 2], target: [0, 1], title: "Forward and backward" },
        ...{ inputs: ["length", "width", "height"], outputs: ["cat", "dog"] },
      }),
    names: ["3-5-4-2 units", "54 parameters", "0.5, −1, 2 gives", "δ of the last layer"],
    misspelt: () => plot.networkDiagram([dense(1, 1, "relu")], unknown({ inptu: [1] })),
    empty: () => plot.networkDiagram([]),
    single: () => plot.networkDiagram([{ weights: [[1]] }]),
    nan: () => plot.networkDiagram([{ weights: [[NaN]] }]),
    nanRefused: true,
    huge: () =>
      plot.networkDiagram([{ weights: tensor(wave(million), 1000, 1000) }, { weights: tensor(wave(10_000), 1000, 10) }], {
        input: ramp(1000).map((at) => at / 1000), target: wave(10),
      }), // prettier-ignore
    notice: /[Aa]t most 10 units of a layer drawn/,
  },
  generatedSamples: {
    ordinary: () =>
      plot.generatedSamples(
        waves(40, 2),
        [0, 500, 1000].map((label) => ({ label, points: waves(20, 2, label / 1000) })),
        { title: "Real and made" },
      ),
    names: ["40 real points", "3 moments", "at step 1000 x"],
    misspelt: () =>
      plot.generatedSamples([[0, 1]], [{ label: 0, points: [[1, 2]] }], unknown({ stepname: "t" })),
    empty: () => plot.generatedSamples([[0, 1]], []),
    single: () => plot.generatedSamples([[0, 1]], [{ label: 0, points: [[1, 2]] }]),
    nan: () => plot.generatedSamples([[0, NaN]], [{ label: 0, points: [[1, 2]] }]),
    nanRefused: true,
    huge: () =>
      plot.generatedSamples(tensor(wave(million), million / 2, 2), [
        { label: 1, points: tensor(wave(million), million / 2, 2) },
      ]),
    notice: /500.000 points, at most 500 of each kind drawn/,
  },
  unrolledRnn: {
    ordinary: () =>
      plot.unrolledRnn(
        { forget: gate(6, 8, 0), input: gate(6, 8, 1), output: gate(6, 8, 2), state: waves(6, 8) },
        { inputs: ["the", "cat", "sat", "on", "the", "mat"], outputs: ["cat", "sat", "on", "the", "mat", "."], cell: "LSTM", title: "Next word" }, // prettier-ignore
      ),
    names: ["6 steps with 8 units", "the, cat, sat", "forget from 0."],
    misspelt: () => plot.unrolledRnn({ a: [[1]] }, unknown({ input: [] })),
    empty: () => plot.unrolledRnn({}),
    single: () => plot.unrolledRnn({ a: [[1]] }),
    nan: () => plot.unrolledRnn({ a: [[NaN, 1], [0, 2]] }), // prettier-ignore
    huge: () => plot.unrolledRnn({ a: tensor(wave(million), 1000, 1000) }),
    notice: /1000 steps, the first 16 drawn/,
  },
};
