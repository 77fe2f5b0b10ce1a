import type * as tf from "@tensorflow/tfjs";
import { OptionError } from "../core/index";
import type { Callback } from "./callback";
import { configurationOf, type Configuration } from "./model/configuration";
import { isOurs } from "./ours";
import type { RunPosition } from "./snapshot";

// What nobody announces, such as a slider or a schedule's own doing, arrives after so many steps at most.
const mostSteps = 200;

/** Whether callbacks of the user's run between epochs. */
export function areToldOfEpochs(callbacks: Callback[]): boolean {
  return callbacks.some(
    (callback) => (callback.onEpochBegin ?? callback.onEpochEnd) !== undefined && !isOurs(callback),
  );
}

/** Whether callbacks of the user's run after steps, and do more than watch. */
export function areToldOfSteps(callbacks: Callback[]): boolean {
  return callbacks.some((callback) => callback.onBatchEnd && !callback.onlyWatches && !isOurs(callback));
}

/** What is trained is settled when a fit begins. */
function checkTrained(before: Configuration, now: Configuration): void {
  for (const [name, trained] of now.trained) {
    if (before.trained.get(name) === trained) continue;
    throw new OptionError({
      where: "fit",
      required: "what is trained must stay as it is during a fit",
      got: `trainable = ${trained} for ${name}`,
      remedy: "set it between two fits, of which the second may have {continueFrom: history}",
    });
  }
}

/**
 * Says before which steps a fit looks whether a step still does what was recorded. With code of the user's: at the start of
 * an epoch where callbacks of the user's run between epochs, and every 200 steps. Without: where such callbacks have changed what
 * layers are set to.
 */
export class Rechecking {
  private readonly betweenEpochs: boolean;
  private readonly afterSteps: boolean;
  private stretch?: number;
  private before?: Configuration;

  constructor(
    private readonly ownCode: boolean,
    callbacks: Callback[],
    private readonly model?: tf.LayersModel,
  ) {
    this.betweenEpochs = areToldOfEpochs(callbacks);
    this.afterSteps = areToldOfSteps(callbacks);
    if (model && (this.betweenEpochs || this.afterSteps)) this.before = configurationOf(model);
  }

  /** Whether layers are set to something else than when this was asked last: before each step and validation. */
  areLayersChanged({ batch }: Pick<RunPosition, "batch">): boolean {
    const { model, before, afterSteps } = this;
    if (!model || !before || !(afterSteps || batch === 0)) return false;
    this.before = configurationOf(model);
    checkTrained(before, this.before);
    return before.settings !== this.before.settings;
  }

  /** Whether the user's code is to be looked at in the coming step; asked once before each. */
  isDue({ step, batch }: Pick<RunPosition, "step" | "batch">): boolean {
    if (!this.ownCode) return false;
    const stretch = Math.floor(step / mostSteps);
    const isLater = stretch !== (this.stretch ?? stretch);
    this.stretch = stretch;
    return isLater || (batch === 0 && this.betweenEpochs);
  }
}
