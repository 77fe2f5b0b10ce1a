import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris } from "../../src/data/index";
import { adam, momentum, schedules } from "../../src/optim/index";
import { fit, History, type FitOptions, type Run } from "../../src/train/index";
import { line, linearUnit, smallNet } from "./models";

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);
const plain = (history: History) => ({ ...history.toJSON(), seconds: 0 });

async function inParts(options: FitOptions, epochs: number[]) {
  const model = smallNet();
  let history: History | undefined;
  for (const part of epochs) {
    const own: FitOptions = history ? { continueFrom: history } : { seed: 4 };
    history = await fit(model, iris(), { ...options, ...own, epochs: part });
  }
  return { history: plain(history!), weights: weightsOf(model) };
}

test.each<[string, () => FitOptions]>([
  [
    "Adam, with dropout and a share for validation",
    () => ({ optimizer: adam(), validation: 0.2, metrics: ["accuracy"] }),
  ],
  [
    "a schedule",
    () => ({ optimizer: adam({ learningRate: schedules.cosine({ learningRate: 0.1, steps: 30 }) }) }),
  ],
  ["gathered batches", () => ({ optimizer: momentum(), accumulate: 3 })],
])("six fits of one epoch, each continuing the last, are one fit of six: %s", async (_, options) => {
  const eager: FitOptions = { compile: "eager" };
  const whole = await inParts({ ...options(), ...eager }, [6]);
  expect(await inParts({ ...options(), ...eager }, [1, 1, 1, 1, 1, 1])).toEqual(whole);
  expect(await inParts({ ...options(), ...eager }, [4, 2])).toEqual(whole);
});

test("without it, a fit with the same optimiser begins with fresh averages", async () => {
  const optimizer = adam({ learningRate: 0.1 });
  const options: FitOptions = { optimizer, loss: "mse", epochs: 1, batchSize: 64, seed: 1 };
  const [model, other] = [linearUnit(), linearUnit()];
  await fit(model, line(), options);
  other.setWeights(model.getWeights());
  await fit(model, line(), options);
  await fit(other, line(), { ...options, optimizer: adam({ learningRate: 0.1 }) });
  expect(weightsOf(model)).toEqual(weightsOf(other));
});

test("the optimiser may be given anew, with another rate, and keeps its averages", async () => {
  const model = linearUnit(1);
  const data = { x: [[1]], y: [1] };
  const options: FitOptions = {
    loss: "mse",
    epochs: 1,
    optimizer: momentum({ learningRate: 0.1, momentum: 0.5 }),
  };
  const first = await fit(model, data, options);
  const optimizer = momentum({ learningRate: 0.01, momentum: 0.5 });
  const second = await fit(model, data, { ...options, optimizer, continueFrom: first });
  // w = b = 0.2 after v = -2; then the loss is 0.36, the gradient -1.2 and v = -1 - 1.2.
  expect(second.stepLoss[1]).toBeCloseTo(0.36, 6);
  expect(model.getWeights()[0].dataSync()[0]).toBeCloseTo(0.222, 6);
});

test("a fit that was interrupted within an epoch ends it first", async () => {
  const run = async (interrupted: boolean) => {
    const model = smallNet();
    const options: FitOptions = { compile: "eager", seed: 4, metrics: ["accuracy"] };
    if (!interrupted) await fit(model, iris(), { ...options, epochs: 3 });
    else {
      const stopAtStep7 = (_: number, __: unknown, fitting: Run) => {
        if (fitting.step === 7) fitting.stop("enough");
      };
      const callbacks = [{ onBatchEnd: stopAtStep7 }];
      const first = await fit(model, iris(), { ...options, epochs: 2, callbacks });
      const rest = await fit(model, iris(), { ...options, epochs: 2, continueFrom: first });
      expect(rest.epoch).toEqual([0, 1, 2]);
      expect(rest.stopped).toBeUndefined();
    }
    return weightsOf(model);
  };
  expect(await run(true)).toEqual(await run(false));
});

test("only the history of the model's last fit can be continued", async () => {
  const model = linearUnit();
  const options: FitOptions = { loss: "mse", epochs: 1 };
  const required = "fit: continueFrom must be the history that the model's last fit returned";
  const remedy = "callbacks.checkpoint goes on from a file";
  const first = await fit(model, line(), options);
  const second = await fit(model, line(), options);
  const go = (continueFrom: History, own?: FitOptions) =>
    fit(model, line(), { ...options, ...own, continueFrom });
  await expect(go(first)).rejects.toThrow(
    `${required}, got one that was read from a file, or that a later fit has followed; ${remedy}`,
  );
  await expect(go({} as History)).rejects.toThrow(`${required}, got {}`);
  const another = await fit(linearUnit(), line(), options);
  await expect(go(another)).rejects.toThrow(`${required}, got that of another model; ${remedy}`);
  await expect(go(second, { seed: 3 })).rejects.toThrow(
    /continueFrom goes on with the seed \d+ of the earlier fit, got seed 3; leave seed out/,
  );
  await expect(go(second, { optimizer: "sgd" })).rejects.toThrow(
    "fit: continueFrom goes on with the averages of adam, the optimizer of the earlier fit, got sgd; leave optimizer out; or leave continueFrom out, to begin with fresh averages",
  );
});

test("keeps no tensor", async () => {
  const model = linearUnit();
  const { numTensors } = tf.memory();
  const first = await fit(model, line(), { loss: "mse", epochs: 1 });
  await fit(model, line(), { loss: "mse", epochs: 1, continueFrom: first });
  expect(tf.memory().numTensors).toBe(numTensors);
});
