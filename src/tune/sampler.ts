import type { Random, Direction } from "../core/index";
import type { JointSpace } from "./space/unitCube";
import type { Params } from "./space/space";
import type { TrialRecord } from "./trialRecord";

/** What a sampler knows when it draws. */
export interface SamplerView {
  /** What is drawn together. */
  space: JointSpace;
  /** Every trial of the study but the one that is drawn for, in order of their numbers. */
  trials: readonly TrialRecord[];
  directions: readonly Direction[];
  /** The number of the trial that is drawn for. */
  number: number;
  /** Depends on the study's seed and the trial's number alone, so that a study that goes on repeats itself. */
  random: Random;
  /** The seed of the study, for what must stay the same from trial to trial. */
  seed: number;
}

/**
 * Chooses parameters. A sampler keeps nothing between calls that it could not compute again from the trials.
 */
export interface Sampler {
  readonly name: string;
  /** Values for all parameters of the space. */
  sample(view: SamplerView): Params;
  /** Why it cannot serve a study; undefined where it can. */
  refuses?(study: { directions: readonly Direction[]; space?: Record<string, unknown> }): string | undefined;
  /** Whether everything has been tried, so that the study ends. */
  isExhausted?(
    trials: readonly TrialRecord[],
    study: { space?: Record<string, unknown>; fixed: Params },
  ): boolean;
}
