import type { Callback } from "./callback";
import { isOurs } from "./ours";
import type { Run } from "./run";

// What nobody announces, such as a slider or a schedule's own doing, arrives after so many steps at most.
const mostSteps = 200;

/** Whether callbacks of the user's run between epochs. */
export function areToldOfEpochs(callbacks: Callback[]): boolean {
  return callbacks.some(
    (callback) => (callback.onEpochBegin ?? callback.onEpochEnd) !== undefined && !isOurs(callback),
  );
}

/**
 * Says before which steps a fit with code of the user's looks whether that still does what was recorded: at the start of
 * an epoch where callbacks of the user's run between epochs, and every 200 steps.
 */
export class Rechecking {
  private readonly betweenEpochs: boolean;
  private stretch?: number;

  constructor(
    private readonly ownCode: boolean,
    callbacks: Callback[],
  ) {
    this.betweenEpochs = areToldOfEpochs(callbacks);
  }

  /** Whether the coming step is one; asked once before each. */
  isDue({ step, batch }: Run): boolean {
    if (!this.ownCode) return false;
    const stretch = Math.floor(step / mostSteps);
    const isLater = stretch !== (this.stretch ?? stretch);
    this.stretch = stretch;
    return isLater || (batch === 0 && this.betweenEpochs);
  }
}
