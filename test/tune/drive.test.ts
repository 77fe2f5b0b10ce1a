import { setImmediate as turn } from "node:timers/promises";
import type { OptimizeOptions } from "../../src/tune/drive";
import {
  type Executor,
  type ExecutorEvent,
  type ExecutorEvents,
  type Job,
  type StopReason,
  Listeners,
} from "../../src/tune/executor";
import { float } from "../../src/tune/space/space";
import { createStudy, type Study } from "../../src/tune/study";
import type { StudyOptions } from "../../src/tune/studyOptions";
import type { Trial } from "../../src/tune/trial";

/** An executor that keeps what it is told, and says what the test has it say. */
class Told implements Executor {
  ready = Promise.resolve();
  slots = 2;
  readonly ran: Job[] = [];
  readonly stops: [id: number, why: StopReason][] = [];
  closed = 0;
  private readonly listeners = new Listeners();

  run(job: Job): void {
    this.ran.push(job);
  }
  stop(id: number, why: StopReason): void {
    this.stops.push([id, why]);
  }
  async close(): Promise<void> {
    this.closed++;
  }
  on<E extends ExecutorEvent>(event: E, listener: (what: ExecutorEvents[E]) => void): void {
    this.listeners.on(event, listener);
  }
  async say<E extends ExecutorEvent>(event: E, what: ExecutorEvents[E]): Promise<void> {
    this.listeners.say(event, what);
    await turns();
  }
  done(id: number, value = id): Promise<void> {
    return this.say("done", { id, outcome: { values: [value] } });
  }
  get ids(): number[] {
    return this.ran.map(({ id }) => id);
  }
}

/** Lets all that is waiting run. */
async function turns(): Promise<void> {
  for (let count = 0; count < 5; count++) await turn();
}

async function began(options: OptimizeOptions = {}, of: StudyOptions = {}, told = new Told()) {
  const study = createStudy({ space: { x: float(0, 1) }, seed: 1, ...of }) as unknown as Study;
  const ended = study.optimize(() => 0, { progress: false, executor: () => told, ...options });
  ended.catch(() => {});
  await turns();
  return { study, told, ended };
}

const states = ({ trials }: Study) => trials.map(({ state }) => state);

test("as many trials run as there are slots, until there are as many as were asked for", async () => {
  const { study, told, ended } = await began({ trials: 4 });
  expect(told.ids).toEqual([0, 1]);
  expect(told.ran[0]).toEqual({ id: 0, first: 0, params: study.trials[0].params, checkpoint: undefined, trial: told.ran[0].trial }); // prettier-ignore
  expect(told.ran[0].trial.record.number).toBe(0);
  await told.done(1, 5);
  expect(told.ids).toEqual([0, 1, 2]);
  await told.done(0, 3);
  await told.done(2, 4);
  expect([told.ids, told.closed]).toEqual([[0, 1, 2, 3], 0]);
  await told.done(3, 6);
  expect(await ended).toBe(study);
  expect([study.trials.map(({ values }) => values[0]), told.closed, told.stops]).toEqual([
    [3, 5, 4, 6],
    1,
    [],
  ]);
  expect(study.stopped).toBeUndefined();
});

test("the executor is given the objective and the files, and may take its time until it is ready", async () => {
  const told = new Told();
  let isReady = () => {};
  told.ready = new Promise((resolve) => (isReady = resolve));
  const given: unknown[] = [];
  const objective = () => 0;
  const study = createStudy({ space: { x: float(0, 1) } });
  const ended = study.optimize(objective, { trials: 1, progress: false, executor: (work) => (given.push(work), told) }); // prettier-ignore
  await turns();
  expect([given, told.ids]).toEqual([[{ objective, files: study.files }], []]);
  isReady();
  await turns();
  await told.done(0);
  await ended;
  const missing = new Told();
  missing.ready = Promise.reject(new Error("no cluster"));
  await expect((await began({}, {}, missing)).ended).rejects.toThrow("no cluster");
  expect(missing.closed).toBe(1);
});

test("a slot that comes is filled, and without any the study waits", async () => {
  const told = new Told();
  told.slots = 0;
  const { ended } = await began({ trials: 2 }, {}, told);
  expect(told.ids).toEqual([]);
  told.slots = 1;
  await told.say("slot", { slots: 1 });
  expect(told.ids).toEqual([0]);
  await told.say("slot", { slots: 1 });
  expect(told.ids).toEqual([0]);
  await told.done(0);
  await told.done(1);
  await ended;
});

