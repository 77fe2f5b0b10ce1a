import * as tf from "@tensorflow/tfjs";
import type { AskedMode } from "../compile/index";
import { ShapeError } from "../core/index";
import type { OptimizerSnapshot } from "../optim/index";
import type { HistoryParts } from "./history";

/** The values of a variable. */
export interface SavedTensor {
  shape: number[];
  values: Float32Array | Int32Array;
}

/** Where a run is, without its weights: plain values, no tensors. */
export interface RunPosition {
  seed: number;
  epoch: number;
  /** Batches done in this epoch. */
  batch: number;
  /** Batches done in all. */
  step: number;
  /** Batches gathered for the coming update. */
  gathered: number;
  /** Sum of those batches' losses, and what they are means over. */
  gatheredLoss: [sum: number, weight: number];
  /** What was added to each statistic in this epoch. */
  sums: Record<string, Float64Array>;
  history: HistoryParts;
  optimizer: OptimizerSnapshot;
}

/** All that a run needs to go on: plain values, no tensors. */
export interface RunSnapshot extends RunPosition {
  /** Variables of the model and, when gradients are gathered, their sums. */
  weights: SavedTensor[];
  callbacks: Record<string, unknown>;
  /** The callback that had stopped it. */
  stoppedBy?: string;
  /** The number that took the place of the optimiser's rate; a schedule there is its callback's to set again. */
  learningRate?: number;
  /** How steps run. */
  mode: AskedMode;
  /** The LayersModel without its weights, as JSON. */
  topology?: string;
}

/** Copies of the values of variables. */
export function saveVariables(variables: tf.Variable[]): SavedTensor[] {
  return variables.map((variable) => ({
    shape: variable.shape,
    values: variable.dataSync().slice() as Float32Array | Int32Array,
  }));
}

/** Puts saved values back, those of such variables: see {@link checkVariables}. */
export function loadVariables(variables: tf.Variable[], saved: SavedTensor[]): void {
  tf.tidy(() =>
    variables.forEach((variable, index) => {
      variable.assign(tf.tensor(saved[index].values, saved[index].shape, variable.dtype));
    }),
  );
}

/**
 * Whether saved values are those of such variables.
 *
 * @throws ShapeError when they are others'
 */
export function checkVariables(where: string, variables: tf.Variable[], saved: SavedTensor[]): void {
  const shapes = (tensors: { shape: number[] }[]) => tensors.map(({ shape }) => `[${shape}]`).join(" ");
  if (shapes(variables) !== shapes(saved)) {
    const required = `the saved weights must have the model's shapes ${shapes(variables)}`;
    throw new ShapeError({ where, required, got: shapes(saved) });
  }
}
