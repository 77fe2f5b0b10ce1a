import "@tensorflow/tfjs-node";
import { randomInt } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import { progress } from "../../src/callbacks/index";
import { Random } from "../../src/core/index";
import { defineOptimizer, sgd, type Optimizer } from "../../src/optim/index";
import {
  evaluate,
  fit,
  predict,
  variable,
  type FitData,
  type FitOptions,
  type Learner,
  type Run,
} from "../../src/train/index";
import { line, linearUnit } from "./models";

const said: string[] = [];
const quiet = jest.spyOn(console, "log").mockImplementation((text) => void said.push(text));
afterAll(() => quiet.mockRestore());

const errors = (truth: tf.Tensor, output: tf.Tensor) => truth.sub(output).square().mean(-1);

/** A fit of a line, by a loss and callbacks that share state: made anew for every run. */
type Experiment = () => Pick<FitOptions, "loss" | "callbacks" | "metrics">;

async function run(experiment: Experiment, compile: FitOptions["compile"], own: FitOptions = {}) {
  const model = linearUnit();
  const options: FitOptions = { optimizer: sgd({ learningRate: 0.05 }), epochs: 10, batchSize: 16, seed: 2 };
  const history = await fit(model, line(), { ...options, ...experiment(), compile, ...own });
  const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  return { ...history.history, stepLoss: history.stepLoss, weights, compiled: history.compiled };
}

function expectSame(a: Record<string, unknown>, b: Record<string, unknown>): void {
  for (const name of Object.keys(a).filter((key) => key !== "compiled")) {
    const [values, expected] = [a[name], b[name]] as [number[], number[]];
    expect(values).toHaveLength(expected.length);
    values.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
  }
}

const annealed: Experiment = () => {
  let beta = 0;
  return {
    loss: (truth, output) => errors(truth, output).add(output.square().mean(-1).mul(beta)),
    callbacks: [{ onEpochEnd: (epoch: number) => void (beta = Math.min(1, (epoch + 1) / 5)) }],
  };
};
const temperature: Experiment = () => {
  const state = { temperature: 4 };
  return {
    loss: (truth, output) => errors(truth, output.div(state.temperature)),
    callbacks: [{ onEpochBegin: () => void (state.temperature *= 0.8) }],
  };
};
const branch: Experiment = () => {
  let epoch = 0;
  return {
    loss: (truth, output) => (epoch < 5 ? errors(truth, output) : truth.sub(output).abs().mean(-1)),
    callbacks: [{ onEpochBegin: (number: number) => void (epoch = number) }],
  };
};
const attribute: Experiment = () => {
  let alpha = 0.1;
  return {
    loss: (truth, output) => errors(truth, tf.leakyRelu(output, alpha)),
    callbacks: [{ onEpochBegin: (epoch: number) => void (alpha = epoch < 5 ? 0.1 : 0.9) }],
  };
};
const metric: Experiment = () => {
  let scale = 1;
  return {
    loss: "mse",
    metrics: [
      {
        name: "scaled",
        size: () => 2,
        sums: ({ truth, prediction }) =>
          tf.stack([truth.sub(prediction).abs().sum().mul(scale), tf.scalar(truth.shape[0])]) as tf.Tensor1D,
        result: (sums) => sums[0] / sums[1],
      },
    ],
    callbacks: [{ onEpochBegin: (epoch: number) => void (scale = epoch + 1) }],
  };
};

test.each<[string, Experiment]>([
  ["a weight that is annealed", annealed],
  ["a temperature in an object", temperature],
  ["a branch on a number", branch],
  ["an operation's attribute", attribute],
  ["a number in a metric, also of the validation", metric],
])("what callbacks change between epochs arrives: %s", async (_, experiment) => {
  const own: FitOptions = { validation: line(32) };
  const eager = await run(experiment, "eager", own);
  for (const compile of ["graph", "xla"] as const) {
    const compiled = await run(experiment, compile, own);
    expect(compiled.compiled).toMatchObject({ mode: compile, why: `${compile} was asked for` });
    expectSame(compiled, eager);
  }
});

