import { checkOptions } from "../../core/index";
import { checkDescent, DescentModel, descentDefaults, type DescentOptions } from "./descentModel";

/** Options of {@link lasso}. */
export type LassoOptions = DescentOptions;

/** What {@link lasso} makes. */
export class Lasso extends DescentModel<Required<LassoOptions>> {
  protected readonly mix = 1;

  constructor(options?: LassoOptions) {
    super("lasso", checkDescent("lasso", checkOptions("lasso", options, descentDefaults)));
  }
}

/**
 * Linear regression with an L1 penalty, which makes weights exactly 0: least 1/(2n) · Σ(y − x · w − b)² + alpha · Σ|w|.
 *
 * By coordinate descent. As `Lasso` of scikit-learn. {@link elasticNetPath} with `l1Ratio: 1` gives the weights for many
 * alphas.
 *
 * ```ts
 * const model = await lasso({ alpha: 0.1 }).fit(train);
 * model.coefficients.filter((weight) => weight !== 0).length; // features that matter
 * ```
 */
export function lasso(options?: LassoOptions): Lasso {
  return new Lasso(options);
}
