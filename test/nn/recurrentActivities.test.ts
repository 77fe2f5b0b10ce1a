import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import "../../src/nn/index";
import { adamw } from "../../src/optim/index";
import { evaluate, fit } from "../../src/train/index";

type Recurrent = "lstm" | "gru" | "simpleRNN";
const x = tf.randomUniform([6, 3, 2], -1, 1, "float32", 1) as tf.Tensor3D;
const regularizer = () => tf.regularizers.l1l2({ l1: 0.3, l2: 0.2 });

const modelOf = (kind: Recurrent, more: object = {}) =>
  tf.sequential({
    layers: [
      tf.layers[kind]({ units: 2, inputShape: [3, 2], activityRegularizer: regularizer(), ...more } as never),
    ],
  });

/** Σ(0.3 |h| + 0.2 h²) over the rows of a batch, as Keras 3 has it. */
const costOf = (outputs: tf.Tensor) =>
  tf.tidy(
    () => tf.add(outputs.abs().mul(0.3), outputs.square().mul(0.2)).sum().div(outputs.shape[0]).dataSync()[0],
  );

describe.each(["lstm", "gru", "simpleRNN"] as const)("%s", (kind) => {
  test.each([false, true])(
    "counts what its activities cost, also once saved (sequences: %s)",
    async (returnSequences) => {
      const model = modelOf(kind, { returnSequences });
      const y = model.predict(x) as tf.Tensor;
      const told = { loss: "mse", batchSize: 6 } as const;
      // All predictions are right: what is left is the cost.
      const { loss } = await evaluate(model, { x, y }, told);
      const [layer] = model.layers;
      const kept = layer.constructor as unknown as {
        fromConfig(cls: unknown, config: object): tf.layers.Layer;
      };
      const rebuilt = tf.sequential({ layers: [kept.fromConfig(kept, layer.getConfig())] });
      rebuilt.setWeights(model.getWeights());
      const again = await evaluate(rebuilt, { x, y }, told);
      const history = await fit(model, { x, y }, { ...told, epochs: 1, optimizer: "sgd" });
      expect(history.history.loss[0]).toBeCloseTo(costOf(y), 5);
      expect(again.loss).toBe(loss);
    },
  );
});

test("where it could not be saved it is refused", () => {
  expect(() =>
    tf.layers.convLstm2d({ filters: 1, kernelSize: 1, activityRegularizer: regularizer() } as never),
  ).toThrow(
    "convLstm2d: activityRegularizer must be left out: TensorFlow.js drops it; give it to lstm, gru, simpleRNN, or a layer behind",
  );
});

test("frozen weights get neither decay nor constraint", async () => {
  const constrained = {
    kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.1 }),
    kernelInitializer: "ones",
  } as const;
  const frozen = tf.layers.dense({ units: 2, inputShape: [2], ...constrained });
  const free = tf.layers.dense({ units: 1, ...constrained });
  const model = tf.sequential({ layers: [frozen, free] });
  frozen.trainable = false;
  const data = {
    x: [
      [1, 2],
      [3, 4],
    ],
    y: [1, 2],
  };
  for (const compile of ["eager", "graph"] as const)
    await fit(model, data, { loss: "mse", epochs: 3, compile, optimizer: adamw({ weightDecay: 0.5 }) });
  const [kernel, bias] = frozen.getWeights().map((weight) => Array.from(weight.dataSync()));
  expect([kernel, bias]).toEqual([
    [1, 1, 1, 1],
    [0, 0],
  ]);
  const norm = Math.hypot(...free.getWeights()[0].dataSync());
  expect(norm).toBeLessThanOrEqual(0.1 + 1e-6);
});
