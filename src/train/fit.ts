import { OptionError } from "../core/index";
import { seedRandomLayers } from "../nn/seededLayers";
import { OptimizerState, optimizerOf } from "../optim/index";
import type { BatchSource } from "./batches/source";
import { sourceOf, type FitData } from "./batches/sourceOf";
import type { Callback } from "./callback";
import { checkClassWeight, classWeightsOf } from "./classWeights";
import { checkContinues, keepContinuation } from "./continuation";
import { Evaluator } from "./evaluator";
import { checkFitOptions, type CheckedFitOptions, type FitOptions } from "./fitOptions";
import type { History } from "./history";
import { onInterruptOf } from "./interrupt";
import { codeBeforeSteps, ownFitCode, ownUpdateCode, ruleOf } from "./ownCode";
import { planOf, type Plan, type Trainable } from "./plan";
import { sayNotFinite } from "./sayNotFinite";
import { checkNoDivision, divideOff, originOf } from "./share";
import type { RunSnapshot } from "./snapshot";
import { stepMode } from "./stepMode";
import { Trainer } from "./trainer";
import { Training } from "./training";
import { TrainStep } from "./trainStep";

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
function resumed(options: CheckedFitOptions): Resumed {
  const snapshots = (options.callbacks as Callback[]).map((callback) => callback.resume?.());
  const resumeFrom = snapshots.find((snapshot) => snapshot !== undefined);
  return { ...options, seed: resumeFrom?.seed ?? options.seed, resumeFrom };
}

type Resumed = CheckedFitOptions & { resumeFrom: RunSnapshot | undefined };

interface Sources {
  training: BatchSource;
  validation?: BatchSource;
}

function openSources(plan: Plan, data: FitData, options: CheckedFitOptions): Sources {
  const { validation, sampleWeight, prefetch, stepsPerEpoch, epochs } = options;
  const common = { where: "fit", expected: plan.expected, prefetch, epochs };
  const hardClasses = options.classWeight !== undefined;
  if (hardClasses) checkClassWeight(plan);
  const expected = { ...common.expected, hardClasses };
  const training = sourceOf(data, { ...common, expected, sampleWeight, stepsPerEpoch });
  if (stepsPerEpoch !== undefined && training.examples !== undefined) {
    void training.dispose();
    const required = "stepsPerEpoch must go with a stream";
    throw new OptionError({
      where: "fit",
      required,
      remedy: "leave it out: an epoch has all data in memory",
    });
  }
  try {
    if (typeof validation === "number")
      return divideOff(training, validation, { ...options, origin: originOf(data) });
    checkNoDivision(options);
    if (validation === undefined) return { training };
    return { training, validation: sourceOf(validation, { ...common, where: "fit: validation" }) };
  } catch (error) {
    void training.dispose();
    throw error;
  }
}

async function train(plan: Plan, data: FitData, sources: Sources, options: Resumed): Promise<History> {
  const objective = plan.objective(classWeightsOf(plan, sources.training, options.classWeight));
  checkContinues(options.continueFrom, objective.parameters);
  const { batchSize, epochs, seed, accumulate, augment } = options;
  const callbacks = options.callbacks as Callback[];
  const stepsPerEpoch = countSteps(sources.training, options);
  const steps = stepsPerEpoch === undefined ? undefined : stepsPerEpoch * epochs;
  const repeatable = callbacks.some((callback) => callback.repeatable);
  const chosen = stepMode("fit", options.compile, steps, { repeatable });
  const guard = callbacks.some((callback) => callback.guard);
  const source = sources.training;
  const afterUpdate = callbacks.flatMap((callback) => callback.afterUpdate?.bind(callback) ?? []);
  const chosenOptimizer = optimizerOf("fit", options.optimizer);
  const ownCode = [...plan.code, ...ownFitCode(augment, callbacks), ...ownUpdateCode(chosenOptimizer)];
  const own = ruleOf(ownCode, callbacks, codeBeforeSteps(chosenOptimizer, data));
  // Has variables of its own, that must be freed: last, when nothing is left to be refused.
  const optimizer = new OptimizerState(chosenOptimizer, objective.parameters);
  optimizer.resetSchedules();
  const trainStep = new TrainStep({
    objective,
    source,
    optimizer,
    augment,
    ...chosen,
    guard,
    accumulate,
    together: mayGoTogether(source, options) ? mostTogether : 1,
    afterUpdate,
    own,
  });
  const validation =
    sources.validation &&
    new Evaluator(objective, sources.validation, { batchSize, ...chosen, steps: undefined, repeatable, own });
  const training = new Training({
    model: plan.model,
    objective,
    optimizer,
    source,
    augment,
    trainStep,
    callbacks,
    epochs: epochs + (options.continuation?.position.epoch ?? 0),
    batchSize,
    seed,
    stepsPerEpoch,
  });
  try {
    if (options.continuation)
      training.goOnFrom({ ...options.continuation.position, gathered: 0, gatheredLoss: [0, 0] });
    await listening(training, options, () =>
      new Trainer(training, { ...options, callbacks, validation, ownCode: own.any }).train(),
    );
    keepContinuation(training);
    sayNotFinite(training);
    return training.history;
  } finally {
    validation?.dispose();
    trainStep.dispose();
    optimizer.dispose();
    training.dispose();
  }
}

// As many as are worth it: what a call costs is then little beside its steps, however small they are.
const mostTogether = 64;

/** Whether nobody needs to see the weights between two steps. */
function mayGoTogether(source: BatchSource, { accumulate, callbacks }: CheckedFitOptions): boolean {
  const eachStep = (callbacks as Callback[]).some(
    ({ onBatchEnd, onlyWatches }) => onBatchEnd && !onlyWatches,
  );
  return source.examples !== undefined && accumulate === 1 && !eachStep;
}

function countSteps(
  source: BatchSource,
  { stepsPerEpoch, batchSize }: CheckedFitOptions,
): number | undefined {
  return source.examples === undefined ? stepsPerEpoch : Math.ceil(source.examples / batchSize);
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
