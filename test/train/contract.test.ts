import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { iris } from "../../src/data/index";
import type { CommonOptions, Optimizer } from "../../src/optim/index";
import * as optimizers from "../../src/optim/optimizers";
import { fit, type FitOptions, type LossName } from "../../src/train/index";
import { losses } from "../../src/train/losses/lossOf";
import { someOf } from "../someOf";
import { smallNet } from "./models";

/** The greatest difference between the losses of 100 steps, eager and as a graph. */
async function difference(options: FitOptions, model: () => tf.LayersModel, data: Parameters<typeof fit>[1]) {
  const common = { epochs: 20, batchSize: 32, seed: 3, ...options };
  const eager = await fit(model(), data, { ...common, compile: "eager" });
  const graph = await fit(model(), data, { ...common, compile: "graph" });
  expect(graph.compiled).toMatchObject({ mode: "graph" });
  expect(graph.stepLoss).toHaveLength(100);
  return Math.max(...graph.stepLoss.map((loss, step) => Math.abs(loss - eager.stepLoss[step])));
}

const makers = Object.entries(optimizers) as [string, (options: CommonOptions) => Optimizer][];

test.each(someOf(makers, 4))(
  "%s: compiled equals eager to 1e-5 over 100 steps, with decay and clipping",
  async (_, make) => {
    const optimizer = make({ learningRate: 0.005, weightDecay: 0.01, clipGlobalNorm: 1 });
    expect(await difference({ optimizer }, smallNet, iris())).toBeLessThan(1e-5);
  },
);

const positive = ["poisson", "kullbackLeiblerDivergence"];
const names = (Object.keys(losses) as LossName[]).filter((name) => name.length > 4);

test.each(someOf(names, 4))("%s: compiled equals eager to 1e-5 over 100 steps", async (loss) => {
  const crossEntropy = losses[loss].input === "logits";
  const activation = crossEntropy ? "linear" : positive.includes(loss) ? "softmax" : "sigmoid";
  const { x, y } = iris().tensors({ oneHot: true });
  const truth = loss === "meanAbsolutePercentageError" ? y.add(1) : y;
  const off = await difference({ loss, optimizer: "momentum" }, () => smallNet({ activation }), {
    x,
    y: truth,
  });
  expect(off).toBeLessThan(loss === "meanAbsolutePercentageError" ? 1e-3 : 1e-5);
});

const long = [
  ["graph", 10_000],
  ["xla", 10_000],
  ["eager", 500],
] as const;

test.each(someOf(long, 1))(
  "neither tensors nor memory grow as %s over %i steps",
  async (compile, steps) => {
    const tensors: number[] = [];
    const memory: number[] = [];
    const epochs = steps / 2;
    const watch = {
      onEpochEnd: (epoch: number) => {
        if (epoch % (epochs / 10) !== epochs / 10 - 1) return;
        tensors.push(tf.memory().numTensors);
        memory.push(process.memoryUsage().rss);
      },
    };
    const data = {
      x: tf.randomNormal([40, 4]),
      y: tf.tensor1d(Array.from({ length: 40 }, (_, row) => row % 3)),
    };
    const loss = "categoricalCrossentropy";
    const options: FitOptions = { loss, epochs, batchSize: 20, compile, callbacks: [watch] };
    const history = await fit(smallNet(), data, options);
    expect(history.compiled.mode).toBe(compile);
    expect(history.stepLoss).toHaveLength(steps);
    expect(new Set(tensors).size).toBe(1);
    // The history itself keeps three numbers an epoch; a leak of a tensor a step would be tens of megabytes.
    expect((memory.at(-1)! - memory[1]) / 1e6).toBeLessThan(30);
  },
  240_000,
);
