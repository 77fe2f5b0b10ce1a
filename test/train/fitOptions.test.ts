import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { setSeed, sharedRandom } from "../../src/core/index";
import { augment, fit, History } from "../../src/train/index";
import { checkFitOptions, type FitOptions } from "../../src/train/fitOptions";
import { line, linearUnit } from "./models";

test("what a fit does where nothing is told", () => {
  setSeed(4);
  const seed = sharedRandom("fit").integer(2 ** 31);
  setSeed(4);
  const { epochs, batchSize, metrics, callbacks, shuffle, accumulate, prefetch, ...rest } =
    checkFitOptions(undefined);
  expect({ epochs, batchSize, metrics, callbacks, shuffle, accumulate, prefetch }).toEqual({
    ...{ epochs: 10, batchSize: 32, metrics: [], callbacks: [], shuffle: true, accumulate: 1, prefetch: 2 },
  });
  expect(rest).toEqual({ optimizer: "adam", augment: [], seed });
  expect(checkFitOptions({ seed: 7, optimizer: "sgd" })).toMatchObject({ seed: 7, optimizer: "sgd" });
});

function forgotten() {
  return {};
}
const example = {
  metrics: 'for example {metrics: ["accuracy"]}',
  callbacks: "for example {callbacks: [callbacks.progress()]}",
  augment: "for example {augment: [augment.flip()]}",
};

test.each<[options: object, message: string]>([
  [{ learningRate: 1 }, 'unknown option "learningRate"; give it to the optimizer: {optimizer: optim.adam({learningRate: 0.01})}'],
  [{ validationData: 1 }, 'unknown option "validationData"; it is {validation: data}'],
  [{ validationSplit: 1 }, 'unknown option "validationSplit"; it is {validation: 0.2}'],
  [{ verbose: 1 }, 'unknown option "verbose"; use {callbacks: [callbacks.progress()]}, or none for silence'],
  [{ epoch: 1 }, 'unknown option "epoch"; did you mean "epochs"?'],
  [{ epochs: -1 }, "epochs must be a whole number in [0, ∞), got -1"],
  [{ epochs: 1.5 }, "epochs must be a whole number in [0, ∞), got 1.5"],
  [{ batchSize: 0 }, "batchSize must be a whole number in [1, ∞), got 0"],
  [{ accumulate: 0 }, "accumulate must be a whole number in [1, ∞), got 0"],
  [{ prefetch: 0 }, "prefetch must be a whole number in [1, ∞), got 0"],
  [{ stepsPerEpoch: 0 }, "stepsPerEpoch must be a whole number in [1, ∞), got 0"],
  [{ seed: 1.5 }, "seed must be a whole number in (-∞, ∞), got 1.5"],
  [{ metrics: "accuracy" }, `metrics must be a list, got "accuracy"; ${example.metrics}`],
  [{ metrics: [5] }, `metrics must be a list, got 5; ${example.metrics}`],
  [{ metrics: [null] }, `metrics must be a list, got null; ${example.metrics}`],
  [{ metrics: { out: "mae" } }, `metrics must be a list, got "mae"; ${example.metrics}`],
  [{ metrics: { out: ["mae"], other: [5] } }, `metrics must be a list, got 5; ${example.metrics}`],
  [{ metrics: forgotten }, `metrics must be a list, got the function forgotten; ${example.metrics}`],
  [{ callbacks: {} }, `callbacks must be a list, got {}; ${example.callbacks}`],
  [{ callbacks: [{}, forgotten] }, `callbacks must be a list, got the function forgotten; ${example.callbacks}`],
  [{ callbacks: [null] }, `callbacks must be a list, got null; ${example.callbacks}`],
  [{ augment: augment.flip() }, /^fit: augment must be a list, got the function .*; for example \{augment: \[augment.flip\(\)\]\}$/ as never],
  [{ augment: [augment.flip(), augment.flip] }, `augment must be a list, got the function flip; ${example.augment}`],
  [{ augment: ["flip"] }, `augment must be a list, got "flip"; ${example.augment}`],
  [{ continueFrom: {} }, "continueFrom must be the history that the model's last fit returned, got {}"],
  [{ continueFrom: new History() }, "continueFrom must be the history that the model's last fit returned, got one that was read from a file, or that a later fit has followed; callbacks.checkpoint goes on from a file"],
])("%j is refused", (options, message) => {
  const expected = typeof message === "string" ? new RangeError(`fit: ${message}`) : message;
  expect(() => checkFitOptions(options as FitOptions)).toThrow(expected);
}); // prettier-ignore

test("at their bounds options are taken", () => {
  const least = { epochs: 0, batchSize: 1, accumulate: 1, prefetch: 1, stepsPerEpoch: 1, seed: -3 };
  expect(checkFitOptions(least)).toMatchObject(least);
  const lists = { metrics: { out: ["mae", () => tf.scalar(0)] }, callbacks: [{}], augment: [augment.flip()] };
  expect(() => checkFitOptions(lists as never)).not.toThrow();
});

test("a fit that goes on has the seed and the optimiser of the last one", async () => {
  const model = linearUnit();
  const told: FitOptions = { loss: "mse", epochs: 1, optimizer: "sgd", compile: false };
  const first = await fit(model, line(), { ...told, seed: 5 });
  expect(checkFitOptions({ continueFrom: first })).toMatchObject({ seed: 5, optimizer: { name: "sgd" } });
  expect(checkFitOptions({ continueFrom: first, seed: 5, optimizer: "adam" })).toMatchObject({
    optimizer: "adam",
  });
  expect(() => checkFitOptions({ continueFrom: first, seed: 6 })).toThrow(
    new RangeError(
      "fit: continueFrom goes on with the seed 5 of the earlier fit, got seed 6; leave seed out",
    ),
  );
  const refused = (own: FitOptions, message: string) =>
    expect(fit(model, line(), { ...told, ...own })).rejects.toThrow(new RangeError(`fit: ${message}`));
  const other = await fit(linearUnit(), line(), told);
  await refused(
    { continueFrom: other },
    "continueFrom must be the history that the model's last fit returned, got that of another model; callbacks.checkpoint goes on from a file",
  );
  await fit(model, line(), told);
  await refused(
    { continueFrom: first },
    "continueFrom must be the history that the model's last fit returned, got one that was read from a file, or that a later fit has followed; callbacks.checkpoint goes on from a file",
  );
});
