import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import {
  adam,
  clipGradients,
  constraints,
  lamb,
  OptimizerState,
  optimizerOf,
  schedules,
  sgd,
  type CommonOptions,
  type Optimizer,
} from "../../src/optim/index";
import * as optimizers from "../../src/optim/optimizers";

type Make = (options?: CommonOptions) => Optimizer;
const every = Object.entries(optimizers) as [string, Make][];

function gradientsOf(loss: () => tf.Scalar, variables: tf.Variable[]): tf.Tensor[] {
  const { grads } = tf.variableGrads(loss, variables);
  return variables.map((variable) => grads[variable.name]);
}

/** A bowl with curvatures 1 and 4, its bottom at (3, −1). */
function bowl(position: tf.Variable): tf.Scalar {
  return position
    .sub(tf.tensor1d([3, -1]))
    .square()
    .mul(tf.tensor1d([0.5, 2]))
    .sum() as tf.Scalar;
}

function descend(state: OptimizerState, steps: number): Float32Array {
  const [position] = state.parameters;
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => state.update(gradientsOf(() => bowl(position), [position])));
  }
  return position.dataSync<"float32">().slice();
}

// Their steps shrink, or begin, with little.
const slowOnes: Record<string, number> = { adagrad: 1, adadelta: 20 };

