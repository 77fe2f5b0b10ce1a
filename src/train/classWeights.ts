import { tidy } from "@tensorflow/tfjs";
import { OptionError } from "../core/index";
import { sumOf } from "../math/index";
import { ResidentSource } from "./batches/resident";
import type { BatchSource } from "./batches/source";
import type { FitOptions } from "./fitOptions";
import { ModelObjective } from "./modelObjective";
import type { Plan } from "./plan";

/**
 * Checks that there are classes to weigh: one output, of a model. Its labels are checked where the data is.
 *
 * @throws OptionError `fit: classWeight must go with a model of one output, got 2; use sampleWeight`
 */
export function checkClassWeight({ model, outputs }: Plan): void {
  const required = "classWeight must go with a model of one output";
  if (!model) throw complain(required, "a learner", "let its loss weigh the classes");
  if (outputs.length > 1) throw complain(required, outputs.length, "use sampleWeight");
}

/**
 * The weight of each class by its index.
 *
 * "balanced" is Σw / (classes · Σw of the class), so that the mean weight is 1 (King & Zeng 2001); w is what an example or a
 * step counts by `sampleWeight` and mask, as in scikit-learn.
 *
 * @param source the examples, for "balanced"
 */
export function classWeightsOf(
  plan: Plan,
  source: BatchSource,
  weights: FitOptions["classWeight"],
): number[] | undefined {
  if (weights === undefined || !plan.model) return undefined;
  const classes = Math.max(2, plan.model.outputs[0].shape.at(-1)!);
  if (weights === "balanced") return balanced(countClasses(plan, source, classes));
  const list = Array.from(
    { length: classes },
    (_, index) => weights[index] ?? (Array.isArray(weights) ? NaN : 1),
  );
  const extra = Object.keys(weights).filter((key) => !(Number(key) < classes));
  if (list.some((weight) => !(weight >= 0 && weight < Infinity)) || extra.length > 0) {
    throw complain(
      `classWeight must have a number not below 0 for classes 0 to ${classes - 1}`,
      JSON.stringify(weights),
    );
  }
  return list;
}

// So that one-hot labels of a large data set are not in memory at once.
const rowsAtOnce = 256;

function countClasses(plan: Plan, source: BatchSource, classes: number): number[] {
  const objective = plan.objective();
  const counts = new Array<number>(classes).fill(0);
  if (!(source instanceof ResidentSource) || !(objective instanceof ModelObjective))
    throw complain('classWeight "balanced" needs data in memory', "a stream", "give the weights as numbers");
  for (let from = 0; from < source.examples; from += rowsAtOnce) {
    const part = tidy(() => objective.classCounts(source.rowsFrom(from, rowsAtOnce)).dataSync());
    part.forEach((count, index) => (counts[index] += count));
  }
  return counts;
}

function balanced(counts: number[]): number[] {
  const present = counts.filter((count) => count > 0).length;
  const total = sumOf(counts);
  return counts.map((count) => (count === 0 ? 0 : total / (present * count)));
}

function complain(required: string, got: unknown, remedy?: string): OptionError {
  return new OptionError({ where: "fit", required, got, remedy });
}
