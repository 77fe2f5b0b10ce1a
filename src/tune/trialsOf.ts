import { OptionError, shown } from "../core/index";
import type { TrialRecord } from "./trialRecord";

/**
 * The trials of what is to be a study.
 *
 * @throws OptionError `importances: study must be a study, with trials and directions, got undefined`
 */
export function trialsOf(
  where: string,
  study: { trials: readonly TrialRecord[]; directions: readonly unknown[] },
): readonly TrialRecord[] {
  if (Array.isArray(study?.trials) && Array.isArray(study.directions)) return study.trials;
  const remedy = study instanceof Promise ? "await it" : undefined;
  const required = "study must be a study, with trials and directions";
  throw new OptionError({ where, required, got: shown(study), remedy });
}
