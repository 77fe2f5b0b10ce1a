import { matrixOf, rowsOf, type Features } from "../../classic/matrix";
import { scorerOf, type Predictor, type Scorer, type Targets } from "../../classic/index";
import { targetsOf } from "../../classic/targets";
import {
  DataError,
  InterruptedError,
  OptionError,
  displaySymbol,
  tableBundle,
  type Displayable,
  type MimeBundle,
} from "../../core/index";
import { checkDivision } from "../../data/division";
import { Table } from "../../data/index";
import { sayWindows } from "../../data/windows";
import { kFold, type Fold } from "../../train/index";
import { onInterrupt } from "../../train/interrupt";
import { short } from "../../train/history";
import { cvResultsOf, meanOf, type Candidate, type CvResults } from "./cvResults";
import type { searchDefaults } from "./options";
import { SearchProgress } from "./searchProgress";

type Rows = Pick<Fold, "train" | "validation">;

/** Measures a candidate, on some of the rows where they are given. */
export type Measure = (params: Record<string, unknown>, rows?: readonly number[]) => Promise<Candidate>;

/** Which candidates are tried: it measures them one after the other. @returns those among which the best is */
export type Strategy = (
  measure: Measure,
  data: {
    y: Float64Array;
    isClassifier: boolean;
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
  private readonly scorer: Scorer;

  /** Made by `GridSearchCV` and the like. @internal */
  constructor(
    private readonly where: string,
    private readonly estimator: E,
    private readonly options: typeof searchDefaults,
    private readonly strategy: Strategy,
  ) {
    this.scorer = scorerOf(where, options.scoring);
  }

  /**
   * Tries all candidates, and fits the best on all rows.
   *
   * An interrupt keeps the candidates that are done: the best of them is `bestParams`, and is not fitted on all rows.
   */
  async fit(x: Features, y?: Targets): Promise<this> {
    const rows = rowsOf(await matrixOf(`${this.where}.fit`, x, { missing: true }));
    const targets = await targetsOf(`${this.where}.fit`, x, { y, rows: rows.length });
    this.checkRows(x, rows);
    this.best = bestOf(this.where, await this.tryAll(rows, targets));
    this.refitted?.dispose();
    this.refitted = undefined;
    if (this.options.refit && !this.stopped) {
      this.refitted = candidateOf(this.estimator, this.best.params);
      await this.refitted.fit(rows, targets);
    }
    return this;
  }

  /** Checks how rows are divided, and says where they are windows that are drawn at random. */
  private checkRows(x: Features, rows: readonly Float64Array[]): void {
    const { cv, groups, time } = this.options;
    checkDivision(this.where, this.options, rows.length);
    if (typeof cv !== "number" || groups || time !== undefined) return;
    const some = rows.slice(0, 1000);
    const values = some.flatMap((row) => Array.from(row));
    sayWindows(this.where, { values, columns: some[0].length }, x instanceof Table ? x.about : x);
  }

  /** Runs the strategy to its end or an interrupt. @returns the candidates among which the best is */
  private async tryAll(x: Float64Array[], y: Float64Array): Promise<Candidate[]> {
    this.tried = [];
    this.stopped = undefined;
    const { progress: shown, signal } = this.options;
    const progress = new SearchProgress(this.tried, { shown, stopped: () => this.stopped });
    const stopListening = onInterrupt(() => (this.stopped = "interrupted"), signal);
    const measure: Measure = async (params, chosen) => {
      const candidate = await this.measure(params, x, y, chosen);
      this.tried.push(candidate);
      progress.update();
      return candidate;
    };
    const plan = (candidates: number) => void (progress.total = candidates);
    try {
      return await this.strategy(measure, { y, isClassifier: this.estimator.kind === "classifier", plan });
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
    this.found("cvResults");
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
    const remedy = this.stopped ? "the search was interrupted; fit it again" : "use {refit: true}";
    throw new OptionError({ where: this.where, required, remedy });
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
        short(meanTestScore[at]),
        short(stdTestScore[at]),
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
    chosen?: readonly number[],
  ): Promise<Candidate> {
    const rows = chosen ?? y.map((_, row) => row);
    const candidate: Candidate = { params, scores: [], fitMs: [], rows: rows.length };
    for (const { train, validation } of this.folds(y, rows)) {
      // A turn of the loop, so that an interrupt and the progress come through.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.stopped) throw new Interrupted();
      const model = candidateOf(this.estimator, params);
      const part = (of: readonly number[]) => of.map((at) => rows[at]);
      const began = performance.now();
      await model.fit(
        part(train).map((row) => x[row]),
        Float64Array.from(part(train), (row) => y[row]),
      );
      candidate.fitMs.push(performance.now() - began);
      const held = part(validation);
      candidate.scores.push(
        await this.scorer(
          model,
          held.map((row) => x[row]),
          Float64Array.from(held, (row) => y[row]),
        ),
      );
      model.dispose();
    }
    return candidate;
  }

  /** The folds of some of the rows, as places among them. */
  private folds(y: Float64Array, rows: ArrayLike<number>): readonly Rows[] {
    const { cv, seed, groups, time, gap } = this.options;
    if (typeof cv !== "number") return cv;
    const of = <T>(values: ArrayLike<T>) => Array.from(rows as ArrayLike<number>, (row) => values[row]);
    return kFold(rows.length, {
      folds: cv,
      seed,
      stratify: this.estimator.kind === "classifier" && !time ? of(y) : undefined,
      groups: groups && (of(groups as ArrayLike<number>) as readonly number[]),
      time,
      gap,
    });
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

function bestOf(where: string, candidates: readonly Candidate[]): Candidate {
  const finite = candidates.filter(({ scores }) => Number.isFinite(meanOf(scores)));
  if (candidates.length === 0)
    throw new InterruptedError({ where, required: "the search was interrupted before a candidate was done" });
  if (finite.length > 0) return finite.reduce((a, b) => (meanOf(b.scores) > meanOf(a.scores) ? b : a));
  throw new DataError({
    where,
    required: "a candidate must have a finite score",
    got: `none of ${candidates.length}`,
  });
}

function cell(value: unknown): string {
  if (typeof value === "number") return short(value);
  const { name } = (value ?? {}) as { name?: string };
  return value === undefined ? "" : (name ?? String(value));
}
