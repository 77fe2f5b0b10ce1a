import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { callbacks, optim, plot } from "../../src";
import {
  History,
  fit,
  learningCurve,
  metrics,
  type Callback,
  type Learner,
  type Metric,
} from "../../src/train/index";
import { iris } from "../../src/data/index";
import { line, linearUnit, smallNet } from "./models";

/** A metric of a name and a mode whose value in epoch k is the k-th of a list. */
function scripted(name: string, values: number[], mode?: "min" | "max"): Metric {
  const told = values.values();
  return {
    name,
    mode,
    size: () => 1,
    sums: ({ weights }) => weights.sum().expandDims() as never,
    result: () => told.next().value ?? NaN,
  };
}

const still = () => optim.sgd({ learningRate: 0 });

const run = (metric: Metric, more: Partial<Parameters<typeof fit>[2]> = {}) =>
  fit(linearUnit(), line(), { loss: "mse", epochs: 5, optimizer: still(), metrics: [metric], ...more });

const rising = [0.1, 0.3, 0.5, 0.7, 0.9];

test("a history knows the epoch in which each log was best, from its metric", async () => {
  const history = await run(scripted("zeal", rising, "max"));
  expect(history.best("zeal")).toBe(4);
  expect((await run(scripted("accuracy", rising, "min"))).best("accuracy")).toBe(0);
  const real = await fit(smallNet(), iris(), { epochs: 12, metrics: ["accuracy", metrics.topK(2)], seed: 1 });
  const { accuracy, top2, loss } = real.history;
  expect(accuracy[real.best("accuracy")]).toBe(Math.max(...accuracy));
  expect(top2[real.best("top2")]).toBe(Math.max(...top2));
  expect(loss[real.best("loss")]).toBe(Math.min(...loss));
});

test("a history remembers it through JSON, for figures too", async () => {
  const history = await run(scripted("zeal", rising, "max"), { validation: line(9) });
  const again = new History(JSON.parse(JSON.stringify(history)) as History);
  expect(again.modes).toEqual({ loss: "min", zeal: "max" });
  expect(
    new History({ epoch: [0, 1], history: { val_zeal: [1, 2] }, modes: again.modes }).best("val_zeal"),
  ).toBe(1);
  const best = (from: Parameters<typeof plot.lossCurve>[0]) =>
    plot.lossCurve(from, { metric: "zeal" }).data().runs[0].best?.value;
  const plain = JSON.parse(JSON.stringify({ ...history.toJSON(), history: { zeal: rising } })) as History;
  expect([best(plain), best([plain, plain]), best({ sgd: plain })]).toEqual([0.9, 0.9, 0.9]);
});

test("what nobody knows is asked for", async () => {
  const history = await run(scripted("zeal", rising));
  expect(() => history.best("zeal")).toThrow(
    'history.best: it must be known whether a lower or a higher "zeal" is better; ' +
      'give the mode: history.best("zeal", "min") or "max"',
  );
  expect([history.best("zeal", "min"), history.best("zeal", "max")]).toEqual([0, 4]);
  expect(() => history.best("zest")).toThrow('history.best: no "zest" in logs (found loss, zeal)');
  const nowhere = new History({ epoch: [0], history: { loss: [NaN] } });
  expect(() => nowhere.best("loss")).toThrow("history.best: loss must have a finite value, got none");
});

test("a value that is not a number is never the best", () => {
  expect(new History({ epoch: [0, 1, 2], history: { loss: [NaN, 2, 1] } }).best("loss")).toBe(2);
});

test.each(["earlyStopping", "checkpoint", "reduceOnPlateau"] as const)(
  "%s asks for the mode of a log",
  async (name) => {
    const watching = { monitor: "zeal", patience: 1 };
    const made: Record<string, () => Partial<Parameters<typeof fit>[2]>> = {
      earlyStopping: () => ({ callbacks: [callbacks.earlyStopping(watching)] }),
      checkpoint: () => ({
        callbacks: [callbacks.checkpoint("unused.ckpt", { best: true, monitor: "zeal" })],
      }),
      reduceOnPlateau: () => ({
        optimizer: optim.sgd({
          learningRate: optim.schedules.reduceOnPlateau({ learningRate: 0.1, ...watching }),
        }),
      }),
    };
    await expect(run(scripted("zeal", rising), made[name]())).rejects.toThrow(
      `${name}: it must be known whether a lower or a higher "zeal" is better; give {mode: "min"} or {mode: "max"}`,
    );
  },
);

test("a rate that falls on a plateau stays while accuracy rises, and falls when it does not", async () => {
  const rates = async (values: number[], mode?: "min" | "max") => {
    const learningRate = optim.schedules.reduceOnPlateau({
      learningRate: 0.1,
      monitor: "zeal",
      patience: 2,
      factor: 0.5,
    });
    const history = await run(scripted("zeal", values, mode), {
      optimizer: optim.sgd({ learningRate }),
      epochs: 5,
    });
    return history.learningRate;
  };
  expect(await rates(rising, "max")).toEqual([0.1, 0.1, 0.1, 0.1, 0.1]);
  expect(await rates(rising, "min")).toEqual([0.1, 0.1, 0.1, 0.05, 0.05]);
});

test("early stopping goes by the metric's mode, and by the reader's where one is given", async () => {
  const epochs = async (mode?: "auto" | "min" | "max") => {
    const stopping = callbacks.earlyStopping({ monitor: "zeal", patience: 1, mode });
    return (await run(scripted("zeal", rising, "max"), { callbacks: [stopping] })).epoch.length;
  };
  expect([await epochs(), await epochs("auto"), await epochs("max"), await epochs("min")]).toEqual([
    5, 5, 5, 2,
  ]);
});

test("a learner says which way its logs are better", async () => {
  const w = tf.variable(tf.scalar(1));
  const loss: Learner["loss"] = ({ x: [x] }) => {
    const value = x.mul(w).sum();
    return { loss: value, bound: value, surprise: value };
  };
  const data = { x: line().x };
  const told = { parameters: [w], loss, logs: { bound: "max", surprise: "min" } as const };
  const history = await fit(told, data, { epochs: 1, optimizer: still() });
  expect(history.modes).toEqual({ loss: "min", bound: "max", surprise: "min" });
  const named = await fit({ parameters: [w], loss, logs: ["bound"] }, data, { epochs: 1 });
  expect(named.modes).toEqual({ loss: "min" });
  expect(() => named.best("bound")).toThrow("it must be known");
  w.dispose();
});

test("a callback of one's own asks the run", async () => {
  const seen: string[] = [];
  const telling: Callback = {
    onEpochEnd: (_, __, run) => void seen.push(run.modeOf("val_zeal"), run.modeOf("loss")),
  };
  await run(scripted("zeal", rising, "max"), { epochs: 1, callbacks: [telling] });
  expect(seen).toEqual(["max", "min"]);
});

test("a learning curve brings its metrics' modes to its figure", async () => {
  const options = { seeds: 1, fit: { epochs: 1, metrics: [metrics.topK(2)] }, seed: 1 };
  const points = await learningCurve(() => smallNet(), iris(), [30, 90], options);
  expect(points[0].modes).toEqual({ loss: "min", top2: "max" });
  const { best, validation } = plot.learningCurve(points, { metric: "top2" }).data();
  expect(best!.mean).toBe(Math.max(...validation.map(({ mean }) => mean)));
});