test.each(["update", "gather"])("it arrives where batches are gathered, too (%s)", async (kind) => {
  const own: FitOptions = { accumulate: kind === "update" ? 1 : 3 };
  expectSame(await run(annealed, "graph", own), await run(annealed, "eager", own));
});

describe("stays eager, with a word that says why", () => {
  let calls = 0;
  const tick = () => ++calls;
  const counter = { tick };
  function weighed(value: tf.Tensor): tf.Tensor {
    return calls > 1e6 ? weighed(value) : value.mul(tick() % 2);
  }
  const state = { calls: 0, seen: [] as number[] };
  const random = new Random(3, "scheduled sampling");
  const scheduledSampling = (uniform: () => number) => (truth: tf.Tensor, output: tf.Tensor) =>
    uniform() < 1e-9 ? truth : errors(truth, output);

  test.each<[string, NonNullable<FitOptions["loss"]>, string]>([
    [
      "a branch on Math.random",
      scheduledSampling(() => Math.random()),
      "it draws random numbers (Math.random)",
    ],
    ["a branch on a Random", scheduledSampling(() => random.uniform()), "it draws random numbers (Random)"],
    [
      "a random mask",
      (t, p) => errors(t, p).mul(tf.randomUniform([t.shape[0]]).greater(0.5)),
      "it draws random numbers (Math.random)",
    ],
    ["a branch on Date.now", (t, p) => (Date.now() < 0 ? t : errors(t, p)), "it asks for the time"],
    [
      "a branch on a new Date",
      (t, p) => (new Date().getFullYear() < 0 ? t : errors(t, p)),
      "it asks for the time",
    ],
    [
      "a branch on performance.now",
      (t, p) => (performance.now() < 0 ? t : errors(t, p)),
      "it asks for the time",
    ],
    [
      "a branch on process.hrtime",
      (t, p) => (process.hrtime()[0] < 0 ? t : errors(t, p)),
      "it asks for the time",
    ],
    [
      "a branch on nanoseconds",
      (t, p) => (process.hrtime.bigint() < 0n ? t : errors(t, p)),
      "it asks for the time",
    ],
    [
      "a branch on whole random numbers",
      (t, p) => (randomInt(9) < 0 ? t : errors(t, p)),
      "it draws random numbers (crypto)",
    ],
    [
      "a counter",
      (t, p) => errors(t, p).mul(calls++ < 20 ? 1 : 0),
      "the loss changes calls, which is outside of it",
    ],
    [
      "a counter in an object",
      (t, p) => errors(t, p).mul(++state.calls < 20 ? 1 : 0),
      "the loss changes state.calls, which is outside of it",
    ],
    [
      "a list",
      (t, p) => errors(t, p).mul(state.seen.push(1) < 20 ? 1 : 0),
      "the loss changes state.seen, which is outside of it",
    ],
    [
      "a counter in a function that it calls",
      (t, p) => errors(t, p).mul(tick() < 20 ? 1 : 0),
      "the loss changes calls, which is outside of it",
    ],
    [
      "a counter in a function of an object",
      (t, p) => errors(t, p).mul(counter.tick() % 2),
      "the loss changes calls, which is outside of it",
    ],
    [
      "a counter in a function that such a function calls",
      (t, p) => weighed(errors(t, p)),
      "the loss changes calls, which is outside of it",
    ],
  ])("%s", async (_, loss, why) => {
    const { compiled } = await run(() => ({ loss }), true);
    expect(compiled).toMatchObject({ mode: "eager", why: `eager, because ${why}` });
    expect(said).toContain(`fit stays eager, because ${why}`);
  });

  test("numbers that a callback may change after every step", async () => {
    const perStep: Experiment = () => {
      let beta = 0;
      return {
        loss: (truth, output) => errors(truth, output).add(output.square().mean(-1).mul(beta)),
        callbacks: [{ onBatchEnd: () => void (beta += 0.01) }],
      };
    };
    const compiled = await run(perStep, "graph");
    expect(compiled.compiled.why).toBe(
      "eager, because a callback of your own runs after every step and may change what the loss reads; keep it in a train.variable",
    );
    expectSame(compiled, await run(perStep, "eager"));
  });

  test("numbers that a callback may change, in a run that may be resumed", async () => {
    const checkpointed: Experiment = () => {
      const { callbacks = [], ...rest } = annealed();
      return { ...rest, callbacks: [...callbacks, { repeatable: true }] };
    };
    const compiled = await run(checkpointed, "graph");
    expect(compiled.compiled.why).toBe(
      "eager, because a run that may be resumed repeats every bit, and a callback of your own may change what the loss reads",
    );
    expectSame(compiled, await run(annealed, "eager"));
  });

  test("a learner, a layer and an augmentation that count", async () => {
    class Counting implements Learner {
      readonly w = tf.variable(tf.scalar(0));
      readonly parameters = [this.w];
      calls = 0;
      loss({ x: [x] }: { x: tf.Tensor[] }) {
        return { loss: x.mul(this.w).sub(1).square().mul(this.factor()) };
      }
      private factor() {
        return ++this.calls < 20 ? 1 : 0;
      }
    }
    const learner = new Counting();
    const { compiled } = await fit(learner, { x: line().x }, { epochs: 20 });
    expect(compiled.why).toBe("eager, because the loss changes this.calls, which is outside of it");
    expect(learner.calls).toBe(40);
    tf.dispose(learner.w);
    const augment: FitOptions["augment"] = [(batch) => (calls++, batch)];
    const counted = await run(() => ({ loss: "mse" }), true, { augment });
    expect(counted.compiled.why).toBe("eager, because an augmentation changes calls, which is outside of it");
  });
});

