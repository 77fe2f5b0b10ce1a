import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../../src/backend/nativeBackend";
import { compile, withSeed, type StepFunction } from "../../src/compile/index";
import { record } from "../../src/compile/recorder";
import type { RecordedOp } from "../../src/compile/recording";
import { seedRandomLayers } from "../../src/nn/index";
import { someOf } from "../someOf";

seedRandomLayers();

const init = tf.initializers.glorotUniform({ seed: 7 });
const seeded = { kernelInitializer: init, recurrentInitializer: init };
const [batch, features] = [4, 3];
type Apply = (x: tf.Tensor) => tf.Tensor;

/** Remembers what it was given, weighed; with `each`, a function of its own of the state at every call. */
class OwnCell extends (tf.layers as unknown as { RNNCell: typeof tf.layers.Layer }).RNNCell {
  static className = "OwnCell";
  stateSize = 5;
  private kernel!: tf.LayerVariable;
  constructor(readonly each: (state: tf.Tensor) => tf.Tensor = (state) => state) {
    super({});
  }
  override build([, inputs]: tf.Shape): void {
    this.kernel = this.addWeight("kernel", [inputs!, this.stateSize], "float32", init);
    this.built = true;
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    const [x, state] = inputs as tf.Tensor[];
    const next = tf.tanh(tf.add(tf.matMul(x, this.kernel.read()), tf.mul(this.each(state), 0.5)));
    return [tf.square(next), next];
  }
}

const rnn = (cell: tf.layers.Layer | tf.layers.Layer[], options = {}) =>
  tf.layers.rnn({ cell: cell as Parameters<typeof tf.layers.rnn>[0]["cell"], ...options }) as tf.layers.Layer;

/** Layers, and how they are applied to [batch, steps, features]. */
const nets: Record<
  string,
  () => { layers: tf.layers.Layer[]; apply?: (...layers: tf.layers.Layer[]) => Apply }
> = {
  "a GRU that goes backwards over masked steps": () => ({
    layers: [tf.layers.masking({ maskValue: 0 }), tf.layers.gru({ units: 5, goBackwards: true, ...seeded })],
    apply: (masking, gru) => (x) =>
      gru.apply(masking.apply(x) as tf.Tensor, { mask: masking.computeMask(x) as tf.Tensor }) as tf.Tensor,
  }),
  "masked sequences of an LSTM with hard gates": () => ({
    layers: [tf.layers.lstm({ units: 4, returnSequences: true, useBias: false, ...seeded })],
    apply: (lstm) => (x) => lstm.apply(x, { mask: tf.any(tf.notEqual(x, 0), -1) }) as tf.Tensor,
  }),
  "a bidirectional GRU, sequences": () => ({
    layers: [
      tf.layers.bidirectional({
        layer: tf.layers.gru({ units: 3, returnSequences: true, ...seeded }) as tf.RNN,
        mergeMode: "sum",
      }),
    ],
  }),
  "cells on one another": () => ({
    layers: [rnn([tf.layers.gruCell({ units: 3, ...seeded }), tf.layers.lstmCell({ units: 4, ...seeded })])],
  }),
  "a cell of one's own, whose output is no state": () => ({
    layers: [rnn(new OwnCell(), { returnSequences: true, goBackwards: true })],
  }),
  "an encoder that hands its state to a decoder": () => ({
    layers: [
      tf.layers.gru({ units: 4, returnState: true, ...seeded }),
      tf.layers.gru({ units: 4, returnSequences: true, ...seeded }),
    ],
    apply: (encoder, decoder) => (x) => {
      const [output, state] = encoder.apply(x) as tf.Tensor[];
      return tf.mul(decoder.apply(x, { initialState: [state] }) as tf.Tensor, output.expandDims(1));
    },
  }),
  "a convolutional LSTM": () => ({
    layers: [
      tf.layers.reshape({ targetShape: [-1, features, 1, 1] }),
      tf.layers.convLstm2d({ filters: 2, kernelSize: [2, 1], padding: "same", ...seeded }),
    ],
  }),
  "dropout of inputs and states, the same at all steps": () => ({
    layers: [tf.layers.gru({ units: 5, dropout: 0.5, recurrentDropout: 0.25, ...seeded })],
    apply: (gru) => (x) => gru.apply(x, { training: true }) as tf.Tensor,
  }),
  "one layer with dropout that is called twice": () => ({
    layers: [tf.layers.simpleRNN({ units: 3, dropout: 0.5, returnSequences: true, ...seeded })],
    apply: (layer) => (x) =>
      layer.apply(layer.apply(x, { training: true }) as tf.Tensor, { training: true }) as tf.Tensor,
  }),
  "a layer for every step, and a recurrent one": () => ({
    layers: [
      tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 4, kernelInitializer: init }) }),
      tf.layers.simpleRNN({ units: 3, ...seeded }),
    ],
  }),
};

