import { meanOf } from "../../math/index";
import type { Task } from "../../nn/index";
import { Classifier, Regressor, type ClassesToLearn, type Probabilistic } from "../estimator";
import { type Features, type Matrix, argMax } from "../matrix";
import {
  checkForest,
  forestMeans,
  growForest,
  type Forest,
  type RandomForestOptions,
  type RandomForestParams,
} from "./forest";
import { taskOf } from "../targets";

/** What {@link randomForest} makes for classes. */
export class RandomForestClassifier extends Classifier<RandomForestParams> implements Probabilistic {
  #forest: Forest | undefined;

  constructor(options?: RandomForestOptions) {
    super("randomForest", checkForest(options, "sqrt"));
  }

  /** float64 [features]: each feature's share of what all splits lessened Gini's impurity. */
  get importances(): Float64Array {
    return this.learnt("importances", this.#forest).importances;
  }

  /** [rows][classes]: the mean over trees of each class's share in the leaf. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    return forestMeans(
      this.learnt("predictProba", this.#forest),
      await this.knownFeatures("predictProba", x),
    );
  }

  protected override async learnClasses(x: Matrix, y: Int32Array, { count }: ClassesToLearn): Promise<void> {
    const amounts = new Float64Array(x.rows).fill(1);
    this.#forest = await growForest(x, { slots: y, amounts, slotCount: count }, this.params);
  }

  protected override apply(x: Matrix): number[] {
    return forestMeans(this.#forest!, x).map(argMax);
  }
}

/** What {@link randomForest} makes for numbers. */
export class RandomForestRegressor extends Regressor<RandomForestParams> {
  #forest: Forest | undefined;
  #mean = 0;

  constructor(options?: RandomForestOptions) {
    super("randomForest", checkForest(options, "all"));
  }

  /** float64 [features]: each feature's share of what all splits lessened the variance. */
  get importances(): Float64Array {
    return this.learnt("importances", this.#forest).importances;
  }

  protected override async learn(x: Matrix, y: Float64Array): Promise<void> {
    // Sums of squares of numbers far from 0 would lose their digits.
    const mean = meanOf(y);
    const amounts = y.map((value) => value - mean);
    this.#mean = mean;
    this.#forest = await growForest(x, { slots: new Int32Array(x.rows), amounts, slotCount: 1 }, this.params);
  }

  protected override apply(x: Matrix): Float64Array {
    return Float64Array.from(forestMeans(this.#forest!, x), ([off]) => this.#mean + off);
  }
}

/**
 * A random forest (Breiman 2001): many deep trees, each grown on rows drawn with replacement and on features drawn anew
 * for each split, which vote by their mean.
 *
 * As `RandomForestClassifier` and `RandomForestRegressor` of scikit-learn; the draws are others, so that scores agree within
 * what seeds make of them, and a single tree without draws agrees exactly but for ties.
 *
 * ```ts
 * const model = await randomForest({ nEstimators: 200, seed: 1 }).fit(train);
 * model.importances; // which features matter
 * ```
 */
export function randomForest(options: RandomForestOptions & { task: "regression" }): RandomForestRegressor;
export function randomForest(
  options?: RandomForestOptions & { task?: "classification" },
): RandomForestClassifier;
export function randomForest(
  options?: RandomForestOptions & { task?: Task },
): RandomForestClassifier | RandomForestRegressor {
  const { task, rest } = taskOf("randomForest", options);
  return task === "regression" ? new RandomForestRegressor(rest) : new RandomForestClassifier(rest);
}
