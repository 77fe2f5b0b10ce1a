import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { progress } from "../../src/callbacks/index";
import { iris } from "../../src/data/index";
import { adam } from "../../src/optim/index";
import { augment, fit, type FitData, type FitOptions } from "../../src/train/index";
import { line, linearUnit, smallNet } from "./models";

const message = async (data: FitData, options: FitOptions = {}, model: tf.LayersModel = smallNet()) => {
  const before = tf.memory().numTensors;
  try {
    await fit(model, data, { epochs: 1, ...options });
  } catch (error) {
    expect(tf.memory().numTensors).toBe(before);
    return (error as Error).message;
  }
  throw new Error("it did not fail");
};
const classes: FitOptions = { loss: "categoricalCrossentropy" };

test("x of another shape", async () => {
  expect(await message({ x: tf.ones([5, 3]), y: [0, 1, 2, 0, 1] }, classes)).toBe(
    "fit: x must be [examples, 4], got [5, 3]",
  );
  expect(await message({ x: tf.ones([5, 2, 2]), y: [0, 1, 2, 0, 1] }, classes)).toBe(
    "fit: x must be [examples, 4], got [5, 2, 2]; use x.reshape([-1, 4])",
  );
  expect(await message({ x: tf.ones([4]), y: [0] }, classes)).toBe(
    "fit: x must be [examples, 4], got [4]; use x.expandDims(0) for one example",
  );
});

test("y of another shape", async () => {
  expect(await message({ x: tf.ones([5, 4]), y: tf.ones([5, 2]) }, classes)).toBe(
    "fit: y must be [examples, 3] or [examples] (class indices), as the model gives, got [5, 2]",
  );
  expect(await message({ x: tf.ones([5, 4]), y: tf.ones([5]) }, { loss: "mse" })).toBe(
    "fit: y must be [examples, 3], as the model gives, got [5]",
  );
  expect(await message({ x: tf.ones([5, 4]), y: [0, 1, 2] }, classes)).toBe(
    "fit: x and y must have equally many examples, got 5 and 3",
  );
});

test("NaN in the data, and labels that are no classes", async () => {
  const x = [
    [1, 2, 3, 4],
    [1, NaN, 3, 4],
  ];
  expect(await message({ x, y: [0, 1] }, classes)).toBe(
    "fit: x must be finite, got NaN at [1, 1]; remove or fill such values first",
  );
  expect(await message({ x: tf.ones([2, 4]), y: [0, 3] }, classes)).toBe(
    "fit: y must be class indices 0 to 2, got 3 at [1]",
  );
});

test("unknown names", async () => {
  expect(await message(iris(), { loss: "meanSquarederror" as never })).toBe(
    'fit: unknown loss "meanSquarederror"; did you mean "meanSquaredError"?',
  );
  expect(await message(iris(), { optimizer: "adamm" })).toMatch('fit: unknown optimizer "adamm"');
  expect(await message(iris(), { metrics: ["acuracy" as never] })).toBe(
    'fit: unknown metric "acuracy"; did you mean "accuracy"?',
  );
  expect(await message(iris(), { epoch: 3 } as never)).toBe(
    'fit: unknown option "epoch"; did you mean "epochs"?',
  );
});

test("a loss that does not go with the model's last activation", async () => {
  const sigmoid = smallNet({ activation: "sigmoid" });
  expect(await message({ x: tf.ones([2, 4]), y: [0, 1] }, classes, sigmoid)).toBe(
    "fit: with categoricalCrossentropy the output must end in softmax or in no activation (logits), got sigmoid; " +
      "use binaryCrossentropy for one sigmoid unit per question",
  );
});

test("a loss that is missing, and one that is no tensor of the batch", async () => {
  expect(await message(line(4), {}, linearUnit())).toBe(
    'fit: loss must be given; for example {loss: "meanSquaredError"}',
  );
  const loss = () => tf.ones([3]);
  await expect(fit(linearUnit(), line(4), { loss, compile: false })).rejects.toThrow(
    "fit: a loss function must return [] or [4, …], got [3]",
  );
});

