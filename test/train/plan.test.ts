import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris, linearRegression } from "../../src/data/index";
import { LearnerObjective } from "../../src/train/learner";
import { planOf, type PlanOptions, type Trainable } from "../../src/train/plan";

type Last = "linear" | "softmax" | "sigmoid";
const dense = (units: number, activation: Last, name = "out") => tf.layers.dense({ units, activation, name });

const net = (units = 3, activation: Last = "softmax") => {
  const input = tf.input({ shape: [4] });
  return tf.model({ inputs: input, outputs: dense(units, activation).apply(input) as tf.SymbolicTensor });
};
const twoHeads = () => {
  const input = tf.input({ shape: [4] });
  const outputs = [dense(1, "sigmoid", "ill"), dense(2, "linear", "size")].map(
    (layer) => layer.apply(input) as tf.SymbolicTensor,
  );
  return tf.model({ inputs: input, outputs });
};
const learner = { parameters: [], loss: () => ({ loss: tf.scalar(0) }) };
const arrays = { x: [[1, 2, 3, 4]], y: [[1]] };

type Told = Partial<Omit<PlanOptions, "where">>;
const plan = (model: unknown, data: unknown, told: Told = {}) =>
  planOf(model as Trainable, data, { where: "fit", metrics: [], ...told });

test.each<[string, tf.LayersModel, unknown, Told["loss"], string[]]>([
  ["classes", net(), iris(), undefined, ["categoricalCrossentropy"]],
  ["classes of one unit", net(1, "sigmoid"), iris(), undefined, ["binaryCrossentropy"]],
  ["numbers", net(1, "linear"), linearRegression({ count: 4 }), undefined, ["meanSquaredError"]],
  ["a name", net(1, "linear"), arrays, "mae", ["meanAbsoluteError"]],
  ["a name for classes", net(), iris(), "mse", ["meanSquaredError"]],
  ["one for two outputs", twoHeads(), arrays, "mse", ["meanSquaredError", "meanSquaredError"]],
  ["one for each output", twoHeads(), arrays, ["binaryCrossentropy", "mae"], ["binaryCrossentropy", "meanAbsoluteError"]],
])("the loss of %s", (_, model, data, loss, names) => {
  expect(plan(model, data, { loss }).outputs.map((output) => output.loss.name)).toEqual(names);
}); // prettier-ignore

test("metrics go to every output, or to the one that is named", () => {
  const metricsOf = (metrics: Told["metrics"]) =>
    plan(twoHeads(), arrays, { loss: ["binaryCrossentropy", "mse"], metrics }).outputs.map((output) =>
      output.metrics.map(({ name }) => name),
    );
  expect(metricsOf(["mae"])).toEqual([["mae"], ["mae"]]);
  expect(metricsOf([["accuracy"], []])).toEqual([["accuracy"], []]);
  expect(metricsOf({ size: ["mae"] })).toEqual([[], ["mae"]]);
  expect(metricsOf({ ill: ["acc", "auc"], size: ["r2"] })).toEqual([["accuracy", "auc"], ["r2"]]);
  const sequential = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4], name: "only" })] });
  const [{ metrics }] = plan(sequential, arrays, { loss: "mse", metrics: { only: ["mae"] } }).outputs;
  expect(metrics.map(({ name }) => name)).toEqual(["mae"]);
}); // prettier-ignore

test("what is said of outputs is one for all, or one for each", () => {
  const loss = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output);
  const kinds = (outputs: Told["outputs"]) =>
    plan(twoHeads(), arrays, { loss, outputs }).outputs.map(({ form }) => form.kind);
  expect(kinds(undefined)).toEqual(["labels", "unknown"]);
  expect(kinds("numbers")).toEqual(["numbers", "numbers"]);
  expect(kinds(["margins", "multiLabelLogits"])).toEqual(["margins", "labels"]);
});

const own = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output);
const ofTwo: Told = { loss: "mse" };

