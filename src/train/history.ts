import { DataError, bestAt, checkMode, modeOf, type Mode, type ModeOption } from "../core/index";
import { type Displayable, displaySymbol, type MimeBundle, tableBundle, tableNumber } from "../show/index";
import { notRun, type CompileReport } from "../compile/index";

/** What a history is made of; plain values, so that it survives JSON. */
export interface HistoryParts {
  epoch: number[];
  history: Record<string, number[]>;
  stepLoss: number[];
  learningRate: number[];
  seconds: number;
  stopped?: string;
  modes: Record<string, Mode>;
}

/**
 * What a fit did: one value per epoch and log, one loss per step. Jupyter shows it as a table.
 *
 * ```ts
 * const history = await fit(model, data, { epochs: 20 });
 * history.history.val_loss.at(-1); // 0.083
 * ```
 */
export class History implements Displayable, HistoryParts {
  /** Numbers of the epochs, from 0, as in TensorFlow.js. */
  epoch: number[] = [];
  /** For each log its value in every epoch: `{loss: […], val_loss: […], accuracy: […]}`. */
  history: Record<string, number[]> = {};
  /** The loss of every update, on the examples it was made with: one batch, or as many as `accumulate` says. */
  stepLoss: number[] = [];
  /** The learning rate at the end of each epoch. */
  learningRate: number[] = [];
  /** How long training took, in seconds, resumed runs together. */
  seconds = 0;
  /** Why it ended before the last epoch; undefined where it did not. */
  stopped?: string;
  /** Whether lower or higher is better, as each log's metric says; by the name without `val_`. */
  modes: Record<string, Mode> = {};
  /** How the steps ran: eager, as a graph, or through XLA, and why. */
  compiled: CompileReport = notRun;

  constructor(parts?: Partial<HistoryParts>) {
    Object.assign(this, parts);
  }

  /** The last value of every log. */
  get last(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.history).map(([name, values]) => [name, values.at(-1)!]));
  }

  /** Adds an epoch. */
  add(epoch: number, logs: Record<string, number>, learningRate: number): void {
    this.epoch.push(epoch);
    this.learningRate.push(learningRate);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }

  /**
   * The number of the epoch, from 0, in which a log was best; the first of equals.
   *
   * ```ts
   * history.best("val_accuracy"); // 17
   * ```
   *
   * @param mode whether lower or higher is better; default "auto": as the metric says, or as the field uses its name
   * @throws DataError `history.best: no "acc" in logs (found loss, accuracy)`, or where no value is finite
   * @throws OptionError where nobody knows which way is better, and no mode was given
   */
  best(name: string, mode: ModeOption = "auto"): number {
    const where = "history.best";
    const values = this.history[name];
    if (!values) {
      const found = Object.keys(this.history).join(", ") || "nothing";
      throw new DataError({ where, required: `no "${name}" in logs (found ${found})` });
    }
    checkMode(where, String(mode));
    const remedy = `give the mode: history.best("${name}", "min") or "max"`;
    const best = bestAt(modeOf(where, name, { mode, modes: this.modes, remedy }), values);
    if (best >= 0) return this.epoch[best];
    throw new DataError({ where, required: `${name} must have a finite value`, got: "none" });
  }

  /** Plain values, for JSON. */
  toJSON(): HistoryParts {
    const { epoch, history, stepLoss, learningRate, seconds, stopped, modes } = this;
    return { epoch, history, stepLoss, learningRate, seconds, stopped, modes };
  }

  /** A table of some epochs, the first and the last among them. */
  [displaySymbol](): MimeBundle {
    const names = Object.keys(this.history);
    const rows = spread(this.epoch.length, 8).map((at) => [
      String(this.epoch[at] + 1),
      ...names.map((name) => tableNumber(this.history[name][at])),
    ]);
    return tableBundle({ title: this.title(), header: ["epoch", ...names], rows, notes: this.notes() });
  }

  private title(): string {
    const { length } = this.epoch;
    return `${length} epoch${length === 1 ? "" : "s"}, ${this.stepLoss.length} steps in ${tableNumber(this.seconds)} s`;
  }

  private notes(): string[] {
    return this.stopped ? [`stopped: ${this.stopped}`] : [];
  }
}

/** Indices of at most so many of `length` items, evenly spread, the first and the last among them. */
function spread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round((index * (length - 1)) / (most - 1)));
}
