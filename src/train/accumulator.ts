import * as tf from "@tensorflow/tfjs";

/**
 * Sums of gradients over several batches, so that one update is made of more examples than fit in memory.
 *
 * Each batch's gradients count by what its loss is a mean over, so that uneven batches give what one large batch gives.
 */
export class Accumulator {
  private readonly sums: tf.Variable[];
  private readonly weight = tf.tidy(() => tf.variable(tf.scalar(0), false));

  constructor(parameters: tf.Variable[]) {
    this.sums = parameters.map((parameter) => tf.tidy(() => tf.variable(tf.zerosLike(parameter), false)));
  }

  /** All that waits for the coming update. */
  get variables(): tf.Variable[] {
    return [...this.sums, this.weight];
  }

  /** Adds a batch's gradients, which are means over `weight` examples. */
  add(gradients: tf.Tensor[], weight: tf.Scalar): void {
    gradients.forEach((gradient, index) =>
      this.sums[index].assign(this.sums[index].add(gradient.mul(weight))),
    );
    this.weight.assign(this.weight.add(weight));
  }

  /** The mean over the gathered batches and this one; the sums begin anew. */
  take(gradients: tf.Tensor[], weight: tf.Scalar): tf.Tensor[] {
    const all = tf.add(this.weight, weight);
    const means = gradients.map((gradient, index) => {
      const mean = tf.divNoNan(tf.add(this.sums[index], gradient.mul(weight)), all);
      this.sums[index].assign(tf.zerosLike(gradient));
      return mean;
    });
    this.weight.assign(tf.zerosLike(this.weight));
    return means;
  }

  /** Frees the sums. */
  dispose(): void {
    tf.dispose(this.variables);
  }
}
