import { matrixOf, rowsOf, type Features } from "../../classic/matrix";
import {
  Pipeline,
  Predictor,
  Regressor,
  scorerOf,
  scorers,
  type Scorer,
  type Targets,
} from "../../classic/index";
import { targetsOf } from "../../classic/targets";
import { DataError, InterruptedError, OptionError, checkOneOf, shown as shownValue } from "../../core/index";
import { type Displayable, displaySymbol, type MimeBundle, tableBundle, tableNumber } from "../../show/index";
import { checkDivision } from "../../data/division";
import { Table } from "../../data/index";
import { mostRows, sayWindows } from "../../data/windows";
import { meanOf } from "../../math/index";
import { kFold, type Fold } from "../../train/index";
import { scoreOfError } from "../../train/validate/attempts";
import { onInterrupt } from "../../train/interrupt";
import { checkFoldClasses, checkFoldRows, checkFoldsVary } from "./checkFolds";
import { checkScoring } from "./checkScoring";
import { cvResultsOf, type Candidate, type CvResults } from "./cvResults";
import type { searchDefaults } from "./options";
import { SearchProgress } from "./searchProgress";

type Rows = Pick<Fold, "train" | "validation">;

/** Whether its own score is R²: a regressor's is, unless it brings another. */
function isScoredByR2(estimator: Predictor): boolean {
  const isGiven = estimator instanceof Pipeline || estimator.score === Regressor.prototype.score;
  return isGiven && estimator.kind === "regressor";
}

/** Folds in which a candidate is tried: those of the search, or a share of their rows. */
export interface Trial {
  folds: readonly Rows[];
  /** How many rows they have together. */
  rows: number;
}

/** Measures a candidate. */
export type Measure = (params: Record<string, unknown>, some?: Trial) => Promise<Candidate>;

/** Which candidates are tried: it measures them one after the other. @returns those among which the best is */
export type Strategy = (
  measure: Measure,
  data: {
    y: Float64Array;
    isClassifier: boolean;
    folds: readonly Rows[];
    /** Takes how many candidates there will be, those of all rounds. */
    plan: (candidates: number) => void;
  },
) => Promise<Candidate[]>;

/** Ends a search that was interrupted, between two fits. */
class Interrupted extends Error {}

/**
 * A search over an estimator's parameters with cross-validation, in the shape of scikit-learn's: it is fitted, and
 * then predicts as the best candidate does.
 */
export class ParameterSearch<E extends Predictor = Predictor> implements Displayable {
  /** Why the last `fit` ended early; undefined where it did not. */
  stopped?: string;
  private tried: Candidate[] = [];
  private best?: Candidate;
  private refitted?: E;
  private refitError?: string;
  private readonly scorer: Scorer;

  /** Made by `GridSearchCV` and the like. @internal */
  constructor(
    private readonly where: string,
    private readonly estimator: E,
    private readonly options: typeof searchDefaults,
    private readonly strategy: Strategy,
  ) {
    this.scorer = scorerOf(where, options.scoring);
    checkScoring(where, options.scoring, estimator);
  }

  /** Checks that what is to be searched predicts. @internal */
  static checkEstimator(where: string, estimator: unknown): void {
    if (estimator instanceof Predictor) return;
    const required = "estimator must be one that predicts, as classic's are";
    const remedy = typeof estimator === "function" ? "call it, for example classic.ridge()" : undefined;
    throw new OptionError({ where, required, got: shownValue(estimator), remedy });
  }

  /** Checks that the estimator has parameters of these names. @internal */
  static checkNames(where: string, estimator: Predictor, names: readonly string[]): void {
    const known = Object.keys(estimator.getParams());
    // A whole step that is searched brings parameters of its own.
    const isOfStep = (name: string) => name.includes("__") && names.includes(name.split("__")[0]);
    for (const name of names) if (!isOfStep(name)) checkOneOf(where, "parameter", name, known);
  }

  /**
   * Tries all candidates, and fits the best on all rows.
   *
   * An interrupt keeps the candidates that are done, and so does an error: the best of them is `bestParams`, and is not fitted
   * on all rows.
   */
  async fit(x: Features, y?: Targets): Promise<this> {
    const rows = rowsOf(await matrixOf(`${this.where}.fit`, x, { missing: true }));
    const targets = await targetsOf(`${this.where}.fit`, x, { y, rows: rows.length });
    this.checkRows(x, rows, targets);
    const folds = this.folds(targets);
    this.forget();
    try {
      this.best = bestOf(this.where, await this.tryAll(rows, targets, folds));
    } finally {
      this.best ??= finiteBest(this.tried);
    }
    if (this.options.refit && !this.stopped) await this.refit(this.best!, rows, targets);
    return this;
  }

