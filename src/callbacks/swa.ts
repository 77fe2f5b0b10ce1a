import * as tf from "@tensorflow/tfjs";
import { checkInteger, checkOptions } from "../core/index";
import type { Callback, Run } from "../train/index";
import { asOurs } from "../train/ours";

/** Options of {@link swa}. */
export interface SwaOptions {
  /** The first epoch that is averaged, from 0. Default: three quarters of the epochs. */
  from?: number;
  /** Epochs between two that are averaged. Default 1. */
  everyEpochs?: number;
}

/**
 * Stochastic weight averaging: the mean of the weights at the ends of the last epochs goes into the model, and batch norm's
 * averages are computed anew for it (Izmailov et al. 2018, algorithm 1). Wants a high, constant or cyclic rate.
 *
 * ```ts
 * fit(model, data, { epochs: 40, optimizer: sgd({ learningRate: 0.1 }), callbacks: [swa({ from: 30 })] });
 * ```
 */
export function swa(options?: SwaOptions): Callback {
  const given = checkOptions("swa", options, { from: undefined as number | undefined, everyEpochs: 1 });
  if (given.from !== undefined) checkInteger("swa", "from", given.from, "[0, ∞)");
  checkInteger("swa", "everyEpochs", given.everyEpochs, "[1, ∞)");
  return asOurs(new Swa(given));
}

class Swa implements Callback {
  readonly name = "swa";
  readonly refreshes = true;
  private sums!: Float64Array[];
  private count!: number;

  constructor(private readonly options: { from: number | undefined; everyEpochs: number }) {}

  onTrainBegin(run: Run): void {
    this.sums = run.parameters.map(({ size }) => new Float64Array(size));
    this.count = 0;
  }

  onEpochEnd(epoch: number, _: unknown, run: Run): void {
    const from = this.options.from ?? Math.floor(run.epochs * 0.75);
    if (epoch < from || (epoch - from) % this.options.everyEpochs !== 0) return;
    this.count += 1;
    run.parameters.forEach((parameter, index) => {
      const sum = this.sums[index];
      parameter.dataSync().forEach((value, at) => (sum[at] += value));
    });
  }

  async onTrainEnd(run: Run): Promise<void> {
    if (this.count === 0) return;
    tf.tidy(() => {
      run.parameters.forEach((parameter, index) => {
        const mean = Float32Array.from(this.sums[index], (value) => value / this.count);
        parameter.assign(tf.tensor(mean, parameter.shape));
      });
    });
    await run.refreshBatchNorm();
  }

  save(): unknown {
    return { sums: this.sums, count: this.count };
  }

  load(state: { sums: Float64Array[]; count: number }): void {
    Object.assign(this, state);
  }
}