describe("what else of the user's runs before a step", () => {
  const points = [0, 1, 2, 3].map((at) => ({ x: [[at, -at]], y: [[2 * at - 1]] }));
  let stage = 0;
  beforeEach(() => void (stage = 0));
  // Nothing is to be seen of the change in the first steps.
  const staged = (truth: tf.Tensor, output: tf.Tensor) => errors(truth, output).mul(stage > 20 ? 0.5 : 1);

  function* batches() {
    for (const batch of points) {
      stage++;
      yield batch;
    }
  }
  const raising = (step: number) => {
    stage = step;
    return 0.05;
  };
  const plain = { optimizer: sgd({ learningRate: 0.05 }), epochs: 10, batchSize: 16, seed: 2 };
  const endless = function* () {
    for (;;) yield* batches();
  };

  test.each<[string, () => FitData, () => Partial<FitOptions>, string]>([
    ["a stream", () => batches, () => plain, "a stream of your own changes stage"],
    [
      "an iterable",
      () => ({ [Symbol.iterator]: batches }),
      () => plain,
      "a stream of your own changes stage",
    ],
    [
      "a generator",
      () => endless(),
      () => ({ ...plain, stepsPerEpoch: 4 }),
      "a stream of your own changes stage",
    ],
    [
      "a schedule",
      () => line(),
      () => ({ ...plain, optimizer: sgd({ learningRate: raising }) }),
      "a schedule of your own changes stage",
    ],
  ])("%s that changes what the loss reads has it stay eager", async (_, data, options, why) => {
    const train = (compile: "eager" | "graph") => {
      stage = 0;
      return fit(linearUnit(), data(), { ...options(), loss: staged, compile });
    };
    const [eager, graph] = [await train("eager"), await train("graph")];
    expect(graph.compiled.why).toBe(
      `eager, because ${why}, which the loss may read; keep it in a train.variable`,
    );
    expect(graph.stepLoss).toEqual(eager.stepLoss);
  });

  test("a stream or a schedule that changes nothing hinders nothing, and one beside losses of ours neither", async () => {
    const quiet = () => points;
    const own = await fit(linearUnit(), quiet, { ...plain, loss: staged, compile: "graph" });
    const ours = await fit(linearUnit(), batches, { ...plain, loss: "mse", compile: "graph" });
    expect([own, ours].map(({ compiled }) => compiled.mode)).toEqual(["graph", "graph"]);
  });

  test("an optimiser's own rule and constraint are looked at, too", async () => {
    const halving = () =>
      defineOptimizer({
        ...{ name: "halving", given: {}, defaults: { learningRate: 0.05 } },
        rule: () => (gradient: tf.Tensor) => ({ direction: gradient.mul(stage > 5 ? 0.5 : 1), slots: {} }),
      });
    const counting = defineOptimizer({
      ...{ name: "counting", given: {}, defaults: { learningRate: 0.05 } },
      rule: () => (gradient: tf.Tensor) => ({ direction: gradient.mul(++stage > 20 ? 0.5 : 1), slots: {} }),
    });
    const shrinking = sgd({
      learningRate: 0.05,
      constraint: (w: tf.Tensor) => w.mul(++stage > 20 ? 0.5 : 1),
    });
    const train = (optimizer: Optimizer, compile: "eager" | "graph") => {
      stage = 0;
      const callbacks = [{ onEpochBegin: (epoch: number) => void (stage = Math.max(stage, epoch)) }];
      return fit(linearUnit(), line(), { ...plain, loss: "mse", optimizer, callbacks, compile });
    };
    for (const [optimizer, why] of [
      [halving(), "graph was asked for"],
      [counting, "eager, because the optimizer counting changes stage, which is outside of it"],
      [shrinking, "eager, because the optimizer sgd changes stage, which is outside of it"],
    ] as const) {
      const [eager, graph] = [await train(optimizer, "eager"), await train(optimizer, "graph")];
      expect(graph.compiled.why).toBe(why);
      graph.stepLoss.forEach((loss, step) => expect(loss).toBeCloseTo(eager.stepLoss[step], 5));
    }
  });
});