  /** Checks how rows are divided, and says where they are windows that are drawn at random. */
  private checkRows(x: Features, rows: readonly Float64Array[], targets: Float64Array): void {
    const { cv, groups, time } = this.options;
    checkDivision(this.where, this.options, rows.length);
    if (typeof cv !== "number" || groups || time !== undefined) return;
    const some = rows.slice(0, mostRows);
    const values = some.flatMap((row) => Array.from(row));
    const answers = targets.subarray(0, some.length);
    sayWindows(this.where, { values, columns: some[0].length, answers }, x instanceof Table ? x.about : x);
  }

  private forget(): void {
    this.refitted?.dispose();
    this.refitted = this.best = this.refitError = this.stopped = undefined;
    this.tried = [];
  }

  private async refit({ params }: Candidate, x: Float64Array[], y: Float64Array): Promise<void> {
    const model = candidateOf(this.estimator, params);
    try {
      await model.fit(x, y);
      this.refitted = model;
    } catch (error) {
      model.dispose();
      this.refitError = (error as Error).message;
      throw error;
    }
  }

  /** Runs the strategy to its end or an interrupt. @returns the candidates among which the best is */
  private async tryAll(x: Float64Array[], y: Float64Array, folds: readonly Rows[]): Promise<Candidate[]> {
    const { progress: shown, signal } = this.options;
    const progress = new SearchProgress(this.tried, { shown, stopped: () => this.stopped });
    const stopListening = onInterrupt(() => (this.stopped = "interrupted"), signal);
    const measure: Measure = async (params, some = { folds, rows: y.length }) => {
      const candidate = await this.measure(params, x, y, some);
      this.tried.push(candidate);
      progress.update();
      return candidate;
    };
    const plan = (candidates: number) => void (progress.total = candidates);
    try {
      const isClassifier = this.estimator.kind === "classifier";
      return await this.strategy(measure, { y, isClassifier, folds, plan });
    } catch (error) {
      if (error instanceof Interrupted) return this.tried;
      throw error;
    } finally {
      stopListening();
      await progress.end();
    }
  }

  /** What was found out about each candidate, in the order in which they were tried. */
  get cvResults(): CvResults {
    if (this.tried.length === 0) this.found("cvResults");
    return cvResultsOf(this.tried);
  }

  /** The parameters of the best candidate. */
  get bestParams(): Record<string, unknown> {
    return this.found("bestParams").params;
  }

  /** The mean score of the best candidate over the folds. */
  get bestScore(): number {
    return meanOf(this.found("bestScore").scores);
  }

  /** Which row of `cvResults` is the best. */
  get bestIndex(): number {
    return this.tried.indexOf(this.found("bestIndex"));
  }

  /** The best candidate, fitted on all rows. */
  get bestEstimator(): E {
    this.found("bestEstimator");
    if (this.refitted) return this.refitted;
    const required = "the best candidate must be fitted on all rows";
    const remedy = this.options.refit ? "fit the search again" : "use {refit: true}";
    const got = this.stopped ? "a search that was interrupted" : (this.refitError ?? undefined);
    throw new OptionError({ where: this.where, required, got, remedy });
  }

  /** Predicts as the best candidate does. */
  predict(x: Features): ReturnType<E["predict"]> {
    return this.bestEstimator.predict(x) as ReturnType<E["predict"]>;
  }

  /** The score of the best candidate on other rows. */
  score(x: Features, y?: Targets): Promise<number> {
    return this.scorer(this.bestEstimator, x, y);
  }

  /** The candidates as a table, best first. */
  [displaySymbol](): MimeBundle {
    const { params, meanTestScore, stdTestScore } = this.cvResults;
    const names = [...new Set(params.flatMap(Object.keys))];
    const order = params.map((_, at) => at).sort((a, b) => meanTestScore[b] - meanTestScore[a]);
    const rows = order
      .slice(0, shown)
      .map((at) => [
        tableNumber(meanTestScore[at]),
        tableNumber(stdTestScore[at]),
        ...names.map((name) => cell(params[at][name])),
      ]);
    const notes = params.length > shown ? [`${shown} of ${params.length} candidates, best first`] : [];
    return tableBundle({
      title: `${this.where}: ${params.length} candidates`,
      header: ["score", "deviation", ...names],
      rows,
      notes,
    });
  }

