import { seedRandomLayers } from "../nn/seededLayers";
import type { FitData } from "./batches/sourceOf";
import type { Callback } from "./callback";
import { keepContinuation } from "./continuation";
import { checkFitOptions, type CheckedFitOptions, type FitOptions } from "./fitOptions";
import type { History } from "./history";
import { onInterruptOf } from "./interrupt";
import { openSources, type Sources } from "./openSources";
import { planOf, type Plan, type Trainable } from "./plan";
import { sayNotFinite } from "./sayNotFinite";
import type { RunSnapshot } from "./snapshot";
import { Trainer } from "./trainer";
import type { Training } from "./training";
import { trainingOf } from "./trainingOf";

/**
 * Trains a model, and returns what happened.
 *
 * Steps are compiled into one graph where TensorFlow is native; dropout and its kin draw from `seed` and the step, so that
 * the same seed gives the same run. Interrupting the cell ends training after the current step; weights and history stay. A
 * fit that would begin after that throws.
 *
 * ```ts
 * const { train, validation } = split(digits(), { validation: 0.1 });
 * const history = await fit(model, train, { validation, optimizer: adam({ learningRate: 1e-3 }), metrics: ["accuracy"] });
 * ```
 *
 * @param model a LayersModel, which need not be compiled; or a {@link Learner}
 * @param data {x, y}, a data set, or a stream of batches
 * @throws OptionError, ShapeError, DataError or InterruptedError before anything is trained
 */
export async function fit(model: Trainable, data: FitData, options?: FitOptions): Promise<History> {
  seedRandomLayers();
  const checked = resumed(checkFitOptions(options));
  const { loss, metrics, outputs } = checked;
  const plan = planOf(model, data, { where: "fit", trains: true, loss, metrics, outputs });
  const sources = openSources(plan, data, checked);
  try {
    return await train(plan, data, sources, checked);
  } finally {
    await sources.validation?.dispose();
    await sources.training.dispose();
  }
}

/** With the seed of the run that is to go on, if one is: what is drawn before training, a share for validation say, is that run's. */
function resumed(options: CheckedFitOptions): ResumedOptions {
  const snapshots = (options.callbacks as Callback[]).map((callback) => callback.resume?.());
  const resumeFrom = snapshots.find((snapshot) => snapshot !== undefined);
  return { ...options, seed: resumeFrom?.seed ?? options.seed, resumeFrom };
}

type ResumedOptions = CheckedFitOptions & { resumeFrom: RunSnapshot | undefined };

async function train(plan: Plan, data: FitData, sources: Sources, options: ResumedOptions): Promise<History> {
  const { training, validation, ownCode, dispose } = trainingOf(plan, { data, sources, options });
  const callbacks = options.callbacks as Callback[];
  try {
    if (options.continuation)
      training.goOnFrom({ ...options.continuation.position, gathered: 0, gatheredLoss: [0, 0] });
    await listening(training, options, () =>
      new Trainer(training, { ...options, callbacks, validation, ownCode }).train(),
    );
    keepContinuation(training);
    sayNotFinite(training);
    return training.history;
  } finally {
    dispose();
  }
}

/** Runs while an interrupt ends it after the current step, and says so if it did. */
async function listening(
  training: Training,
  { signal }: CheckedFitOptions,
  train: () => Promise<void>,
): Promise<void> {
  const stopListening = onInterruptOf("fit", () => training.interrupt(), signal);
  try {
    await train();
  } finally {
    stopListening();
  }
  const { interrupted, step, epoch, parts } = training;
  if (!interrupted) return;
  const where = `after step ${step}, in epoch ${Math.min(epoch + 1, parts.epochs)} of ${parts.epochs}`;
  console.log(`fit: interrupted ${where}; the weights and the history so far are kept`);
}