test("data of no known kind, empty data, and a share that leaves nothing", async () => {
  expect(await message(5 as never, classes)).toMatch(
    "fit: data must be {x, y}, [x, y], a data set, or an iterable",
  );
  expect(await message({ x: tf.ones([0, 4]), y: tf.ones([0, 3]) }, classes)).toBe("fit: x must not be empty");
  expect(await message(iris(), { validation: 1 })).toBe(
    "fit: validation must be data, or a share of data in memory in (0, 1) that leaves examples on both sides, got 1",
  );
});

test("a model without trainable weights", async () => {
  const model = smallNet();
  model.trainable = false;
  expect(await message(iris(), {}, model)).toBe(
    "fit: the model must have trainable weights, got none; set layer.trainable = true where it is false",
  );
});

test("labels that are no probabilities", async () => {
  const unit = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [4], activation: "sigmoid" })],
  });
  const x = tf.ones([3, 4]);
  expect(await message({ x, y: [0, 1, 2] }, { loss: "binaryCrossentropy" }, unit)).toBe(
    "fit: y must be 0 or 1, or a probability between, got 2 at [2]",
  );
  expect(await message({ x, y: tf.tensor2d([0, 1, 0, 1, 0, 0, 0, -1, 2], [3, 3]) }, classes)).toBe(
    "fit: y must be one-hot, or probabilities, got -1 at [2, 1]",
  );
  expect(await message({ x, y: [0, 1, 1.5] }, classes)).toBe(
    "fit: y must be class indices 0 to 2, got 1.5 at [2]",
  );
  expect(await message({ x }, classes)).toBe("fit: y must be given: the class of each example");
});

test("words, nothing, and rows of several lengths where numbers belong", async () => {
  expect(await message({ x: tf.ones([2, 4]), y: ["cat", "dog"] as never }, classes)).toBe(
    'fit: y must be numbers, got "cat"; number the classes from 0, for example with names.indexOf(label)',
  );
  expect(await message({ x: [["1", "2", "3", "4"]] as never, y: [0] }, classes)).toBe(
    'fit: x must be numbers, got "1"',
  );
  expect(await message({ x: [], y: [] }, classes)).toBe("fit: x must not be empty");
  expect(
    await message(
      {
        x: [
          [1, 2, 3, 4],
          [1, 2],
        ],
        y: [0, 1],
      },
      classes,
    ),
  ).toBe("fit: x must be arrays of equal length, got ragged arrays");
});

test("what is no number among numbers", async () => {
  const rows = (odd: unknown) => ({
    x: [
      [1, 2, 3, 4],
      [1, odd, 3, 4],
    ] as never,
    y: [0, 1],
  });
  expect(await message(rows(null), classes)).toBe("fit: x must be numbers, got null at [1, 1]");
  expect(await message(rows(undefined), classes)).toBe("fit: x must be numbers, got undefined at [1, 1]");
  expect(await message(rows("2"), classes)).toBe('fit: x must be numbers, got "2" at [1, 1]');
});

test("a schedule that gives no rate, and an augmentation that gives no batch", async () => {
  for (const odd of [undefined, NaN, -1, "0.1"])
    expect(await message(iris(), { optimizer: adam({ learningRate: () => odd as number }) })).toMatch(
      /^optim: a schedule must give a number in \[0, ∞\) for every step, got .* for step 0$/,
    );
  expect(await message(iris(), { augment: [() => undefined as never] })).toBe(
    "augment: an augmentation must return the batch {x, y, weight}, got undefined",
  );
});

test("data and models that were disposed", async () => {
  const x = tf.ones([2, 4]);
  x.dispose();
  const model = smallNet();
  expect(await message({ x, y: [0, 1] }, classes, model)).toBe(
    "fit: x must not be disposed; use tf.keep in a tidy",
  );
  model.dispose();
  expect(await message(iris(), {}, model)).toBe("fit: the model must not be disposed");
});

