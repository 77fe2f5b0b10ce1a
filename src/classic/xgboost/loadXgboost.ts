import { readFileSync } from "node:fs";
import { checkText, FileError, checkNoOptions } from "../../core/index";
import { Booster, type BoosterFacts } from "./booster";
import { formatOf, shares, type Boosted } from "./boosted";
import { XgboostClassifier, XgboostRegressor } from "./xgboost";

const where = "loadXgboost";

/**
 * Reads a model that `save` wrote, or XGBoost in Python or another language: JSON or UBJ.
 *
 * Which parameters it was trained with a file does not say, so that all but `nEstimators` are the defaults.
 *
 * ```ts
 * const model = await loadXgboost("digits.json");
 * await model.predict(test);
 * ```
 *
 * @throws FileError when there is no such file, or it holds no model that classifies or predicts numbers
 */
export async function loadXgboost(file: string, ...none: []): Promise<XgboostClassifier | XgboostRegressor> {
  checkNoOptions("loadXgboost", none);
  checkText(where, "file", file);
  formatOf(where, file);
  const { booster, facts } = await read(file);
  const { objective } = facts.config.learner.learner_train_param;
  const options = { nEstimators: facts.rounds };
  const isClassifier = /^(binary:logistic|multi:softprob)$/.test(objective);
  if (!isClassifier && !objective.startsWith("reg:")) {
    booster.free();
    throw new FileError({
      where,
      required: `${file} must be a model for classes or numbers`,
      got: objective,
    });
  }
  const model = isClassifier ? new XgboostClassifier(options) : new XgboostRegressor(options);
  const boosted: Boosted = {
    booster,
    evalScores: [],
    bestIteration: (booster.rounds || facts.rounds) - 1,
    importances: await shares(booster, model.getParams(), facts.columns),
  };
  return model.adopt(boosted, facts.columns, classesOf(facts));
}

async function read(file: string) {
  try {
    return await Booster.load("XGBoost", readFileSync(file));
  } catch (error) {
    const required = `${file} must be a model of XGBoost`;
    throw new FileError({ where, required, got: (error as Error).message });
  }
}

function classesOf({ config, attributes }: BoosterFacts): Int32Array {
  if (attributes.tsdescent_classes) return Int32Array.from(JSON.parse(attributes.tsdescent_classes));
  const count = Math.max(Number(config.learner.learner_model_param.num_class), 2);
  return Int32Array.from({ length: count }, (_, at) => at);
}
