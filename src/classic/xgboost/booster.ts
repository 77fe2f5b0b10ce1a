import type { Matrix } from "../matrix";
import { inThread } from "./thread";

/** Rows, and what is to be predicted for each. */
export interface BoosterData {
  x: Matrix;
  y?: ArrayLike<number>;
}

/** What is to be trained. */
export interface BoosterTask {
  train: BoosterData;
  /** Rows on which each round is scored. */
  watch?: BoosterData;
  /** XGBoost's own names and values. */
  params: Record<string, string | number>;
  rounds: number;
  threads: number;
  /** Rounds without a better score after which to stop, and whether higher is better. */
  stopping?: { patience: number; maximize: boolean };
  /** What is written into the model besides, for a later reader. */
  attributes: Record<string, string>;
}

/** What a saved model says of itself. */
export interface BoosterFacts {
  config: {
    learner: { learner_train_param: { objective: string }; learner_model_param: { num_class: string } };
  };
  columns: number;
  rounds: number;
  attributes: { best_iteration?: string; best_score?: string; tsdescent_classes?: string };
}

/** The formats of XGBoost's files. */
export type BoosterFormat = "json" | "ubj";

const registry = new FinalizationRegistry((booster: number) => void inThread("xgboost", "free", { booster }));

/** A model of XGBoost, whose trees lie in its library's memory until it is freed or nobody refers to it. */
export class Booster {
  readonly #address: number;

  private constructor(
    address: number,
    /** How many rounds predict; 0 for all. */
    readonly rounds: number,
  ) {
    this.#address = address;
    registry.register(this, address, this);
  }

  /** Trains one; with the score of each round, where rows were watched. */
  static async train(where: string, task: BoosterTask): Promise<{ booster: Booster; scores: number[] }> {
    const { train, watch, params, attributes, ...rest } = task;
    const { booster, scores } = await inThread<{ booster: number; scores: number[] }>(where, "fit", {
      ...rest,
      train: dense(train),
      watch: watch && dense(watch),
      params: Object.entries(params).map(([name, value]) => [name, String(value)]),
      attributes: Object.entries(attributes),
    });
    const bestRounds = task.stopping ? bestOf(scores, task.stopping.maximize) + 1 : 0;
    return { booster: new Booster(booster, bestRounds), scores };
  }

  /** Reads one from the bytes of a file. */
  static async load(where: string, bytes: Uint8Array): Promise<{ booster: Booster; facts: BoosterFacts }> {
    const { booster, ...facts } = await inThread<BoosterFacts & { booster: number }>(where, "load", {
      bytes,
    });
    const best = facts.attributes.best_iteration;
    return { booster: new Booster(booster, best === undefined ? 0 : Number(best) + 1), facts };
  }

  /** float32 [rows × outputs], probabilities for classes. */
  predict(where: string, x: Matrix, threads: number): Promise<Float32Array> {
    return inThread(where, "predict", {
      booster: this.#address,
      data: dense({ x }),
      rounds: this.rounds,
      threads,
    });
  }

  /** float32 [features]: XGBoost's score of each feature, 0 for one that no tree asks about. */
  importances(where: string, type: string, columns: number): Promise<Float32Array> {
    return inThread(where, "importances", { booster: this.#address, type, columns });
  }

  /** The bytes of a file that XGBoost reads in any language. */
  save(where: string, format: BoosterFormat): Promise<Uint8Array> {
    return inThread(where, "save", { booster: this.#address, format });
  }

  /** Gives its memory back. */
  free(): void {
    registry.unregister(this);
    void inThread("xgboost", "free", { booster: this.#address });
  }
}

function bestOf(scores: number[], maximize: boolean): number {
  return scores.indexOf(maximize ? Math.max(...scores) : Math.min(...scores));
}

function dense({ x, y }: BoosterData) {
  const labels = y && Float32Array.from(y);
  return { values: Float32Array.from(x.values), rows: x.rows, columns: x.columns, labels };
}
