import { checkRayOptions, type RayOptions } from "./rayOptions";
import { RaySite } from "./raySite";
import { SlotExecutor } from "./slotExecutor";
import type { ExecutorFactory } from "../executor";

/**
 * Runs trials on a Ray cluster: many machines, and workers, nodes and machines that may go at any time.
 *
 * The objective must be an {@link objectiveFile}, and is sent along; tsdescent must be set up on every node. A trial whose worker or node
 * is lost is tried again elsewhere, from what it saved: values by `trial.save`, files by `trial.file`, which are sent to the study (up to 64 MiB)
 * unless the nodes see its disk. An objective that throws is not tried again. Needs `npx tsdescent setup --with ray`.
 *
 * ```ts
 * await study.optimize(objectiveFile("objective.ts"), { trials: 500, executor: ray({ address: "10.0.0.5:6379" }) });
 * ```
 */
export function ray(options?: RayOptions): ExecutorFactory {
  const given = checkRayOptions(options);
  return (work) => new SlotExecutor("ray", () => new RaySite(given), work);
}
