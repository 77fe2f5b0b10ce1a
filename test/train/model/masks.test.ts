import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { forward } from "../../../src/train/model/forward";
import { weightPenalties, whileFrozen } from "../../../src/train/model/frozen";
import { outputMask, pooledOverUnmasked, type Mask } from "../../../src/train/model/layerMask";
import { hasMasks, runMasked } from "../../../src/train/model/masks";

const { layers } = tf;
const bools = (...rows: number[][]) => tf.tensor2d(rows, undefined, "bool");
const [a, b] = [bools([1, 1, 0, 0], [1, 0, 0, 0]), bools([1, 0, 1, 0], [0, 0, 0, 0])];
const values = (features = 2) => tf.ones([2, 4, features]);
const maskOf = (layer: tf.layers.Layer, masks: Mask[], given = masks.map(() => values())) => {
  layer.apply(given.length > 1 ? given : given[0]);
  return outputMask(layer, given, masks)?.arraySync();
};
const either = [[1, 1, 1, 0], [1, 0, 0, 0]]; // prettier-ignore
const ofA = [[1, 1, 0, 0], [1, 0, 0, 0]]; // prettier-ignore

test("of layers that join, a step counts where it does in one of them, as in Keras 3", () => {
  for (const make of [layers.add, layers.multiply, layers.average, layers.maximum, layers.minimum]) {
    expect(maskOf(make(), [a, b])).toEqual(either);
    expect(maskOf(make(), [a, undefined])).toBeUndefined();
    expect(maskOf(make(), [undefined, b])).toBeUndefined();
    expect(maskOf(make(), [undefined, undefined])).toBeUndefined();
  }
});

test("of layers that concatenate, a step counts where one of its features does; joined steps keep their own", () => {
  expect(maskOf(layers.concatenate(), [a, b])).toEqual(either);
  expect(maskOf(layers.concatenate(), [a, undefined])).toEqual([[1, 1, 1, 1], [1, 1, 1, 1]]); // prettier-ignore
  expect(maskOf(layers.concatenate(), [undefined, undefined])).toBeUndefined();
  const along = maskOf(layers.concatenate({ axis: 1 }), [a, b]);
  expect(along).toEqual([[...ofA[0], 1, 0, 1, 0], [...ofA[1], 0, 0, 0, 0]]); // prettier-ignore
});

test("layers that compute each step from itself keep the mask; others say their own, or none", () => {
  for (const layer of [
    layers.leakyReLU(),
    layers.elu(),
    layers.thresholdedReLU({ theta: 1 }),
    layers.softmax({ axis: -1 }),
  ])
    expect(maskOf(layer, [a])).toEqual(ofA);
  for (const layer of [
    layers.dense({ units: 3 }),
    layers.dropout({ rate: 0.5 }),
    layers.activation({ activation: "relu" }),
  ])
    expect(maskOf(layer, [a])).toEqual(ofA);
  expect(maskOf(layers.flatten(), [a])).toBeUndefined();
  expect(maskOf(layers.lstm({ units: 2 }), [a])).toBeUndefined();
  expect(maskOf(layers.lstm({ units: 2, returnSequences: true, returnState: true }), [a])).toEqual(ofA);
  const masking = layers.masking({ maskValue: 0 });
  const given = tf.tensor3d([[[0, 0], [1, 0]], [[0, 1], [0, 0]]]); // prettier-ignore
  expect(maskOf(masking, [undefined], [given])).toEqual([[0, 1], [1, 0]]); // prettier-ignore
});

test("the mean over steps that are no padding; of nothing but padding it is 0", () => {
  const given = tf.tensor3d([[[1, 10], [3, 30], [7, 70]], [[5, 50], [6, 60], [9, 90]]]); // prettier-ignore
  expect(pooledOverUnmasked(given, bools([1, 1, 0], [0, 0, 0])).arraySync()).toEqual([[2, 20], [0, 0]]); // prettier-ignore
});

const rows = (...list: tf.layers.Layer[]) =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: [4, 2] }), ...list] });
const embedding = (maskZero: boolean) =>
  layers.embedding({ inputDim: 3, outputDim: 2, maskZero, inputLength: 4 });

test("a model has masks where a layer of it says what is padding, at any depth", () => {
  expect(hasMasks(rows(layers.dense({ units: 1 })))).toBe(false);
  expect(hasMasks(rows(layers.masking({})))).toBe(true);
  expect(hasMasks(tf.sequential({ layers: [embedding(false)] }))).toBe(false);
  expect(hasMasks(tf.sequential({ layers: [embedding(true)] }))).toBe(true);
  expect(hasMasks(rows(rows(layers.masking({})), layers.flatten()))).toBe(true);
  expect(hasMasks(rows(rows(layers.dense({ units: 1 })), layers.flatten()))).toBe(false);
});

const x = tf.tensor3d([[[1, 2], [0, 0], [3, 4], [0, 0]], [[0, 0], [0, 0], [0, 0], [5, 6]]]); // prettier-ignore
const mask = [[1, 0, 1, 0], [0, 0, 0, 1]]; // prettier-ignore

