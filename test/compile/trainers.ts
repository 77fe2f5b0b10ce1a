import * as tf from "@tensorflow/tfjs";
import type { StepFunction } from "../../src/compile/index";

let count = 0;

/** A variable with these values, which are disposed. */
export function variable(values: tf.Tensor): tf.Variable {
  const made = tf.variable(values, true, `test${count++}`);
  values.dispose();
  return made;
}

/** Adam as a user writes it: its slots are variables, its step number is an input. */
export class Adam {
  readonly #slots = new Map<string, [tf.Variable, tf.Variable]>();

  apply(weights: tf.Variable[], grads: tf.NamedTensorMap, rate: tf.Tensor, number: tf.Tensor): void {
    const scale = tf.sqrt(tf.sub(1, tf.pow(0.999, number))).div(tf.sub(1, tf.pow(0.9, number)));
    for (const weight of weights) {
      const grad = grads[weight.name];
      const [m, v] = this.#slotsOf(weight);
      m.assign(m.mul(0.9).add(grad.mul(0.1)));
      v.assign(v.mul(0.999).add(grad.square().mul(0.001)));
      weight.assign(weight.sub(m.mul(scale).mul(rate).div(v.sqrt().add(1e-7))));
    }
  }

  get variables(): tf.Variable[] {
    return [...this.#slots.values()].flat();
  }

  #slotsOf(weight: tf.Variable): [tf.Variable, tf.Variable] {
    if (!this.#slots.has(weight.name)) {
      this.#slots.set(weight.name, [variable(tf.zerosLike(weight)), variable(tf.zerosLike(weight))]);
    }
    return this.#slots.get(weight.name)!;
  }
}

/** A training step of a tf.layers model with Adam: [x, y, rate, number] → [loss]. */
export function trainingStep(
  model: tf.LayersModel,
  loss: (labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor,
): { fn: StepFunction; state: () => tf.Variable[] } {
  const adam = new Adam();
  const weights = model.trainableWeights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
  const all = model.weights.map((weight) => (weight as unknown as { val: tf.Variable }).val);
  const fn: StepFunction = ([x, y, rate, number]) => {
    const { value, grads } = tf.variableGrads(
      () => loss(y, model.apply(x, { training: true }) as tf.Tensor).mean() as tf.Scalar,
      weights,
    );
    adam.apply(weights, grads, rate, number);
    return [value];
  };
  return { fn, state: () => [...all, ...adam.variables] };
}