test("a path that changes in every epoch stays eager in the end, with a word", async () => {
  const flipping: Experiment = () => {
    let isEven = true;
    return {
      loss: (truth, output) => (isEven ? errors(truth, output) : truth.sub(output).abs().mean(-1)),
      callbacks: [{ onEpochBegin: (epoch: number) => void (isEven = epoch % 2 === 0) }],
    };
  };
  const compiled = await run(flipping, "graph");
  expect(compiled.compiled.why).toMatch(/^eager, because it ran \d+ operations, then \d+$/);
  expectSame(compiled, await run(flipping, "eager"));
});

test("a variable's value arrives after every step, in a graph", async () => {
  const beta = variable(0);
  const perStep: Experiment = () => {
    beta.value = 0;
    return {
      loss: (truth, output) => errors(truth, output).add(output.square().mean(-1).mul(beta)),
      callbacks: [{ onBatchEnd: () => void (beta.value += 0.01) }],
    };
  };
  const compiled = await run(perStep, "graph");
  expect(compiled.compiled.mode).toBe("graph");
  expectSame(compiled, await run(perStep, "eager"));
  expect(beta.value).toBeCloseTo(0.4, 5);
  expect(() => (beta.value = "1" as never)).toThrow('variable: value must be a number, got "1"');
  beta.dispose();
});

class Scale extends tf.layers.Layer {
  static readonly className = "ScaleOfTest";
  factor = 1;
  override call(inputs: tf.Tensor | tf.Tensor[]) {
    return tf.tidy(() => (Array.isArray(inputs) ? inputs[0] : inputs).mul(this.factor));
  }
}

test("a layer's number arrives in predictions, evaluations and fits that come after it was set", async () => {
  const layer = new Scale({ inputShape: [1] });
  const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1, kernelInitializer: "ones" })] });
  const ones = Array.from({ length: 40 }, () => [1]);
  for (const factor of [1, 1, 1, 3, 3, 7]) {
    layer.factor = factor;
    const output = (await predict(model, ones, { batchSize: 4 })) as tf.Tensor;
    expect([...output.dataSync()]).toEqual(ones.map(() => factor));
    output.dispose();
    const { loss } = await evaluate(model, { x: ones, y: ones.map(() => 0) }, { loss: "mse", batchSize: 4 });
    expect(loss).toBeCloseTo(factor ** 2, 4);
  }
});

