import * as tf from "@tensorflow/tfjs";

/** Sums of gradients over several batches, so that one update is made of more examples than fit in memory. */
export class Accumulator {
  readonly variables: tf.Variable[];

  constructor(parameters: tf.Variable[]) {
    this.variables = parameters.map((parameter) =>
      tf.tidy(() => tf.variable(tf.zerosLike(parameter), false)),
    );
  }

  /** Adds a batch's gradients. */
  add(gradients: tf.Tensor[]): void {
    gradients.forEach((gradient, index) => this.variables[index].assign(this.variables[index].add(gradient)));
  }

  /** The mean over the gathered batches and this one; the sums begin anew. */
  take(gradients: tf.Tensor[], batches: tf.Scalar): tf.Tensor[] {
    return gradients.map((gradient, index) => {
      const mean = tf.div(tf.add(this.variables[index], gradient), batches);
      this.variables[index].assign(tf.zerosLike(gradient));
      return mean;
    });
  }

  /** Frees the sums. */
  dispose(): void {
    tf.dispose(this.variables);
  }
}