test("reports are kept, with where another attempt would go on, and the pruner's answer reaches the executor", async () => {
  const pruner = {
    name: "mine",
    shouldPrune: ({ trial }: { trial: { reports: unknown[] } }) => trial.reports.length > 1,
  };
  const { study, told, ended } = await began({ trials: 1 }, { pruner: pruner as never });
  await told.say("report", { id: 0, step: 0, value: 3, checkpoint: { epoch: 1 } });
  expect([study.trials[0].reports, study.trials[0].checkpoint, told.stops]).toEqual([
    [[0, 3]],
    { epoch: 1 },
    [],
  ]);
  await told.say("report", { id: 0, step: 1, value: 2 });
  expect([study.trials[0].reports, study.trials[0].checkpoint]).toEqual([[[0, 3], [1, 2]], { epoch: 1 }]); // prettier-ignore
  expect(told.stops).toEqual([[0, "pruned"]]);
  await told.say("report", { id: 7, step: 0, value: 3 });
  await told.say("done", { id: 0, outcome: { pruned: true } });
  await ended.catch(() => {});
  expect(study.trials[0].state).toBe("pruned");
});

test("an objective's error ends the study, and what ran waits for another attempt", async () => {
  const { study, told, ended } = await began({ trials: 4 });
  const error = new TypeError("no luck");
  await told.say("fail", { id: 1, error });
  await expect(ended).rejects.toBe(error);
  expect(study.stopped).toBe("trial 1 failed: no luck");
  expect(told.stops).toEqual([[0, "cancelled"]]);
  expect(study.trials.map(({ state, error: text, retryOf }) => [state, text, retryOf])).toEqual([
    ["failed", "the study was stopped (trial 1 failed: no luck)", undefined],
    ["failed", "no luck", undefined],
    ["waiting", undefined, 0],
  ]);
  expect(told.closed).toBe(1);
  await told.say("done", { id: 0, outcome: { values: [1] } });
  expect(study.trials[0].state).toBe("failed");
});

test("what is thrown may be anything, and costs its trial alone where errors do not stop", async () => {
  const { study, told, ended } = await began({ trials: 3, onError: "continue" });
  await told.say("fail", { id: 0, error: "just a text" as never });
  await told.say("fail", { id: 9, error: new Error("nobody's") });
  await told.done(1);
  await told.done(2);
  await ended;
  expect(study.trials.map(({ state, error }) => [state, error])).toEqual([["failed", "just a text"], ["complete", undefined], ["complete", undefined]]); // prettier-ignore
  expect(study.stopped).toBeUndefined();
});

test("a trial that is lost runs again, from its checkpoint, in the files of its first attempt", async () => {
  const { study, told, ended } = await began({ trials: 2 }, { retries: 2 });
  told.ran[0].trial.save({ epoch: 3 });
  await told.say("lost", { id: 0, reason: "its machine went" });
  await told.say("lost", { id: 0, reason: "twice" });
  expect(study.trials[0]).toMatchObject({ state: "failed", error: "its machine went" });
  expect(told.ran[2]).toMatchObject({
    id: 2,
    first: 0,
    checkpoint: { epoch: 3 },
    params: told.ran[0].params,
  });
  await told.say("lost", { id: 2, reason: "again" });
  expect(told.ran[3]).toMatchObject({ id: 3, first: 0, checkpoint: { epoch: 3 } });
  await told.done(1);
  await told.done(3);
  await ended;
  expect(study.trials.map(({ state, retryOf }) => [state, retryOf])).toEqual([["failed", undefined], ["complete", undefined], ["failed", 0], ["complete", 2]]); // prettier-ignore
});

test("an executor that breaks ends the study with its error", async () => {
  const { study, told, ended } = await began();
  const error = new Error("nothing can run");
  await told.say("broken", { error });
  await expect(ended).rejects.toBe(error);
  expect(study.trials[0].error).toBe("the study was stopped (an error)");
  expect(told.stops).toEqual([[0, "cancelled"], [1, "cancelled"]]); // prettier-ignore
});

test("an interrupt ends the study without an error", async () => {
  const stop = new AbortController();
  const { study, told, ended } = await began({ signal: stop.signal });
  await told.done(0);
  stop.abort();
  await ended;
  expect([study.stopped, states(study)]).toEqual(["interrupted", ["complete", "failed", "failed", "waiting", "waiting"]]); // prettier-ignore
  expect(study.trials[1].error).toBe("the study was stopped (interrupted)");
  expect(told.stops).toEqual([[1, "cancelled"], [2, "cancelled"]]); // prettier-ignore
});

