import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { adam } from "../../src/optim/index";
import { fit, type FitOptions } from "../../src/train/index";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

const [length, width] = [6, 4];
const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
const dense = (units: number, seed: number, activation: "relu" | "linear" = "linear") =>
  tf.layers.dense({ units, activation, kernelInitializer: glorot(seed) });

type Given = tf.Tensor | tf.Tensor[];
const first = (inputs: Given) => (Array.isArray(inputs) ? inputs[0] : inputs);

/** A layer that is made of others, which it lists. */
abstract class Composed extends tf.layers.Layer {
  abstract parts(): tf.layers.Layer[];
  override get trainableWeights() {
    return this.parts().flatMap((part) => part.trainableWeights);
  }
}

/** Attention with a causal mask, which it makes once for each length. */
class Attention extends Composed {
  static className = "ComposedAttention";
  private readonly asked = dense(width, 1);
  private readonly known = dense(width, 2);
  private readonly told = dense(width, 3);
  private readonly masks = new Map<number, tf.Tensor>();
  parts() {
    return [this.asked, this.known, this.told];
  }
  override build(shape: tf.Shape) {
    for (const part of this.parts()) part.build(shape);
    super.build(shape);
  }
  override call(inputs: Given) {
    return tf.tidy(() => {
      const x = first(inputs);
      const [q, k, v] = this.parts().map((part) => part.apply(x) as tf.Tensor);
      const scores = tf.matMul(q, k, false, true).div(Math.sqrt(width)).add(this.maskOf(x.shape[1]!));
      return tf.matMul(tf.softmax(scores), v);
    });
  }
  private maskOf(steps: number) {
    if (!this.masks.has(steps)) {
      const mask = tf.linalg
        .bandPart(tf.ones([steps, steps]), -1, 0)
        .sub(1)
        .mul(1e9);
      this.masks.set(steps, tf.keep(mask));
    }
    return this.masks.get(steps)!;
  }
  override dispose() {
    tf.dispose([...this.masks.values()]);
    return super.dispose();
  }
}

/** A transformer's block, as one writes it. */
class Block extends Composed {
  static className = "ComposedBlock";
  attention = new Attention({});
  norms = [tf.layers.layerNormalization({}), tf.layers.layerNormalization({})];
  wide = dense(8, 4, "relu");
  narrow = dense(width, 5);
  dropout = tf.layers.dropout({ rate: 0.2 });
  parts() {
    return [this.attention, ...this.norms, this.wide, this.narrow];
  }
  override build(shape: tf.Shape) {
    for (const part of [this.attention, ...this.norms, this.wide]) part.build(shape);
    this.narrow.build([...shape.slice(0, -1), 8]);
    super.build(shape);
  }
  override call(inputs: Given, kwargs: object) {
    return tf.tidy(() => {
      const [before, between] = this.norms;
      let x = first(inputs);
      x = x.add(this.attention.apply(before.apply(x)) as tf.Tensor);
      const h = this.narrow.apply(this.wide.apply(between.apply(x))) as tf.Tensor;
      return tf.relu(x.add(this.dropout.apply(h, kwargs) as tf.Tensor));
    });
  }
}

/** A layer that holds a whole model, which it makes when it is first asked for it. */
class Holding extends Composed {
  static className = "ComposedHolding";
  private made?: tf.LayersModel;
  private get inner() {
    this.made ??= this.newInner();
    return this.made;
  }
  private newInner() {
    const input = tf.input({ shape: [length, width] });
    const hidden = tf.layers.layerNormalization({}).apply(dense(width, 6, "relu").apply(input));
    return tf.model({ inputs: input, outputs: hidden as tf.SymbolicTensor });
  }
  parts() {
    return [this.inner as tf.layers.Layer];
  }
  override build() {
    this.built = true;
  }
  override call(inputs: Given) {
    return tf.layers.activation({ activation: "tanh" }).apply(this.inner.apply(first(inputs))) as tf.Tensor;
  }
}

/** Layers in a list, built with it, whose weights it takes over. */
class Stack extends tf.layers.Layer {
  static className = "ComposedStack";
  private layers: tf.layers.Layer[] = [];
  override build(shape: tf.Shape) {
    this.layers = [dense(8, 7, "relu"), tf.layers.gaussianNoise({ stddev: 0.1 }), dense(width, 8)];
    for (const layer of this.layers) {
      layer.build(shape);
      shape = layer.computeOutputShape(shape) as tf.Shape;
    }
    this.trainableWeights = this.layers.flatMap((layer) => layer.trainableWeights);
    super.build(shape);
  }
  override call(inputs: Given, kwargs: object) {
    return this.layers.reduce((x, layer) => layer.apply(x, kwargs) as tf.Tensor, first(inputs));
  }
}

async function run(layer: tf.layers.Layer, compile: FitOptions["compile"]) {
  const input = tf.layers.dense({
    units: width,
    inputShape: [length, 2],
    kernelInitializer: glorot(9),
  });
  const model = tf.sequential({ layers: [input, layer, tf.layers.flatten(), dense(1, 10)] });
  const wave = (at: number) => Math.sin(at) + Math.cos(at * at);
  const x = tf.tensor3d(
    Array.from({ length: 64 * length * 2 }, (_, at) => wave(at)),
    [64, length, 2],
  );
  const y = x.sum([1, 2]).expandDims(1);
  const options: FitOptions = { optimizer: adam({ learningRate: 0.01 }), loss: "mse", seed: 3, compile };
  const { stepLoss, compiled } = await fit(model, { x, y }, { ...options, epochs: 25, batchSize: 16 });
  return { stepLoss, compiled, weights: model.countParams() };
}

test.each([
  ["a transformer's block with attention", () => new Block({})],
  ["a whole model", () => new Holding({})],
  ["a list of layers", () => new Stack({})],
] as const)("a layer of one's own that holds %s is recorded, and trains as it is", async (_, make) => {
  const eager = await run(make(), "eager");
  const graph = await run(make(), "graph");
  expect(graph.compiled).toMatchObject({ mode: "graph", why: "graph was asked for", recordings: 1 });
  expect(graph.stepLoss).toHaveLength(100);
  graph.stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(eager.stepLoss[step], 5));
});
