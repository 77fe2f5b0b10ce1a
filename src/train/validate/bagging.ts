import type * as tf from "@tensorflow/tfjs";
import { checkFunction, checkInteger, checkOptions, currentSeed, freshRandom } from "../../core/index";
import { checkModel } from "../../nn/checkModel";
import { Ensemble } from "../ensemble";
import { checkFitOfEach, fitWhole } from "./fitWhole";
import { rowedOf, type InMemory, weightsOfRows } from "./rowed";
import type { FitOptions } from "../fitOptions";

/** Options of {@link bagging}. */
export interface BaggingOptions {
  /** Models. Default 5. */
  members?: number;
  /** Rows that each is trained on, drawn with replacement, as a share of all. Default 1. */
  share?: number;
  /** Default: the seed of `setSeed`; member k has seed + k. */
  seed?: number;
  /** How each is trained. */
  fit?: Omit<FitOptions, "seed">;
}

/**
 * Trains several models, each on rows drawn at random with replacement, as one ensemble (Breiman 1996).
 *
 * ```ts
 * const forest = await bagging(() => mlp({ inputs: 4, outputs: 3 }), train, { members: 10, fit: { epochs: 50 } });
 * const probabilities = await forest.predict(test.tensors().x);
 * ```
 *
 * @param make makes a new model, given the seed
 */
export async function bagging(
  make: (seed: number) => tf.LayersModel,
  data: InMemory,
  options?: BaggingOptions,
): Promise<Ensemble> {
  const given = checkOptions("bagging", options, {
    members: 5,
    share: 1,
    seed: currentSeed(),
    fit: {} as NonNullable<BaggingOptions["fit"]>,
  });
  checkInteger("bagging", "members", given.members, "[1, ∞)");
  checkFitOfEach("bagging", given.fit);
  checkFunction("bagging", "make", make);
  const all = rowedOf("bagging", data);
  const models: tf.LayersModel[] = [];
  try {
    for (let k = 0; k < given.members; k++) {
      const seed = given.seed + k;
      const random = freshRandom("bagging", seed);
      const count = Math.max(1, Math.round(given.share * all.length));
      const rows = Array.from({ length: count }, () => random.integer(all.length));
      const sampleWeight = weightsOfRows("bagging", given.fit.sampleWeight, { rows, of: all });
      const told = { ...given.fit, sampleWeight, seed };
      const model = make(seed);
      checkModel("bagging", "what make returns", model);
      models.push(model);
      await all.with(rows, (some) => fitWhole("bagging", model, some, told));
    }
    return Ensemble.of(models);
  } catch (error) {
    for (const model of models) model.dispose();
    throw error;
  } finally {
    all.dispose();
  }
}
