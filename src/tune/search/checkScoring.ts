import { scorers, type Predictor, type Scorer, type ScorerName } from "../../classic/index";
import { OptionError } from "../../core/index";

const ofNumbers: readonly ScorerName[] = [
  "r2",
  "negMeanSquaredError",
  "negRootMeanSquaredError",
  "negMeanAbsoluteError",
];

/**
 * Checks that a scorer of ours can score what an estimator of this kind says, whatever its parameters: those of classes need a
 * classifier, `negLogLoss` one with probabilities. One of the user's own is not known.
 */
export function checkScoring(
  where: string,
  scoring: string | Scorer | undefined,
  estimator: Predictor,
): void {
  const names = Object.keys(scorers) as ScorerName[];
  const name = names.find((one) => scoring === one || scoring === scorers[one]);
  if (name === undefined || ofNumbers.includes(name)) return;
  const got = estimator.name;
  if (estimator.kind !== "classifier")
    throw new OptionError({ where, required: `scoring "${name}" must go with a classifier`, got });
  if (name !== "negLogLoss" || "predictProba" in estimator) return;
  const required = `scoring "${name}" must go with an estimator that has predictProba`;
  throw new OptionError({ where, required, got });
}
