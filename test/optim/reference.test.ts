import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  constraints,
  OptimizerState,
  schedules,
  type CommonOptions,
  type Optimizer,
} from "../../src/optim/index";
import * as optimizers from "../../src/optim/optimizers";

interface Trajectory {
  name: keyof typeof optimizers;
  options: Record<string, unknown>;
  source: string;
  losses: number[];
  w: number[];
  b: number[];
}

const reference = JSON.parse(
  readFileSync(join(__dirname, "../reference/trainingOptimisers.json"), "utf8"),
) as {
  steps: number;
  x: number[];
  y: number[];
  w: number[];
  b: number[];
  optimisers: Trajectory[];
  at: number[];
  schedules: { name: keyof typeof schedules; options: never; source: string; rates: number[] }[];
  plateau: { losses: number[]; rates: number[] };
};

/** Options as JSON has them: `["cosine", {…}]` is a schedule, `["maxNorm", 1]` a constraint. */
function revive(options: Record<string, unknown>): CommonOptions {
  const value = (entry: unknown) => {
    if (!Array.isArray(entry)) return entry;
    const [name, ...rest] = entry as [string, never];
    const made = { ...schedules, ...constraints } as unknown as Record<string, (...rest: never[]) => unknown>;
    return made[name](...rest);
  };
  return Object.fromEntries(Object.entries(options).map(([name, entry]) => [name, value(entry)]));
}

function train(optimizer: Optimizer) {
  const [x, y] = [tf.tensor(reference.x, [8, 4]), tf.tensor(reference.y, [8, 3])];
  const w = tf.variable(tf.tensor(reference.w, [4, 3]));
  const b = tf.variable(tf.tensor(reference.b));
  const state = new OptimizerState(optimizer, [w, b]);
  const losses: number[] = [];
  for (let step = 0; step < reference.steps; step++) {
    tf.tidy(() => {
      const loss = () => tf.tanh(x.matMul(w).add(b)).sub(y).square().mean() as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, [w, b]);
      losses.push(value.dataSync()[0]);
      state.update([grads[w.name], grads[b.name]]);
    });
  }
  const result = { losses, w: [...w.dataSync()], b: [...b.dataSync()] };
  state.dispose();
  tf.dispose([x, y, w, b]);
  return result;
}

function farthest(a: number[], b: number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, index) => Math.abs(value - b[index])));
}

test("every optimiser has a reference trajectory", () => {
  const covered = new Set(reference.optimisers.map(({ name }) => name));
  expect([...covered].sort()).toEqual(Object.keys(optimizers).sort());
});

test.each(
  reference.optimisers.map((run) => [run.name, run.source, JSON.stringify(run.options), run] as const),
)("%s takes the path of %s over 100 steps, with %s", (_name, _source, _options, run) => {
  const make = optimizers[run.name] as (options: CommonOptions) => Optimizer;
  const ours = train(make(revive(run.options)));
  expect(farthest(ours.losses, run.losses)).toBeLessThan(1e-5);
  expect(farthest(ours.w, run.w)).toBeLessThan(1e-5);
  expect(farthest(ours.b, run.b)).toBeLessThan(1e-5);
});

test("every schedule has reference rates", () => {
  const covered = new Set([...reference.schedules.map(({ name }) => name), "reduceOnPlateau"]);
  expect([...covered].sort()).toEqual(Object.keys(schedules).sort());
});

test.each(
  reference.schedules.map((run) => [run.name, run.source, JSON.stringify(run.options), run] as const),
)("schedule %s gives the rates of %s, with %s", (name, _source, _options, run) => {
  const schedule = (schedules[name] as (options: never) => schedules.Schedule)(run.options);
  reference.at.forEach((step, index) => expect(schedule(step)).toBeCloseTo(run.rates[index], 6));
});

test("no schedule falls below the end that it was given, and none may begin there", () => {
  const rate = schedules.cosine({ learningRate: 0.2, steps: 10, end: 0.05, restarts: true, factor: 0.5 });
  const rates = Array.from({ length: 200 }, (_, step) => rate(step));
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.05);
  [0, 1, 2, 3, 10].forEach((cycle) => expect(rates[10 * cycle]).toBeCloseTo(0.05 + 0.15 / 2 ** cycle, 12));
  expect(() => schedules.cosine({ learningRate: 0.01, steps: 10, end: 0.05 })).toThrow(
    "cosine: end, the lowest rate, must be in [0, 0.01], got 0.05; polynomial also rises",
  );
  expect(() => schedules.reduceOnPlateau({ learningRate: 0.01, end: 0.05 })).toThrow(
    "reduceOnPlateau: end, the lowest rate, must be in [0, 0.01], got 0.05; polynomial also rises",
  );
});

test("schedule reduceOnPlateau gives the rates of Keras' ReduceLROnPlateau", () => {
  const options = { learningRate: 0.1, factor: 0.5, patience: 2, minDelta: 1e-4, cooldown: 2, end: 0.02 };
  const schedule = schedules.reduceOnPlateau(options);
  const rates = reference.plateau.losses.map((loss, epoch) => {
    schedule.observe!({ loss });
    return schedule(epoch);
  });
  expect(farthest(rates, reference.plateau.rates)).toBeLessThan(1e-7);
});
