import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { ridge } from "../../../src/classic/index";
import { fromArrays, split } from "../../../src/data/index";
import { sgd } from "../../../src/optim/index";
import { bagging, crossValidate, evaluate, fit, learningCurve, predict } from "../../../src/train/index";

const line = () => {
  const layer = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros", inputShape: [1] });
  return tf.sequential({ layers: [layer] });
};
const [x, y, weight] = [
  [[1], [2], [3]],
  [[1], [2], [4]],
  [0, 1, 3],
];
const still = { epochs: 1, optimizer: sgd({ learningRate: 0 }), loss: "meanSquaredError" as const };
const folds = (fitted = {}) => ({ folds: 2, fit: { ...still, ...fitted } });

/** Everything that takes data, given the same; what it says, as each puts its name before it. */
const takers: Record<string, (data: never) => Promise<unknown>> = {
  fit: (data) => fit(line(), data, still),
  "fit: validation": (data) => fit(line(), { x, y }, { ...still, validation: data }),
  evaluate: (data) => evaluate(line(), data, { loss: "meanSquaredError" }),
  crossValidate: (data) => crossValidate(line, data, folds()),
  bagging: (data) => bagging(line, data, { members: 1, fit: still }),
};

test.each(Object.keys(takers))("%s refuses data with a key that nobody reads", async (where) => {
  const { numTensors } = tf.memory();
  for (const [data, said] of [
    [{ x, y, sampleWeight: weight }, 'unknown key of data "sampleWeight"; did you mean "weight"?'],
    [{ x, y, wieght: weight }, 'unknown key of data "wieght"; did you mean "weight"?'],
    [{ x, ys: y }, 'unknown key of data "ys"; did you mean "y"?'],
    [{ x, y, mask: weight }, 'unknown key of data "mask"; known: x, y, weight'],
    [Object.assign(Object.create(null) as object, { x, y, Y: y }), 'unknown key of data "Y"; known: x, y, weight'],
  ] as [object, string][])
    await expect(takers[where](data as never)).rejects.toThrow(new RangeError(`${where}: ${said}`));
  // Only the models above are left, one variable each.
  expect(tf.memory().numTensors - numTensors).toBeLessThanOrEqual(5);
}); // prettier-ignore

test("data of a class may have more, but not a weight by another name", async () => {
  class Measured {
    readonly when = "Monday";
    constructor(readonly x: number[][], readonly y: number[][]) {}
  } // prettier-ignore
  expect((await fit(line(), new Measured(x, y), still)).history.loss[0]).toBeCloseTo(7, 5);
  const weighed = Object.assign(new Measured(x, y), { sample_weight: weight });
  await expect(fit(line(), weighed, still)).rejects.toThrow(
    'fit: unknown key of data "sample_weight"; did you mean "weight"?',
  );
});

test.each<[string, batch: unknown, message: string]>([
  ["sampleWeight", { x, y, sampleWeight: weight }, 'unknown key of a batch "sampleWeight"; did you mean "weight"?'],
  ["sampleWeight beside xs", { xs: x, ys: y, sampleWeight: weight }, 'unknown key of a batch "sampleWeight"; did you mean "weight"?'],
  ["ys beside x", { x, ys: y }, 'unknown key of a batch "ys"; did you mean "y"?'],
  ["labels beside xs", { xs: x, labels: y }, 'unknown key of a batch "labels"; did you mean "ys"?'],
  ["three parts without names", [x, y, weight], "a stream must give batches {x, y}, {xs, ys} or [x, y], got an array of 3 as batch 1; with weights {x, y, weight}"],
])("a stream's batch with %s is refused", async (_, batch, message) => {
  const stream = function* () {
    yield batch;
  };
  await expect(fit(line(), stream as never, still)).rejects.toThrow(`fit: ${message}`);
}); // prettier-ignore

test("weights of a batch count, whichever names its other parts have", async () => {
  for (const batch of [
    { x, y, weight },
    { xs: x, ys: y, weight },
  ]) {
    const stream = function* () {
      yield batch;
    };
    // (0·1² + 1·2² + 3·4²) / 3 rows
    expect((await fit(line(), stream as never, still)).history.loss[0]).toBeCloseTo(52 / 3, 4);
  }
});

test("weights that are given twice are refused", async () => {
  const data = { x, y, weight };
  const twice = "weights must be given once, as the data's weight or as sampleWeight, got both";
  const sampleWeight = weight;
  const loss = "meanSquaredError";
  await expect(fit(line(), data, { ...still, sampleWeight })).rejects.toThrow(`fit: ${twice}`);
  await expect(evaluate(line(), data, { loss, sampleWeight })).rejects.toThrow(`evaluate: ${twice}`);
  await expect(crossValidate(line, data, folds({ sampleWeight }))).rejects.toThrow(`crossValidate: ${twice}`);
  await expect(bagging(line, data, { fit: { ...still, sampleWeight } })).rejects.toThrow(`bagging: ${twice}`);
});

