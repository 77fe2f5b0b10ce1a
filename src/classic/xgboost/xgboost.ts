import { DataError } from "../../core/index";
import { Classifier, Regressor, type ClassesToLearn, type FitExtras, type Probabilistic } from "../estimator";
import type { Features, Matrix } from "../matrix";
import type { Task } from "../../nn/index";
import { boost, saveBooster, type Boosted } from "./boosted";
import { checkXgboost, type XgboostOptions, type XgboostParams } from "./options";
import { taskOf } from "../targets";

/** What {@link xgboost} makes for classes. */
export class XgboostClassifier extends Classifier<XgboostParams> implements Probabilistic {
  protected override readonly acceptsMissing = true;
  #boosted: Boosted | undefined;

  constructor(options?: XgboostOptions) {
    super("xgboost", checkXgboost(options));
  }

  /** float64 [features]: each feature's share of what all splits gained, or of what `importanceType` says. */
  get importances(): Float64Array {
    return this.learnt("importances", this.#boosted).importances;
  }

  /** The round with the best score, from 0, which predicts; without early stopping the last. */
  get bestIteration(): number {
    return this.learnt("bestIteration", this.#boosted).bestIteration;
  }

  /** The score of each round on `evalSet`. */
  get evalScores(): number[] {
    return this.learnt("evalScores", this.#boosted).evalScores;
  }

  /** float32 numbers, [rows][classes]. */
  async predictProba(x: Features): Promise<Float64Array[]> {
    return this.#probabilities(await this.knownFeatures("predictProba", x));
  }

  /** Writes a model that XGBoost reads in any language; the file's name ends in `.json` or `.ubj`. */
  async save(file: string): Promise<void> {
    await saveBooster(this.learnt("save", this.#boosted).booster, file);
  }

  /** Forgets what was learnt, and gives XGBoost's memory back. */
  override dispose(): void {
    super.dispose();
    this.#boosted?.booster.free();
    this.#boosted = undefined;
  }

  /** Takes over a model that was read from a file. @internal */
  adopt(boosted: Boosted, columns: number, classes: Int32Array): this {
    this.dispose();
    this.#boosted = boosted;
    return this.assume(columns, classes);
  }

  protected override get acceptsEvalSet(): boolean {
    return true;
  }

  protected override async learnClasses(
    x: Matrix,
    y: Int32Array,
    { names, extras }: ClassesToLearn,
  ): Promise<void> {
    const objective = names.length === 2 ? "binary:logistic" : "multi:softprob";
    const answers = (labels: Float64Array) => labels.map((label) => placeOf(names, label));
    const kind = { objective, classes: names, extras, answers };
    this.#boosted = await boost(x, y, { params: this.params, kind });
  }

  protected override async apply(x: Matrix): Promise<number[]> {
    return (await this.#probabilities(x)).map((row) =>
      row.length === 2 ? Number(row[1] > 0.5) : row.indexOf(Math.max(...row)),
    );
  }

  async #probabilities(x: Matrix): Promise<Float64Array[]> {
    const said = await this.#boosted!.booster.predict("xgboost.predict", x, this.params.nJobs);
    const width = said.length / x.rows;
    // In float32, as XGBoost's own Python does.
    if (width === 1) return Array.from(said, (p) => Float64Array.of(Math.fround(1 - p), p));
    return Array.from({ length: x.rows }, (_, row) =>
      Float64Array.from(said.subarray(row * width, (row + 1) * width)),
    );
  }
}

/** What {@link xgboost} makes for numbers. */
export class XgboostRegressor extends Regressor<XgboostParams> {
  protected override readonly acceptsMissing = true;
  #boosted: Boosted | undefined;

  constructor(options?: XgboostOptions) {
    super("xgboost", checkXgboost(options));
  }

  /** float64 [features]: each feature's share of what all splits gained, or of what `importanceType` says. */
  get importances(): Float64Array {
    return this.learnt("importances", this.#boosted).importances;
  }

  /** The round with the best score, from 0, which predicts; without early stopping the last. */
  get bestIteration(): number {
    return this.learnt("bestIteration", this.#boosted).bestIteration;
  }

  /** The score of each round on `evalSet`. */
  get evalScores(): number[] {
    return this.learnt("evalScores", this.#boosted).evalScores;
  }

  /** Writes a model that XGBoost reads in any language; the file's name ends in `.json` or `.ubj`. */
  async save(file: string): Promise<void> {
    await saveBooster(this.learnt("save", this.#boosted).booster, file);
  }

  /** Forgets what was learnt, and gives XGBoost's memory back. */
  override dispose(): void {
    super.dispose();
    this.#boosted?.booster.free();
    this.#boosted = undefined;
  }

  /** Takes over a model that was read from a file. @internal */
  adopt(boosted: Boosted, columns: number): this {
    this.dispose();
    this.#boosted = boosted;
    this.width = columns;
    return this;
  }

  protected override get acceptsEvalSet(): boolean {
    return true;
  }

  protected override async learn(x: Matrix, y: Float64Array, extras: FitExtras): Promise<void> {
    const kind = { objective: "reg:squarederror", extras, answers: (numbers: Float64Array) => numbers };
    this.#boosted = await boost(x, y, { params: this.params, kind });
  }

  protected override async apply(x: Matrix): Promise<Float64Array> {
    const said = await this.#boosted!.booster.predict("xgboost.predict", x, this.params.nJobs);
    return Float64Array.from(said);
  }
}

function placeOf(classes: Int32Array, label: number): number {
  const place = classes.indexOf(label);
  if (place >= 0) return place;
  const required = "evalSet must have no class that y has not";
  throw new DataError({ where: "xgboost.fit", required, got: String(label) });
}

/**
 * Gradient-boosted trees by XGBoost itself (Chen & Guestrin 2016): its C library, the one that Python's package has in it.
 *
 * Each round adds a tree that corrects what the trees before got wrong. With the same parameters predictions are those of
 * Python's `XGBClassifier` and `XGBRegressor`, bit by bit. A NaN in features is a value that is missing. It works in a
 * thread of its own; call `dispose` when many models are made.
 *
 * ```ts
 * const model = await xgboost({ learningRate: 0.1, maxDepth: 4, earlyStoppingRounds: 10 }).fit(train, undefined, {
 *   evalSet: { x: validation },
 * });
 * await model.save("digits.json"); // Python: XGBClassifier().load_model("digits.json")
 * ```
 *
 * @throws FileError when set-up could not get XGBoost for this machine
 */
export function xgboost(options: XgboostOptions & { task: "regression" }): XgboostRegressor;
export function xgboost(options?: XgboostOptions & { task?: "classification" }): XgboostClassifier;
export function xgboost(options?: XgboostOptions & { task?: Task }): XgboostClassifier | XgboostRegressor {
  const { task, rest } = taskOf("xgboost", options);
  return task === "regression" ? new XgboostRegressor(rest) : new XgboostClassifier(rest);
}
