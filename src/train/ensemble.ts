import * as tf from "@tensorflow/tfjs";
import { OptionError, checkOneOf, checkOptions } from "../core/index";
import type { Dataset } from "../data/index";
import type { ValuesOf } from "./batches/values";
import { predict } from "./predict";
import { checkVariables, loadVariables, saveVariables, type SavedTensor } from "./snapshot";

/** How the members of an {@link Ensemble} are joined. */
export interface EnsembleOptions {
  /** The mean of the members' outputs, or the share of members that vote for each class. Default "average". */
  join?: "average" | "vote";
}

interface Member {
  model: tf.LayersModel;
  /** What the model's variables are set to for this member; undefined where the model is its own. */
  weights?: SavedTensor[];
}

/**
 * Several models that predict as one.
 *
 * ```ts
 * const ensemble = Ensemble.of([first, second, third]);
 * const probabilities = await ensemble.predict(x, { join: "vote" });
 * ```
 */
export class Ensemble {
  private constructor(private readonly members: Member[]) {
    if (members.length === 0) {
      throw new OptionError({ where: "Ensemble", required: "there must be at least one member" });
    }
  }

  /** An ensemble of models, each with its weights. */
  static of(models: tf.LayersModel[]): Ensemble {
    return new Ensemble(models.map((model) => ({ model })));
  }

  /** An ensemble of one model with several sets of weights, trainable ones first. */
  static ofWeights(model: tf.LayersModel, weights: SavedTensor[][]): Ensemble {
    return new Ensemble(weights.map((own) => ({ model, weights: own })));
  }

  /** How many members it has. */
  get length(): number {
    return this.members.length;
  }

  /**
   * The members' predictions, joined.
   *
   * @returns [examples, …], which the caller disposes
   */
  async predict(x: ValuesOf | Dataset, options?: EnsembleOptions): Promise<tf.Tensor> {
    const { join } = checkOptions("Ensemble.predict", options, {
      join: "average" as NonNullable<EnsembleOptions["join"]>,
    });
    checkOneOf("Ensemble.predict", "join", join, ["average", "vote"]);
    const outputs: tf.Tensor[] = [];
    try {
      for (const member of this.members) outputs.push(await predictMember(member, x));
      return tf.tidy(() =>
        tf.stack(outputs.map((output) => (join === "vote" ? votes(output) : output))).mean(0),
      );
    } finally {
      tf.dispose(outputs);
    }
  }
}

async function predictMember({ model, weights }: Member, x: ValuesOf | Dataset): Promise<tf.Tensor> {
  if (!weights) return (await predict(model, x)) as tf.Tensor;
  const variables = [...model.trainableWeights, ...model.nonTrainableWeights].map(
    (weight) => weight.read() as tf.Variable,
  );
  checkVariables("Ensemble.predict", variables, weights);
  const own = saveVariables(variables);
  loadVariables(variables, weights);
  try {
    return (await predict(model, x)) as tf.Tensor;
  } finally {
    loadVariables(variables, own);
  }
}

/** 1 for the class that is chosen, 0 elsewhere. */
function votes(output: tf.Tensor): tf.Tensor {
  const classes = output.shape.at(-1)!;
  return classes === 1 ? output.greater(0.5).toFloat() : tf.oneHot(output.argMax(-1), classes).toFloat();
}