test.each<[string, unknown, unknown, Told, message: string]>([
  ["nothing", undefined, arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got undefined"],
  ["null", null, arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got null"],
  ["a name", "mlp", arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got mlp"],
  ["a record", { parameters: [] }, arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got Object"],
  ["a loss alone", { loss: own }, arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got Object"],
  ["a bare object", Object.create(null), arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got object"],
  ["a date", new Date(0), arrays, {}, "model must be a LayersModel or a learner {parameters, loss}, got Date"],
  ["a learner with a loss", learner, arrays, { loss: "mse" }, "a learner has its own loss and logs, got loss or metrics"],
  ["a learner with metrics", learner, arrays, { metrics: ["mae"] }, "a learner has its own loss and logs, got loss or metrics"],
  ["no loss", net(), arrays, {}, 'loss must be given; for example {loss: "meanSquaredError"}'],
  ["too many losses", net(), arrays, { loss: ["mse", "mae"] }, "loss must be one, or one for each of the 1 outputs, got 2"],
  ["too few losses", twoHeads(), arrays, { loss: ["mse"] }, "loss must be one, or one for each of the 2 outputs, got 1"],
  ["another loss", net(), arrays, { loss: "msq" }, 'unknown loss "msq"; did you mean "mse"?'],
  ["too many kinds", net(), arrays, { loss: "mse", outputs: ["logits", "logits"] }, "outputs must be one, or one for each of the 1 outputs, got 2"],
  ["too few kinds", twoHeads(), arrays, { ...ofTwo, outputs: ["numbers"] }, "outputs must be one, or one for each of the 2 outputs, got 1"],
  ["too many lists of metrics", twoHeads(), arrays, { ...ofTwo, metrics: [["mae"], [], []] }, "metrics must be one list, or one for each of the 2 outputs, got 3"],
  ["lists and names", twoHeads(), arrays, { ...ofTwo, metrics: [["mae"], "mae"] as never }, "metrics must be one list, or one for each of the 2 outputs, got 2"],
  ["metrics of no output", twoHeads(), arrays, { ...ofTwo, metrics: { sise: ["mae"] } }, 'unknown output in metrics "sise"; did you mean "size"?'],
  ["another metric", net(), arrays, { loss: "mse", metrics: ["maee" as never] }, 'unknown metric "maee"; did you mean "mae"?'],
  ["a metric that is none", net(), arrays, { loss: "mse", metrics: [5 as never] }, "a metric must be a name, one of train.metrics, or a function (truth, prediction) => tensor, got 5; known names: accuracy, auc, f1, logLoss, mae, mse, precision, r2, recall, topK"],
  ["a metric of classes for numbers", net(1, "linear"), arrays, { loss: "mse", metrics: ["logLoss"] }, '"logLoss" must be of an output of classes or labels, got numbers (by the loss meanSquaredError); give each output its own: {metrics: {"out": […]}}, or say what it is: {outputs: "logits"}'],
  ["a metric of one class for labels", net(2, "sigmoid"), arrays, { loss: "mse", metrics: [{ ...plan(net(), iris(), { metrics: ["accuracy"] }).outputs[0].metrics[0], kinds: ["classes"] }] }, '"accuracy" must be of an output of classes, got labels (by the loss meanSquaredError); give each output its own: {metrics: {"out": […]}}, or say what it is: {outputs: "logits"}'],
  ["a metric of nobody knows what", net(1, "linear"), arrays, { loss: own, metrics: ["mae", "accuracy"] }, 'for "accuracy" it must be known what the values of "out" are, which the loss does not tell; say {outputs: "logits"}, "probabilities", "margins" or "numbers"'],
])("%s is refused", (_, model, data, told, message) => {
  expect(() => plan(model, data, told)).toThrow(new RangeError(`fit: ${message}`));
}); // prettier-ignore

test("a learner brings all it is trained by, and nothing is expected of its data", () => {
  const { objective, ...found } = plan(learner, arrays);
  expect(found).toEqual({
    ...{ outputs: [], expected: { inputs: [], outputs: [], classes: false } },
    code: [{ name: "the loss", run: learner.loss, self: learner }],
  });
  expect(objective()).toBeInstanceOf(LearnerObjective);
});

test.each<[string, tf.LayersModel, unknown, Told, classes: boolean, truths: string[]]>([
  ["a cross-entropy of classes", net(), arrays, { loss: "categoricalCrossentropy" }, true, ["probabilities"]],
  ["a cross-entropy of labels", net(1, "sigmoid"), arrays, { loss: "binaryCrossentropy" }, false, ["probabilities"]],
  ["sigmoids of classes of data", net(3, "sigmoid"), iris(), { loss: "mse", metrics: ["accuracy"] }, true, ["distribution"]],
  ["sigmoids of arrays", net(3, "sigmoid"), arrays, { loss: "mse", metrics: ["accuracy"] }, false, ["probabilities"]],
  ["a softmax by squares", net(), arrays, { loss: "mse", metrics: ["accuracy"] }, false, ["distribution"]],
  ["a softmax by squares, unmeasured", net(), arrays, { loss: "mse" }, false, ["numbers"]],
  ["a softmax whose metrics are of numbers", net(), arrays, { loss: "mse", metrics: ["mae"] }, false, ["numbers"]],
  ["numbers that decide", net(1, "linear"), arrays, { loss: "mse", metrics: ["accuracy"] }, false, ["distribution"]],
  ["numbers of classes of data", net(3, "linear"), iris(), { loss: "mse", metrics: ["accuracy"] }, false, ["distribution"]],
  ["margins", net(1, "linear"), arrays, { loss: "hinge", metrics: ["accuracy"] }, false, ["signs"]],
  ["margins, unmeasured", net(1, "linear"), arrays, { loss: "hinge" }, false, ["numbers"]],
  ["two outputs", twoHeads(), arrays, { loss: ["binaryCrossentropy", "mse"], metrics: { ill: ["accuracy"] } }, false, ["probabilities", "numbers"]],
  ["one of two outputs of classes", twoHeads(), arrays, { loss: ["mse", "categoricalCrossentropy"] }, true, ["numbers", "probabilities"]],
])("what the data must be for %s", (_, model, data, told, classes, truths) => {
  const { expected } = plan(model, data, told);
  expect({ classes: expected.classes, truths: expected.truths }).toEqual({ classes, truths });
  expect(expected.outputs.map(({ shape }) => shape)).toEqual(model.outputs.map(({ shape }) => shape));
  expect(expected.inputs.map(({ shape }) => shape)).toEqual([[null, 4]]);
}); // prettier-ignore

test("there must be something to train, and it must be there", () => {
  const model = net();
  const trained = () => plan(model, iris(), { trains: true });
  expect(trained).not.toThrow();
  model.trainable = false;
  expect(trained).toThrow(
    new RangeError("fit: the model must have trainable weights, got none; set layer.trainable = true where it is false"),
  );
  expect(() => plan(model, iris())).not.toThrow();
  model.dispose();
  expect(trained).toThrow(new RangeError("fit: the model must not be disposed"));
}); // prettier-ignore
