import { named, type Training } from "./training";
import type { Restorable, Run } from "./run";
import type { RunSnapshot } from "./snapshot";

/**
 * Goes on from what a run saved. Where a callback had stopped that, it stays stopped, if the callback is here again and does
 * not judge anew by what it had saved.
 *
 * @throws ShapeError or DataError when it is another model's or optimiser's, before anything is changed
 */
export async function resume(
  training: Training,
  snapshot: RunSnapshot,
  { callbacks, run }: { callbacks: Restorable[]; run: Run },
): Promise<void> {
  training.load(snapshot);
  for (const [name, callback] of named(callbacks)) {
    const state = snapshot.callbacks[name];
    if (state !== undefined) await callback.load?.(state, run);
    else if (name === snapshot.stoppedBy) training.stop(snapshot.history.stopped!);
  }
}
