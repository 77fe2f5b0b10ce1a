import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { augment, metric, metrics } from "../../src/train/index";
import type { Batch } from "../../src/train/objective";
import type { Callback } from "../../src/train/callback";
import { areToldOfEpochs, Rechecking } from "../../src/train/rechecking";
import { ownFitCode, ownLayerCode, ownLearnerCode, ownLayers, ruleOf } from "../../src/train/ownCode";
import { planOf, type Trainable } from "../../src/train/plan";
import type { OwnCode } from "../../src/train/outsideState";
import { asOurs, isOurs } from "../../src/train/ours";
import { Vae } from "../../src/nn/index";

class Doubling extends tf.layers.Layer {
  static readonly className = "DoublingOfTest";
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    return (Array.isArray(inputs) ? inputs[0] : inputs).mul(2);
  }
}
// TensorFlow.js does not export what a regularizer is made of.
class Penalty extends (tf.regularizers.l2().constructor as new () => object) {}
tf.serialization.registerClass(Doubling);

const dense = (config: object = {}) => tf.layers.dense({ units: 1, inputShape: [1], ...config });
const stacked = (...layers: tf.layers.Layer[]) => tf.sequential({ layers });

test("layers of the user's are found, at any depth, by class, by what they have, and where a call was replaced", () => {
  const [own, inner, last] = Array.from({ length: 3 }, () => new Doubling({ inputShape: [1] }));
  const penalised = dense({ kernelRegularizer: new Penalty() });
  const changed = Object.assign(dense(), { call: (x: tf.Tensor) => x });
  const ours = [
    dense({ kernelRegularizer: "l1l2", kernelConstraint: "nonNeg" }),
    tf.layers.dropout({ rate: 0.5 }),
  ];
  expect(ownLayers(stacked(...ours))).toEqual([]);
  expect(ownLayers(stacked(dense(), own))).toEqual([own]);
  expect(ownLayers(stacked(dense(), stacked(dense(), inner, dense()), penalised))).toEqual([
    inner,
    penalised,
  ]);
  expect(ownLayers(stacked(changed))).toEqual([changed]);
  const code = ownLayerCode(stacked(last));
  expect(code).toEqual([{ name: `the layer ${last.name}`, run: last.call, self: last }]);
});

const truthful = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output).square();
const distance = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output).abs();
const namesOf = (code: OwnCode[]) => code.map(({ name }) => name);

test("losses and metrics of the user's are, those of the library are not", () => {
  const codeOf = (told: object, trained: Trainable = stacked(dense())) =>
    planOf(trained, undefined, { where: "fit", metrics: [], ...told }).code;
  expect(
    codeOf({ loss: "mse", metrics: ["mae", "r2", metrics.accuracy(), metrics.f1({ threshold: 0.25 })] }),
  ).toEqual([]);
  expect(codeOf({ loss: truthful, metrics: [distance, "mae"] })).toMatchObject([
    { name: "the loss", run: truthful },
    { name: "the metric distance", run: distance },
  ]);
  const written = { name: "scaled", size: () => 1, sums: () => tf.ones([1]), result: () => 1 };
  expect(codeOf({ loss: "mse", metrics: [written] })).toMatchObject([
    { name: "the metric scaled", run: written.sums, self: written },
  ]);
  expect(namesOf(codeOf({ loss: truthful }, stacked(dense(), new Doubling({ name: "twice" }))))).toEqual([
    "the loss",
    "the layer twice",
  ]);
  const learner = { parameters: [], loss: () => ({ loss: tf.scalar(0) }) };
  expect(codeOf({}, learner)).toEqual([{ name: "the loss", run: learner.loss, self: learner }]);
  expect(ownLearnerCode(Object.create(Vae.prototype) as Vae)).toEqual([]);
});

