import { renameSync, writeFileSync } from "node:fs";
import { OptionError, sayMerged } from "../../core/index";
import { sumOf } from "../../math/index";
import type { FitExtras } from "../estimator";
import { matrixOf, type Matrix } from "../matrix";
import { targetsOf } from "../targets";
import { Booster, type BoosterFormat } from "./booster";
import { isMaximized, nativeParams, type XgboostParams } from "./options";

/** What XGBoost learnt, and what of it is asked for. */
export interface Boosted {
  booster: Booster;
  /** The score of each round on the watched rows. */
  evalScores: number[];
  /** The round that predicts last, from 0; the last one where none was chosen. */
  bestIteration: number;
  /** float64 [features], their sum 1. */
  importances: Float64Array;
}

/** What tells the kinds of models apart. */
interface Kind {
  objective: string;
  classes?: Int32Array;
  extras: FitExtras;
  /** What the watched rows' answers become. */
  answers: (y: Float64Array) => Float64Array;
}

/** Trains. @internal */
export async function boost(
  x: Matrix,
  y: ArrayLike<number>,
  { params, kind }: { params: XgboostParams; kind: Kind },
): Promise<Boosted> {
  const where = "xgboost.fit";
  const { earlyStoppingRounds: patience, nJobs, nEstimators, evalMetric } = params;
  sayMergedRows(where, x, kind.classes ? undefined : y);
  const watch = await watched(x, kind, patience);
  const { booster, scores } = await Booster.train(where, {
    train: { x, y },
    watch,
    params: { ...nativeParams(params, kind.objective), ...classCount(kind) },
    rounds: nEstimators,
    threads: nJobs,
    stopping: patience === undefined ? undefined : { patience, maximize: isMaximized(evalMetric) },
    attributes: attributesOf(kind.classes),
  });
  const importances = await shares(booster, params, x.columns);
  return { booster, evalScores: scores, importances, bestIteration: (booster.rounds || nEstimators) - 1 };
}

// The folds of a search are as large as each other: it is said once for all of them.
const told = {};

/** XGBoost reads float32: says which features, and whether numbers to predict, lose different values by it. */
function sayMergedRows(where: string, x: Matrix, y: ArrayLike<number> | undefined): void {
  const named = (what: string) => `${what} (${x.rows} × ${x.columns})`;
  sayMerged(where, x, { owner: told, name: (column) => named(`feature ${column}`) });
  if (y) sayMerged(where, { values: y, columns: 1 }, { owner: told, name: () => named("y") });
}

async function watched(x: Matrix, { extras: { evalSet }, answers }: Kind, patience: number | undefined) {
  if (!evalSet && patience === undefined) return undefined;
  const where = "xgboost.fit";
  if (!evalSet) {
    const remedy = "fit(x, y, { evalSet: { x, y } })";
    throw new OptionError({ where, required: "earlyStoppingRounds needs rows to watch", remedy });
  }
  const matrix = await matrixOf(where, evalSet.x, { missing: true });
  if (matrix.columns !== x.columns) {
    const got = `${matrix.columns} and ${x.columns}`;
    throw new OptionError({ where, required: "evalSet must have as many features as x", got });
  }
  const y = await targetsOf(where, evalSet.x, { y: evalSet.y, rows: matrix.rows });
  return { x: matrix, y: answers(y) };
}

function classCount({ objective, classes }: Kind): Record<string, number> {
  return objective.startsWith("multi:") ? { num_class: classes!.length } : {};
}

// What XGBoost's own classes for scikit-learn read, and the labels, which they do not keep.
function attributesOf(classes: Int32Array | undefined): Record<string, string> {
  const type = classes ? "classifier" : "regressor";
  return {
    scikit_learn: JSON.stringify({ _estimator_type: type }),
    ...(classes ? { tsdescent_classes: JSON.stringify([...classes]) } : {}),
  };
}

/** Each feature's share of all importance. @internal */
export async function shares(
  booster: Booster,
  params: XgboostParams,
  columns: number,
): Promise<Float64Array> {
  const scores = await booster.importances("xgboost.fit", params.importanceType, columns);
  const total = sumOf(scores);
  return Float64Array.from(scores, (score) => score / (total || 1));
}

/** Writes the model aside and renames it, so that a reader sees a whole file. @internal */
export async function saveBooster(booster: Booster, file: string): Promise<void> {
  const bytes = await booster.save("xgboost.save", formatOf("xgboost.save", file));
  const aside = `${file}.${process.pid}.tmp`;
  writeFileSync(aside, bytes);
  renameSync(aside, file);
}

/** The format that a file's name says. @internal */
export function formatOf(where: string, file: string): BoosterFormat {
  if (/\.(json|ubj)$/.test(file)) return file.endsWith(".json") ? "json" : "ubj";
  throw new OptionError({ where, required: "the file's name must end in .json or .ubj", got: `"${file}"` });
}
