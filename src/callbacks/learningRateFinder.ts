import { DataError, checkInteger, checkNumber, checkOptions } from "../core/index";
import type { Callback, Run } from "../train/index";
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
  /** Ends when the smoothed loss is so many times the least; below 0, as far above it as |least| times one less. Default 4. */
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
  /** The rate of each step; with `accumulate`, of each update. */
  rates: number[] = [];
  /** The loss of each step. */
  losses: number[] = [];
  /** The loss of each step, smoothed, without the bias of its start. */
  smoothed: number[] = [];
  /** The optimiser's step that the first rate was for: a fit that goes on from another does not begin at 0. */
  private first!: number;
  private average!: number;
  private least!: number;
  private weights!: SavedTensor[];

  constructor(private readonly options: typeof defaults) {}

  /** Takes over the learning rate, and remembers the weights. */
  onTrainBegin(run: Run): void {
    Object.assign(this, { rates: [], losses: [], smoothed: [], average: 0, least: Infinity });
    this.first = run.optimizer.step;
    this.weights = saveVariables(run.weights);
    run.learningRateOverride = (step) => this.rateOf(step - this.first);
  }

  private rateOf(step: number): number {
    const { from, to, steps } = this.options;
    return from * (to / from) ** (step / (steps - 1));
  }

  /** Notes the loss at the rate of the step. */
  onBatchEnd(_: number, __: unknown, run: Run): void {
    if (run.gathered > 0) return;
    const { smooth } = this.options;
    const loss = run.history.stepLoss.at(-1)!;
    const count = this.losses.push(loss);
    this.rates.push(this.rateOf(count - 1));
    this.average = smooth * this.average + (1 - smooth) * loss;
    this.smoothed.push(this.average / (1 - smooth ** count));
    this.least = Math.min(this.least, this.smoothed.at(-1)!);
    this.judge(run);
  }

  private judge(run: Run): void {
    const { steps, diverged } = this.options;
    const newest = this.smoothed.at(-1);
    if (newest === undefined) return;
    const most = this.least + (diverged - 1) * Math.abs(this.least);
    if (!Number.isFinite(newest) || newest > most) run.stop("the loss diverged, as it should");
    else if (this.losses.length >= steps) run.stop("the last rate was reached");
  }

  /** The rates and losses so far, and the weights to put back. */
  save(): unknown {
    const { rates, losses, smoothed, average, least, first, weights } = this;
    return { rates, losses, smoothed, average, least, first, weights };
  }

  /** Takes back what {@link save} gave. */
  load(state: object, run: Run): void {
    Object.assign(this, state);
    this.judge(run);
  }

  /** Puts the weights back. */
  onTrainEnd(run: Run): void {
    run.learningRateOverride = undefined;
    loadVariables(run.weights, this.weights);
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
    const before = finite.slice(0, Math.max(0, lowest + 1 - stretch));
    const falls = before.map((value, at) => finite[at + stretch] - value);
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
