import { checkKeys, NotFittedError, OptionError, ShapeError, checkOptions } from "../core/index";
import { isConstant, meanOf } from "../math/index";
import { matrixOf, rowsOf, type Features, type Matrix } from "./matrix";
import { classesOf, targetsOf, type Targets } from "./targets";

/** What is done with an estimator: it predicts classes or numbers, or changes features on their way to one that does. */
export type EstimatorKind = "classifier" | "regressor" | "transformer";

/** What any `fit` takes besides the data; most estimators take nothing. */
export interface FitExtras {
  /** Data that early stopping watches, for those that stop early; a data set has its own y. */
  evalSet?: { x: Features; y?: Targets };
}

/**
 * What all estimators have in common: parameters that are read, changed and copied by name.
 *
 * A parameter never changes by fitting: what was learnt lies elsewhere, so a clone is one that has learnt nothing.
 */
export abstract class Estimator<P extends object = object> {
  abstract readonly kind: EstimatorKind;
  /** NaN in features stands for a value that is missing. */
  protected readonly acceptsMissing: boolean = false;
  /** How many features `fit` saw; undefined before. */
  protected width: number | undefined;
  #params: P;

  /**
   * An estimator that has learnt nothing.
   *
   * @param name the function that makes it, for messages
   * @param params all of them, checked
   */
  constructor(
    readonly name: string,
    params: P,
  ) {
    this.#params = Object.freeze(params);
  }

  /** The parameters as they are now; for a pipeline also those of its steps, as `step__name`. */
  getParams(): P {
    return { ...this.#params };
  }

  /** Changes some parameters; what was learnt with the old ones is forgotten. */
  setParams(params: Partial<P>): this {
    this.#params = Object.freeze(this.#make({ ...this.#params, ...params }).getParams());
    this.dispose();
    return this;
  }

  /** One with the same parameters that has learnt nothing. */
  clone(): this {
    return this.#make(this.#params);
  }

  /** Whether `fit` was called. */
  get isFitted(): boolean {
    return this.width !== undefined;
  }

  /** Forgets what was learnt, and frees what of it lies outside JavaScript's own memory. */
  dispose(): void {
    this.width = undefined;
  }

  protected get params(): P {
    return this.#params;
  }

  #make(params: Partial<P>): this {
    return new (this.constructor as new (params: Partial<P>) => this)(params);
  }

  /** Features to learn from. */
  protected features(method: string, x: Features): Promise<Matrix> {
    return matrixOf(`${this.name}.${method}`, x, { missing: this.acceptsMissing });
  }

  /** Features to apply to what was learnt, as many as `fit` saw. */
  protected async knownFeatures(method: string, x: Features): Promise<Matrix> {
    const where = `${this.name}.${method}`;
    if (this.width === undefined) {
      const required = "the estimator must be fitted first";
      throw new NotFittedError({ where, required, remedy: `await ${this.name}.fit(…)` });
    }
    const matrix = await this.features(method, x);
    if (matrix.columns === this.width) return matrix;
    throw new ShapeError({
      where,
      required: `x must have ${this.width} features, as in fit`,
      got: matrix.columns,
    });
  }

  /** A value that is there once `fit` has run. */
  protected learnt<T>(what: string, value: T | undefined): T {
    if (value !== undefined && this.isFitted) return value;
    const required = "the estimator must be fitted first";
    throw new NotFittedError({
      where: `${this.name}.${what}`,
      required,
      remedy: `await ${this.name}.fit(…)`,
    });
  }

  protected checkExtras(extras: FitExtras | undefined): FitExtras {
    const checked = checkOptions<FitExtras>(`${this.name}.fit`, extras, { evalSet: undefined });
    if (checked.evalSet) checkKeys(`${this.name}.fit`, checked.evalSet, { of: "evalSet", known: ["x", "y"] });
    if (checked.evalSet === undefined || this.acceptsEvalSet) return checked;
    throw new OptionError({
      where: `${this.name}.fit`,
      required: "evalSet must go with an estimator that stops early",
      remedy: "leave it out",
    });
  }

  protected get acceptsEvalSet(): boolean {
    return false;
  }
}

/** An estimator that predicts something for each row. */
export abstract class Predictor<P extends object = object> extends Estimator<P> {
  abstract override readonly kind: "classifier" | "regressor";

  /**
   * Learns from rows and what is to be predicted for each, or from a data set, which has both. What an earlier
   * call learnt is forgotten.
   */
  async fit(x: Features, y?: Targets, extras?: FitExtras): Promise<this> {
    const checked = this.checkExtras(extras);
    const matrix = await this.features("fit", x);
    const targets = await targetsOf(`${this.name}.fit`, x, { y, rows: matrix.rows });
    this.dispose();
    await this.learn(matrix, targets, checked);
    this.width = matrix.columns;
    return this;
  }

