import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { losses, lossOf, type LossName } from "../../../src/train/losses/lossOf";
import { outputForm, type OutputOption } from "../../../src/train/model/outputForm";

type Last = "linear" | "softmax" | "sigmoid" | "relu";
type Taken = LossName | "own";

const model = (units: number, activation: Last) =>
  tf.sequential({ layers: [tf.layers.dense({ units, activation, inputShape: [2] })] });

const own = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output).square();
const formOf = (units: number, last: Last, loss: Taken, asked?: OutputOption, oneClass = false) =>
  outputForm(model(units, last), 0, {
    where: "fit",
    loss: loss === "own" ? lossOf("fit", own) : losses[loss],
    asked,
    oneClass,
  });

const [crossEntropy, binary, divergence] = [
  "categoricalCrossentropy",
  "binaryCrossentropy",
  "kullbackLeiblerDivergence",
] as const;

test.each<[units: number, Last, Taken, OutputOption | undefined, kind: string, activation?: string]>([
  // As the loss takes it.
  [3, "linear", crossEntropy, undefined, "classes", "softmax"],
  [3, "softmax", crossEntropy, undefined, "classes", "softmax"],
  [1, "linear", binary, undefined, "labels", "sigmoid"],
  [1, "sigmoid", binary, undefined, "labels", "sigmoid"],
  [3, "sigmoid", binary, undefined, "labels", "sigmoid"],
  [3, "linear", "hinge", undefined, "margins", undefined],
  [1, "sigmoid", "hinge", undefined, "margins", undefined],
  // As the last activation makes it.
  [3, "softmax", "mse", undefined, "classes", undefined],
  [1, "softmax", "mse", undefined, "labels", undefined],
  [3, "sigmoid", "mse", undefined, "labels", undefined],
  [1, "sigmoid", "own", undefined, "labels", undefined],
  [3, "softmax", "own", undefined, "classes", undefined],
  [3, "linear", divergence, undefined, "classes", undefined],
  [1, "linear", divergence, undefined, "labels", undefined],
  [3, "linear", "mse", undefined, "numbers", undefined],
  [1, "relu", "mse", undefined, "numbers", undefined],
  [1, "linear", "own", undefined, "unknown", undefined],
  // As was said.
  [3, "linear", crossEntropy, "logits", "classes", "softmax"],
  [3, "softmax", crossEntropy, "probabilities", "classes", "softmax"],
  [3, "linear", binary, "multiLabelLogits", "labels", "sigmoid"],
  [3, "sigmoid", binary, "multiLabelProbabilities", "labels", "sigmoid"],
  [1, "linear", binary, "logits", "labels", "sigmoid"],
  [3, "linear", "own", "logits", "classes", "softmax"],
  [1, "linear", "own", "logits", "labels", "sigmoid"],
  [3, "linear", "own", "multiLabelLogits", "labels", "sigmoid"],
  [3, "linear", "own", "probabilities", "classes", undefined],
  [1, "linear", "own", "probabilities", "labels", undefined],
  [3, "linear", "own", "multiLabelProbabilities", "labels", undefined],
  [3, "sigmoid", "mse", "probabilities", "classes", undefined],
  [3, "softmax", "mse", "multiLabelProbabilities", "labels", undefined],
  [3, "softmax", "mse", "numbers", "numbers", undefined],
  [3, "linear", "own", "margins", "margins", undefined],
  [1, "linear", "hinge", "numbers", "numbers", undefined],
])("%d units, %s, with %s, said to be %s: %s", (units, last, loss, asked, kind, activation) => {
  const form = formOf(units, last, loss, asked);
  expect([form.kind, form.activation]).toEqual([kind, activation]);
  // Left out is the last activation where the loss takes what is before it.
  expect(form.head?.activation).toBe(losses[loss as LossName]?.activation && last !== "linear" ? last : undefined);
}); // prettier-ignore

test("sigmoids of data with one class an example are classes, others labels", () => {
  const kinds = [[3, true], [3, false], [1, true]].map(
    ([units, oneClass]) => formOf(units as number, "sigmoid", "mse", undefined, oneClass as boolean).kind,
  ); // prettier-ignore
  expect(kinds).toEqual(["classes", "labels", "labels"]);
});

test("the head that is left out gives what goes into the last activation", () => {
  const net = model(2, "softmax");
  const x = tf.tensor2d([[1, -2]]);
  const { head } = outputForm(net, 0, { where: "fit", loss: losses[crossEntropy], oneClass: false });
  const logits = head!.without(() => net.predict(x) as tf.Tensor);
  const [kernel, bias] = net.getWeights();
  expect([...logits.dataSync()]).toEqual([...x.matMul(kernel).add(bias).dataSync()]);
  expect([...(net.predict(x) as tf.Tensor).dataSync()]).toEqual([...logits.softmax().dataSync()]);
});

test.each<[units: number, Last, Taken, OutputOption, message: string]>([
  [3, "linear", crossEntropy, "probabilities", 'with categoricalCrossentropy an output that ends in linear is logits, got outputs: "probabilities"'],
  [3, "softmax", crossEntropy, "logits", 'with categoricalCrossentropy an output that ends in softmax is probabilities, got outputs: "logits"'],
  [3, "linear", crossEntropy, "multiLabelLogits", 'with categoricalCrossentropy an output that ends in linear is logits, got outputs: "multiLabelLogits"'],
  [3, "softmax", crossEntropy, "numbers", 'with categoricalCrossentropy an output that ends in softmax is probabilities, got outputs: "numbers"'],
  [3, "linear", binary, "multiLabelProbabilities", 'with binaryCrossentropy an output that ends in linear is logits, got outputs: "multiLabelProbabilities"'],
  [3, "sigmoid", binary, "multiLabelLogits", 'with binaryCrossentropy an output that ends in sigmoid is probabilities, got outputs: "multiLabelLogits"'],
  [1, "linear", binary, "margins", 'with binaryCrossentropy an output that ends in linear is logits, got outputs: "margins"'],
  [3, "softmax", "mse", "logits", 'an output that ends in softmax is probabilities, got outputs: "logits"'],
  [3, "sigmoid", "own", "multiLabelLogits", 'an output that ends in sigmoid is probabilities, got outputs: "multiLabelLogits"'],
  [3, "linear", "own", "marginals" as OutputOption, 'unknown kind of outputs "marginals"; did you mean "margins"?'],
  [3, "linear", "own", "odd" as OutputOption, 'unknown kind of outputs "odd"; known: logits, probabilities, multiLabelLogits, multiLabelProbabilities, margins, numbers'],
])("%d units, %s, with %s are not %s", (units, last, loss, asked, message) => {
  expect(() => formOf(units, last, loss, asked)).toThrow(new RangeError(`fit: ${message}`));
}); // prettier-ignore

test.each<[Last, LossName, string]>([
  ["sigmoid", crossEntropy, "with categoricalCrossentropy the output must end in softmax or in no activation (logits), got sigmoid; use binaryCrossentropy for one sigmoid unit per question"],
  ["softmax", binary, "with binaryCrossentropy the output must end in sigmoid or in no activation (logits), got softmax; use categoricalCrossentropy for classes"],
  ["relu", binary, "with binaryCrossentropy the output must end in sigmoid or in no activation (logits), got relu; use categoricalCrossentropy for classes"],
])("an output that ends in %s does not go with %s", (last, loss, message) => {
  expect(() => formOf(2, last, loss)).toThrow(new RangeError(`fit: ${message}`));
}); // prettier-ignore
