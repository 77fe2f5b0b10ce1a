import { sumOf } from "../../math/index";
import type { Task } from "../../nn/index";
import { Classifier, Regressor, type ClassesToLearn, type Probabilistic } from "../estimator";
import { type Features, type Matrix, argMax } from "../matrix";
import { checkEnough, checkNeighbors, neighboursOf, type KNeighborsOptions } from "./nearest";
import { taskOf } from "../targets";

interface Known<Y> {
  x: Matrix;
  y: Y;
}

/** What {@link kNeighbors} makes for classes. */
export class KNeighborsClassifier extends Classifier<Required<KNeighborsOptions>> implements Probabilistic {
  #known: (Known<Int32Array> & { count: number }) | undefined;

  constructor(options?: KNeighborsOptions) {
    super("kNeighbors", checkNeighbors(options));
  }

  /** [rows][classes]: the share of the neighbours of each class, weighted. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    return this.#shares(await this.knownFeatures("predictProba", x));
  }

  protected override learnClasses(x: Matrix, y: Int32Array, { count }: ClassesToLearn): void {
    checkEnough(x, this.params);
    this.#known = { x, y, count };
  }

  protected override apply(x: Matrix): number[] {
    return this.#shares(x).map(argMax);
  }

  #shares(x: Matrix): Float64Array[] {
    const { x: known, y, count } = this.#known!;
    return neighboursOf(known, x, this.params).map(({ rows, weights }) => {
      const votes = new Float64Array(count);
      rows.forEach((row, at) => (votes[y[row]] += weights[at]));
      const total = sumOf(votes);
      return votes.map((vote) => vote / total);
    });
  }
}

/** What {@link kNeighbors} makes for numbers. */
export class KNeighborsRegressor extends Regressor<Required<KNeighborsOptions>> {
  #known: Known<Float64Array> | undefined;

  constructor(options?: KNeighborsOptions) {
    super("kNeighbors", checkNeighbors(options));
  }

  protected override learn(x: Matrix, y: Float64Array): void {
    checkEnough(x, this.params);
    this.#known = { x, y };
  }

  protected override apply(x: Matrix): Float64Array {
    const { x: known, y } = this.#known!;
    const means = neighboursOf(known, x, this.params).map(({ rows, weights }) => {
      const total = sumOf(weights);
      return rows.reduce((sum, row, at) => sum + weights[at] * y[row], 0) / total;
    });
    return Float64Array.from(means);
  }
}

/**
 * The k nearest training rows decide: their commonest class, or the mean of their numbers.
 *
 * Every row is compared with all that `fit` saw. As `KNeighborsClassifier` and `KNeighborsRegressor` of scikit-learn; of
 * several rows at the same distance those that came first in training count. Scale features of different units first.
 *
 * ```ts
 * const model = await kNeighbors({ nNeighbors: 3 }).fit(train);
 * const numbers = await kNeighbors({ task: "regression", weights: "distance" }).fit(x, y);
 * ```
 */
export function kNeighbors(options: KNeighborsOptions & { task: "regression" }): KNeighborsRegressor;
export function kNeighbors(options?: KNeighborsOptions & { task?: "classification" }): KNeighborsClassifier;
export function kNeighbors(
  options?: KNeighborsOptions & { task?: Task },
): KNeighborsClassifier | KNeighborsRegressor {
  const { task, rest } = taskOf("kNeighbors", options);
  return task === "regression" ? new KNeighborsRegressor(rest) : new KNeighborsClassifier(rest);
}
