import * as tf from "@tensorflow/tfjs";
import { checkNumber, checkOptions } from "../core/index";
import { unbiased } from "../optim/average";
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
  private weights: tf.Variable[] = [];
  private averages: tf.Variable[] = [];

  constructor(private readonly decay: number) {}

  onTrainBegin(run: Run): void {
    this.weights = run.weights;
    this.averages = run.weights.map((weight) => tf.tidy(() => tf.variable(tf.zerosLike(weight), false)));
    run.track(this.averages);
  }

  afterUpdate(): void {
    this.averages.forEach((average, index) => {
      average.assign(average.mul(this.decay).add(tf.mul(this.weights[index], 1 - this.decay)));
    });
  }

  onTrainEnd(run: Run): void {
    const steps = run.optimizer.step;
    tf.tidy(() => {
      this.averages.forEach((average, index) => {
        if (steps > 0) this.weights[index].assign(unbiased(average, this.decay, tf.scalar(steps)));
      });
    });
  }
}