  /** What is predicted for each row. */
  abstract predict(x: Features): Promise<Float64Array | Int32Array>;

  /** How good the predictions are, higher for better: accuracy for classes, R² for numbers. */
  abstract score(x: Features, y?: Targets): Promise<number>;

  protected abstract learn(x: Matrix, y: Float64Array, extras: FitExtras): void | Promise<void>;
}

/** An estimator that predicts a number for each row. */
export abstract class Regressor<P extends object = object> extends Predictor<P> {
  readonly kind = "regressor";

  /** float64 [rows]. */
  override async predict(x: Features): Promise<Float64Array> {
    return this.apply(await this.knownFeatures("predict", x));
  }

  /** R²: 1 − Σ(y − ŷ)² / Σ(y − ȳ)², at most 1; 0 is as good as the mean. */
  override async score(x: Features, y?: Targets): Promise<number> {
    const predicted = await this.apply(await this.knownFeatures("score", x));
    return r2Of(await targetsOf(`${this.name}.score`, x, { y, rows: predicted.length }), predicted);
  }

  protected abstract apply(x: Matrix): Float64Array | Promise<Float64Array>;
}

/** R² of predictions; for a truth that never varies 1 where all are right, else 0, as in scikit-learn. @internal */
export function r2Of(truth: Float64Array, predicted: ArrayLike<number>): number {
  const residual = truth.reduce((sum, value, row) => sum + (value - predicted[row]) ** 2, 0);
  if (isConstant(truth)) return residual === 0 ? 1 : 0;
  const mean = meanOf(truth);
  return 1 - residual / truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** An estimator that predicts a class for each row. Labels are whole numbers, any of them. */
export abstract class Classifier<P extends object = object> extends Predictor<P> {
  readonly kind = "classifier";
  #classes: Int32Array | undefined;

  /** int32 [classes]: the labels that `fit` saw, in ascending order, which is that of all columns per class. */
  get classes(): Int32Array {
    return this.learnt("classes", this.#classes);
  }

  /** int32 [rows]: a label for each row. */
  override async predict(x: Features): Promise<Int32Array> {
    const indices = await this.apply(await this.knownFeatures("predict", x));
    return Int32Array.from(indices, (index) => this.#classes![index]);
  }

  /** Accuracy, the share of rows whose label is the true one. */
  override async score(x: Features, y?: Targets): Promise<number> {
    const indices = await this.apply(await this.knownFeatures("score", x));
    const truth = await targetsOf(`${this.name}.score`, x, { y, rows: indices.length });
    return truth.filter((label, row) => label === this.#classes![indices[row]]).length / truth.length;
  }

  /** Takes over what was learnt elsewhere: so many features, and these labels. */
  protected assume(columns: number, classes: Int32Array): this {
    this.width = columns;
    this.#classes = classes;
    return this;
  }

  protected override async learn(x: Matrix, y: Float64Array, extras: FitExtras): Promise<void> {
    const { names, indices } = classesOf(`${this.name}.fit`, y);
    await this.learnClasses(x, indices, { count: names.length, names, extras });
    this.#classes = names;
  }

  /**
   * Learns classes.
   *
   * @param y int32 [rows], places among the classes, each of which occurs
   */
  protected abstract learnClasses(x: Matrix, y: Int32Array, about: ClassesToLearn): void | Promise<void>;

  /** The place of each row's class among the classes. */
  protected abstract apply(x: Matrix): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** What a classifier is told besides the rows. */
export interface ClassesToLearn {
  count: number;
  names: Int32Array;
  extras: FitExtras;
}

/** A classifier that gives probabilities. */
export interface Probabilistic {
  /** [rows][classes], each row's sum 1. */
  predictProba(x: Features): Promise<Float64Array[]>;
}

/** A classifier that gives a number whose sign, or whose largest, decides. */
export interface Deciding {
  /** [rows][1] for two classes, where more than 0 means the second; else [rows][classes]. */
  decisionFunction(x: Features): Promise<Float64Array[]>;
}

/** An estimator that changes features. */
export abstract class Transformer<P extends object = object> extends Estimator<P> {
  readonly kind = "transformer";

  /** Learns from rows; what is to be predicted plays no part. */
  async fit(x: Features): Promise<this> {
    const matrix = await this.features("fit", x);
    this.learn(matrix);
    this.width = matrix.columns;
    return this;
  }

  /** The rows, changed. */
  async transform(x: Features): Promise<Float64Array[]> {
    return rowsOf(this.apply(await this.knownFeatures("transform", x)));
  }

  /** `fit`, then `transform` of the same rows. */
  async fitTransform(x: Features): Promise<Float64Array[]> {
    return (await this.fit(x)).transform(x);
  }

  protected abstract learn(x: Matrix): void;
  protected abstract apply(x: Matrix): Matrix;
}