test("augmentations and what follows an update are, those of the library are not", () => {
  const own = (batch: Batch) => batch;
  const after: Callback = { afterUpdate: () => undefined };
  const ours = asOurs({ afterUpdate: () => undefined });
  expect(ownFitCode([augment.flip(), augment.mixup(), augment.noise()], [ours, {}])).toEqual([]);
  expect(ownFitCode([augment.cutout(), own], [ours, after])).toEqual([
    { name: "an augmentation", run: own },
    { name: "afterUpdate", run: after.afterUpdate, self: after },
  ]);
  expect([isOurs(ours), isOurs(after)]).toEqual([true, false]);
});

let calls = 0;
const quiet: OwnCode = { name: "the loss", run: () => calls };
const changing: OwnCode = { name: "the metric m", run: () => calls++ };
const watching = [{ onBatchEnd: () => undefined, onlyWatches: true }];
const stepping = [{ onBatchEnd: () => undefined }];
const between = [{ onEpochEnd: () => undefined }];
const ours = [asOurs<Callback>({ onBatchEnd: () => undefined, onEpochEnd: () => undefined })];
const repeatable = [{ repeatable: true }];

test.each<[what: string, OwnCode[], Callback[], rule: object]>([
  ["no code", [], stepping, { any: false }],
  ["code that changes nothing", [quiet], [], { any: true }],
  ["code that changes something", [quiet, changing], [], { any: true, whyEager: "the metric m changes calls, which is outside of it" }],
  ["callbacks after every step", [quiet], stepping, { any: true, everyStep: "a callback of your own runs after every step and may change what the loss reads; keep it in a train.variable" }],
  ["callbacks that only watch", [quiet], watching, { any: true }],
  ["callbacks between epochs", [quiet], between, { any: true }],
  ["callbacks of ours", [quiet], ours, { any: true }],
  ["a run that may be resumed", [quiet], repeatable, { any: false }],
  ["a run that may be resumed, with callbacks of ours", [quiet], [...repeatable, ...ours], { any: false }],
  ["a run that may be resumed, with callbacks after every step", [quiet], [...repeatable, ...stepping], { any: false, everyStep: "a callback of your own runs after every step and may change what the loss reads; keep it in a train.variable" }],
  ["a run that may be resumed, with callbacks between epochs", [quiet], [...repeatable, ...between], { any: true, whyEager: "a run that may be resumed repeats every bit, and a callback of your own may change what the loss reads" }],
])("the rule for %s", (_, code, callbacks, rule) => {
  const { watch, ...rest } = ruleOf(code, callbacks);
  expect(rest).toEqual(rule);
  // What is eager anyway need not be watched.
  expect(watch !== undefined).toBe(code.length > 0 && rest.whyEager === undefined);
}); // prettier-ignore

test("callbacks are told of epochs by either of two methods, unless they are the library's", () => {
  expect(
    [between, [{ onEpochBegin: () => undefined }], stepping, ours, [], [{}, ...between]].map(areToldOfEpochs),
  ).toEqual([true, true, false, false, false, true]);
});

test("a look is due at the start of an epoch, or where another 200 steps begin", () => {
  const due = (rechecking: Rechecking, steps: [step: number, batch: number][]) =>
    steps.filter(([step, batch]) => rechecking.isDue({ step, batch })).map(([step]) => step);
  const steps: [number, number][] = [[0, 0], [1, 1], [199, 199], [200, 200], [201, 0], [399, 5], [403, 9], [404, 10]]; // prettier-ignore
  expect(due(new Rechecking(true, []), steps)).toEqual([200, 403]);
  expect(due(new Rechecking(true, between), steps)).toEqual([0, 200, 201, 403]);
  expect(due(new Rechecking(false, between), steps)).toEqual([]);
  expect(due(new Rechecking(true, []), [[450, 3], [451, 4], [600, 9]])).toEqual([600]); // prettier-ignore
});

test("a metric of one's own is known by its function", () => {
  const made = metric(distance);
  expect([made.own, typeof made.sums]).toEqual([distance, "function"]);
});