test("what is predicted from is inputs, not data", async () => {
  await expect(predict(line(), { x, y } as never)).rejects.toThrow(
    "predict: x must be the inputs alone, or a data set, got {x, y}; pass what is its x",
  );
  const named = tf.input({ shape: [1], name: "x" });
  const model = tf.model({ inputs: named, outputs: tf.layers.dense({ units: 1 }).apply(named) as never });
  expect(((await predict(model, { x })) as tf.Tensor).shape).toEqual([3, 1]);
  await expect(predict(line(), { left: x })).rejects.toThrow('predict: unknown input "left"');
});

test("values with a shape have nothing else", async () => {
  const shaped = { values: [1, 2, 3], shape: [3, 1], dtype: "int32" };
  const said = 'unknown key of x "dtype"; known: values, shape';
  await expect(predict(line(), shaped)).rejects.toThrow(`predict: ${said}`);
  await expect(ridge().fit(shaped, [1, 2, 3])).rejects.toThrow(`ridge.fit: ${said}`);
  await expect(ridge().fit(x, shaped)).rejects.toThrow('ridge.fit: unknown key of y "dtype"');
  await expect(ridge().fit(x, [1, 2, 3], { evalSet: { x, z: y } as never })).rejects.toThrow(
    'ridge.fit: unknown key of evalSet "z"',
  );
});

test("what an augmentation returns has no other parts", async () => {
  const augment = [(batch: object) => ({ ...batch, weights: weight }) as never];
  await expect(fit(line(), { x, y }, { ...still, augment })).rejects.toThrow(
    'augment: unknown key of an augmentation\'s batch "weights"; did you mean "weight"?',
  );
});

test("parts of a split, and what is no data, are told apart", async () => {
  const parts = split(fromArrays({ x, targets: [1, 2, 4] }));
  const must = "fit: data must be {x, y}, [x, y], a data set, or an iterable of such batches";
  await expect(fit(line(), parts as never, still)).rejects.toThrow(
    `${must}, got {train, validation, test}; pass its train`,
  );
  await expect(fit(line(), { xs: x, ys: y } as never, still)).rejects.toThrow(`${must}, got {xs, ys}`);
  expect(() => fromArrays({ x, targets: [1, 2, 4], about: { licens: "CC0" } as never })).toThrow(
    'fromArrays: about: unknown option "licens"; did you mean "licence"?',
  );
});

test("each fit of several has its seed from all", async () => {
  const fitted = { seed: 3 };
  const said = (where: string) => `${where}: fit must have no seed, got 3; give it to ${where}: {seed: 3}`;
  await expect(crossValidate(line, { x, y }, folds(fitted))).rejects.toThrow(said("crossValidate"));
  await expect(bagging(line, { x, y }, { fit: fitted as never })).rejects.toThrow(said("bagging"));
  await expect(learningCurve(line, { x, targets: [1, 2, 4] }, [1], { fit: fitted as never })).rejects.toThrow(
    said("learningCurve"),
  );
});

test("a callback has no method that nobody calls", async () => {
  const told = "onTrainBegin, onEpochBegin, onBatchEnd, onEpochEnd, onAllTold, onTrainEnd";
  class Idle extends tf.Callback {}
  class Mine {
    onEpochEdn() {}
  }
  for (const [callback, said] of [
    [{ onEpochEdn() {} }, 'unknown method of a callback "onEpochEdn"; did you mean "onEpochEnd"?'],
    [new Mine(), 'unknown method of a callback "onEpochEdn"; did you mean "onEpochEnd"?'],
    [{ onStuff() {} }, `unknown method of a callback "onStuff"; known: ${told}`],
    [{ onBatchBegin() {} }, "onBatchBegin is not called; use onBatchEnd, or onEpochBegin"],
  ] as [object, string][])
    await expect(fit(line(), { x, y }, { ...still, callbacks: [callback] })).rejects.toThrow(`fit: ${said}`);
  await fit(line(), { x, y }, { ...still, callbacks: [new Idle(), { on: true, only() {} } as object] });
});

test("a learner's loss returns all that its logs name", async () => {
  const parameters = [tf.variable(tf.scalar(0))];
  const must = "fit: the learner's loss must return {loss, …} with a tensor";
  await expect(
    fit({ parameters, logs: ["kl"], loss: () => ({ loss: parameters[0].square() }) } as never, { x, y }, { epochs: 1 }),
  ).rejects.toThrow(`${must} "kl", got undefined; or leave it out of logs`);
  await expect(
    fit({ parameters, loss: () => undefined } as never, { x, y }, { epochs: 1 }),
  ).rejects.toThrow(`${must} "loss", got undefined`);
  parameters[0].dispose();
}); // prettier-ignore
