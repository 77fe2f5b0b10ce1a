import { checkNumber, checkOptions } from "../../core/index";
import { checkDescent, DescentModel, descentDefaults, type DescentOptions } from "./descentModel";

/** Options of {@link elasticNet}. */
export interface ElasticNetOptions extends DescentOptions {
  /** Share of the L1 penalty, in [0, 1]: 1 is lasso, 0 is ridge. Default 0.5. */
  l1Ratio?: number;
}

/** What {@link elasticNet} makes. */
export class ElasticNet extends DescentModel<Required<ElasticNetOptions>> {
  constructor(options?: ElasticNetOptions) {
    const params = checkOptions("elasticNet", options, { ...descentDefaults, l1Ratio: 0.5 });
    checkNumber("elasticNet", "l1Ratio", params.l1Ratio, "[0, 1]");
    super("elasticNet", checkDescent("elasticNet", params));
  }

  protected override get mix(): number {
    return this.params.l1Ratio;
  }
}

/**
 * Linear regression with both penalties: the weights with the least
 * 1/(2n) · Σ(y − x · w − b)² + alpha · (l1Ratio · Σ|w| + ½ · (1 − l1Ratio) · Σw²).
 *
 * By coordinate descent. As `ElasticNet` of scikit-learn.
 *
 * Names differ between books. Strength and share of L1 are `alpha` and `l1Ratio` here and in scikit-learn; glmnet calls
 * the same two lambda and alpha. The unit's notes mix the other way round: their alpha is the share of L2, so
 * `l1Ratio` = 1 − alpha there. Where a text writes alpha · Σw² without the ½, lambda · ((1 − alpha) · Σ|w| + alpha · Σw²),
 * its lambda is our alpha · (1 + l1Ratio) / 2, and its alpha (1 − l1Ratio) / (1 + l1Ratio); where its loss is the mean of
 * the squares, without that ½ either, its lambda is twice as much.
 *
 * ```ts
 * const model = await elasticNet({ alpha: 0.1, l1Ratio: 0.5 }).fit(train);
 * ```
 */
export function elasticNet(options?: ElasticNetOptions): ElasticNet {
  return new ElasticNet(options);
}
