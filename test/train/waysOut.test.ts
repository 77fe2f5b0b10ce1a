import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { learningRateFinder, snapshotEnsemble, swa } from "../../src/callbacks/index";
import { network } from "../../src/classic/index";
import { iris } from "../../src/data/index";
import * as nn from "../../src/nn/index";
import { adam } from "../../src/optim/index";
import {
  Ensemble,
  bagging,
  crossValidate,
  evaluate,
  fit,
  fitGan,
  gradCam,
  learningCurve,
  occlusion,
  predict,
  saliency,
  type FitOptions,
} from "../../src/train/index";
import { interruptible } from "./interruptible";
import { smallNet } from "./models";

const quiet = [jest.spyOn(console, "log"), jest.spyOn(console, "warn")].map((spy) =>
  spy.mockImplementation(() => {}),
);
afterAll(() => quiet.forEach((spy) => spy.mockRestore()));

const flowers = iris();
const rows = Array.from({ length: 20 }, (_, row) =>
  Array.from(flowers.features.subarray(4 * row, 4 * row + 4)),
);
const labels = rows.map((_, row) => row % 3);
const data = { x: rows, y: labels };
const uneven = { x: rows, y: labels.slice(1) };
const model = smallNet();
const images = tf.randomUniform([3, 4, 4, 1], 0, 1, "float32", 1);
const smaller = tf.ones([3, 3, 4, 1]);
const eye = nn.cnn({ inputShape: [4, 4, 1], filters: [2], outputs: 3 });
const common: FitOptions = {
  loss: "sparseCategoricalCrossentropy",
  epochs: 3,
  batchSize: 5,
  compile: "eager",
};
const failing = {
  onEpochEnd: () => {
    throw new Error("on purpose");
  },
};
const gan = nn.gan({ outputs: 4 });

/** Passes its input on, and throws where it is called so often. */
class Failing extends tf.layers.Layer {
  static readonly className = "Failing";
  static calls = 0;
  constructor(private readonly at = 2) {
    super({});
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    if (++Failing.calls % this.at === 0) throw new Error("on purpose");
    return tf.tidy(() => (Array.isArray(inputs) ? inputs[0] : inputs).mul(2));
  }
}
const brittle = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] }), new Failing()] });
const [calm, wide] = [3, 5].map((units) =>
  tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [4] })] }),
);

/** Batches of tensors, which are handed over; the last is told. */
const ending = (last: () => unknown) =>
  function* () {
    for (let from = 0; from < 10; from += 5)
      yield {
        x: tf.tensor(rows.slice(from, from + 5)),
        y: tf.tensor1d(labels.slice(from, from + 5), "int32"),
      };
    yield last() as { x: tf.Tensor };
  };

/** As many epochs as there are, and throws in the pass after the last. */
function failingAfter(epochs: number) {
  let read = 0;
  return function* () {
    const isAfter = ++read > epochs;
    for (let from = 0; from < 10; from += 5) {
      if (isAfter && from > 0) throw new Error("on purpose");
      yield { x: rows.slice(from, from + 5), y: labels.slice(from, from + 5) };
    }
  };
}

