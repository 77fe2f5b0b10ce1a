import { DataError, checkInteger, checkNumber, checkOptions } from "../core/index";
import type { Callback, Run, StepLogs } from "../train/index";
import { loadVariables, saveVariables, type SavedTensor } from "../train/snapshot";
import { asOurs } from "../train/ours";

/** Options of {@link learningRateFinder}. */
export interface LearningRateFinderOptions {
  /** The first rate. Default 1e-6. */
  from?: number;
  /** The last rate. Default 10. */
  to?: number;
  /** Steps from the first to the last; the fit ends after them. Default 100. */
  steps?: number;
  /** Weight of the past in the smoothed loss, in [0, 1). Default 0.9. */
  smooth?: number;
  /** Ends when the smoothed loss is so many times the least. Default 4. */
  diverged?: number;
}

const defaults = { from: 1e-6, to: 10, steps: 100, smooth: 0.9, diverged: 4 };

/**
 * Raises the rate from step to step, and keeps the loss at each: the rate to train with lies where the loss falls fastest
 * (Smith 2017, section 3.3). Afterwards the weights and the optimiser are as before.
 *
 * ```ts
 * const finder = learningRateFinder();
 * await fit(model, data, { epochs: 100, callbacks: [finder] });
 * finder.suggestion; // 0.003
 * ```
 */
export function learningRateFinder(options?: LearningRateFinderOptions): LearningRateFinder {
  const given = checkOptions("learningRateFinder", options, defaults);
  checkNumber("learningRateFinder", "from", given.from, "(0, ∞)");
  checkNumber("learningRateFinder", "to", given.to, `(${given.from}, ∞)`);
  checkInteger("learningRateFinder", "steps", given.steps, "[10, ∞)");
  checkNumber("learningRateFinder", "smooth", given.smooth, "[0, 1)");
  checkNumber("learningRateFinder", "diverged", given.diverged, "(1, ∞)");
  return asOurs(new LearningRateFinder(given));
}

/** What {@link learningRateFinder} returns: a callback, and after the fit its result. */
export class LearningRateFinder implements Callback {
  readonly name = "learningRateFinder";
  /** The rate of each step. */
  rates: number[] = [];
  /** The loss of each step. */
  losses: number[] = [];
  /** The loss of each step, smoothed, without the bias of its start. */
  smoothed: number[] = [];
  private average = 0;
  private least = Infinity;
  private weights: SavedTensor[] = [];

  constructor(private readonly options: typeof defaults) {}

  /** Takes over the learning rate, and remembers the weights. */
  onTrainBegin(run: Run): void {
    const { from, to, steps } = this.options;
    Object.assign(this, { rates: [], losses: [], smoothed: [], average: 0, least: Infinity });
    this.weights = saveVariables(run.weights);
    run.learningRateOverride = (step) => from * (to / from) ** (step / (steps - 1));
  }

  /** Notes the loss at the rate of the step. */
  onBatchEnd(_: number, { loss }: StepLogs, run: Run): void {
    const { smooth, steps, from, to } = this.options;
    const count = this.losses.push(loss);
    this.rates.push(from * (to / from) ** ((count - 1) / (steps - 1)));
    this.average = smooth * this.average + (1 - smooth) * loss;
    this.smoothed.push(this.average / (1 - smooth ** count));
    this.least = Math.min(this.least, this.smoothed.at(-1)!);
    this.judge(run);
  }

  private judge(run: Run): void {
    const { steps, diverged } = this.options;
    const newest = this.smoothed.at(-1) ?? 0;
    if (!Number.isFinite(newest) || newest > diverged * this.least)
      run.stop("the loss diverged, as it should");
    else if (this.losses.length >= steps) run.stop("the last rate was reached");
  }

  /** The rates and losses so far, and the weights to put back. */
  save(): unknown {
    const { rates, losses, smoothed, average, least, weights } = this;
    return { rates, losses, smoothed, average, least, weights };
  }

  /** Takes back what {@link save} gave. */
  load(state: object, run: Run): void {
    Object.assign(this, state);
    this.judge(run);
  }

  /** Puts the weights back. */
  onTrainEnd(run: Run): void {
    run.learningRateOverride = undefined;
    loadVariables("learningRateFinder", run.weights, this.weights);
  }

  /**
   * The rate at which the smoothed loss falls fastest per factor of the rate, before its least; measured over a tenth
   * of the steps.
   *
   * @throws DataError when the fit was too short to see it fall
   */
  get suggestion(): number {
    const finite = this.smoothed.filter(Number.isFinite);
    const lowest = finite.indexOf(Math.min(...finite));
    // Over a stretch of steps, and not from the very first: one step's fall is mostly the luck of its batch.
    const stretch = Math.max(1, Math.floor(finite.length / 10));
    const falls = finite.slice(0, lowest + 1 - stretch).map((value, at) => finite[at + stretch] - value);
    const first = falls.length > 2 * stretch ? stretch : 0;
    const steepest = falls.indexOf(Math.min(...falls.slice(first)), first);
    if (steepest >= 0 && falls[steepest] < 0) return this.rates[steepest + (stretch >> 1)];
    throw new DataError({
      where: "learningRateFinder",
      required: "the loss must fall somewhere",
      got: `${finite.length} steps in which it did not`,
      remedy: "fit more epochs, or begin at a lower rate",
    });
  }
}
