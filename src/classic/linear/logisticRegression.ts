import { checkInteger, checkNumber, checkOptions } from "../../core/index";
import { Classifier, type ClassesToLearn, type Deciding, type Probabilistic } from "../estimator";
import { rowOf, type Features, type Matrix } from "../matrix";
import { sayNotConverged } from "./linearModel";
import { dot, lbfgs, sumOf } from "../../math/index";
import { logisticObjective } from "./logisticObjective";

/** Options of {@link logisticRegression}. */
export interface LogisticRegressionOptions {
  /** The inverse of the L2 penalty's strength, above 0: smaller penalises more. Default 1. */
  C?: number;
  /** Whether each class has a constant besides the weights; it is never penalised. Default true. */
  fitIntercept?: boolean;
  /** Steps of L-BFGS at most. Default 100. */
  maxIter?: number;
  /** Stops where no entry of the gradient of the mean loss is larger. Default 1e-4. */
  tol?: number;
}

interface Learnt {
  /** [1 or classes][features]. */
  coefficients: Float64Array[];
  intercepts: Float64Array;
  iterations: number;
  converged: boolean;
}

/** What {@link logisticRegression} makes. */
export class LogisticRegression
  extends Classifier<Required<LogisticRegressionOptions>>
  implements Probabilistic, Deciding
{
  #learnt: Learnt | undefined;

  constructor(options?: LogisticRegressionOptions) {
    super("logisticRegression", checked(options));
  }

  /** [1][features] for two classes, towards the second; else [classes][features]. */
  get coefficients(): Float64Array[] {
    return this.learnt("coefficients", this.#learnt).coefficients;
  }

  /** float64 [1 or classes]. */
  get intercepts(): Float64Array {
    return this.learnt("intercepts", this.#learnt).intercepts;
  }

  /** Steps of L-BFGS that `fit` took. */
  get iterations(): number {
    return this.learnt("iterations", this.#learnt).iterations;
  }

  /** Whether `fit` came within its tolerance. */
  get converged(): boolean {
    return this.learnt("converged", this.#learnt).converged;
  }

  /** x · w + b: [rows][1] for two classes, where more than 0 means the second; else [rows][classes]. */
  async decisionFunction(x: Features): Promise<Float64Array[]> {
    return this.#logits(await this.knownFeatures("decisionFunction", x));
  }

  /** [rows][classes]: the softmax of the decision values, for two classes their sigmoid. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    return this.#logits(await this.knownFeatures("predictProba", x)).map(probabilities);
  }

  protected override learnClasses(x: Matrix, y: Int32Array, { count }: ClassesToLearn): void {
    const { C, fitIntercept, maxIter, tol } = this.params;
    const outputs = count === 2 ? 1 : count;
    const width = x.columns + 1;
    const objective = logisticObjective(x, y, { outputs, penalty: 1 / (C * x.rows), fitIntercept });
    const { point, ...ended } = lbfgs(objective, new Float64Array(outputs * width), { tol, maxIter });
    if (!ended.converged) sayNotConverged(this.name, maxIter);
    const places = Array.from({ length: outputs }, (_, output) => output * width);
    this.#learnt = {
      coefficients: places.map((from) => point.slice(from, from + x.columns)),
      intercepts: Float64Array.from(places, (from) => point[from + x.columns]),
      ...ended,
    };
  }

  protected override apply(x: Matrix): number[] {
    return this.#logits(x).map((values) =>
      values.length === 1 ? Number(values[0] > 0) : values.indexOf(Math.max(...values)),
    );
  }

  #logits(x: Matrix): Float64Array[] {
    const { coefficients, intercepts } = this.#learnt!;
    return Array.from({ length: x.rows }, (_, row) =>
      intercepts.map((start, output) => dot(rowOf(x, row), coefficients[output], start)),
    );
  }
}

function checked(options: LogisticRegressionOptions | undefined): Required<LogisticRegressionOptions> {
  const where = "logisticRegression";
  const defaults: Required<LogisticRegressionOptions> = { C: 1, fitIntercept: true, maxIter: 100, tol: 1e-4 };
  const params = checkOptions(where, options, defaults);
  checkNumber(where, "C", params.C, "(0, ∞)");
  checkInteger(where, "maxIter", params.maxIter, "[1, ∞)");
  checkNumber(where, "tol", params.tol, "(0, ∞)");
  return params;
}

function probabilities(logits: Float64Array): Float64Array {
  if (logits.length === 1) {
    return Float64Array.of(1 / (1 + Math.exp(logits[0])), 1 / (1 + Math.exp(-logits[0])));
  }
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = sumOf(powers);
  return powers.map((power) => power / sum);
}

/**
 * Logistic regression with an L2 penalty, for two classes or more: the weights with the least
 * C · Σ −log p(y) + ½ · Σw², where p is the softmax of x · w + b, for two classes the sigmoid.
 *
 * By L-BFGS. As `LogisticRegression` of scikit-learn. Scale features that are measured in different units first.
 *
 * ```ts
 * const model = await makePipeline(standardScaler(), logisticRegression({ C: 0.1 })).fit(train);
 * await model.predictProba(test); // [rows][classes]
 * ```
 */
export function logisticRegression(options?: LogisticRegressionOptions): LogisticRegression {
  return new LogisticRegression(options);
}
