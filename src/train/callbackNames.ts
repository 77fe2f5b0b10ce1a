import * as tf from "@tensorflow/tfjs";
import { OptionError, checkOneOf } from "../core/index";

const told = ["onTrainBegin", "onEpochBegin", "onBatchEnd", "onEpochEnd", "onAllTold", "onTrainEnd"];

// Of TensorFlow.js', but not of this loop: a step is told of once it is done, and others get their turn without asking.
const notTold: Record<string, string> = {
  onBatchBegin: "use onBatchEnd, or onEpochBegin",
  onYield: "use onBatchEnd",
};

/**
 * Checks that a callback has no method by a name that nobody calls.
 *
 * @throws OptionError `fit: unknown method of a callback "onEpochEdn"; did you mean "onEpochEnd"?`
 */
export function checkCallbackNames(callback: object): void {
  // Its class has all that TensorFlow.js knows, most of which do nothing.
  if (callback instanceof tf.Callback) return;
  for (const name of methodsOf(callback)) {
    if (!/^on[A-Z]/.test(name) || told.includes(name)) continue;
    if (!Object.hasOwn(notTold, name)) checkOneOf("fit", "method of a callback", name, told);
    const required = `${name} is not called`;
    throw new OptionError({ where: "fit", required, remedy: notTold[name] });
  }
}

function methodsOf(callback: object): string[] {
  const names = new Set<string>();
  for (let at = callback; at !== null && Object.getPrototypeOf(at) !== null; at = Object.getPrototypeOf(at))
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === "function") names.add(name);
  if (Object.getPrototypeOf(callback) === null) Object.keys(callback).forEach((name) => names.add(name));
  return [...names];
}