/** [x, rate, number] → [loss]: one step of gradient descent. */
function stepOf(
  name: string,
  steps: number,
): { fn: StepFunction; weights: () => tf.Variable[]; free: () => void } {
  const { layers, apply } = nets[name]();
  const chain = (x: tf.Tensor) => layers.reduce((value, layer) => layer.apply(value) as tf.Tensor, x);
  const forward = apply?.(...layers) ?? chain;
  tf.tidy(() => void forward(tf.ones([batch, steps, features])));
  const weights = () =>
    layers.flatMap((layer) => layer.trainableWeights.map((weight) => weight.read() as tf.Variable));
  const fn: StepFunction = ([x, number]) =>
    withSeed(tf.stack([tf.scalar(3, "int32"), number.toInt()]) as tf.Tensor1D, () => {
      const loss = () => tf.mean(tf.square(tf.sub(forward(x), 0.3))) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, weights());
      for (const weight of weights()) weight.assign(weight.sub(tf.mul(grads[weight.name], 0.1)));
      return [value];
    });
  return { fn, weights, free: () => layers.forEach((layer) => layer.built && layer.dispose()) };
}

function sequences(steps: number): tf.Tensor {
  const kept = Array.from({ length: steps }, (_, at) => Number(at % 5 !== 2 && at % 5 !== 4));
  const x = () => tf.randomNormal([batch, steps, features], 0, 1, "float32", 3);
  return tf.tidy(() => x().mul(tf.tensor(kept, [1, steps, 1])));
}

/** Losses and weights after training. */
function train(name: string, mode: "eager" | "graph" | "xla"): { numbers: number[]; ran: string } {
  const { fn, weights, free } = stepOf(name, 5);
  const step = compile(fn, { mode });
  const x = sequences(5);
  const losses = Array.from({ length: 100 }, (_, number) => {
    const [loss] = step.runSync([x, number]);
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  });
  const numbers = [...losses, ...weights().flatMap((weight) => [...weight.dataSync()])];
  const { mode: ran } = step.report;
  step.dispose();
  free();
  x.dispose();
  return { numbers, ran };
}

test.each(someOf(Object.keys(nets), 2))("%s: compiled as it is eagerly, to 1e-5 over 100 steps", (name) => {
  const eager = train(name, "eager");
  for (const mode of ["graph", "xla"] as const) {
    const compiled = train(name, mode);
    expect(compiled.ran).toBe(mode);
    const apart = eager.numbers.map((value, index) => Math.abs(value - compiled.numbers[index]));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  }
});

/** The operations that are written down, those in loops among them. */
function written(fn: StepFunction, inputs: tf.Tensor[]): RecordedOp[] {
  const candidates = Object.values(tf.engine().state.registeredVariables);
  const options = { fn, inputs, candidates, forXla: false, captured: new Map() };
  const { recording, refusal, results } = record(nativeBackend()!, options);
  tf.dispose(results);
  expect(refusal).toBeUndefined();
  return recording!.ops.flatMap((op) => [op, ...(op.loop?.ops ?? [])]);
}

const twice = ["one layer with dropout that is called twice"];

test.each(
  someOf(
    Object.keys(nets).filter((name) => !twice.includes(name)),
    4,
  ),
)("%s: as many operations for 4 steps as for 60", (name) => {
  const [few, many] = [4, 60].map((steps) => {
    const { fn, free } = stepOf(name, steps);
    const inputs = [sequences(steps), tf.scalar(0)];
    const ops = written(fn, inputs);
    free();
    tf.dispose(inputs);
    return ops.map(({ op }) => op);
  });
  expect(many).toEqual(few);
  expect(many.filter((op) => op === "Loop").length).toBeGreaterThanOrEqual(2);
});

test("steps that do something else each time are written down one by one", () => {
  let calls = 0;
  const layer = rnn(new OwnCell((state) => (calls++ % 2 ? tf.sin(state) : tf.exp(state))));
  const x = sequences(6);
  const ops = written(([given]) => [tf.mean(layer.apply(given) as tf.Tensor)], [x]).map(({ op }) => op);
  expect(ops.filter((op) => op === "Sin" || op === "Exp").length).toBe(6);
  expect(ops).not.toContain("Loop");
  tf.dispose(x);
});

test("a step that reads a value stays eager, and the report says why", () => {
  const layer = rnn(new OwnCell((state) => tf.mul(state, 1 + state.dataSync()[0])));
  const onFallback = jest.fn();
  const step = compile(([given]) => [tf.mean(layer.apply(given) as tf.Tensor)], { name: "mine", onFallback });
  const x = sequences(4);
  for (let call = 0; call < 3; call++) tf.dispose(step.runSync([x]));
  expect(onFallback).toHaveBeenCalledWith(
    "mine stays eager, because it reads a tensor's values (dataSync, data, array)",
  );
  step.dispose();
  tf.dispose(x);
});

test("the slope of a slope through a GRU is what it is eagerly", () => {
  const layer = tf.layers.gru({ units: 3, recurrentActivation: "sigmoid", ...seeded });
  const x = sequences(4);
  tf.tidy(() => void layer.apply(x));
  const slope = tf.grad((given) => tf.sum(layer.apply(given) as tf.Tensor));
  const fn: StepFunction = ([given]) => [tf.grad((one) => tf.sum(tf.square(slope(one))))(given)];
  const eager = tf.tidy(() => [...fn([x])[0].dataSync()]);
  const step = compile(fn, { mode: "graph" });
  for (let call = 0; call < 3; call++) {
    const [gradient] = step.runSync([x]);
    expect(
      Math.max(...gradient.dataSync().map((value, index) => Math.abs(value - eager[index]))),
    ).toBeLessThan(1e-6);
    gradient.dispose();
  }
  expect(step.report.mode).toBe("graph");
  step.dispose();
  tf.dispose(x);
});