const ways: Record<string, [run: () => Promise<unknown>, message: RegExp]> = {
  "crossValidate of uneven x and y": [
    () => crossValidate(() => smallNet(), uneven, { fit: common }),
    /x and y must have equally many examples, got 20 and 19/,
  ],
  "crossValidate of values that are none": [
    () => crossValidate(() => smallNet(), { x: rows, y: [["a"]] as never }, { fit: common }),
    /y must be numbers/,
  ],
  "bagging of uneven x and y": [
    () => bagging(() => smallNet(), uneven, { fit: common }),
    /x and y must have equally many examples, got 20 and 19/,
  ],
  "bagging of an impossible option": [
    () => bagging(() => smallNet(), data, { members: 2, fit: { ...common, epochs: -1 } }),
    /epochs must be/,
  ],
  "fit of uneven x and y": [() => fit(model, uneven, common), /got 20 and 19/],
  "fit with an optimiser that is none": [
    () => fit(model, data, { ...common, optimizer: "adan" }),
    /did you mean/,
  ],
  "fit with a way to run that is none": [
    () => fit(model, data, { ...common, compile: "graf" as never }),
    /did you mean "graph"/,
  ],
  "evaluate in a way that is none": [
    () => evaluate(model, data, { loss: common.loss, compile: "graf" as never }),
    /did you mean "graph"/,
  ],
  "predict in a way that is none": [
    () => predict(model, rows, { compile: "graf" as never }),
    /did you mean "graph"/,
  ],
  "fitGan in a way that is none": [
    () => fitGan(gan, rows, { compile: "graf" as never }),
    /did you mean "graph"/,
  ],
  "fit with weights of classes that are not there": [
    () => fit(model, data, { ...common, classWeight: { 7: 2 } }),
    /classWeight/,
  ],
  "fit of a stream whose last batch is none": [
    () =>
      fit(
        model,
        ending(() => ({ z: tf.ones([5]) })),
        common,
      ),
    /a stream must give batches/,
  ],
  "fit of a stream whose last batch has another shape": [
    () =>
      fit(
        model,
        ending(() => ({ x: tf.ones([5, 3]), y: tf.zeros([5], "int32") })),
        common,
      ),
    /x must be/,
  ],
  "fit of a stream whose last batch has no numbers": [
    () =>
      fit(
        model,
        ending(() => ({ x: tf.ones([5, 4]), y: [["a"]] })),
        common,
      ),
    /y must be numbers/,
  ],
  "evaluate of a stream whose last batch has too many parts": [
    () =>
      evaluate(
        model,
        ending(() => ({ x: [tf.ones([5, 4]), tf.ones([5, 4])], y: tf.zeros([5]) })),
        { loss: common.loss },
      ),
    /x must have one tensor/,
  ],
  "learningRateFinder of a fit that throws": [
    () => fit(model, data, { ...common, callbacks: [learningRateFinder({ steps: 10 }), failing] }),
    /on purpose/,
  ],
  "snapshotEnsemble of a fit that throws": [
    () => fit(model, data, { ...common, callbacks: [snapshotEnsemble({ everyEpochs: 1 }), failing] }),
    /on purpose/,
  ],
  "averaged weights whose batch norm cannot be refreshed": [
    () => fit(model, failingAfter(3), { ...common, callbacks: [swa({ from: 1 })] }),
    /on purpose/,
  ],
  "predict that throws at its second batch": [
    () => {
      Failing.calls = 0;
      return predict(brittle, rows, { batchSize: 10, compile: "eager" });
    },
    /on purpose/,
  ],
  "an ensemble whose second member throws": [
    () => {
      Failing.calls = 1;
      return Ensemble.of([calm, brittle]).predict(rows);
    },
    /on purpose/,
  ],
  "an ensemble of outputs that do not fit together": [
    () => Ensemble.of([calm, wide]).predict(rows),
    /must match|shape/,
  ],
  "fitGan with an optimiser that is none": [
    () => fitGan(gan, rows, { steps: 1, discriminatorOptimizer: "adan" }),
    /did you mean/,
  ],
  "fitGan that is aborted": [
    () => {
      const stop = new AbortController();
      return fitGan(gan, rows, { steps: 9, everySteps: 2, signal: stop.signal, onStep: () => stop.abort() });
    },
    /^interrupted$/,
  ],
  "gradCam of a layer that is not there": [
    () => gradCam(eye, images, { layer: "conv9" }),
    /unknown layer "conv9"/,
  ],
  "saliency of a class that is not there": [() => saliency(eye, images, { classes: 3 }), /classes must be/],
  "saliency of images of another size": [() => saliency(eye, smaller), /images must/],
  "occlusion by too large a square": [() => occlusion(eye, images, { size: 9 }), /size must be/],
  "learningCurve of more rows than there are": [
    () => learningCurve(() => smallNet(), flowers, [1000], { fit: common }),
    /rows must be/,
  ],
  "a classic network with too few rows for its batch norm": [
    () => network({ task: "regression", batchNorm: true, epochs: 1 }).fit(rows, labels.slice(1)),
    /must have/,
  ],
};

test.each(Object.entries(ways))("%s leaves no tensor", async (_, [run, message]) => {
  const ended = () =>
    run().then(
      (value) => String((value as { stopped?: string }).stopped),
      (error: Error) => error.message,
    );
  await ended();
  const before = tf.memory().numTensors;
  expect(await ended()).toMatch(message);
  expect(tf.memory().numTensors).toBe(before);
});

test("a search for a rate that ends in an error puts the weights back", async () => {
  const model = smallNet();
  const weights = () => model.getWeights().map((weight) => Array.from(weight.dataSync()));
  const before = weights();
  const callbacks = [learningRateFinder({ from: 0.1, steps: 20 }), failing];
  await expect(fit(model, data, { ...common, callbacks })).rejects.toThrow("on purpose");
  expect(weights()).toEqual(before);
});

describe("after an interrupt", () => {
  const weights = (model: tf.LayersModel) =>
    model.getWeights().map((weight) => Array.from(weight.dataSync()));

  test.each(["eager", "graph"] as const)(
    "the same optimiser, model and data train as others of the same weights do (%s)",
    async (compile) => {
      const [model, other] = [smallNet(), smallNet()];
      const optimizer = adam({ learningRate: 0.01 });
      const told = { ...common, compile, seed: 3 };
      const before = tf.memory().numTensors;
      const first = await interruptible((interrupt) =>
        fit(model, data, {
          ...told,
          optimizer,
          callbacks: [{ onBatchEnd: (batch: number) => void (batch === 2 && interrupt()) }],
        }),
      );
      expect([first.stopped, first.stepLoss.length]).toEqual(["interrupted", 3]);
      other.setWeights(model.getWeights());
      const second = await fit(model, data, { ...told, optimizer });
      const fresh = await fit(other, data, { ...told, optimizer: adam({ learningRate: 0.01 }) });
      expect([second.stopped, second.stepLoss]).toEqual([undefined, fresh.stepLoss]);
      expect(weights(model)).toEqual(weights(other));
      expect(tf.memory().numTensors).toBe(before);
      // With its state it goes on where the interrupt came.
      const third = await fit(model, data, { ...told, optimizer, continueFrom: second });
      expect(third.stepLoss).toHaveLength(24);
    },
  );

  test("cross-validation, bagging and a curve leave no tensor", async () => {
    const runs = [
      (fit: FitOptions) => crossValidate(() => smallNet(), data, { folds: 2, fit }),
      (fit: FitOptions) => bagging(() => smallNet(), data, { members: 2, fit }),
      (fit: FitOptions) => learningCurve(() => smallNet(), flowers, [20], { seeds: 2, fit }),
    ];
    for (const run of runs) {
      const before = tf.memory().numTensors;
      const ended = interruptible<unknown>((interrupt) => {
        let epochs = 0;
        const callbacks = [{ onEpochEnd: () => void (++epochs === 4 && interrupt()) }];
        return run({ ...common, callbacks });
      });
      await expect(ended).rejects.toThrow("every training must come to its end, but one was interrupted");
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
