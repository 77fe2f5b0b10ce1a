import { OptionError } from "../../core/index";
import type { FitOptions } from "../fitOptions";

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
