import {
  checkInteger,
  checkMode,
  checkNumber,
  checkOptions,
  isBetter,
  worst,
  type ModeOption,
} from "../core/index";
import type { Callback, Run } from "../train/index";
import { loadVariables, saveVariables, type SavedTensor } from "../train/snapshot";
import { asOurs } from "../train/ours";
import { watch, watchedName, type WatchOptions } from "./watch";

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends WatchOptions {
  /** Epochs without a better value after which training ends. Default 5. */
  patience?: number;
  /** By how much a value must be better to count. Default 0. */
  minDelta?: number;
  /** Puts the weights of the best epoch back at the end, however the fit ends. Default true. */
  restoreBest?: boolean;
}

const defaults = {
  monitor: undefined as string | undefined,
  mode: "auto" as ModeOption,
  patience: 5,
  minDelta: 0,
  restoreBest: true,
};

/**
 * Ends training when a log has not got better for some epochs, and puts the best epoch's weights back.
 *
 * ```ts
 * fit(model, train, { validation, epochs: 200, callbacks: [earlyStopping({ patience: 10 })] });
 * ```
 *
 * @throws DataError at the end of the first epoch when the log is not there
 */
export function earlyStopping(options?: EarlyStoppingOptions): Callback {
  const given = checkOptions("earlyStopping", options, defaults);
  checkMode("earlyStopping", given.mode);
  checkInteger("earlyStopping", "patience", given.patience, "[0, ∞)");
  checkNumber("earlyStopping", "minDelta", given.minDelta, "[0, ∞)");
  return asOurs(new EarlyStopping(given));
}

interface Best {
  epoch: number;
  value: number;
  weights?: SavedTensor[];
}

class EarlyStopping implements Callback {
  readonly name = "earlyStopping";
  private best: Best | undefined;
  private waited!: number;

  constructor(private readonly options: typeof defaults) {}

  onTrainBegin(): void {
    this.best = undefined;
    this.waited = 0;
  }

  onEpochEnd(epoch: number, logs: Readonly<Record<string, number>>, run: Run): void {
    const { minDelta, restoreBest } = this.options;
    const { name, value, mode } = watch("earlyStopping", this.options, logs, run);
    if (isBetter(mode, value, this.best?.value ?? worst(mode), minDelta)) {
      this.best = { epoch, value, weights: restoreBest ? saveVariables(run.weights) : undefined };
      this.waited = 0;
      return;
    }
    this.waited += 1;
    this.judge(run, name);
  }

  /** Ends a run that has waited too long; one that is resumed too, unless its patience is longer now. */
  private judge(run: Run, name: string): void {
    if (this.waited < Math.max(1, this.options.patience)) return;
    const best = this.best ? `epoch ${this.best.epoch + 1} was best` : "it was never finite";
    const epochs = `${this.waited} epoch${this.waited === 1 ? "" : "s"}`;
    run.stop(`${name} has not improved for ${epochs} (${best})`);
  }

  onTrainEnd(run: Run): void {
    if (this.best?.weights) loadVariables(run.weights, this.best.weights);
  }

  save(): unknown {
    return { best: this.best, waited: this.waited };
  }

  load(state: { best: Best | undefined; waited: number }, run: Run): void {
    Object.assign(this, state);
    if (run.history.epoch.length > 0) this.judge(run, watchedName(this.options, run.history.last));
  }
}
