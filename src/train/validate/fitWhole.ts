import { InterruptedError, OptionError } from "../../core/index";
import { fit } from "../fit";
import type { History } from "../history";
import type { FitData } from "../batches/sourceOf";
import type { FitOptions } from "../fitOptions";
import type { Trainable } from "../plan";

/**
 * Trains one model of several.
 *
 * @throws InterruptedError where the fit was interrupted, as half a training would pass for a result
 */
export async function fitWhole(
  where: string,
  model: Trainable,
  data: FitData,
  options: FitOptions,
): Promise<History> {
  const history = await fit(model, data, options);
  if (history.stopped !== "interrupted") return history;
  const required = "every training must come to its end, but one was interrupted";
  throw new InterruptedError({ where, required, remedy: "run it again for a result" });
}

/**
 * Checks what is told of each fit of several: its seed follows from that of all.
 *
 * @throws OptionError `crossValidate: fit must have no seed, got 3; give it to crossValidate: {seed: 3}`
 */
export function checkFitOfEach(where: string, { seed }: FitOptions): void {
  if (seed === undefined) return;
  const remedy = `give it to ${where}: {seed: ${seed}}`;
  throw new OptionError({ where, required: "fit must have no seed", got: seed, remedy });
}