test("after each trial one is called, and waited for", async () => {
  const seen: unknown[] = [];
  let go = () => {};
  const onTrial = (trial: { number: number; values: number[] }, study: unknown) => {
    seen.push([trial.number, trial.values, study]);
    return new Promise<void>((resolve) => (go = resolve));
  };
  const { study, told, ended } = await began({ trials: 3, onTrial });
  await told.done(1, 8);
  expect([seen, told.ids]).toEqual([[[1, [8], study]], [0, 1]]);
  go();
  await turns();
  expect(told.ids).toEqual([0, 1, 2]);
  for (const id of [0, 2]) {
    await told.done(id);
    go();
  }
  await ended;
  const failing = await began({ trials: 1, onTrial: () => Promise.reject(new Error("not mine")) });
  await failing.told.done(0);
  await expect(failing.ended).rejects.toThrow("not mine");
});

describe("time", () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
  afterEach(() => void jest.useRealTimers());

  test("of a trial is up after so many seconds, and what it brings later is ignored", async () => {
    const { study, told, ended } = await began({ trials: 3, trialTimeoutSeconds: 2 });
    jest.advanceTimersByTime(1000);
    await told.done(1);
    jest.advanceTimersByTime(999);
    await turns();
    expect(told.stops).toEqual([]);
    jest.advanceTimersByTime(1);
    await turns();
    expect([told.stops, states(study)]).toEqual([[[0, "timeout"]], ["failed", "complete", "running"]]);
    expect(study.trials[0].error).toBe("it took longer than 2 s");
    await told.done(0);
    await told.say("report", { id: 0, step: 0, value: 1 });
    await told.done(2);
    await ended;
    expect([study.trials[0].state, study.trials[0].reports]).toEqual(["failed", []]);
    jest.advanceTimersByTime(9000);
    expect(told.stops).toHaveLength(1);
  });

  test("of a study lets no trial begin after it, and sets no other limit", async () => {
    const { study, told, ended } = await began({ timeoutSeconds: 3 });
    for (let id = 0; id < 110; id++) await told.done(id);
    jest.advanceTimersByTime(2999);
    await told.done(110);
    expect(told.ids).toHaveLength(113);
    jest.advanceTimersByTime(1);
    await told.done(111);
    await told.done(112);
    await ended;
    expect([study.stopped, study.trials.length]).toEqual(["3 s are over", 113]);
  });
});

test("a study that says nothing of its length has a hundred trials", async () => {
  const { study, told, ended } = await began();
  for (let id = 0; id < 100; id++) await told.done(id);
  await ended;
  expect([study.trials.length, study.stopped]).toEqual([100, undefined]);
});

test("a study of which no trial came to a value says why the last did not", async () => {
  const { told, ended } = await began({ trials: 2 });
  await told.done(0, NaN);
  await told.done(1, Infinity);
  await expect(ended).rejects.toThrow(
    expect.objectContaining({
      name: "OptionError",
      message: "Study.optimize: a trial must come to a value, got 2 failed, the last because the objective must return a finite number, got Infinity", // prettier-ignore
    }),
  );
});

test.each([
  [{ trials: -1 }, "trials must be a whole number in [0, ∞), got -1"],
  [{ trials: 1.5 }, "trials must be a whole number in [0, ∞), got 1.5"],
  [{ timeoutSeconds: 0 }, "timeoutSeconds must be in (0, ∞), got 0"],
  [{ trialTimeoutSeconds: -1 }, "trialTimeoutSeconds must be in (0, ∞), got -1"],
  [{ onError: "go" }, 'unknown onError "go"; known: stop, continue'],
  [{ executor: 3 }, "executor must be what inProcess(), workers() or ray() returns, got 3"],
  [{ trails: 3 }, 'unknown option "trails"; did you mean "trials"?'],
])("%p is refused before anything starts", async (options, message) => {
  const study = createStudy({ space: { x: float(0, 1) } });
  const ended = study.optimize(() => 0, { progress: false, ...options } as never);
  await expect(ended).rejects.toThrow(expect.objectContaining({ name: "OptionError", message: `Study.optimize: ${message}` })); // prettier-ignore
  expect(study.trials).toEqual([]);
});

test("an objective is a function", async () => {
  const study = createStudy();
  await expect(study.optimize("x ** 2" as never)).rejects.toThrow(
    'Study.optimize: objective must be a function of the trial, got "x ** 2"',
  );
});

test("no trials asked for are none", async () => {
  const study = createStudy({ space: { x: float(0, 1) } });
  await study.optimize(({ params }: Trial<{ x: number }>) => params.x, { trials: 0, progress: false });
  expect(study.trials).toEqual([]);
});