test("numbers of epochs and examples that make no sense; none and too many that do", async () => {
  for (const [name, value, interval] of [
    ["epochs", -1, "[0, ∞)"],
    ["epochs", 1.5, "[0, ∞)"],
    ["batchSize", 0, "[1, ∞)"],
    ["batchSize", "32", "[1, ∞)"],
    ["accumulate", 0, "[1, ∞)"],
  ] as const) {
    expect(await message(iris(), { [name]: value })).toBe(
      `fit: ${name} must be a whole number in ${interval}, got ${JSON.stringify(value)}`,
    );
  }
  const none = await fit(smallNet(), iris(), { epochs: 0 });
  expect([none.stepLoss, none.history, none.stopped]).toEqual([[], {}, undefined]);
  const whole = await fit(smallNet(), iris(), { epochs: 2, batchSize: 100_000 });
  expect(whole.stepLoss).toHaveLength(2);
});

test("lists that are none, and functions that nobody called", async () => {
  const example = "for example {callbacks: [callbacks.progress()]}";
  expect(await message(iris(), { callbacks: progress() as never })).toMatch(
    "fit: callbacks must be a list, got",
  );
  expect(await message(iris(), { callbacks: [progress as never] })).toBe(
    `fit: callbacks must be a list, got the function progress; ${example}`,
  );
  expect(await message(iris(), { callbacks: [undefined as never] })).toBe(
    `fit: callbacks must be a list, got undefined; ${example}`,
  );
  expect(await message(iris(), { metrics: "accuracy" as never })).toBe(
    'fit: metrics must be a list, got "accuracy"; for example {metrics: ["accuracy"]}',
  );
  expect(await message(iris(), { augment: [augment.noise as never] })).toBe(
    "fit: augment must be a list, got the function noise; for example {augment: [augment.flip()]}",
  );
  expect(await message(iris(), { optimizer: adam as never })).toBe(
    "fit: optimizer must be a name or one of optim's optimisers, got the function adam; call it, for example optim.adam()",
  );
});

test("options that other libraries have are answered with ours", async () => {
  expect(await message(iris(), { learningRate: 0.1 } as never)).toBe(
    'fit: unknown option "learningRate"; give it to the optimizer: {optimizer: optim.adam({learningRate: 0.01})}',
  );
  expect(await message(iris(), { validationData: iris() } as never)).toBe(
    'fit: unknown option "validationData"; it is {validation: data}',
  );
  expect(() => adam({ learningRate: "0.1" as never })).toThrow(
    'adam: learningRate must be a number in [0, ∞) or a schedule (step) => number, got "0.1"',
  );
});

test("weights of examples and classes that are none", async () => {
  expect(await message(iris(), { sampleWeight: new Float32Array(150).fill(NaN) })).toBe(
    "fit: sampleWeight must be finite numbers not below 0, got NaN at [0]",
  );
  expect(await message(iris(), { sampleWeight: [1, 2] })).toBe(
    "fit: sampleWeight must be [150], one for each example, got [2]",
  );
  expect(await message(iris(), { classWeight: [1, 2] })).toBe(
    "fit: classWeight must have a number not below 0 for classes 0 to 2, got [1,2]",
  );
});

test("batches of a stream are held against the same rules", async () => {
  const stream = (batch: unknown) =>
    function* () {
      yield batch;
    } as never;
  await expect(fit(smallNet(), stream(5), { ...classes, epochs: 1 })).rejects.toThrow(
    "fit: a stream must give batches {x, y}, {xs, ys} or [x, y], got 5 as batch 1",
  );
  const x = [[1, 2, 3, 4]];
  await expect(fit(smallNet(), stream({ x, y: [3] }), { ...classes, epochs: 1 })).rejects.toThrow(
    "fit: y must be class indices 0 to 2, got 3 at [0]",
  );
  await expect(
    fit(smallNet(), stream({ x: [[1, 2, 3, NaN]], y: [0] }), { ...classes, epochs: 1 }),
  ).rejects.toThrow("fit: x must be finite, got NaN at [0, 3]; remove or fill such values first");
  const weighed = stream({ x: [...x, ...x], y: [0, 1], weight: tf.ones([2, 1]) });
  await expect(fit(smallNet(), weighed, { ...classes, epochs: 1 })).rejects.toThrow(
    "fit: weight must be [2], one for each example, got [2, 1]",
  );
});
