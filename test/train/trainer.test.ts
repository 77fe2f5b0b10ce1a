import "@tensorflow/tfjs-node";
import { notRun } from "../../src/compile/index";
import type { Callback, StepLogs } from "../../src/train/callback";
import type { Evaluator } from "../../src/train/evaluator";
import type { Run } from "../../src/train/run";
import { Trainer, type TrainerOptions } from "../../src/train/trainer";
import type { Training } from "../../src/train/training";
import type { Tracer } from "../../src/train/model/trace";
import { scriptedRun, type Script } from "./scriptedRun";

/** Trains a scripted run from where it is. */
async function train(
  script: Script = {},
  options: Partial<TrainerOptions> = {},
  before?: (training: Training) => void,
) {
  const made = scriptedRun(script);
  before?.(made.training);
  const callbacks = script.callbacks ?? [];
  const trainer = new Trainer(made.training, {
    callbacks,
    shuffle: false,
    accumulate: 1,
    ownCode: false,
    ...options,
  });
  await trainer.train();
  return { ...made, history: made.training.history };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test("every epoch feeds every batch with the step's number, the seed, and the rates of its update", async () => {
  const { calls, run, history } = await train({ rows: 5, batchSize: 2, epochs: 2, seed: 9 });
  expect(calls.map(({ rows }) => rows)).toEqual([[0, 1], [2, 3], [4], [0, 1], [2, 3], [4]]); // prettier-ignore
  expect(calls.map(({ feed }) => feed)).toEqual(
    range(0, 6).map((step) => ({
      ...{ seed: 9, step, updates: true, tracers: [] },
      scalars: [[1 / (step + 1), step + 1]],
    })),
  );
  expect(history.toJSON()).toMatchObject({
    epoch: [0, 1],
    history: { loss: [2, 2] },
    stepLoss: [0.5, 2.5, 4, 0.5, 2.5, 4],
    learningRate: [1 / 4, 1 / 7],
    modes: { loss: "min" },
  });
  expect([run.epoch, run.batch, run.step, run.gathered, run.optimizer.step]).toEqual([2, 0, 6, 0, 6]);
});

test("shuffled epochs are other orders of all rows", async () => {
  const { calls } = await train({ rows: 8, batchSize: 8 }, { shuffle: true });
  const [first, second] = calls.map(({ rows }) => rows);
  expect([...first].sort()).toEqual(range(0, 8));
  expect(first).not.toEqual(range(0, 8));
  expect(second).not.toEqual(first);
});

test("gathered batches make one update, as does what is left at the end of an epoch", async () => {
  const { calls, history, run } = await train({ rows: 5, batchSize: 1, epochs: 2 }, { accumulate: 2 });
  expect(calls.map(({ feed }) => feed.updates)).toEqual(
    [0, 1, 0, 1, 1, 0, 1, 0, 1, 1].map((updates) => updates === 1),
  );
  expect(history.stepLoss).toEqual([0.5, 2.5, 4, 0.5, 2.5, 4]);
  expect(run.optimizer.step).toBe(6);
  expect(run.step).toBe(10);
});

test("several steps in one call have their own rates, losses and logs", async () => {
  const seen: unknown[] = [];
  const watch = {
    onlyWatches: true,
    onBatchEnd: (batch: number, { size, loss }: StepLogs, { step }: Run) =>
      void seen.push([batch, size, loss, step]),
  };
  const { calls, history } = await train({
    rows: 7,
    batchSize: 2,
    epochs: 1,
    together: 3,
    callbacks: [watch],
  });
  expect(calls.map(({ rows, count }) => [rows, count])).toEqual([[range(0, 6), 3], [[6], undefined]]); // prettier-ignore
  expect(calls[0].feed.scalars).toEqual([[1, 1], [1 / 2, 2], [1 / 3, 3]]); // prettier-ignore
  expect(seen).toEqual([[0, 2, 0.5, 1], [1, 2, 2.5, 2], [2, 2, 4.5, 3], [3, 1, 6, 4]]); // prettier-ignore
  expect(history.stepLoss).toEqual([0.5, 2.5, 4.5, 6]);
});

/** Measures every so many steps; notes what it receives. */
function tracer(every: number) {
  const received: unknown[] = [];
  const made: Tracer = {
    everySteps: every,
    measure: () => [],
    receive: (values, at) => void received.push([...values[0], at]),
  };
  return { made, received };
}

test("tracers look into every so-many-th step, which is made alone", async () => {
  const [two, three] = [tracer(2), tracer(5)];
  const callbacks = [{ tracer: two.made }, {}, { tracer: three.made }];
  const { calls } = await train({ rows: 12, batchSize: 2, epochs: 2, together: 4, callbacks });
  const traced = calls.map(({ feed, count = 1 }) => [
    feed.step,
    count,
    feed.tracers!.map(({ everySteps }) => everySteps),
  ]);
  expect(traced).toEqual([
    [0, 1, [2, 5]], [1, 1, []], [2, 1, [2]], [3, 1, []], [4, 1, [2]], [5, 1, [5]],
    [6, 1, [2]], [7, 1, []], [8, 1, [2]], [9, 1, []], [10, 1, [2, 5]], [11, 1, []],
  ]); // prettier-ignore
  expect(two.received).toEqual(
    [0, 2, 4, 6, 8, 10].map((step) => [2, step, { step, epoch: step < 6 ? 0 : 1 }]),
  );
  expect(three.received).toEqual([0, 5, 10].map((step) => [5, step, { step, epoch: step < 6 ? 0 : 1 }]));
});

test("between traced steps as many go together as fit", async () => {
  const { made } = tracer(6);
  const { calls } = await train({
    rows: 20,
    batchSize: 2,
    epochs: 1,
    together: 4,
    callbacks: [{ tracer: made }],
  });
  expect(calls.map(({ feed, count = 1 }) => [feed.step, count])).toEqual([[0, 1], [1, 4], [5, 1], [6, 1], [7, 3]]); // prettier-ignore
});

/** A callback that notes all it is told. */
function spy(
  name: string,
  calls: string[],
): Required<Pick<Callback, "onTrainBegin" | "onTrainEnd">> & Callback {
  const note = (what: string) => void calls.push(`${name} ${what}`);
  return {
    onTrainBegin: () => note("begins"),
    onEpochBegin: (epoch) => note(`epoch ${epoch}`),
    onBatchEnd: (batch) => note(`batch ${batch}`),
    onEpochEnd: (epoch, logs) => note(`end ${epoch} ${JSON.stringify(logs)}`),
    onAllTold: (run) => note(`saves at ${run.epoch}.${run.batch}`),
    onTrainEnd: () => note("is done"),
  };
}

test("all are told of a step or an epoch before any of them saves", async () => {
  const calls: string[] = [];
  await train({ rows: 2, batchSize: 1, epochs: 1, callbacks: [spy("a", calls), spy("b", calls)] });
  expect(calls).toEqual([
    ...["a begins", "b begins", "a epoch 0", "b epoch 0"],
    ...["a batch 0", "b batch 0", "a saves at 0.1", "b saves at 0.1"],
    ...["a batch 1", "b batch 1", "a saves at 0.2", "b saves at 0.2"],
    ...['a end 0 {"loss":0.5}', 'b end 0 {"loss":0.5}', "a saves at 1.0", "b saves at 1.0"],
    ...["a is done", "b is done"],
  ]);
  const quiet: string[] = [];
  const { onAllTold, onEpochEnd } = spy("c", quiet);
  await train({ rows: 2, batchSize: 1, epochs: 1, callbacks: [{ onAllTold, onEpochEnd }] });
  expect(quiet).toEqual(['c end 0 {"loss":0.5}', "c saves at 1.0"]);
});

test("a run that is stopped within an epoch ends there; at its end the epoch counts", async () => {
  const within = {
    onBatchEnd: (_: number, __: StepLogs, run: Run) => void (run.step === 2 && run.stop("enough")),
  };
  const other: Callback = { onBatchEnd: () => undefined };
  const { training, history } = await train({ callbacks: [other, within, other] });
  expect([history.epoch, history.stepLoss.length, history.stopped, training.stoppedBy]).toEqual([
    [],
    2,
    "enough",
    within,
  ]);
  const last = {
    onBatchEnd: (_: number, __: StepLogs, run: Run) => void (run.step === 3 && run.stop("at last")),
  };
  const whole = (await train({ callbacks: [last] })).history;
  expect([whole.epoch, whole.stepLoss.length, whole.stopped]).toEqual([[0], 3, "at last"]);
  const between = { onEpochEnd: (_: number, __: object, run: Run) => run.stop("one is enough") };
  expect((await train({ epochs: 9, callbacks: [between] })).history.epoch).toEqual([0]);
});

test("a run that goes on in the middle of an epoch takes its other batches, and is not told of a beginning", async () => {
  const calls: string[] = [];
  const { onEpochBegin, onEpochEnd } = spy("a", calls);
  const go = (training: Training) => Object.assign(training, { epoch: 1, batch: 1, step: 4 });
  const made = await train({ epochs: 2, callbacks: [{ onEpochBegin, onEpochEnd }] }, {}, go);
  expect(made.calls.map(({ rows }) => rows)).toEqual([[2, 3], [4, 5]]); // prettier-ignore
  expect(calls).toEqual(['a end 1 {"loss":3.5}']);
  expect((await train({ epochs: 2 }, {}, (training) => void (training.epoch = 2))).calls).toEqual([]);
});

/** A validation that gives logs, and notes whether it would have been stopped. */
const validating = (logs: Record<string, number>, during?: () => void) =>
  ({
    run: (stop: () => boolean) => {
      during?.();
      return Promise.resolve({ ...logs, stopped: Number(stop()) });
    },
    keepTo: () => undefined,
  }) as unknown as Evaluator;

test("validation's logs come under their own names; an epoch whose validation is interrupted has not ended", async () => {
  const { history } = await train({ epochs: 1 }, { validation: validating({ loss: 7, accuracy: 0.5 }) });
  expect(history.last).toEqual({ loss: 2.5, val_loss: 7, val_accuracy: 0.5, val_stopped: 0 });
  const calls: string[] = [];
  const made = scriptedRun({ epochs: 3 });
  const validation = validating({ loss: 7 }, () => made.training.interrupt());
  const callbacks = [spy("a", calls)];
  await new Trainer(made.training, {
    callbacks,
    shuffle: false,
    accumulate: 1,
    ownCode: false,
    validation,
  }).train();
  expect(made.run.history.toJSON()).toMatchObject({ epoch: [], history: {}, stopped: "interrupted" });
  expect(calls.filter((call) => call.includes("end "))).toEqual([]);
  expect(calls.at(-1)).toBe("a is done");
});

test("who began is told of the end, whatever fails; the first error is thrown", async () => {
  const calls: string[] = [];
  const fail = (text: string) => () => Promise.reject(new Error(text));
  const callbacks: Callback[] = [
    { ...spy("a", calls), onTrainEnd: fail("first of the end") },
    { onTrainBegin: fail("begin"), onTrainEnd: () => void calls.push("b is done") },
    spy("c", calls),
  ];
  await expect(train({ callbacks })).rejects.toThrow("first of the end");
  expect(calls).toEqual(["a begins", "b is done"]);
  const later = [spy("a", []), { onEpochEnd: fail("mine") }, { onTrainEnd: () => void calls.push("told") }];
  await expect(train({ callbacks: later })).rejects.toThrow("mine");
  expect(calls.at(-1)).toBe("told");
});

test("code of the user's is looked at in each epoch where callbacks run between epochs, and every 200 steps", async () => {
  const told = async (script: Script, ownCode = true) => (await train(script, { ownCode })).told;
  const between = [{ onEpochEnd: () => undefined }];
  expect(await told({ epochs: 3, callbacks: between })).toEqual(["recheck 0", "recheck 3", "recheck 6"]);
  expect(await told({ epochs: 3, callbacks: [{ onEpochBegin: () => undefined }] })).toHaveLength(3);
  expect(await told({ epochs: 3, callbacks: between }, false)).toEqual([]);
  expect(await told({ epochs: 3 })).toEqual([]);
  expect(await told({ rows: 3, batchSize: 1, epochs: 150 })).toEqual(["recheck 200", "recheck 400"]);
});

test("a run knows how long it took, with what went before", async () => {
  const start = performance.now();
  const { history } = await train({}, {}, ({ history }) => void (history.seconds = 1000));
  const most = (performance.now() - start) / 1000;
  expect(history.seconds).toBeGreaterThanOrEqual(1000);
  expect(history.seconds - 1000).toBeLessThanOrEqual(most);
  expect(history.compiled).toBe(notRun);
});

test("batches that a reader gives are freed, also what was fetched and not trained on", async () => {
  const freed: number[] = [];
  let closed = 0;
  const fed = (at: number) => ({
    inputs: [{ values: Int32Array.of(at), shape: [1] }],
    size: 1,
    dispose: () => void freed.push(at),
  });
  const source = {
    examples: undefined,
    read: () => {
      let next = 0;
      return {
        next: () => Promise.resolve(next < 4 ? fed(next++) : undefined),
        close: () => Promise.resolve(void closed++),
      };
    },
  };
  const parts = { source: source as never };
  await train({ epochs: 1, parts });
  expect([[...new Set(freed)], closed]).toEqual([[0, 1, 2, 3], 1]);
  freed.length = 0;
  const stop = {
    onBatchEnd: (_: number, __: StepLogs, run: Run) => void (run.step === 2 && run.stop("enough")),
  };
  await train({ epochs: 1, parts, callbacks: [stop] });
  expect([[...new Set(freed)].sort(), closed]).toEqual([[0, 1, 2], 2]);
});