describe.each(every)("%s", (name, make) => {
  test("reaches the bottom of a quadratic", () => {
    const position = tf.variable(tf.tensor1d([0, 0]));
    const rate = schedules.polynomial({ learningRate: slowOnes[name] ?? 0.1, steps: 400 });
    const state = new OptimizerState(make({ learningRate: rate }), [position]);
    const [a, b] = descend(state, 400);
    expect(a).toBeCloseTo(3, 1);
    expect(b).toBeCloseTo(-1, 1);
    state.dispose();
    position.dispose();
  });

  test("goes on after saving and loading as if nothing had happened", () => {
    const options = { learningRate: schedules.exponential({ learningRate: 0.1, steps: 5, factor: 0.9 }) };
    const straight = new OptimizerState(make(options), [tf.variable(tf.tensor1d([0, 0]))]);
    descend(straight, 7);
    const snapshot = JSON.parse(JSON.stringify(toPlain(straight)));
    const resumed = new OptimizerState(make(options), [tf.variable(straight.parameters[0])]);
    resumed.load(fromPlain(snapshot));
    expect(descend(resumed, 7)).toEqual(descend(straight, 7));
  });

  test("keeps no tensor but its slots, and frees those", () => {
    const before = tf.memory().numTensors;
    const position = tf.tidy(() => tf.variable(tf.tensor1d([0, 0])));
    const options = { weightDecay: 0.01, clipGlobalNorm: 1 };
    const state = new OptimizerState(make(options), [position]);
    descend(state, 3);
    const slots = Object.keys(state.optimizer.slots).length;
    expect(tf.memory().numTensors).toBe(before + 1 + slots);
    state.dispose();
    position.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("does not move where gradient and weight decay are 0", () => {
    tf.tidy(() => {
      const position = tf.variable(tf.tensor2d([[1, -2]]));
      new OptimizerState(make({ weightDecay: 0 }), [position]).update([tf.zeros([1, 2])]);
      expect([...position.dataSync()]).toEqual([1, -2]);
    });
  });

  test("says its name and options as JSON", () => {
    const json = make({ learningRate: schedules.constant(0.1) }).toJSON();
    expect(json).toMatchObject({ optimizer: name, options: { learningRate: { schedule: "constant" } } });
  });

  test("refuses an option it does not know and a rate that is none", () => {
    expect(() => make({ learningrate: 1 } as CommonOptions)).toThrow(
      `${name}: unknown option "learningrate"; did you mean "learningRate"?`,
    );
    expect(() => make({ learningRate: -1 })).toThrow(
      `${name}: learningRate must be a number in [0, ∞) or a schedule (step) => number, got -1`,
    );
    expect(() => make({ clipNorm: 1, clipValue: 1 })).toThrow(
      `${name}: one of clipValue, clipNorm, clipGlobalNorm may be given, got clipValue and clipNorm`,
    );
  });
});

test("optimizerOf takes a name or a value and says what else it got", () => {
  expect(optimizerOf("fit", "adam").name).toBe("adam");
  const mine = adam();
  expect(optimizerOf("fit", mine)).toBe(mine);
  expect(() => optimizerOf("fit", "adamm")).toThrow('fit: unknown optimizer "adamm"; did you mean "adam"?');
  expect(() => optimizerOf("fit", tf.train.adam(0.01) as never)).toThrow(
    "fit: optimizer must be a name or one of optim's optimisers, got AdamOptimizer; " +
      "for tf.train.adam(0.01) write optim.adam({learningRate: 0.01})",
  );
});

test("a snapshot of another optimiser or of other shapes is refused", () => {
  tf.tidy(() => {
    const one = new OptimizerState(adam(), [tf.variable(tf.zeros([2]))]);
    const other = new OptimizerState(adam(), [tf.variable(tf.zeros([3]))]);
    expect(() => other.load(one.save())).toThrow(
      'optimizer.load: the state must have slots [{"mean":[3],"square":[3]}], got [{"mean":[2],"square":[2]}]',
    );
    const plain = new OptimizerState(sgd(), [tf.variable(tf.zeros([2]))]);
    expect(() => plain.load(one.save())).toThrow("optimizer.load: the state must be that of sgd, got adam");
  });
});

test("an observing schedule is saved, loaded and reset with the optimiser", () => {
  const rate = () => schedules.reduceOnPlateau({ learningRate: 1, factor: 0.5, patience: 1 });
  const state = new OptimizerState(sgd({ learningRate: rate() }), []);
  for (const loss of [3, 3, 3]) state.observe({ loss });
  expect(state.scalars()).toEqual([0.25, 1]);
  const resumed = new OptimizerState(sgd({ learningRate: rate() }), []);
  resumed.load(JSON.parse(JSON.stringify(state.save())));
  expect(resumed.scalars()).toEqual([0.25, 1]);
  resumed.resetSchedules();
  expect(resumed.scalars()).toEqual([1, 1]);
});

const vectors = fc.array(
  fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), { minLength: 2, maxLength: 5 }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

test("clipping by global norm keeps the direction and never exceeds the bound", () => {
  fc.assert(
    fc.property(vectors, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, bound) =>
      tf.tidy(() => {
        const flat = (tensors: tf.Tensor[]) => tensors.flatMap((tensor) => [...tensor.dataSync()]);
        const before = values.map((value) => tf.tensor1d(value));
        const after = flat(clipGradients(before, { clipGlobalNorm: bound }));
        const size = Math.hypot(...flat(before));
        const scale = size > bound ? bound / size : 1;
        expect(Math.hypot(...after)).toBeLessThanOrEqual(bound * (1 + 1e-5));
        flat(before).forEach((value, index) => expect(after[index]).toBeCloseTo(value * scale, 3));
      }),
    ),
    { numRuns: 40 },
  );
});

test("constraints hold after they are applied, and applying twice changes nothing", () => {
  tf.tidy(() => {
    const kernel = tf.randomNormal([3, 3, 2, 5], 0, 4, "float32", 1);
    for (const constraint of [constraints.maxNorm(2), constraints.unitNorm(), constraints.nonNegative()]) {
      const once = constraint(kernel);
      expect(constraint(once).sub(once).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    }
    const sizes = tf.norm(constraints.maxNorm(2)(kernel).reshape([18, 5]), 2, 0).dataSync();
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 + 1e-5);
  });
});

test("weight decay spares what decays() excludes", () => {
  tf.tidy(() => {
    const [kernel, bias] = [tf.variable(tf.ones([2, 2])), tf.variable(tf.ones([2]))];
    const optimizer = sgd({ learningRate: 0.5, weightDecay: 0.1, decays: (weight) => weight.rank > 1 });
    new OptimizerState(optimizer, [kernel, bias]).update([tf.zeros([2, 2]), tf.zeros([2])]);
    expect(kernel.dataSync()[0]).toBeCloseTo(0.95);
    expect(bias.dataSync()[0]).toBe(1);
  });
});

test("coupled decay joins the gradient before the rule, spares what decays() excludes, and needs a strength", () => {
  tf.tidy(() => {
    const [kernel, bias] = [tf.variable(tf.ones([2, 2])), tf.variable(tf.ones([2]))];
    const decays = (weight: tf.Tensor) => weight.rank > 1;
    const optimizer = adam({ learningRate: 0.5, weightDecay: 0.1, coupledDecay: true, decays });
    new OptimizerState(optimizer, [kernel, bias]).update([tf.zeros([2, 2]), tf.zeros([2])]);
    // Adam makes a step of full length of a gradient however small.
    expect(kernel.dataSync()[0]).toBeCloseTo(0.5, 5);
    expect(bias.dataSync()[0]).toBe(1);
  });
  expect(() => adam({ coupledDecay: true })).toThrow(
    "adam: coupledDecay needs a weightDecay; for example {weightDecay: 1e-4, coupledDecay: true}",
  );
});

test("lamb leaves a direction as it is where the weights, or the direction itself, are 0", () => {
  tf.tidy(() => {
    const [zero, still] = [tf.variable(tf.zeros([2])), tf.variable(tf.ones([2]))];
    new OptimizerState(lamb({ learningRate: 0.5 }), [zero, still]).update([
      tf.tensor1d([2, -2]),
      tf.zeros([2]),
    ]);
    zero.dataSync().forEach((value, index) => expect(value).toBeCloseTo(index === 0 ? -0.5 : 0.5, 5));
    expect([...still.dataSync()]).toEqual([1, 1]);
  });
});

test("schedules refuse what makes no sense", () => {
  expect(() => schedules.step({ learningRate: 1 })).toThrow(
    "step: everySteps or at must be given, and not both",
  );
  expect(() => schedules.step({ learningRate: 1, at: [5, 5] })).toThrow(
    "step: at must be steps that rise, got [5, 5]",
  );
  expect(() => schedules.cosine({ learningRate: 1, steps: 0 })).toThrow(
    "cosine: steps must be in (0, ∞), got 0",
  );
  expect(() => schedules.reduceOnPlateau({ learningRate: 1 }).observe!({ acc: 1 })).toThrow(
    'reduceOnPlateau: no "loss" in logs (found acc); pass validation to fit, or {monitor: "loss"}',
  );
});

function toPlain(state: OptimizerState) {
  const snapshot = state.save();
  const slots = snapshot.slots.map((slot) =>
    Object.entries(slot).map(([name, { shape, values }]) => ({ name, shape, values: [...values] })),
  );
  return { ...snapshot, slots };
}

function fromPlain(plain: ReturnType<typeof toPlain>) {
  const slots = plain.slots.map((slot) =>
    Object.fromEntries(
      slot.map(({ name, shape, values }) => [name, { shape, values: Float32Array.from(values) }]),
    ),
  );
  return { ...plain, slots };
}