describe("what a callback sets on layers of TensorFlow.js", () => {
  const regularizer = tf.regularizers.l2({ l2: 0 }) as unknown as { l2: number; hasL2: boolean };
  const leaky = tf.layers.leakyReLU({ alpha: 0.1, inputShape: [2] }) as tf.layers.Layer & { alpha: number };
  const make = () => {
    Object.assign(regularizer, { l2: 0, hasL2: false });
    Object.assign(leaky, { alpha: 0.1 });
    const inner = tf.sequential({ layers: [leaky, tf.layers.gaussianNoise({ stddev: 0 })] });
    const unit = tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "ones", kernelRegularizer: regularizer as never }); // prettier-ignore
    return tf.sequential({ layers: [inner, unit] });
  };
  const still = { loss: "mse", optimizer: sgd({ learningRate: 0 }), batchSize: 16, seed: 1 } as const;

  test.each(["onEpochEnd", "onBatchEnd"] as const)("arrives, also in the validation (%s)", async (told) => {
    const train = async (compile: "eager" | "graph" | "xla") => {
      const change = (run: Run) => {
        if (run.step > 14) Object.assign(regularizer, { l2: 1, hasL2: true });
        if (run.step > 21) leaky.alpha = 0.9;
      };
      const callback = { [told]: (_: number, __: unknown, run: Run) => change(run) };
      const options = { ...still, epochs: 9, validation: line(8), callbacks: [callback], compile };
      const { history, compiled } = await fit(make(), line(), options);
      return { history, mode: compiled.mode };
    };
    const eager = await train("eager");
    for (const compile of ["graph", "xla"] as const) {
      const { history, mode } = await train(compile);
      expect(mode).toBe(compile);
      for (const [name, values] of Object.entries(history))
        values.forEach((value, at) => expect(value).toBeCloseTo(eager.history[name][at], 4));
    }
    expect(new Set(eager.history.val_loss.map((loss) => loss.toFixed(3))).size).toBeGreaterThan(1);
  });

  test("arrives in the next prediction", async () => {
    const model = tf.sequential({ layers: [tf.layers.leakyReLU({ alpha: 0.1, inputShape: [1] })] });
    const alphas = [0.1, 0.1, 0.1, 0.5, 0.5, 0.2];
    for (const alpha of alphas) {
      Object.assign(model.layers[0], { alpha });
      const output = (await predict(model, [[-1]], { compile: "graph" })) as tf.Tensor;
      expect(output.dataSync()[0]).toBeCloseTo(-alpha, 6);
      output.dispose();
    }
  });

  test.each(["onTrainBegin", "onEpochBegin", "onEpochEnd", "onBatchEnd"] as const)(
    "is refused where it is what is trained (%s)",
    async (told) => {
      for (const compile of ["eager", "graph"] as const) {
        const model = make();
        const { name } = model.layers[1];
        const freeze = () => void (model.layers[1].trainable = false);
        const callbacks = [{ onEpochEnd: () => undefined, [told]: freeze }];
        await expect(fit(model, line(), { ...still, epochs: 5, callbacks, compile })).rejects.toThrow(
          `fit: what is trained must stay as it is during a fit, got trainable = false for ${name}; ` +
            "set it between two fits, of which the second may have {continueFrom: history}",
        );
      }
    },
  );
});

test("what nothing announces arrives after 200 steps at most, and a callback of ours hinders nothing", async () => {
  let scale = 1;
  const loss = (truth: tf.Tensor, output: tf.Tensor) => errors(truth, output).mul(scale);
  // With what only the library's schedules have.
  const schedule = Object.assign(
    (step: number) => {
      if (step >= 210) scale = 0;
      return 0;
    },
    { toJSON: () => ({}) },
  );
  const options: FitOptions = {
    loss,
    optimizer: sgd({ learningRate: schedule }),
    epochs: 500,
    batchSize: 64,
  };
  const { stepLoss, compiled } = await fit(linearUnit(), line(), {
    ...options,
    compile: "graph",
    callbacks: [progress()],
  });
  expect(compiled.mode).toBe("graph");
  expect(stepLoss.indexOf(0)).toBe(400);
  expect(stepLoss.lastIndexOf(0)).toBe(499);
});

test("leaves no tensor behind, however often it was recorded anew", async () => {
  const { numTensors } = tf.memory();
  for (const experiment of [annealed, branch]) {
    const model = linearUnit();
    await fit(model, line(), { ...experiment(), epochs: 10, compile: "graph" });
    model.dispose();
  }
  expect(tf.memory().numTensors).toBe(numTensors);
});
