import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freshRandom } from "../../src/core/index";
import { fromArrays } from "../../src/data/index";
import {
  evaluate,
  fit,
  metric,
  metrics,
  type EvaluateOptions,
  type FitOptions,
  type Metric,
  type MetricName,
} from "../../src/train/index";
import { RankedScores } from "../../src/train/metrics/rankedScores";

interface Case {
  name: string;
  kind: "classes" | "labels" | "margins" | "numbers";
  units: number;
  /** Steps of a row, where every step has an output. */
  steps?: number | null;
  output: number[];
  truth: number[];
  weight: number[] | null;
  expected: Record<string, number | null>;
}

const path = join(__dirname, "../reference/metricShapes.json");
const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];
const named = (name: string) => cases.find((one) => one.name === name)!;

const losses = {
  classes: "categoricalCrossentropy",
  labels: "binaryCrossentropy",
  margins: "hinge",
  numbers: "mse",
} as const;

/** Gives back its input, through a last activation if any. */
function passing(
  units: number,
  activation: "linear" | "sigmoid" | "softmax" = "linear",
  steps: number[] = [],
) {
  const inputShape = [...steps, units];
  const layer = tf.layers.dense({ units, activation, inputShape, kernelInitializer: "identity" });
  return tf.sequential({ layers: [layer] });
}

function dataOf({ kind, units, output, truth, weight }: Case) {
  const rows = output.length / units;
  const y = kind === "classes" ? truth : { values: truth, shape: [rows, units] };
  return { x: { values: output, shape: [rows, units] }, y, weight: weight ?? undefined };
}

const listed = ({ expected }: Case) =>
  Object.keys(expected)
    .filter((name) => name !== "loss")
    .map((name) => (name === "top2" ? metrics.topK(2) : (name as MetricName)));

function expectClose(logs: Record<string, number>, { expected }: Case) {
  for (const [name, value] of Object.entries(expected)) {
    if (value === null) continue;
    const error = Math.abs(logs[name] - value) / Math.max(1, Math.abs(value));
    expect({ name, value: logs[name], close: error < 2e-5 }).toEqual({
      name,
      value: logs[name],
      close: true,
    });
  }
}

describe.each(cases.map((one) => [one.name, one] as const))("metrics of %s are scikit-learn's", (_, one) => {
  test.each([7, 400])("in batches of %i", async (batchSize) => {
    const options = { loss: losses[one.kind], metrics: listed(one), batchSize };
    expectClose(await evaluate(passing(one.units), dataOf(one), options), one);
  });
});

const torchPath = join(__dirname, "../reference/torchMetrics.json");
const torchCases = JSON.parse(readFileSync(torchPath, "utf8")) as Case[];

describe.each(torchCases.map((one) => [one.name, one] as const))(
  "metrics of %s are torchmetrics'",
  (_, one) => {
    test.each([3, 256])("in batches of %i", async (batchSize) => {
      const { kind, units, steps, output, truth, weight, expected } = one;
      const each = steps ? [steps] : [];
      const shape = [output.length / units / (steps ?? 1), ...each];
      const x = { values: output, shape: [...shape, units] };
      const y = { values: truth, shape: kind === "classes" ? shape : [...shape, units] };
      const weights = weight ? { values: weight, shape } : undefined;
      const options = { loss: losses[kind], metrics: listed(one), batchSize };
      const logs = await evaluate(
        passing(units, "linear", each),
        { x, y, weight: weights as never },
        options,
      );
      for (const [name, value] of Object.entries(expected as Record<string, number>)) {
        const error = Math.abs(logs[name] - value) / (value === 0 ? 1 : Math.abs(value));
        expect([name, logs[name], error < 2e-5]).toEqual([name, logs[name], true]);
      }
    });
  },
);

test("where all are of one class there is no area under the curve", async () => {
  const one = named("one unit, one class");
  const logs = await evaluate(passing(1), dataOf(one), { loss: losses.labels, metrics: ["auc"] });
  expect(logs.auc).toBeNaN();
});

