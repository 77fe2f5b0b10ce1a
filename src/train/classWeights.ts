import { OptionError } from "../core/index";
import type { FitOptions } from "./fitOptions";

/**
 * The weight of each class by its index.
 *
 * "balanced" is examples / (classes · examples of the class), so that the mean weight is 1 (King & Zeng 2001).
 *
 * @param labels the classes of the examples, for "balanced"; undefined where they are not known beforehand
 */
export function classWeightsOf(
  weights: FitOptions["classWeight"],
  classes: number,
  labels: () => ArrayLike<number> | undefined,
): number[] | undefined {
  if (weights === undefined) return undefined;
  if (weights === "balanced") return balanced(classes, labels());
  const list = Array.from(
    { length: classes },
    (_, index) => weights[index] ?? (Array.isArray(weights) ? NaN : 1),
  );
  const extra = Object.keys(weights).filter((key) => !(Number(key) < classes));
  if (list.some((weight) => !(weight >= 0)) || extra.length > 0) {
    throw complain(
      `classWeight must have a number not below 0 for classes 0 to ${classes - 1}`,
      JSON.stringify(weights),
    );
  }
  return list;
}

function balanced(classes: number, labels: ArrayLike<number> | undefined): number[] {
  if (!labels)
    throw complain('classWeight "balanced" needs data in memory', "a stream", "give the weights as numbers");
  const counts = new Array<number>(classes).fill(0);
  for (let index = 0; index < labels.length; index++) counts[labels[index]]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}

function complain(required: string, got: string, remedy?: string): OptionError {
  return new OptionError({ where: "fit", required, got, remedy });
}
