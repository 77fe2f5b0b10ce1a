import { OptionError } from "../core/index";
import type { Deciding, Predictor, Probabilistic } from "./estimator";
import type { Features } from "./matrix";

/** The estimator's probabilities, [rows][classes]. @internal */
export function probabilitiesOf(where: string, estimator: Predictor, x: Features): Promise<Float64Array[]> {
  if ("predictProba" in estimator) return (estimator as Predictor & Probabilistic).predictProba(x);
  throw new OptionError({ where, required: "the estimator must have predictProba", got: estimator.name });
}

/** The estimator's decision values, [rows][1 or classes]. @internal */
export function decisionsOf(where: string, estimator: Predictor, x: Features): Promise<Float64Array[]> {
  if ("decisionFunction" in estimator) return (estimator as Predictor & Deciding).decisionFunction(x);
  throw new OptionError({ where, required: "the estimator must have decisionFunction", got: estimator.name });
}

/**
 * How sure the estimator is of each class, higher for more, [rows][1 or classes]: of two classes its decision values, else its
 * probabilities; of more the other way round, as decision values of different classes need not compare.
 *
 * @internal
 */
export function rankingOf(
  where: string,
  estimator: Predictor,
  { x, classes }: { x: Features; classes: number },
): Promise<Float64Array[]> {
  const predicting = "last" in estimator ? (estimator.last as Predictor) : estimator;
  const byProbability = classes > 2 ? "predictProba" in predicting : !("decisionFunction" in predicting);
  return byProbability ? probabilitiesOf(where, estimator, x) : decisionsOf(where, estimator, x);
}