test.each([
  ["classes", "four units", "softmax"],
  ["labels", "three sigmoids", "sigmoid"],
] as const)("%s are known by a last %s, whatever the loss", async (_, name, activation) => {
  const one = named(name);
  const data = dataOf(one);
  const y = one.kind === "classes" ? tf.oneHot(tf.tensor1d(one.truth, "int32"), 4) : data.y;
  const own = (truth: tf.Tensor, guess: tf.Tensor) => truth.sub(guess).square().mean(-1);
  for (const loss of ["mse", "kullbackLeiblerDivergence", own] as const)
    expectClose(
      await evaluate(passing(one.units, activation), { x: data.x, y }, { loss, metrics: listed(one) }),
      one,
    );
});

const onLogits = (truth: tf.Tensor, logits: tf.Tensor) =>
  logits.relu().sub(logits.mul(truth)).add(logits.abs().neg().exp().log1p()).mean(-1);

test("with a loss of one's own on logits it is asked what they are, and then known", async () => {
  const one = named("one unit");
  const data = dataOf(one);
  await expect(evaluate(passing(1), data, { loss: onLogits, metrics: ["mae", "accuracy"] })).rejects.toThrow(
    /evaluate: for "accuracy" it must be known what the values of "dense_Dense\d+" are, which the loss does not tell; say {outputs: "logits"}, "probabilities", "margins" or "numbers"/,
  );
  expectClose(
    await evaluate(passing(1), data, { loss: onLogits, metrics: listed(one), outputs: "logits" }),
    one,
  );
  expectClose(
    await evaluate(passing(1), data, { loss: onLogits, metrics: ["accuracy"], outputs: "margins" }),
    {
      ...one,
      expected: { accuracy: one.expected.accuracy },
    },
  );
  const several = named("three sigmoids");
  const options = { loss: onLogits, metrics: listed(several), outputs: "multiLabelLogits" } as const;
  expectClose(await evaluate(passing(3), dataOf(several), options), several);
  const classes = { ...named("four units"), kind: "labels" as const };
  const y = tf.oneHot(tf.tensor1d(classes.truth, "int32"), 4);
  const asked = { loss: onLogits, metrics: listed(classes), outputs: "logits" } as const;
  expectClose(await evaluate(passing(4), { ...dataOf(classes), y }, asked), classes);
});

test("what is said of outputs may not contradict loss and last layer", async () => {
  const data = dataOf(named("one unit"));
  await expect(
    evaluate(passing(1), data, { loss: "binaryCrossentropy", outputs: "probabilities" }),
  ).rejects.toThrow(
    'evaluate: with binaryCrossentropy an output that ends in linear is logits, got outputs: "probabilities"',
  );
  await expect(evaluate(passing(1, "sigmoid"), data, { loss: onLogits, outputs: "logits" })).rejects.toThrow(
    'evaluate: an output that ends in sigmoid is probabilities, got outputs: "logits"',
  );
  await expect(evaluate(passing(1), data, { loss: onLogits, outputs: "logit" as never })).rejects.toThrow(
    'evaluate: unknown kind of outputs "logit"; did you mean "logits"?',
  );
});

test("least squares on 0 and 1 decide at one half, or by the largest; any other truth is refused", async () => {
  const x = [[0.2], [0.6], [1.4], [0.4]];
  const options: EvaluateOptions = { loss: "mse", metrics: ["accuracy", "precision"] };
  expect(await evaluate(passing(1), { x, y: [0, 1, 1, 1] }, options)).toMatchObject({
    accuracy: 0.75,
    precision: 1,
  });
  await expect(evaluate(passing(1), { x, y: [-1, 1, 1, 1] }, options)).rejects.toThrow(
    "evaluate: with metrics of classes y must be 0 or 1, or a probability between, got -1 at [0]",
  );
  const pairs = { x: [[0.1, 0.3], [0.8, 0.9]], y: [[0, 1], [1, 0]] }; // prettier-ignore
  expect((await evaluate(passing(2), pairs, options)).accuracy).toBe(0.5);
  await expect(evaluate(passing(2), { ...pairs, y: [[1, 1], [1, 0]] }, options)).rejects.toThrow(
    "evaluate: with metrics of classes each row of y must be one-hot, or sum to 1, got a sum of 2 at [0]",
  ); // prettier-ignore
  await expect(
    evaluate(passing(1), { x, y: [0, 1, 1, 1] }, { loss: "mse", metrics: ["logLoss"] }),
  ).rejects.toThrow(
    '"logLoss" must be of an output of classes or labels, got numbers (by the loss meanSquaredError)',
  );
  await expect(
    evaluate(passing(1), { x, y: [2, 1, 1, 1] }, { loss: "hinge", metrics: ["auc"] }),
  ).rejects.toThrow(
    "evaluate: with metrics of classes y must be 1 for yes, and -1 or 0 for no, got 2 at [0]",
  );
});

