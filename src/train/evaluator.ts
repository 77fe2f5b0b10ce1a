import * as tf from "@tensorflow/tfjs";
import { compile, type AskedMode, type CompiledStep, type StepInput } from "../compile/index";
import type { BatchSource, FedBatch } from "./batches/source";
import type { Objective } from "./objective";
import type { OwnCodeRule } from "./ours";
import { sayOnce } from "./stepMode";
import { Sums } from "./sums";

/** How an {@link Evaluator} measures. */
export interface EvaluatorOptions {
  batchSize: number;
  mode: AskedMode;
  /** Why so, as a clause, where nobody asked for it. */
  whyMode?: string;
  /** How many batches there will be in all, where that is known. */
  steps?: number;
  own: OwnCodeRule;
  /** Whether all batches are computed in one way, from the first on; default false. */
  repeatable?: boolean;
}

/** Loss and metrics of an objective over a source, without training; compiled, forward only. */
export class Evaluator {
  private readonly step: CompiledStep;

  constructor(
    private readonly objective: Objective,
    private readonly source: BatchSource,
    private readonly options: EvaluatorOptions,
  ) {
    const measure = (inputs: tf.Tensor[]) => {
      const { sums } = objective.measure(objective.prepare(source.unpack(inputs)), { training: false });
      return [tf.concat(sums)];
    };
    const { mode, whyMode, steps, own } = options;
    const { whyEager, watch } = own;
    this.step = compile(measure, {
      mode,
      whyMode,
      steps,
      whyEager,
      watch,
      name: "evaluate",
      onFallback: sayOnce,
    });
  }

  /** Logs over all batches of the source; `stop` is asked between batches. */
  async run(stop: () => boolean = () => false): Promise<Record<string, number>> {
    if (this.options.own.any) this.step.recheck();
    const sums = new Sums(this.objective.statistics);
    const reader = this.source.read({ epoch: 0, seed: 0, shuffle: false, batchSize: this.options.batchSize });
    try {
      for (let fed = await reader.next(); fed; fed = stop() ? undefined : await reader.next())
        await this.measure(fed, sums, stop);
    } finally {
      await reader.close?.();
    }
    return sums.logs();
  }

  private async measure({ inputs, dispose }: FedBatch, sums: Sums, stop: () => boolean): Promise<void> {
    try {
      if (this.options.repeatable) await this.prime(inputs, stop);
      const [result] = await this.step.run(inputs);
      sums.add(result.dataSync<"float32">());
      result.dispose();
    } finally {
      dispose?.();
    }
  }

  /** Has the next batch of each shape look whether it still does what was recorded. */
  recheck(): void {
    this.step.recheck();
  }

  /** Has batches of shapes to come computed in one way. */
  keepTo(way: AskedMode): void {
    this.step.keepTo(way);
  }

  /** Before the first batch of its shape: runs it until it is compiled and measured. */
  private async prime(inputs: StepInput[], stop: () => boolean): Promise<void> {
    while (!stop() && !this.step.settled(inputs, false)) tf.dispose(await this.step.run(inputs));
  }

  /** Frees what was compiled; not the source. */
  dispose(): void {
    this.step.dispose();
  }
}
