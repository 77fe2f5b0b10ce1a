import * as tf from "@tensorflow/tfjs";
import { notRun } from "../../src/compile/index";
import { sgd } from "../../src/optim/index";
import { OptimizerState } from "../../src/optim/state";
import { ResidentSource } from "../../src/train/batches/resident";
import type { FedBatch } from "../../src/train/batches/source";
import type { Callback } from "../../src/train/callback";
import { meanStatistic, type Objective } from "../../src/train/objective";
import { Run } from "../../src/train/run";
import { Training, type TrainingParts } from "../../src/train/training";
import type { StepFeed, TrainStep } from "../../src/train/trainStep";

/** A call of a step: the rows of its batches, how many batches, and what it was told. */
export interface Call {
  rows: number[];
  count?: number;
  feed: StepFeed;
}

export interface Script {
  rows?: number;
  batchSize?: number;
  epochs?: number;
  seed?: number;
  /** Steps that one call may make. */
  together?: number;
  callbacks?: Callback[];
  parameters?: tf.Variable[];
  state?: tf.Variable[];
  parts?: Partial<TrainingParts>;
}

/**
 * A training whose step computes nothing: a batch's loss is the mean of its rows' numbers, and what a tracer measures is the step.
 * It notes every call.
 */
export function scriptedRun(script: Script = {}) {
  const { rows = 6, batchSize = 2, epochs = 2, seed = 1, together = 1, callbacks = [] } = script;
  const { parameters = [], state = [] } = script;
  const calls: Call[] = [];
  const told: string[] = [];
  const x = tf.zeros([rows, 1]);
  const trainStep = {
    together,
    report: undefined as unknown,
    mode: "eager",
    ...{ gatheredGradients: [], tracked: [] },
    settled: () => undefined,
    keepTo: (mode: string) => void told.push(`keepTo ${mode}`),
    recheck: () => void told.push(`recheck ${calls.length}`),
    run: ({ inputs: [input], count, size }: FedBatch, feed: StepFeed) => {
      const values = [...(input as { values: Int32Array }).values];
      calls.push({ rows: values, count, feed });
      const sums = Array.from({ length: count ?? 1 }, (_, at) => {
        const of = values.slice(at * size, (at + 1) * size);
        return [of.reduce((sum, row) => sum + row, 0), of.length];
      });
      const traced = feed.tracers!.map(({ everySteps }) => [Float32Array.of(everySteps, feed.step)]);
      return Promise.resolve({ sums: Float32Array.from(sums.flat()), traced });
    },
  };
  const objective = {
    ...{ parameters, state, names: parameters.map(({ name }) => name) },
    statistics: [meanStatistic("loss", "min")],
  } as unknown as Objective;
  const training = new Training({
    objective,
    optimizer: new OptimizerState(sgd({ learningRate: (step) => 1 / (step + 1) }), parameters),
    source: new ResidentSource({ x: [x], y: [], owned: [x] }),
    augment: [],
    trainStep: trainStep as unknown as TrainStep,
    ...{ callbacks, epochs, batchSize, seed },
    stepsPerEpoch: Math.ceil(rows / batchSize),
    ...script.parts,
  });
  return {
    training,
    run: new Run(training),
    calls,
    told,
    trainStep: Object.assign(trainStep, { report: notRun }),
  };
}