test("sigmoids that were taught one class of several, by squares, are asked for the likeliest", async () => {
  const x = [[2, 3, -9], [1, -1, -1], [9, 8, 7]]; // prettier-ignore
  const data = fromArrays({ x, labels: [1, 0, 2] });
  const logs = await evaluate(passing(3, "sigmoid"), data, { loss: "mse", metrics: ["accuracy"] });
  expect(logs.accuracy).toBeCloseTo(2 / 3, 6);
});

test("steps and their weights count one by one", async () => {
  const one = named("one unit, weighted");
  const layer = tf.layers.timeDistributed({
    layer: tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "identity" }),
    inputShape: [4, 1],
  });
  const shape = [10, 4, 1];
  const x = { values: one.output, shape };
  const y = { values: one.truth, shape };
  const data = { x, y, weight: { values: one.weight!, shape: [10, 4] } };
  const options = { loss: "binaryCrossentropy", metrics: listed(one), batchSize: 3 } as const;
  expectClose(await evaluate(tf.sequential({ layers: [layer] }), data, options), one);
  const numbers = named("numbers about -1e5, weighted");
  const steps = (values: number[]) => ({ values, shape });
  const series = {
    x: steps(numbers.output),
    y: steps(numbers.truth),
    weight: { values: numbers.weight!, shape: [10, 4] },
  };
  const still = tf.sequential({
    layers: [tf.layers.activation({ activation: "linear", inputShape: [4, 1] })],
  });
  expectClose(await evaluate(still, series, { loss: "mse", metrics: ["r2"], batchSize: 3 }), {
    ...numbers,
    expected: { r2: numbers.expected.r2 },
  });
});

test("a metric of one's own is a function, or has a name and a mode", async () => {
  const distance = (truth: tf.Tensor, guess: tf.Tensor) => truth.sub(guess).abs();
  const [x, y, weight] = [
    [[1], [2], [3]],
    [2, 2, 0],
    [1, 1, 2],
  ];
  const perRow = metric((truth, guess) => distance(truth, guess).squeeze([-1]), {
    name: "perRow",
    mode: "min",
  });
  const mape = metric((truth, guess) => distance(truth, guess).mean(), { name: "mape" });
  const logs = await evaluate(
    passing(1),
    { x, y, weight },
    { loss: "mse", metrics: [distance, perRow, mape] },
  );
  expect(logs).toMatchObject({ distance: 7 / 4, perRow: 7 / 4 });
  expect(logs.mape).toBeCloseTo(4 / 3, 5);
  const options: FitOptions = { loss: "mse", epochs: 1, metrics: [distance, perRow, mape] };
  const history = await fit(passing(1), { x, y }, options);
  expect(history.modes).toEqual({ loss: "min", perRow: "min" });
  expect(history.best("mape")).toBe(0);
  expect(() => history.best("distance")).toThrow('whether a lower or a higher "distance" is better');
  const odd = metric((truth) => truth.slice(1), { name: "odd" });
  await expect(evaluate(passing(1), { x, y }, { loss: "mse", metrics: [odd] })).rejects.toThrow(
    "odd: a metric must return [] or [3, …], got [2,1]",
  );
  expect(() => metric(distance, { mode: "most" as never })).toThrow('metric: unknown mode "most"');
});

