import * as plot from "../../../src/plot/index";
import { byName, count, named, title, waves, xLabel, yLabel, type Crowded } from "./names";

const bell = (low: number, high: number) => ({
  ...{ low, high },
  counts: count(30).map((at) => Math.round(300 * Math.exp(-(((at - 14.5) / 6) ** 2)))),
});
const measured = (at: number) => count(40).map((step) => 10 ** (-3 * at) * (1.5 + Math.sin(step + at)));
const layer = (at: number) => ({
  ...{ delta: measured(at), gradientNorm: measured(at / 2), updateRatio: measured(at / 3) },
  ...{ saturated: count(40).map((step) => step / 40), dead: count(40).map((step) => step / 80) },
  histograms: { activations: count(40).map((step) => bell(-1 - step, 1 + at)), weights: [], gradients: [] },
});
const recording = {
  steps: count(40).map((at) => 12_345 * at),
  layers: byName(named(12, "layer"), layer),
};
const images = count(12).map(() => waves(12, 12));
const tensor = (values: number[], ...shape: number[]) => ({ dataSync: () => values, shape });

/** Crowded figures of what goes on inside a network. */
export const inside: Crowded = {
  gradientFlow: () => plot.gradientFlow(recording, { title, theory: 1 / 4 }),
  updateRatio: () => plot.updateRatio(recording, { title }),
  saturationMap: () => plot.saturationMap(recording, { title }),
  deadUnits: () =>
    plot.deadUnits(
      byName(named(9, "layer"), (at) => waves(20, 30 + at)),
      { title },
    ),
  weightMatrix: () =>
    plot.weightMatrix(waves(24, 24), { inputs: named(24, "input"), outputs: named(24, "output"), title }),
  convolutionFilters: () =>
    plot.convolutionFilters(tensor(waves(9, 40).flat(), 3, 3, 1, 40), { title, size: 20 }),
  featureMaps: () => plot.featureMaps(tensor(waves(25, 40).flat(), 5, 5, 40), { title, size: 24 }),
  attribution: () => plot.attribution(images, images, { captions: named(12, "caption"), count: 12, title }),
  hiddenUnits: () =>
    plot.hiddenUnits(
      (points) => points.map(([x, y]) => count(20).map((at) => Math.tanh(x * at + y))),
      { x: count(20), y: count(20).map((at) => (7 * at) % 20) },
      { names: named(20, "unit"), title },
    ),
  activationHistograms: () => plot.activationHistograms(recording, { title }),
  batchNormRidges: () =>
    plot.batchNormRidges(
      byName(named(6, "run"), (at) => count(8).map((step) => bell(-step, at + 1))),
      {
        ...{ title, xLabel, steps: count(8).map((at) => 123_456 * at) },
      },
    ),
  embedding: () =>
    plot.embedding(
      {
        features: waves(60, 4).flat(),
        shape: [60, 4],
        labels: count(60).map((at) => at % 20),
        classNames: named(20, "class"),
      },
      { title },
    ),
  networkDiagram: () =>
    plot.networkDiagram([{ weights: waves(12, 9), activation: "tanh" }, { weights: waves(9, 12), activation: "softmax" }], {
      ...{ inputs: named(12, "input"), outputs: named(12, "output"), title },
      ...{ input: count(12).map((at) => 1234.5678 * at - 3000), target: count(12).map((at) => Number(at === 3)) },
    }), // prettier-ignore
  dropoutMasks: () => plot.dropoutMasks([12, 20, 20, 12], { rate: 0.123456, title }),
  generatedSamples: () =>
    plot.generatedSamples(
      waves(40, 2),
      count(4).map((at) => ({ label: 1e9 * at, points: waves(20, 2) })),
      { title, xLabel, yLabel, stepName: "step of the generator's training" },
    ),
  unrolledRnn: () =>
    plot.unrolledRnn(byName(named(5, "gate"), () => waves(14, 6)), {
      ...{ inputs: named(14, "word"), outputs: named(14, "answer"), cell: "a cell of one's own, recurrent", title },
    }), // prettier-ignore
  coAdaptation: () => plot.coAdaptation(waves(30, 70), { title }),
};