test("masks go from layer to layer, into nested models and out of them", () => {
  const inner = rows(layers.masking({}), layers.dense({ units: 2, kernelInitializer: "identity" }));
  const model = rows(inner, layers.activation({ activation: "linear" }));
  const flow = runMasked(model, { values: [x], masks: [] }, false);
  expect(flow.masks[0]!.arraySync()).toEqual(mask);
  expect(flow.values[0].arraySync()).toEqual(x.arraySync());
  const pooled = runMasked(
    rows(layers.masking({}), layers.globalAveragePooling1d({})),
    { values: [x], masks: [] },
    false,
  );
  expect([pooled.values[0].arraySync(), pooled.masks]).toEqual([[[2, 3], [5, 6]], [undefined]]); // prettier-ignore
  const unmasked = runMasked(
    rows(layers.dropout({ rate: 0.5 }), layers.globalAveragePooling1d({})),
    { values: [x], masks: [] },
    false,
  );
  expect(unmasked.values[0].arraySync()).toEqual([[1, 1.5], [1.25, 1.5]]); // prettier-ignore
  // A mask that is handed in is that of the inputs.
  const given = bools([1, 0, 0, 0], [0, 0, 1, 1]);
  const told = runMasked(rows(layers.globalAveragePooling1d({})), { values: [x], masks: [given] }, false);
  expect(told.values[0].arraySync()).toEqual([[1, 2], [2.5, 3]]); // prettier-ignore
});

test("each layer is given its own input's mask only", () => {
  const input = tf.input({ shape: [4, 2] });
  const masked = layers.masking({}).apply(input);
  const pool = () => layers.globalAveragePooling1d({});
  const outputs = [pool().apply(masked), pool().apply(input)] as tf.SymbolicTensor[];
  const model = tf.model({ inputs: input, outputs });
  expect(forward(model, [x], { training: false }).map((each) => each.arraySync())).toEqual([
    [
      [2, 3],
      [5, 6],
    ],
    [[1, 1.5], [1.25, 1.5]], // prettier-ignore
  ]);
});

test("what trains is told so, with masks or without, and inputs are cast to what the model wants", () => {
  const dropping = (first: tf.layers.Layer) => rows(first, layers.dropout({ rate: 1 - 1e-9 }));
  for (const first of [layers.masking({}), layers.activation({ activation: "linear" })]) {
    const model = dropping(first);
    const sum = (training: boolean) => forward(model, [x], { training })[0].sum().dataSync()[0];
    expect([sum(false), sum(true)]).toEqual([21, 0]);
  }
  const ids = tf.sequential({
    layers: [layers.inputLayer({ inputShape: [4], dtype: "int32" }), embedding(false)],
  });
  const [looked] = forward(ids, [tf.tensor2d([[0, 1, 2, 1]])], { training: false });
  expect(looked.arraySync()).toEqual([
    [0, 1, 2, 1].map((id) => (ids.getWeights()[0].arraySync() as number[][])[id]),
  ]);
});

const norm = () => layers.batchNormalization({ momentum: 0.5 });
const row = (...list: tf.layers.Layer[]) =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: [2] }), ...list] });
const frozen = <T extends tf.layers.Layer>(layer: T) => Object.assign(layer, { trainable: false });
/** Whether each batch norm is trainable while the model runs, and afterwards. */
function trainables(model: tf.LayersModel, all: tf.layers.Layer[]) {
  const seen = () => all.map((layer) => layer.trainable);
  return [whileFrozen(model, seen), seen()];
}

test("within what is frozen batch norms are frozen while it runs, at any depth, and no others", () => {
  const [own, inner, deep] = [norm(), norm(), norm()];
  const model = row(own, frozen(row(inner, row(deep))), layers.dense({ units: 1 }));
  // What is frozen as a model has frozen weights; its batch norms say so themselves only here.
  for (const layer of [inner, deep]) layer.trainable = true;
  expect(trainables(model, [own, inner, deep])).toEqual([[true, false, false], [true, true, true]]); // prettier-ignore
  const whole = norm();
  const still = row(whole);
  still.trainable = false;
  whole.trainable = true;
  expect(trainables(still, [whole])).toEqual([[false], [true]]);
  const fail = () => {
    throw new Error("mine");
  };
  expect(() => whileFrozen(still, fail)).toThrow("mine");
  expect(whole.trainable).toBe(true);
});

const l2 = (weight: number) => tf.regularizers.l2({ l2: weight });
const penalised = (weight: number, more: object = {}) =>
  layers.dense({ units: 2, kernelInitializer: "ones", kernelRegularizer: l2(weight), ...more });
const sum = (model: tf.LayersModel) =>
  weightPenalties(model).reduce((total, each) => total + each.dataSync()[0], 0);

test("weights cost by their regularisers once, also of layers within others; frozen ones cost nothing", () => {
  // Four weights of 1 each.
  expect(sum(row(penalised(1), penalised(10)))).toBe(44);
  expect(sum(row(penalised(1), frozen(penalised(10))))).toBe(4);
  expect(sum(row(penalised(1), row(penalised(10))))).toBe(44);
  expect(sum(row(penalised(1), frozen(row(penalised(10)))))).toBe(4);
  const input = tf.input({ shape: [2] });
  const shared = penalised(1);
  const twice = shared.apply(shared.apply(input)) as tf.SymbolicTensor;
  expect(sum(tf.model({ inputs: input, outputs: twice }))).toBe(4);
  const steps = rows(
    layers.timeDistributed({ layer: penalised(1) }),
    layers.bidirectional({
      layer: layers.simpleRNN({ units: 1, kernelInitializer: "ones", kernelRegularizer: l2(10) }) as never,
      mergeMode: "concat",
    }),
  );
  expect(sum(steps)).toBe(4 + 2 * 2 * 10);
});
