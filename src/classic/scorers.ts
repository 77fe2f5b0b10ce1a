import { DataError, OptionError, checkNoOptions, checkOneOf, shown } from "../core/index";
import { meanOf, rocArea, sweep } from "../math/index";
import { r2Of, type Predictor, type Deciding, type Probabilistic } from "./estimator";
import { accuracyOf, balancedAccuracyOf, f1Of, precisionOf, recallOf, type Labelled } from "./labelScores";
import type { Features } from "./matrix";
import { targetsOf, type Targets } from "./targets";

/** How good a fitted estimator is on some rows: higher is better. */
export type Scorer = (estimator: Predictor, x: Features, y?: Targets, ...none: []) => Promise<number>;

/**
 * Scorers by the names that scikit-learn gives them, in camelCase; errors are negative, so that higher is always better.
 *
 * With two classes `precision`, `recall` and `f1` are those of the second; with more, the mean over the classes that are in the truth
 * or the predictions, which scikit-learn calls macro. A label that `fit` never saw is a miss, and refused by `rocAuc`, which of more
 * than two classes is the mean over classes, each against the rest, by probabilities where the estimator has them.
 *
 * ```ts
 * await scorers.f1(model, test); // 0.94
 * ```
 */
export const scorers = {
  accuracy: fromLabels("accuracy", accuracyOf),
  precision: fromLabels("precision", precisionOf),
  recall: fromLabels("recall", recallOf),
  f1: fromLabels("f1", f1Of),
  balancedAccuracy: fromLabels("balancedAccuracy", balancedAccuracyOf),
  rocAuc: rocAuc,
  negLogLoss: negLogLoss,
  r2: fromErrors("r2", r2Of),
  negMeanSquaredError: fromErrors("negMeanSquaredError", (truth, said) => -mean(truth, said, square)),
  negRootMeanSquaredError: fromErrors(
    "negRootMeanSquaredError",
    (truth, said) => -Math.sqrt(mean(truth, said, square)),
  ),
  negMeanAbsoluteError: fromErrors("negMeanAbsoluteError", (truth, said) => -mean(truth, said, Math.abs)),
} satisfies Record<string, Scorer>;

/** The name of a scorer. */
export type ScorerName = keyof typeof scorers;

/**
 * The scorer itself, or the one of a name; without either the estimator's own `score`.
 *
 * ```ts
 * const score = scorerOf("GridSearchCV", "f1");
 * ```
 *
 * @throws OptionError `GridSearchCV: unknown scoring "acuracy"; did you mean "accuracy"?`
 */
export function scorerOf(where: string, scoring?: string | Scorer, ...none: []): Scorer {
  checkNoOptions("scorerOf", none);
  if (scoring === undefined) return (estimator, x, y) => estimator.score(x, y);
  if (typeof scoring === "function") return scoring;
  return scorers[checkOneOf(where, "scoring", scoring, Object.keys(scorers) as ScorerName[])];
}

/** Checks that what is scored is an estimator, of classic's or of one's own. */
function checkPredictor(where: string, estimator: unknown): void {
  if (typeof (Object(estimator) as Partial<Predictor>).kind === "string") return;
  const required = "estimator must be one that predicts, as classic's are";
  const remedy = estimator instanceof Promise ? "await it" : undefined;
  throw new OptionError({ where, required, got: shown(estimator), remedy });
}

function classesOf(where: string, estimator: Predictor): Int32Array {
  checkPredictor(where, estimator);
  if (estimator.kind === "classifier") return (estimator as Predictor & { classes: Int32Array }).classes;
  throw new OptionError({ where, required: "the estimator must be a classifier", got: estimator.name });
}

function fromLabels(name: string, score: (labelled: Labelled) => number): Scorer {
  return async (estimator, x, y, ...none) => {
    checkNoOptions(name, none);
    const classes = classesOf(name, estimator);
    const said = await estimator.predict(x);
    const truth = await targetsOf(name, x, { y, rows: said.length });
    return score({ classes, truth, said });
  };
}

async function rocAuc(estimator: Predictor, x: Features, y?: Targets, ...none: []): Promise<number> {
  checkNoOptions("rocAuc", none);
  const classes = classesOf("rocAuc", estimator);
  const ranking = await rankingOf("rocAuc", estimator, { x, classes: classes.length });
  const truth = await targetsOf("rocAuc", x, { y, rows: ranking.length });
  checkKnown(truth, classes);
  const areaFor = (name: number, column: number) =>
    areaOf(
      truth,
      name,
      ranking.map((row) => row[column]),
    );
  if (classes.length === 2) return areaFor(classes[1], ranking[0].length - 1);
  return meanOf(Array.from(classes, areaFor));
}

/** A class that was not learnt is ranked nowhere. */
function checkKnown(truth: Float64Array, classes: Int32Array): void {
  const at = truth.findIndex((label) => !classes.includes(label));
  if (at < 0) return;
  const required = `y must have the classes that fit saw, ${Array.from(classes).join(", ")}`;
  throw new DataError({ where: "rocAuc", required, got: `${truth[at]} at [${at}]` });
}

function areaOf(truth: Float64Array, positive: number, ranking: number[]): number {
  const counts = sweep(ranking, (row) => truth[row] === positive);
  if (counts.positives > 0 && counts.negatives > 0) return rocArea(counts);
  const required = `y must have rows of class ${positive} and of another`;
  throw new DataError({
    where: "rocAuc",
    required,
    got: `${counts.positives} and ${counts.negatives}`,
  });
}

async function negLogLoss(estimator: Predictor, x: Features, y?: Targets, ...none: []): Promise<number> {
  checkNoOptions("negLogLoss", none);
  const classes = classesOf("negLogLoss", estimator);
  const probabilities = await probabilitiesOf("negLogLoss", estimator, x);
  const truth = await targetsOf("negLogLoss", x, { y, rows: probabilities.length });
  const logs = probabilities.map((row, at) =>
    Math.log(Math.max(row[classes.indexOf(truth[at])] ?? 0, Number.EPSILON)),
  );
  return meanOf(logs);
}

function fromErrors(name: string, score: (truth: Float64Array, said: ArrayLike<number>) => number): Scorer {
  return async (estimator, x, y, ...none) => {
    checkNoOptions(name, none);
    checkPredictor(name, estimator);
    const said = await estimator.predict(x);
    return score(await targetsOf(name, x, { y, rows: said.length }), said);
  };
}

function mean(truth: Float64Array, said: ArrayLike<number>, of: (error: number) => number): number {
  return truth.reduce((sum, value, row) => sum + of(value - said[row]), 0) / truth.length;
}

function square(error: number): number {
  return error ** 2;
}

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