  private async measure(
    params: Record<string, unknown>,
    x: Float64Array[],
    y: Float64Array,
    { folds, rows }: Trial,
  ): Promise<Candidate> {
    const candidate: Candidate = { params, scores: [], fitMs: [], rows };
    const errors: unknown[] = [];
    for (const fold of folds) {
      // A turn of the loop, so that an interrupt and the progress come through.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.stopped) throw new Interrupted();
      const began = performance.now();
      try {
        const { score, fitMs } = await this.scoreOn(fold, params, { x, y });
        candidate.scores.push(score);
        candidate.fitMs.push(fitMs);
      } catch (error) {
        if (this.stopped) throw new Interrupted();
        if (this.options.errorScore === "throw") throw error;
        errors.push(error);
        candidate.scores.push(this.options.errorScore);
        candidate.fitMs.push(performance.now() - began);
      }
    }
    if (errors.length > 0) this.sayFailed(params, errors, folds.length);
    return candidate;
  }

  private async scoreOn(
    { train, validation }: Rows,
    params: Record<string, unknown>,
    { x, y }: { x: Float64Array[]; y: Float64Array },
  ): Promise<{ score: number; fitMs: number }> {
    const of = (rows: readonly number[]) =>
      [rows.map((row) => x[row]), Float64Array.from(rows, (row) => y[row])] as const;
    const model = candidateOf(this.estimator, params);
    try {
      const began = performance.now();
      await model.fit(...of(train));
      // A network that is interrupted ends its fit before it has learnt.
      if (this.stopped) throw new Interrupted();
      const fitMs = performance.now() - began;
      return { score: await this.scorer(model, ...of(validation)), fitMs };
    } finally {
      model.dispose();
    }
  }

  private sayFailed(params: Record<string, unknown>, errors: unknown[], folds: number): void {
    const what = `${this.estimator.name} with ${inWords(params)} on ${errors.length} of ${folds} folds`;
    scoreOfError(this.where, what, errors[0], this.options.errorScore);
  }

  /** The folds of all rows, whatever share of them a candidate is tried on. */
  private folds(y: Float64Array): readonly Rows[] {
    const folds = this.divided(y);
    checkFoldRows(this.where, folds, y.length);
    const { cv, groups, time, scoring } = this.options;
    if (scoring === scorers.r2 || scoring === "r2" || (!scoring && isScoredByR2(this.estimator)))
      checkFoldsVary(this.where, folds, 'use fewer folds, or {scoring: "negMeanSquaredError"}');
    if (this.estimator.kind !== "classifier") return folds;
    const few = groups ? "use fewer folds, or groups of several classes" : "use fewer folds";
    const early = "use fewer folds, or rows in which every class comes early";
    const remedy = typeof cv !== "number" ? "divide the rows by kFold with {stratify}" : time ? early : few;
    const ranked = scoring === "rocAuc" || scoring === scorers.rocAuc;
    checkFoldClasses(this.where, folds, { labels: y, ranked, remedy });
    return folds;
  }

  private divided(y: Float64Array): readonly Rows[] {
    const { cv, seed, groups, time, gap } = this.options;
    if (typeof cv !== "number") return cv;
    const stratify = this.estimator.kind === "classifier" && !time ? y : undefined;
    return kFold(y.length, { folds: cv, seed, stratify, groups, time, gap });
  }

  private found(what: string): Candidate {
    if (this.best) return this.best;
    throw new OptionError({
      where: `${this.where}.${what}`,
      required: "the search must be fitted first",
      remedy: "await search.fit(x, y)",
    });
  }
}

const shown = 10;

function candidateOf<E extends Predictor>(estimator: E, params: Record<string, unknown>): E {
  return estimator.clone().setParams(params);
}

function finiteBest(candidates: readonly Candidate[]): Candidate | undefined {
  const finite = candidates.filter(({ scores }) => Number.isFinite(meanOf(scores)));
  return finite.length > 0
    ? finite.reduce((a, b) => (meanOf(b.scores) > meanOf(a.scores) ? b : a))
    : undefined;
}

function bestOf(where: string, candidates: readonly Candidate[]): Candidate {
  if (candidates.length === 0)
    throw new InterruptedError({ where, required: "the search was interrupted before a candidate was done" });
  const best = finiteBest(candidates);
  if (best) return best;
  throw new DataError({
    where,
    required: "a candidate must have a finite score",
    got: `none of ${candidates.length}`,
    remedy: 'cvResults has what there is; {errorScore: "throw"} throws what went wrong',
  });
}

/** Parameters as one would write them: {neighbors: 200}. */
function inWords(params: Record<string, unknown>): string {
  return `{${Object.entries(params)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? shownValue(value) : cell(value)}`)
    .join(", ")}}`;
}

function cell(value: unknown): string {
  if (typeof value === "number") return tableNumber(value);
  const { name } = (value ?? {}) as { name?: string };
  return value === undefined ? "" : (name ?? String(value));
}
