import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { fromArrays } from "../../src/data/index";
import { evaluate, type EvaluateOptions } from "../../src/train/evaluate";
import { Evaluator } from "../../src/train/evaluator";
import { predict } from "../../src/train/predict";
import type { FitData } from "../../src/train/batches/sourceOf";
import type { Objective } from "../../src/train/objective";
import { meanStatistic } from "../../src/train/objective";

/** Gives back its input. */
const passing = () =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: "ones" })],
  });
const x = [[1], [2], [3], [4], [5]];
const y = [0, 0, 0, 0, 5];
const told: EvaluateOptions = { loss: "mse", metrics: ["mae"], compile: false };

test.each([1, 2, 5, 100])("loss and metrics are over all rows, in batches of %d", async (batchSize) => {
  const logs = await evaluate(passing(), { x, y }, { ...told, batchSize });
  expect(logs).toEqual({ loss: 30 / 5, mae: 10 / 5 });
});

test("rows are weighted, by the data or the options, and may come as a stream", async () => {
  const weight = [1, 0, 0, 0, 3];
  const expected = { loss: 1 / 5, mae: 1 / 4 };
  const model = passing();
  const run = async (data: FitData, own: EvaluateOptions = {}) => {
    const { loss, mae } = await evaluate(model, data, { ...told, ...own });
    expect(loss).toBeCloseTo(expected.loss, 6);
    expect(mae).toBeCloseTo(expected.mae, 6);
  };
  await run({ x, y, weight });
  await run({ x, y }, { sampleWeight: weight });
  await run(() => [{ x, y, weight }]);
});

test("what cannot be measured is refused in its own name, and leaves nothing behind", async () => {
  const model = passing();
  const { numTensors } = tf.memory();
  const refused = async (data: FitData, own: EvaluateOptions, message: string) => {
    await expect(evaluate(model, data, { ...told, ...own })).rejects.toThrow(
      new RangeError(`evaluate: ${message}`),
    );
    expect(tf.memory().numTensors).toBe(numTensors);
  };
  await refused({ x, y }, { batchSize: 0 }, "batchSize must be a whole number in [1, ∞), got 0");
  await refused({ x, y }, { compile: "grpah" as never }, 'unknown compile "grpah"; did you mean "graph"?');
  await refused({ x, y }, { los: "mse" } as never, 'unknown option "los"; did you mean "loss"?');
  await refused({ x: [[1, 2]], y: [1] }, {}, "x must be [examples, 1], got [1, 2]");
  await refused(
    () => [],
    {},
    "a stream must give at least one batch in every epoch, got none in epoch 1; an iterator can be read once: pass a function that returns a new one",
  );
});

test("an evaluation that is stopped ends between batches, with what it has, and frees the rest", async () => {
  const freed: number[] = [];
  let closed = 0;
  const objective = {
    statistics: [meanStatistic("loss")],
    prepare: (batch: object) => batch,
    measure: ({ x: [of] }: { x: tf.Tensor[] }) => ({ sums: [of.concat(tf.ones([1]))] }),
  } as unknown as Objective;
  const source = {
    read: () => {
      let at = 0;
      return {
        next: () => {
          const number = at++;
          if (number === 4) return undefined;
          return {
            inputs: [{ values: Float32Array.of(number), shape: [1] }],
            size: 1,
            dispose: () => void freed.push(number),
          };
        },
        close: () => Promise.resolve(void closed++),
      };
    },
    unpack: (inputs: tf.Tensor[]) => ({ x: inputs, y: [] }),
  };
  const evaluator = new Evaluator(objective, source as never, {
    batchSize: 1,
    mode: "eager",
    own: { any: false },
  });
  expect(await evaluator.run()).toEqual({ loss: (0 + 1 + 2 + 3) / 4 });
  expect([freed, closed]).toEqual([[0, 1, 2, 3], 1]);
  let asked = 0;
  expect(await evaluator.run(() => ++asked === 2)).toEqual({ loss: (0 + 1) / 2 });
  expect([freed.slice(4), closed]).toEqual([[0, 1], 2]);
  evaluator.dispose();
});

test.each([1, 2, 4, 5, 9])(
  "predictions are all rows' in their order, in batches of %d",
  async (batchSize) => {
    const model = passing();
    const output = (await predict(model, x, { batchSize, compile: false })) as tf.Tensor;
    expect(output.arraySync()).toEqual(x);
    const table = fromArrays({ x, labels: [0, 1, 0, 1, 0] });
    expect(((await predict(model, table, { batchSize, compile: false })) as tf.Tensor).arraySync()).toEqual(
      x,
    );
  },
);

test("several outputs are a list, and what cannot be predicted is refused", async () => {
  const input = tf.input({ shape: [1] });
  const heads = [1, 2].map(
    (units) =>
      tf.layers.dense({ units, useBias: false, kernelInitializer: "ones" }).apply(input) as tf.SymbolicTensor,
  );
  const model = tf.model({ inputs: input, outputs: heads });
  const outputs = (await predict(model, x, { batchSize: 2, compile: false })) as tf.Tensor[];
  expect(outputs.map((output) => output.arraySync())).toEqual([x, x.map(([value]) => [value, value])]);
  const refused = (run: Promise<unknown>, message: string) =>
    expect(run).rejects.toThrow(new RangeError(`predict: ${message}`));
  await refused(predict(model, x, { batchSize: 0 }), "batchSize must be a whole number in [1, ∞), got 0");
  await refused(predict({} as tf.LayersModel, x), "model must be a LayersModel, got object");
  await refused(predict(model, [[1, 2]]), "x must be [examples, 1], got [1, 2]");
  await refused(
    predict(model, [[NaN]]),
    "x must be finite, got NaN at [0, 0]; remove or fill such values first",
  );
});
