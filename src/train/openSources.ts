import { DataError, OptionError } from "../core/index";
import type { BatchSource } from "./batches/source";
import { isUsedUp } from "./batches/cursor";
import { isStream, sourceOf, type FitData } from "./batches/sourceOf";
import type { Callback } from "./callback";
import { checkClassWeight } from "./classWeights";
import type { CheckedFitOptions } from "./fitOptions";
import type { Plan } from "./plan";
import { batchNorms } from "./refreshBatchNorm";
import { checkNoDivision, divideOff, originOf } from "./share";

/** What a fit reads. */
export interface Sources {
  training: BatchSource;
  validation?: BatchSource;
}

/** The data of a fit, checked against its plan, and what is kept of it for validation. */
export function openSources(plan: Plan, data: FitData, options: CheckedFitOptions): Sources {
  const { sampleWeight, prefetch, stepsPerEpoch, epochs } = options;
  const hardClasses = options.classWeight !== undefined;
  if (hardClasses) checkClassWeight(plan);
  checkReadAgain(plan, data, options.callbacks as Callback[]);
  const expected = { ...plan.expected, hardClasses };
  const training = sourceOf(data, {
    ...{ where: "fit", expected, prefetch, epochs },
    ...{ sampleWeight, stepsPerEpoch },
  });
  try {
    checkSteps(training, stepsPerEpoch);
    return withValidation(training, { plan, data, options });
  } catch (error) {
    void training.dispose();
    throw error;
  }
}

/** What averages anew when training has ended must be able to read again. */
function checkReadAgain({ model }: Plan, data: FitData, callbacks: Callback[]): void {
  const refreshing = callbacks.find(({ refreshes }) => refreshes);
  if (!refreshing || !model || batchNorms(model).length === 0 || !isStream(data) || !isUsedUp(data)) return;
  throw new DataError({
    where: "fit",
    required: `a stream must begin anew when training has ended, as ${refreshing.name} computes batch norm's averages then`,
    got: "an iterator, which can be read once",
    remedy: "pass a function that returns a new one",
  });
}

function checkSteps(training: BatchSource, stepsPerEpoch: number | undefined): void {
  if (stepsPerEpoch === undefined || training.examples === undefined) return;
  throw new OptionError({
    where: "fit",
    required: "stepsPerEpoch must go with a stream",
    remedy: "leave it out: an epoch has all data in memory",
  });
}

function withValidation(
  training: BatchSource,
  { plan, data, options }: { plan: Plan; data: FitData; options: CheckedFitOptions },
): Sources {
  const { validation, prefetch, epochs } = options;
  if (typeof validation === "number")
    return divideOff(training, validation, { ...options, origin: originOf(data) });
  checkNoDivision(options);
  if (validation === undefined) return { training };
  const { expected } = plan;
  const where = "fit: validation";
  return { training, validation: sourceOf(validation, { where, expected, prefetch, epochs }) };
}
