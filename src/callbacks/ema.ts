import * as tf from "@tensorflow/tfjs";
import { checkNumber, checkOptions } from "../core/index";
import { movingAverage } from "../optim/average";
import type { Callback, Run } from "../train/index";
import { asOurs } from "../train/ours";

/** Options of {@link ema}. */
export interface EmaOptions {
  /** Share of the average that is kept in a step, in (0, 1). Default 0.999. */
  decay?: number;
}

/**
 * Averages the weights over steps, recent ones more, and puts the average into the model at the end
 * (Polyak & Juditsky 1992): a ← decay·a + (1 − decay)·w, without the bias of its start.
 *
 * The average is computed inside the compiled step.
 *
 * ```ts
 * fit(model, data, { callbacks: [ema({ decay: 0.99 })] });
 * ```
 */
export function ema(options?: EmaOptions): Callback {
  const { decay } = checkOptions("ema", options, { decay: 0.999 });
  checkNumber("ema", "decay", decay, "(0, 1)");
  return asOurs(new Ema(decay));
}

class Ema implements Callback {
  readonly name = "ema";
  private weights!: tf.Variable[];
  private averages!: tf.Variable[];
  /** The average of ones, 1 − decayᵗ: what the others lack because they began at 0. */
  private whole!: tf.Variable;

  constructor(private readonly decay: number) {}

  onTrainBegin(run: Run): void {
    const zeros = (like: tf.Tensor) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
    this.weights = run.weights;
    this.averages = run.weights.map(zeros);
    this.whole = tf.tidy(() => tf.variable(tf.scalar(0), false));
    run.track([...this.averages, this.whole]);
  }

  afterUpdate(): void {
    this.averages.forEach((average, index) => this.move(average, this.weights[index]));
    this.move(this.whole, tf.scalar(1));
  }

  private move(average: tf.Variable, value: tf.Tensor): void {
    average.assign(movingAverage(average, value, this.decay));
  }

  onTrainEnd(): void {
    tf.tidy(() => {
      if (this.whole.dataSync()[0] === 0) return;
      this.averages.forEach((average, index) => this.weights[index].assign(tf.div(average, this.whole)));
    });
  }
}
