import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris } from "../../src/data/index";
import * as nn from "../../src/nn/index";
import {
  bagging,
  crossValidate,
  evaluate,
  fit,
  fitGan,
  learningCurve,
  predict,
  type FitOptions,
} from "../../src/train/index";
import { smallNet } from "./models";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

const flowers = iris();
const { x, y } = flowers.tensors();

/** Throws at its so-many-th call. */
const failing = (calls: number) => {
  let called = 0;
  return (truth: tf.Tensor, prediction: tf.Tensor) => {
    const loss = tf.losses.softmaxCrossEntropy(truth, prediction);
    if (++called >= calls) throw new Error("on purpose");
    return loss;
  };
};

function* stream(batches = 5) {
  for (let batch = 0; batch < batches; batch++) yield { x: x.slice([0], [8]), y: y.slice([0], [8]) };
}

function* failingStream() {
  yield* stream(2);
  throw new Error("on purpose");
}

const at = (hook: "onTrainBegin" | "onEpochBegin" | "onBatchEnd" | "onEpochEnd" | "onTrainEnd") => ({
  [hook]: () => {
    throw new Error("on purpose");
  },
});

const aborted = () => {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    callbacks: [{ onBatchEnd: (step: number) => void (step === 1 && controller.abort()) }],
  };
};

const model = smallNet();
// Without penalties of weights, which a loss would depend on.
const bare = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
const data = { x, y };
const oneHot = { x, y: tf.oneHot(y.toInt().flatten(), 3).toFloat() };
const loss = "sparseCategoricalCrossentropy" as const;
const fits: Record<string, () => Promise<unknown>> = {};
for (const compile of ["eager", "graph"] as const) {
  const told = (options: FitOptions): FitOptions => ({ loss, compile, epochs: 2, ...options });
  for (const calls of [1, 2, 3, 9])
    fits[`fit, whose loss throws at call ${calls}, ${compile}`] = () =>
      fit(model, oneHot, told({ loss: failing(calls) }));
  fits[`fit, whose loss asks nothing of the model, ${compile}`] = () =>
    fit(bare, oneHot, told({ loss: () => tf.scalar(1), metrics: ["mae"] }));
  fits[`fit, whose loss has no gradient, ${compile}`] = () =>
    fit(bare, oneHot, told({ loss: (truth, guess) => truth.greater(guess).toFloat() }));
  for (const hook of ["onTrainBegin", "onEpochBegin", "onBatchEnd", "onEpochEnd", "onTrainEnd"] as const)
    fits[`fit, whose ${hook} throws, ${compile}`] = () => fit(model, data, told({ callbacks: [at(hook)] }));
  Object.assign(fits, {
    [`fit that is aborted, ${compile}`]: () => fit(model, data, told(aborted())),
    [`fit of a stream that is aborted, ${compile}`]: () => fit(model, () => stream(), told(aborted())),
    [`fit of a stream that throws, ${compile}`]: () => fit(model, failingStream, told({})),
    [`fit whose validation throws, ${compile}`]: () => fit(model, data, told({ validation: failingStream })),
    [`fit whose validation stream is aborted, ${compile}`]: () => {
      const controller = new AbortController();
      const validation = function* () {
        yield* stream(1);
        controller.abort();
        yield* stream(4);
      };
      return fit(model, data, told({ validation, signal: controller.signal }));
    },
    [`fit whose steps gather gradients and throw, ${compile}`]: () =>
      fit(model, oneHot, told({ accumulate: 2, loss: failing(3) })),
    [`evaluate whose loss throws, ${compile}`]: () => evaluate(model, oneHot, { loss: failing(1), compile }),
    [`evaluate of a stream that throws, ${compile}`]: () => evaluate(model, failingStream, { loss, compile }),
    [`predict of the wrong shape, ${compile}`]: () => predict(model, [[1, 2]], { compile }),
    [`crossValidate whose fit throws, ${compile}`]: () =>
      crossValidate(() => smallNet(), flowers, { folds: 2, fit: { callbacks: [at("onBatchEnd")], compile } }),
    [`crossValidate that is aborted, ${compile}`]: () =>
      crossValidate(() => smallNet(), flowers, {
        folds: 2,
        fit: { ...told(aborted()), validation: undefined } as never,
      }),
    [`learningCurve whose fit throws, ${compile}`]: () =>
      learningCurve(() => smallNet(), flowers, [20, 40], {
        seeds: 1,
        fit: { callbacks: [at("onEpochEnd")], compile },
      }),
    [`bagging whose fit throws, ${compile}`]: () =>
      bagging(() => smallNet(), flowers, { members: 2, fit: { callbacks: [at("onEpochEnd")], compile } }),
    [`fitGan whose onStep throws, ${compile}`]: () => {
      const players = nn.gan({ outputs: 4 });
      const left = fitGan(players, x, {
        steps: 4,
        everySteps: 2,
        compile,
        onStep: at("onBatchEnd").onBatchEnd,
      });
      return left.finally(() => {
        players.generator.dispose();
        players.discriminator.dispose();
      });
    },
  });
}

test.each(Object.entries(fits))("%s leaves no tensor", async (_, run) => {
  await run().catch(() => undefined);
  const before = tf.memory().numTensors;
  const ended = await run().then(
    () => "ended",
    (error: Error) => error.message,
  );
  expect(ended).toMatch(
    /^on purpose$|^ended$|one was interrupted|predict: x must be|must depend on at least one|got Greater, of which TensorFlow.js knows none/,
  );
  expect(tf.memory().numTensors).toBe(before);
});
