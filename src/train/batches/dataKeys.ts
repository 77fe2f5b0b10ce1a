import { checkKeys } from "../../core/index";

// What other libraries, or other functions of this one, call the same.
const calledX = ["xs", "inputs", "features", "data", "images"];
const calledY = ["ys", "label", "labels", "target", "targets", "truth", "classes"];
const calledWeight = ["sampleWeight", "sampleWeights", "sample_weight", "weights", "w"];

const named = (own: string, others: string[]) => others.map((other) => [other, own] as const);

const alsoCalled = Object.fromEntries([
  ...named("x", calledX),
  ...named("y", calledY),
  ...named("weight", calledWeight),
]);

/**
 * Checks the keys of examples: of data, of a batch, of what an augmentation returns.
 *
 * @throws OptionError `fit: unknown key of data "sampleWeight"; did you mean "weight"?`
 */
export function checkExampleKeys(where: string, of: string, given: object): void {
  checkKeys(where, given, { of, known: ["x", "y", "weight"], alsoCalled });
}

/** The same for a batch as TensorFlow.js names its parts. */
export function checkXsKeys(where: string, of: string, given: object): void {
  const ofXs = Object.fromEntries(
    Object.entries(alsoCalled).map(([other, own]) => [other, own === "weight" ? own : `${own}s`]),
  );
  checkKeys(where, given, { of, known: ["xs", "ys", "weight"], alsoCalled: ofXs });
}
