import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { compile, type StepInput, type StepMode } from "../../src/compile/index";
import { nativeBackend } from "../../src/backend/nativeBackend";
import { tensorflowApi } from "../../src/compile/tensorflowApi";
import { variable } from "./trainers";

const compiledModes = ["graph", "xla"] as const;

const x: StepInput = { values: Float32Array.of(1, 2, 3, 4, 5, 7), shape: [3, 2] };
const y: StepInput = { values: Float32Array.of(5, 11, 19), shape: [3, 1] };

/** A linear fit by gradient descent: [x, y, rate] → [loss]. */
function linearFit(mode: StepMode | "auto", options: { onFallback?: (line: string) => void } = {}) {
  const w = variable(tf.tensor2d([[0], [0]]));
  const step = compile(
    ([x, y, rate]) => {
      const { value, grads } = tf.variableGrads(
        () => tf.losses.meanSquaredError(y, tf.matMul(x, w as tf.Tensor2D)) as tf.Scalar,
        [w],
      );
      w.assign(w.sub(tf.mul(grads[w.name], rate)));
      return [value];
    },
    { mode, ...options },
  );
  const run = (rate = 0.02) => {
    const [loss] = step.runSync([x, y, rate]);
    const value = loss.dataSync()[0];
    loss.dispose();
    return value;
  };
  return { w, step, run };
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(values.length).toBe(expected.length);
  Array.from(values).forEach((value, index) => expect(value).toBeCloseTo(expected[index], 5));
}

function runs(step: ReturnType<typeof linearFit>, count: number): void {
  for (let index = 0; index < count; index++) step.run();
}

