import { readdirSync } from "node:fs";
import { join, parse } from "node:path";
import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../../src/backend/nativeBackend";
import { withSeed } from "../../src/compile/index";
import { record } from "../../src/compile/recorder";
import type { RecordedOp } from "../../src/compile/recording";
import * as nn from "../../src/nn/index";
import * as optim from "../../src/optim/index";
import * as optimizers from "../../src/optim/optimizers";
import { losses, type LossName } from "../../src/train/losses/lossOf";
import { someOf } from "../someOf";
import { layerCases, noLayers, synonyms } from "./operationCounts/layers";
import { modelCases } from "./operationCounts/models";
import { noOperations, operationCases } from "./operationCounts/operations";
import type { Case, Sizes } from "./operationCounts/sizes";

nn.seedRandomLayers();

const small: Sizes = { batch: 2, width: 4, length: 3 };
const others: Sizes[] = [
  { ...small, batch: 5 },
  { ...small, width: 8 },
  { ...small, length: 9 },
  { batch: 6, width: 12, length: 7 },
];

/** The names of all operations of one step of training, bodies of loops included. */
function recorded(make: Case, sizes: Sizes): string[] {
  const { inputs, value, weights, free } = make(sizes);
  const seed = tf.tensor1d([1, 2], "int32");
  const fn = ([first, ...given]: tf.Tensor[]) =>
    withSeed(first as tf.Tensor1D, () => slopes(value, weights(), given));
  tf.dispose(fn([seed, ...inputs])); // Layers are built.
  const candidates = Object.values(tf.engine().state.registeredVariables);
  const options = { fn, inputs: [seed, ...inputs], candidates, forXla: false, captured: new Map() };
  const { recording, refusal, results } = record(nativeBackend()!, options);
  tf.dispose([results, seed, inputs]);
  free?.();
  expect(refusal).toBeUndefined();
  return namesOf(recording!.ops);
}

function namesOf(ops: RecordedOp[]): string[] {
  return ops.flatMap(({ op, loop }) => [op, ...(loop ? namesOf(loop.ops) : [])]);
}

/** The slopes of the mean square of a value: of the weights, and of those inputs that are no whole numbers. */
function slopes(
  value: (inputs: tf.Tensor[]) => tf.Tensor,
  weights: tf.Variable[],
  inputs: tf.Tensor[],
): tf.Tensor[] {
  const loss = (given: tf.Tensor[]) => tf.mean(tf.square(tf.cast(value(given), "float32")));
  const smooth = inputs.filter(({ dtype }) => dtype === "float32");
  const withSmooth = (given: tf.Tensor[]) => {
    let from = 0;
    return loss(inputs.map((input) => (input.dtype === "float32" ? given[from++] : input)));
  };
  const ofInputs = smooth.length ? tf.grads((...given) => withSmooth(given))(smooth) : [];
  if (weights.length === 0) return ofInputs;
  const { grads } = tf.variableGrads(() => loss(inputs) as tf.Scalar, weights);
  return [...ofInputs, ...Object.values(grads)];
}

function hold(make: Case): void {
  const ops = recorded(make, small);
  for (const sizes of others) expect([sizes, recorded(make, sizes)]).toEqual([sizes, ops]);
}

describe("operations depend on what is computed, not on its sizes", () => {
  test.each(someOf(Object.keys(layerCases), 12))("of the layer %s", (name) => hold(layerCases[name]));
  test.each(someOf(Object.keys(operationCases), 12))("of %s's gradient", (name) =>
    hold(operationCases[name]),
  );
  test.each(someOf(Object.keys(modelCases), 1))("of nn.%s", (name) => hold(modelCases[name]));

  test.each(someOf(Object.keys(losses) as LossName[], 4))("of the loss %s", (name) =>
    hold(({ batch, width }) => ({
      inputs: [tf.randomUniform([batch, width], 0.1, 0.9), tf.softmax(tf.randomNormal([batch, width]))],
      value: ([z, truth]) => losses[name].perPosition(truth, z),
      weights: () => [],
    })),
  );

  test.each(Object.keys(optimizers))("of the optimiser %s", (name) => {
    const counts = [4, 9].map((size) => {
      const parameter = tf.variable(tf.ones([size, size + 1]));
      const state = new optim.OptimizerState(optim.optimizerOf("test", name), [parameter]);
      const fn = ([gradient, ...scalars]: tf.Tensor[]) => {
        const named = state.names.map((one, index) => [one, scalars[index] as tf.Scalar]);
        state.apply([gradient], Object.fromEntries(named) as optim.Scalars);
        return [tf.scalar(0)];
      };
      const inputs = [tf.ones([size, size + 1]), ...state.scalars().map((one) => tf.scalar(one))];
      const candidates = [parameter, ...state.variables];
      const options = { fn, inputs, candidates, forXla: false, captured: new Map() };
      const { recording, results } = record(nativeBackend()!, options);
      tf.dispose([results, inputs, candidates]);
      return namesOf(recording!.ops);
    });
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[0].length).toBeGreaterThan(1);
  });
});

test("every layer of tf.layers, ready model and operation with a gradient has a case", () => {
  const isLayer = (name: string) =>
    /^[a-z]/.test(name) && !/[cC]ells?$/.test(name) && !noLayers.includes(name);
  const named = Object.keys(tf.layers).filter(
    (name) => isLayer(name) && !(synonyms.test(name) && !layerCases[name]),
  );
  expect(Object.keys(layerCases)).toEqual(expect.arrayContaining(named));
  const kernels = Object.values(tf).filter(
    (name) => typeof name === "string" && tf.getGradient(name) !== undefined,
  ) as unknown as string[];
  const cases = [...Object.keys(operationCases), ...noOperations];
  expect(cases).toEqual(expect.arrayContaining(kernels));
  const ready = readdirSync(join(__dirname, "../../src/nn/models")).map((file) => parse(file).name);
  const models = ready.flatMap((name) => (name === "recurrent" ? ["rnn", "lstm", "gru"] : name));
  expect(Object.keys(modelCases)).toEqual(expect.arrayContaining(models.filter((name) => name in nn)));
});
