import * as tf from "@tensorflow/tfjs";
import { compile, type CompiledStep, type StepMode } from "../compile/index";
import type { BatchSource } from "./batches/source";
import type { Objective } from "./objective";
import { sayOnce } from "./stepMode";
import { Sums } from "./sums";

/** Loss and metrics of an objective over a source, without training; compiled, forward only. */
export class Evaluator {
  private readonly step: CompiledStep;

  constructor(
    private readonly objective: Objective,
    private readonly source: BatchSource,
    private readonly options: { batchSize: number; mode: StepMode | "auto" },
  ) {
    const measure = (inputs: tf.Tensor[]) => {
      const { sums } = objective.measure(objective.prepare(source.unpack(inputs)), { training: false });
      return [tf.concat(sums)];
    };
    this.step = compile(measure, { mode: options.mode, name: "evaluate", onFallback: sayOnce });
  }

  /** Logs over all batches of the source; `stop` is asked between batches. */
  async run(stop: () => boolean = () => false): Promise<Record<string, number>> {
    const sums = new Sums(this.objective.statistics);
    const reader = this.source.read({ epoch: 0, seed: 0, shuffle: false, batchSize: this.options.batchSize });
    for (let fed = await reader.next(); fed && !stop(); fed = await reader.next()) {
      const [result] = await this.step.run(fed.inputs);
      sums.add(result.dataSync<"float32">());
      result.dispose();
      fed.dispose?.();
    }
    await reader.close?.();
    return sums.logs();
  }

  /** Runs until it is compiled, so that later runs are all computed in one way. */
  async prime(stop: () => boolean): Promise<void> {
    for (let run = 0; !stop() && (run < 3 || this.step.report.measuring); run++) await this.run(stop);
  }

  /** Frees what was compiled; not the source. */
  dispose(): void {
    this.step.dispose();
  }
}