test("auto measures every mode and keeps the fastest, and says so", async () => {
  const { w, step } = linearFit("auto");
  while (step.report.measuring) {
    tf.dispose(await step.run([x, y, 0.02]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { mode, why, msPerStep, nodes, measuring, recordings, warmUpMs } = step.report;
  expect(measuring).toBe(false);
  expect(Object.keys(msPerStep).sort()).toEqual(["eager", "graph", "xla"]);
  expect(why).toMatch(new RegExp(`^${mode} is the fastest: [\\d.]+ ms against `));
  expect(msPerStep[mode]).toBe(Math.min(...Object.values(msPerStep)));
  expect(nodes).toBeGreaterThan(5);
  expect(recordings).toBe(1);
  expect(warmUpMs).toBeGreaterThan(0);
  step.dispose();
  w.dispose();
});

describe.each(compiledModes)("as %s", (mode) => {
  test("a variable that is read has its newest value, without a sync", () => {
    const compiled = linearFit(mode);
    const eager = linearFit("eager");
    for (let index = 0; index < 20; index++) {
      compiled.run();
      eager.run();
      if (index % 3 === 0) expectClose(compiled.w.dataSync(), eager.w.dataSync());
      if (index % 4 === 0)
        expect(tf.tidy(() => compiled.w.sum().dataSync()[0])).toBeCloseTo(
          eager.w.dataSync()[0] + eager.w.dataSync()[1],
          5,
        );
    }
    expect(compiled.step.report.mode).toBe(mode);
    compiled.step.dispose();
    expectClose(compiled.w.dataSync(), eager.w.dataSync());
    tf.dispose([compiled.w, eager.w]);
  });

  test("a clone taken between two steps keeps its value", () => {
    const compiled = linearFit(mode);
    runs(compiled, 5);
    const clone = compiled.w.clone();
    const before = [...compiled.w.dataSync()];
    const unread = compiled.w.clone();
    runs(compiled, 3);
    expect([...clone.dataSync()]).toEqual(before);
    expect([...unread.dataSync()]).toEqual(before);
    expect([...compiled.w.dataSync()]).not.toEqual(before);
    const later = compiled.w.clone();
    compiled.w.assign(tf.tensor2d([[9], [9]]));
    const kept = [...later.dataSync()];
    runs(compiled, 1);
    expect([...later.dataSync()]).toEqual(kept);
    expect(kept).not.toEqual([9, 9]);
    compiled.step.dispose();
    tf.dispose([clone, unread, later, compiled.w]);
  });

  test("an assignment from outside counts from the next step on", () => {
    const compiled = linearFit(mode);
    const eager = linearFit("eager");
    for (let index = 0; index < 10; index++) {
      for (const { w, run } of [compiled, eager]) {
        if (index === 6) tf.tidy(() => w.assign(tf.tensor2d([[3], [-1]])));
        run();
      }
    }
    expectClose(compiled.w.dataSync(), eager.w.dataSync());
    compiled.step.dispose();
    tf.dispose([compiled.w, eager.w]);
  });

  test("two steps that share a variable see each other's values", () => {
    const { w, step, run } = linearFit(mode);
    const predict = compile(([x]) => [tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)], { mode });
    for (let index = 0; index < 8; index++) {
      run();
      const [prediction] = predict.runSync([x]);
      const [w0, w1] = w.dataSync();
      expect(prediction.dataSync()[0]).toBeCloseTo(w0 + 2 * w1, 5);
      prediction.dispose();
    }
    expect(predict.report.mode).toBe(mode);
    predict.dispose();
    run();
    step.dispose();
    w.dispose();
  });

  test("a packed variable that was assigned or disposed after the last step does not hinder dispose", () => {
    const all = Array.from({ length: 4 }, (_, index) => variable(tf.fill([index + 1], index)));
    const add = compile(([by]) => (all.forEach((v) => v.assign(v.add(by))), [by.clone()]), { mode });
    for (let round = 0; round < 6; round++) tf.dispose(add.runSync([1]));
    const clone = all[2].clone();
    tf.tidy(() => all[1].assign(tf.fill([2], 100)));
    tf.tidy(() => all[2].assign(tf.fill([3], 200)));
    all[3].dispose();
    add.dispose();
    expect(all.slice(0, 3).map((v) => v.dataSync()[0])).toEqual([6, 100, 200]);
    expect(clone.dataSync()[0]).toBe(8);
    tf.dispose([clone, all.slice(0, 3)]);
  });

  test("many small variables in one pack are shared, cloned, assigned and read like any", () => {
    const all = Array.from({ length: 12 }, (_, index) => variable(tf.fill([index + 1], index)));
    const add = compile(
      ([by]) => (all.forEach((v) => v.assign(v.add(by))), [tf.addN(all.map((v) => v.sum()))]),
      { mode },
    );
    const double = compile(([]) => (all.slice(2).forEach((v) => v.assign(v.mul(2))), []), { mode });
    const expected = all.map((_, index) => index);
    const clones: [tf.Tensor, number][] = [];
    for (let round = 0; round < 6; round++) {
      tf.dispose(add.runSync([1]));
      double.runSync([]);
      expected.forEach((value, index) => (expected[index] = index < 2 ? value + 1 : (value + 1) * 2));
      clones.push([all[5].clone(), expected[5]]);
      if (round === 3) {
        tf.tidy(() => all[7].assign(tf.fill([8], 100)));
        expected[7] = 100;
      }
      if (round === 4) expect(all[3].dataSync()[3]).toBe(expected[3]);
    }
    expect(add.report.mode).toBe(mode);
    add.dispose();
    expect(all.map((v) => v.dataSync()[0])).toEqual(expected);
    double.dispose();
    expect(clones.map(([clone]) => clone.dataSync()[0])).toEqual(clones.map(([, value]) => value));
    tf.dispose([all, clones.map(([clone]) => clone)]);
  });

  test("a variable that becomes an input keeps its value when the input is fed anew", () => {
    const v = variable(tf.zeros([2, 2]));
    const step = compile(([given]) => (v.assign(given.reshape([2, 2])), [v.sum()]), { mode });
    const seen = [1, 2, 3, 4, 5, 6].map((value) => {
      tf.dispose(step.runSync([{ values: new Float32Array(4).fill(value), shape: [4] }]));
      return v.clone();
    });
    expect(seen.map((clone) => clone.dataSync()[3])).toEqual([1, 2, 3, 4, 5, 6]);
    step.dispose();
    tf.dispose([v, seen]);
  });

  test("another batch size is recorded apart, and the variables go on", () => {
    const compiled = linearFit(mode);
    const eager = linearFit("eager");
    const half: StepInput[] = [
      { values: Float32Array.of(1, 2), shape: [1, 2] },
      { values: Float32Array.of(5), shape: [1, 1] },
      0.01,
    ];
    for (let index = 0; index < 12; index++) {
      for (const { step } of [compiled, eager])
        tf.dispose(step.runSync(index % 3 === 2 ? half : [x, y, 0.02]));
    }
    expect(compiled.step.report.recordings).toBe(2);
    expectClose(compiled.w.dataSync(), eager.w.dataSync());
    compiled.step.dispose();
    tf.dispose([compiled.w, eager.w]);
  });

  test("integer and Boolean inputs and outputs, constants, captured tensors", () => {
    const table = tf.tensor2d(
      Float32Array.from({ length: 40_000 }, (_, index) => index),
      [20_000, 2],
    );
    const small = tf.tensor1d([10, 20]);
    const step = compile(
      ([rows, mask]) => {
        const picked = tf.gather(table, rows as tf.Tensor1D).add(small);
        return [picked, rows.add(tf.scalar(1, "int32")), tf.logicalNot(mask), tf.topk(picked, 1).indices];
      },
      { mode },
    );
    for (let index = 0; index < 5; index++) {
      const outputs = step.runSync([
        { values: Int32Array.of(index, 19_999), shape: [2] },
        { values: Uint8Array.of(1, 0), shape: [2] },
      ]);
      expect(outputs.map((output) => [output.dtype, [...output.dataSync()]])).toEqual([
        ["float32", [2 * index + 10, 2 * index + 21, 40_008, 40_019]],
        ["int32", [index + 1, 20_000]],
        ["bool", [0, 1]],
        ["int32", [1, 1]],
      ]);
      tf.dispose(outputs);
    }
    expect(step.report.mode).toBe(mode);
    step.dispose();
    tf.dispose([table, small]);
  });

  test("outputs that are an input, a variable, a constant or twice the same belong to the caller", () => {
    const v = variable(tf.tensor1d([1, 2]));
    const step = compile(
      ([given]) => {
        const twice = given.mul(2);
        return [given, v, tf.tensor1d([7]), twice, twice];
      },
      { mode },
    );
    for (let index = 0; index < 5; index++) {
      const outputs = step.runSync([{ values: Float32Array.of(index), shape: [1] }]);
      expect(outputs.map((output) => [...output.dataSync()])).toEqual([
        [index],
        [1, 2],
        [7],
        [2 * index],
        [2 * index],
      ]);
      tf.dispose(outputs);
    }
    expect([...v.dataSync()]).toEqual([1, 2]);
    expect(step.report.mode).toBe(mode);
    step.dispose();
    v.dispose();
  });

  test("several steps in one call are the same steps", async () => {
    const one = linearFit(mode);
    const many = linearFit(mode);
    const xs = Float32Array.from({ length: 24 }, (_, index) => (index * 7) % 5);
    const ys = Float32Array.from({ length: 12 }, (_, index) => index % 4);
    const losses = Array.from({ length: 4 }, (_, index) => {
      const [loss] = one.step.runSync([
        { values: xs.subarray(6 * index, 6 * index + 6), shape: [3, 2] },
        { values: ys.subarray(3 * index, 3 * index + 3), shape: [3, 1] },
        0.01,
      ]);
      return loss.dataSync()[0];
    });
    const [stacked] = await many.step.runMany(
      [{ values: xs, shape: [4, 3, 2] }, { values: ys, shape: [4, 3, 1] }, 0.01],
      4,
    );
    expect(stacked.shape).toEqual([4]);
    expect([...stacked.dataSync()]).toEqual(losses);
    expect([...many.w.dataSync()]).toEqual([...one.w.dataSync()]);
    [one, many].forEach(({ step, w }) => (step.dispose(), w.dispose()));
  });

  test("nothing grows over 10 000 steps", () => {
    const all = Array.from({ length: 9 }, () => variable(tf.zeros([50])));
    const big = variable(tf.zeros([200, 100]));
    const step = compile(
      ([by]) => {
        [...all, big].forEach((v) => v.assign(v.add(by.mean())));
        return [big.mean(), all[0].add(1)];
      },
      { mode },
    );
    const by = { values: new Float32Array(1000).fill(1), shape: [1000] };
    const go = (count: number) => {
      for (let index = 0; index < count; index++) tf.dispose(step.runSync([by]));
    };
    go(2000);
    const tensors = tf.memory();
    const handles = nativeBackend()!.numDataIds();
    const resident = process.memoryUsage().rss;
    go(8000);
    expect(big.dataSync()[0]).toBe(10_000);
    expect(tf.memory()).toMatchObject({ numTensors: tensors.numTensors, numBytes: tensors.numBytes });
    expect(nativeBackend()!.numDataIds()).toBe(handles);
    // One leaked batch a step would be 32 MB, one leaked variable 640 MB.
    expect(process.memoryUsage().rss - resident).toBeLessThan(16 * 2 ** 20);
    step.dispose();
    tf.dispose([all, big]);
  });

  test("dispose frees all that a compiled step made", () => {
    const before = tf.memory();
    const { w, step, run } = linearFit(mode);
    for (let index = 0; index < 5; index++) run();
    step.dispose();
    step.dispose();
    expect(() => run()).toThrow("step: the compiled step must not be disposed");
    w.dispose();
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
  });

  test("a step that fails leaves every variable at the value before it", () => {
    const count = variable(tf.scalar(0));
    const table = variable(tf.tensor1d([1, 2, 3]));
    const step = compile(
      ([row]) => {
        count.assign(count.add(1));
        table.assign(table.mul(2));
        return [tf.gather(table, row as tf.Tensor1D)];
      },
      { mode },
    );
    const at = (row: number): StepInput[] => [{ values: Int32Array.of(row), shape: [1] }];
    for (let index = 0; index < 4; index++) tf.dispose(step.runSync(at(1)));
    expect(step.report.mode).toBe(mode);
    expect(() => step.runSync(at(3))).toThrow(/3.*\[0, [23][\])]/);
    expect(count.dataSync()[0]).toBe(4);
    expect([...table.dataSync()]).toEqual([16, 32, 48]);
    tf.dispose(step.runSync(at(2)));
    expect(count.dataSync()[0]).toBe(5);
    step.dispose();
    tf.dispose([count, table]);
  });
});

describe("what a replay would get wrong stays eager, and one line says why", () => {
  function fallback(fn: (inputs: tf.Tensor[]) => tf.Tensor[], inputs: StepInput[] = [1], count = 8) {
    const lines: string[] = [];
    const step = compile(fn, { mode: "graph", name: "train", onFallback: (line) => lines.push(line) });
    const values = Array.from({ length: count }, () => {
      const [output] = step.runSync(inputs);
      const value = output.dataSync()[0];
      output.dispose();
      return value;
    });
    const { mode, why } = step.report;
    step.dispose();
    return { lines, values, mode, why };
  }

  test("values read inside", () => {
    const { lines, mode } = fallback(([a]) => [tf.scalar(a.dataSync()[0] > 0 ? 1 : 2)]);
    expect(mode).toBe("eager");
    expect(lines).toEqual(["train stays eager, because it reads a tensor's values (dataSync, data, array)"]);
  });

  test("random numbers drawn by JavaScript", () => {
    const { lines, values } = fallback(([a]) => [tf.randomUniform([1]).mul(a)]);
    expect(lines).toEqual(["train stays eager, because it draws random numbers (Math.random)"]);
    expect(new Set(values).size).toBe(values.length);
  });

  test("a counter in JavaScript", () => {
    let calls = 0;
    const { values, mode } = fallback(([a]) => [a.mul(++calls)]);
    expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(mode).toBe("eager");
  });

  test("another branch every time", () => {
    let calls = 0;
    const { values, lines } = fallback(([a]) => [calls++ % 2 ? a.add(1) : a.square().add(1)]);
    expect(values).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(lines).toEqual(["train stays eager, because it ran 2 operations, then 1"]);
  });

  test("new variables in every call", () => {
    const made: tf.Variable[] = [];
    const { lines } = fallback(([a]) => {
      made.push(variable(tf.scalar(1)));
      return [a.add(made.at(-1)!)];
    });
    expect(lines).toEqual(["train stays eager, because it makes new variables in every call"]);
    tf.dispose(made);
  });

  test("tensors of strings", () => {
    const { lines } = fallback(([a]) => {
      tf.string.staticRegexReplace(tf.tensor1d(["a b"]), "a", "b");
      return [a.add(1)];
    });
    expect(lines[0]).toMatch(
      /^train stays eager, because it (makes a tensor of strings|reads a tensor's values)/,
    );
  });

  test("an operation that XLA lacks runs as a graph", () => {
    const filter = tf.zeros<tf.Rank.R3>([2, 2, 1]);
    const step = compile(([image]) => [tf.dilation2d(image as tf.Tensor4D, filter, 1, "same")], {
      mode: "xla",
    });
    const image = { values: new Float32Array(16), shape: [1, 4, 4, 1] };
    for (let index = 0; index < 4; index++) tf.dispose(step.runSync([image]));
    const { mode, why } = step.report;
    expect([mode, why]).toEqual(["graph", expect.stringMatching(/^graph, because XLA refuses: /)]);
    step.dispose();
    filter.dispose();
  });
});

test.each([
  [1, "graph", 2],
  [2, "graph", 3],
  [Infinity, "eager", 8],
])(
  "a step that changes something in its first %d calls ends as %s, called %d times",
  (first, mode, called) => {
    let calls = 0;
    let changes = 0;
    const watch = () => {
      const before = changes;
      return () => (changes === before ? undefined : "it changes changes");
    };
    const step = compile(([a]) => [a.add(++calls > first ? 0 : 0 * ++changes)], { mode: "graph", watch });
    for (let at = 0; at < 8; at++) tf.dispose(step.runSync([1]));
    expect([step.report.mode, calls]).toEqual([mode, called]);
    if (mode === "eager") expect(step.report.why).toBe("eager, because it changes changes");
    const before = calls;
    step.recheck();
    tf.dispose(step.runSync([1]));
    expect(calls).toBe(before + 1);
    step.dispose();
  },
);

test("variables that the step makes in its first call are found in the next", () => {
  let slot: tf.Variable | undefined;
  const step = compile(
    ([a]) => {
      slot ??= variable(tf.scalar(0));
      slot.assign(slot.add(a));
      return [slot];
    },
    { mode: "graph" },
  );
  for (let index = 0; index < 6; index++) tf.dispose(step.runSync([2]));
  expect(slot!.dataSync()[0]).toBe(12);
  expect(step.report.mode).toBe("graph");
  step.dispose();
  slot!.dispose();
});

test("an optimiser of TensorFlow.js compiles with its slots", () => {
  const train = (mode: StepMode) => {
    const w = variable(tf.tensor2d([[0], [0]]));
    const optimizer = tf.train.adam(0.1);
    const step = compile(
      ([x, y]) => [
        optimizer.minimize(
          () => tf.losses.meanSquaredError(y, tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)),
          true,
          [w],
        )!,
      ],
      { mode },
    );
    for (let index = 0; index < 50; index++) tf.dispose(step.runSync([x, y]));
    const values = [...w.dataSync()];
    expect(step.report.mode).toBe(mode);
    step.dispose();
    optimizer.dispose();
    w.dispose();
    return values;
  };
  const eager = train("eager");
  for (const mode of compiledModes)
    train(mode).forEach((value, index) => expect(value).toBeCloseTo(eager[index], 5));
});

test("the event loop goes on while a long step runs", async () => {
  const a = { values: new Float32Array(700 * 700).fill(1e-3), shape: [700, 700] };
  const step = compile(
    ([m]) => {
      let product = m as tf.Tensor2D;
      for (let index = 0; index < 10; index++) product = tf.matMul(product, m as tf.Tensor2D);
      return [product.sum()];
    },
    { mode: "graph" },
  );
  for (let index = 0; index < 3; index++) tf.dispose(await step.run([a]));
  let turns = 0;
  const ticker = setInterval(() => turns++, 1);
  const pending = Array.from({ length: 5 }, () => step.run([a]));
  expect(() => step.runSync([a])).toThrow(
    "step.runSync: no other run may be under way; await the promise of run first",
  );
  expect(() => step.runManySync([1], 2)).toThrow(
    "step.runManySync: no other run may be under way; await the promise of run first",
  );
  tf.dispose(await Promise.all(pending));
  clearInterval(ticker);
  expect(turns).toBeGreaterThan(1);
  step.dispose();
});

test("runs that are asked for at once happen in their order", async () => {
  const v = variable(tf.scalar(0));
  const step = compile(([a]) => (v.assign(v.mul(2).add(a)), [v]), { mode: "graph" });
  const outputs = await Promise.all([1, 2, 3, 4, 5, 6].map((a) => step.run([a])));
  expect(outputs.map(([output]) => output.dataSync()[0])).toEqual([1, 4, 11, 26, 57, 120]);
  step.dispose();
  tf.dispose([v, outputs]);
});

test("sequences of thirty lengths in turn are recorded once each, and replayed from then on", () => {
  let calls = 0;
  const w = tf.variable(tf.scalar(0));
  const fn = ([given]: tf.Tensor[]) => {
    calls++;
    w.assign(w.add(given.mean()) as tf.Scalar);
    return [w.mul(given.sum())];
  };
  const step = compile(fn, { mode: "graph" });
  let [mean, calledBefore] = [0, 0];
  for (let round = 0; round < 4; round++) {
    if (round === 2) calledBefore = calls;
    for (let length = 1; length <= 30; length++) {
      const [result] = step.runSync([{ values: new Float32Array(length).fill(0.5), shape: [1, length] }]);
      mean += 0.5;
      expect(result.dataSync()[0]).toBeCloseTo(mean * 0.5 * length, 2);
      result.dispose();
    }
  }
  expect([calls, calledBefore, step.report.recordings, step.report.mode]).toEqual([60, 60, 30, "graph"]);
  step.dispose();
  w.dispose();
});

test("unknown options and modes are refused", () => {
  expect(() => compile(() => [], { mod: "graph" } as never)).toThrow(
    'compile: unknown option "mod"; did you mean "mode"?',
  );
  expect(() => compile(() => [], { mode: "fast" as never })).toThrow('compile: unknown mode "fast"');
  expect(() => compile(() => [], { shapes: 0 })).toThrow(
    "compile: shapes must be a whole number in [1, ∞), got 0",
  );
});

test("TensorFlow's library is the one that tfjs-node has loaded", () => {
  const { binding } = nativeBackend()! as unknown as { binding: { TF_Version: string } };
  expect(tensorflowApi()!.TF_Version()).toBe(binding.TF_Version);
});
