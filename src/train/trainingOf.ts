import { OptimizerState, optimizerOf } from "../optim/index";
import type { BatchSource } from "./batches/source";
import type { FitData } from "./batches/sourceOf";
import type { Callback } from "./callback";
import { classWeightsOf } from "./classWeights";
import { checkContinues, checkGoesOnWith } from "./continuation";
import { Evaluator } from "./evaluator";
import type { CheckedFitOptions } from "./fitOptions";
import type { Sources } from "./openSources";
import { codeBeforeSteps, ownFitCode, ownUpdateCode, ruleOf } from "./ownCode";
import type { Plan } from "./plan";
import { stepMode } from "./stepMode";
import { Training } from "./training";
import { TrainStep } from "./trainStep";

/** A training, and what goes on beside it. */
export interface Prepared {
  training: Training;
  validation?: Evaluator;
  /** Whether code of the user's is part of a step. */
  ownCode: boolean;
  /** Frees all that was made for it; not what it reads. */
  dispose(): void;
}

/**
 * The training of a plan by options: its step, its optimiser's state, its validation.
 *
 * @throws OptionError where options do not fit the plan, before anything is made
 */
export function trainingOf(
  plan: Plan,
  { data, sources, options }: { data: FitData; sources: Sources; options: CheckedFitOptions },
): Prepared {
  const source = sources.training;
  const objective = plan.objective(classWeightsOf(plan, source, options.classWeight));
  checkContinues(options.continueFrom, objective.parameters);
  const { batchSize, epochs, seed, accumulate, augment } = options;
  const callbacks = options.callbacks as Callback[];
  const stepsPerEpoch = countSteps(source, options);
  const repeatable = callbacks.some((callback) => callback.repeatable);
  const steps = stepsPerEpoch && stepsPerEpoch * epochs;
  const way = stepMode("fit", options.compile, steps, { repeatable });
  const chosen = optimizerOf("fit", options.optimizer);
  checkGoesOnWith(options.continuation, chosen);
  const ownCode = [...plan.code, ...ownFitCode(augment, callbacks), ...ownUpdateCode(chosen)];
  const own = ruleOf(ownCode, callbacks, codeBeforeSteps(chosen, data));
  // Has variables of its own, that must be freed: last, when nothing is left to be refused.
  const optimizer = new OptimizerState(chosen, objective.parameters);
  optimizer.resetSchedules();
  const trainStep = new TrainStep({
    ...{ objective, source, optimizer, augment, accumulate, own, ...way },
    guard: callbacks.some((callback) => callback.guard),
    together: mayGoTogether(source, options) ? mostTogether : 1,
    afterUpdate: callbacks.flatMap((callback) => callback.afterUpdate?.bind(callback) ?? []),
  });
  const validation =
    sources.validation &&
    new Evaluator(objective, sources.validation, { batchSize, ...way, steps: undefined, repeatable, own });
  const training = new Training({
    ...{ model: plan.model, objective, optimizer, source, augment, trainStep, callbacks },
    epochs: epochs + (options.continuation?.position.epoch ?? 0),
    ...{ batchSize, seed, stepsPerEpoch },
  });
  const made = [validation, trainStep, optimizer, training];
  return { training, validation, ownCode: own.any, dispose: () => made.forEach((each) => each?.dispose()) };
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