test("each output has metrics of its own", async () => {
  const input = tf.input({ shape: [1] });
  const dense = (name: string, activation: "sigmoid" | "linear") =>
    tf.layers
      .dense({ units: 1, name, activation, kernelInitializer: "ones" })
      .apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: [dense("ill", "sigmoid"), dense("price", "linear")] });
  const data = { x: [[1], [-1]], y: { ill: [1, 1], price: [3, 4] } };
  const loss: FitOptions["loss"] = ["binaryCrossentropy", "mse"];
  const byName = await evaluate(model, data, { loss, metrics: { ill: ["accuracy"], price: ["mae"] } });
  const inOrder = await evaluate(model, data, { loss, metrics: [["accuracy"], ["mae"]] });
  expect(Object.keys(byName)).toEqual(["loss", "ill_loss", "price_loss", "ill_accuracy", "price_mae"]);
  expect([byName.ill_accuracy, byName.price_mae]).toEqual([0.5, 3.5]);
  expect(inOrder).toEqual(byName);
  await expect(evaluate(model, data, { loss, metrics: { prize: ["mae"] } })).rejects.toThrow(
    'evaluate: unknown output in metrics "prize"; did you mean "price"?',
  );
  await expect(evaluate(model, data, { loss, metrics: ["accuracy"] })).rejects.toThrow(
    "with metrics of classes y",
  );
});

/** Mann and Whitney's count over all pairs. */
function exactArea(scores: number[], truth: number[]): number {
  const of = (yes: number) => scores.filter((_, row) => truth[row] === yes).sort((a, b) => a - b);
  const [positives, negatives] = [of(1), of(0)];
  let [below, equal, pairs] = [0, 0, 0];
  for (const score of positives) {
    while (below < negatives.length && negatives[below] < score) below++;
    equal = Math.max(equal, below);
    while (equal < negatives.length && negatives[equal] <= score) equal++;
    pairs += below + (equal - below) / 2;
  }
  return pairs / (positives.length * negatives.length);
}

test.each(["spread", "crowded", "sorted", "backwards", "rare", "late"])(
  "the area under the curve is within 0.001 where scores that are %s no longer fit",
  (how) => {
    const random = freshRandom("auc", 3);
    const count = 100_000;
    const drawn = Array.from({ length: count }, () => {
      const truth = random.uniform() < (how === "rare" ? 0.001 : 0.4) ? 1 : 0;
      return { truth, score: Math.fround((how === "crowded" ? 1e-6 : 1) * (random.normal() + truth / 2)) };
    });
    if (how === "sorted") drawn.sort((a, b) => a.score - b.score);
    if (how === "backwards") drawn.sort((a, b) => b.score - a.score);
    if (how === "late") drawn.sort((a, b) => a.truth - b.truth);
    let ranked = new RankedScores(new Float64Array(0), 1, 8192);
    for (let from = 0; from < count; from += 1000) {
      const part = drawn.slice(from, from + 1000);
      const batch = [
        ...part.map(({ score }) => score),
        ...part.map(({ truth }) => truth),
        ...part.map(() => 1),
      ];
      ranked = new RankedScores(ranked.add(batch).values, 1, 8192);
    }
    const exact = exactArea(drawn.map(({ score }) => score), drawn.map(({ truth }) => truth)); // prettier-ignore
    expect(ranked.values.length).toBeLessThanOrEqual(2 + 3 * 8192);
    expect(Math.abs(ranked.areas()[0] - exact)).toBeLessThan(1e-3);
  },
);

test("an epoch's metrics are the same however its rows are divided into batches, on training data too", async () => {
  const one = named("numbers about 1e6");
  const still: Metric[] = [metrics.r2(), metrics.mse()];
  const run = (batchSize: number) =>
    fit(passing(1), dataOf(one), {
      ...{ loss: "mse", metrics: still, batchSize, epochs: 1, compile: false, shuffle: false },
      optimizer: "sgd",
    });
  const { history } = await run(40);
  expect(history.r2[0]).toBeCloseTo(one.expected.r2!, 4);
});
