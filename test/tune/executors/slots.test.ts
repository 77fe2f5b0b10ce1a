import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorEvent, Job } from "../../../src/tune/executor";
import type {
  Connection,
  ConnectionListener,
  Site,
  FromWorker,
  ToWorker,
} from "../../../src/tune/executors/protocol";
import { codeOf } from "../../../src/tune/executors/objectiveFile";
import { SlotExecutor } from "../../../src/tune/executors/slotExecutor";
import { createStudy } from "../../../src/tune/study";
import type { StudyTrial } from "../../../src/tune/studyTrial";
import { TrialFiles } from "../../../src/tune/trialFiles";
import { float } from "../../../src/tune/space/space";

const code = { file: "objective.ts", code: "module.exports = () => 1;", usesLibrary: false };
const objective = Object.assign(() => 1, { code });

/** A worker process that there is not: what it was sent, and what the test has it say. */
interface Told {
  slot: number;
  sent: ToWorker[];
  kills: number;
  listener: ConnectionListener;
}

class FakeSite implements Site {
  readonly ready = Promise.resolve();
  readonly startTimeoutSeconds = 7;
  readonly workers: Told[] = [];
  closed = 0;
  constructor(readonly count: number) {}

  connect(slot: number, listener: ConnectionListener): Connection {
    const told: Told = { slot, sent: [], kills: 0, listener };
    this.workers.push(told);
    return { send: (message) => void told.sent.push(message), kill: () => void told.kills++ };
  }
  async close(): Promise<void> {
    this.closed++;
  }
}

async function turns(): Promise<void> {
  for (let count = 0; count < 20; count++) await Promise.resolve();
}

let folder: string;
let files: TrialFiles;
beforeEach(() => {
  jest.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), "slots-"));
  files = new TrialFiles(join(folder, "study.sqlite"));
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** An executor on a site of so many workers, and all that it says. */
async function started(count: number) {
  const site = new FakeSite(count);
  const executor = new SlotExecutor("workers", () => site, { objective, files });
  const said: [string, unknown][] = [];
  for (const event of ["report", "done", "fail", "lost", "slot", "broken"] satisfies ExecutorEvent[])
    executor.on(event, (what) => void said.push([event, what]));
  let up: unknown;
  executor.ready.then(
    () => (up = "up"),
    (error: unknown) => (up = error),
  );
  await turns();
  const say = async (worker: number, message: FromWorker) => {
    site.workers[worker].listener.message(message);
    await turns();
  };
  const close = (worker: number, reason = "it fell over") => site.workers[worker].listener.closed(reason);
  const types = (worker: number) => site.workers[worker].sent.map(({ type }) => type);
  return { site, executor, said, say, close, types, isUp: () => up };
}

const ready = { type: "ready", sharesDisk: true } as const;

const study = () => createStudy({ space: { x: float(0, 1) }, seed: 1 });
function jobOf(trial: StudyTrial, first = trial.number): Job {
  return { id: trial.number, first, params: trial.params, checkpoint: trial.checkpoint, trial };
}

test("workers are sent the objective, and are there once the first is ready", async () => {
  const { site, executor, said, say, isUp } = await started(2);
  expect(site.workers.map(({ slot, sent }) => [slot, sent])).toEqual(
    [0, 1].map((slot) => [slot, [{ type: "begin", objective: code, probe: expect.any(String) }]]),
  );
  const [{ probe }] = site.workers[0].sent as { probe: string }[];
  expect(existsSync(probe)).toBe(true);
  expect([executor.slots, isUp()]).toEqual([0, undefined]);
  await say(1, ready);
  expect([executor.slots, isUp(), said]).toEqual([1, "up", [["slot", { slots: 1 }]]]);
  await say(0, ready);
  expect(executor.slots).toBe(2);
  await executor.close();
  expect([existsSync(probe), site.closed]).toEqual([false, 1]);
});

test("a site without a worker in its time is given up", async () => {
  const { isUp } = await started(1);
  jest.advanceTimersByTime(6999);
  await turns();
  expect(isUp()).toBeUndefined();
  jest.advanceTimersByTime(1);
  await turns();
  expect(isUp()).toEqual(new Error("workers: a worker must be there in 7 s, got none"));
});

test("a trial runs in a free slot, with all that its worker must know", async () => {
  const { site, executor, say, types } = await started(2);
  await say(0, ready);
  await say(1, { type: "ready", sharesDisk: false });
  const of = study();
  const [first, second] = [of.begin()!, of.begin()!];
  second.save({ epoch: 2 });
  files.write(1, { "run.ckpt": Buffer.from("abc").toString("base64") });
  executor.run(jobOf(first));
  executor.run(jobOf(second));
  expect([types(0), types(1)]).toEqual([["begin", "run"], ["begin", "run"]]); // prettier-ignore
  const runs = site.workers.map(({ sent }) => (sent[1] as { trial: object }).trial);
  expect(runs[0]).toEqual({ id: 0, params: first.params, directions: ["minimize"], checkpoint: expect.anything(), folder: files.folderOf(0), files: undefined }); // prettier-ignore
  expect(runs[1]).toMatchObject({ id: 1, checkpoint: { epoch: 2 }, folder: files.folderOf(1), files: { "run.ckpt": "YWJj" } }); // prettier-ignore
  expect([first.record.slot, second.record.slot]).toEqual(["worker 1", "worker 2"]);
});

/** One worker that runs a trial. */
async function running() {
  const all = await started(1);
  await all.say(0, ready);
  const of = study();
  const trial = of.begin()!;
  all.executor.run(jobOf(trial));
  return { ...all, study: of, trial };
}

test("what ends well, is pruned or fails is said once, and frees the slot", async () => {
  const { executor, said, say, study: of, types } = await running();
  await say(0, { type: "done", id: 5, values: [9] });
  await say(0, { type: "done", id: 0, values: [1, 2] });
  executor.run(jobOf(of.begin()!));
  await say(0, { type: "pruned", id: 1 });
  executor.run(jobOf(of.begin()!));
  await say(0, { type: "fail", id: 2, error: { name: "TypeError", message: "no luck", stack: "at line 3" } });
  await say(0, { type: "done", id: 2, values: [1] });
  expect(said.slice(1)).toEqual([
    ["done", { id: 0, outcome: { values: [1, 2] } }],
    ["done", { id: 1, outcome: { pruned: true } }],
    [
      "fail",
      {
        id: 2,
        error: expect.objectContaining({ name: "TypeError", message: "no luck", stack: "at line 3" }),
      },
    ],
  ]);
  expect(types(0)).toEqual(["begin", "run", "run", "run"]);
});

test("an objective is answered what it asks, or why not", async () => {
  const { site, say, trial } = await running();
  await say(0, { type: "ask", id: 0, method: "suggestFloat", args: ["x", 0, 1] });
  await say(0, { type: "ask", id: 0, method: "report", args: [1, 0.5] });
  await say(0, { type: "ask", id: 0, method: "suggestFloat", args: ["x", 0, 2] });
  expect(site.workers[0].sent.slice(2)).toEqual([
    { type: "answer", value: trial.params.x },
    { type: "answer", value: false },
    { type: "answer", error: expect.objectContaining({ name: "OptionError", message: "Trial.suggest: x must stay what it was, float in [0, 1], got float in [0, 2]" }) }, // prettier-ignore
  ]);
  expect(trial.record.reports).toEqual([[1, 0.5]]);
});

test("what it tells is kept with its trial, and its files in the folder of the first attempt", async () => {
  const { executor, say, study: of } = await running();
  await say(0, { type: "done", id: 0, values: [1] });
  const trial = of.begin()!;
  executor.run(jobOf(trial, 0));
  await say(0, { type: "tell", id: 1, method: "constrain", args: ["size", -1] });
  await say(0, { type: "tell", id: 1, method: "note", args: ["why", "because"] });
  await say(0, { type: "tell", id: 1, method: "save", args: [[1, 2]] });
  await say(0, { type: "files", id: 1, files: { a: Buffer.from("text").toString("base64") } });
  await say(0, { type: "tell", id: 0, method: "note", args: ["why", "late"] });
  expect(trial.record).toMatchObject({
    constraints: { size: -1 },
    notes: { why: "because" },
    checkpoint: [1, 2],
  });
  expect(readFileSync(join(files.folderOf(0), "a"), "utf8")).toBe("text");
});

test("what the study cannot take in is the trial's error, and ends its worker", async () => {
  const { site, said, say } = await running();
  await say(0, { type: "tell", id: 0, method: "constrain", args: ["size", NaN] });
  expect(site.workers[0].kills).toBe(1);
  expect(said.slice(1)).toEqual([
    ["slot", { slots: 0 }],
    ["fail", { id: 0, error: expect.objectContaining({ message: "Trial.constrain: size must be a finite number, got NaN; it counts as kept where it is at most 0" }) }], // prettier-ignore
  ]);
});

test("a trial that is cut off ends with its process, a pruned one by itself", async () => {
  const { site, executor, said, close } = await running();
  executor.stop(0, "pruned");
  executor.stop(3, "cancelled");
  expect(site.workers[0].kills).toBe(0);
  executor.stop(0, "timeout");
  executor.stop(0, "cancelled");
  expect([site.workers[0].kills, executor.slots]).toEqual([1, 0]);
  close(0);
  expect(said.slice(1)).toEqual([["slot", { slots: 0 }], ["slot", { slots: 0 }], ["lost", { id: 0, reason: "it fell over" }]]); // prettier-ignore
  expect(site.workers).toHaveLength(2);
});

test("a machine that does not say that its process ended is given up after five seconds", async () => {
  const { site, executor, said } = await running();
  executor.stop(0, "cancelled");
  jest.advanceTimersByTime(4999);
  expect(site.workers).toHaveLength(1);
  jest.advanceTimersByTime(1);
  expect(site.workers).toHaveLength(2);
  expect(said.at(-1)).toEqual(["lost", { id: 0, reason: "it was stopped (cancelled)" }]);
  site.workers[0].listener.closed("late");
  site.workers[0].listener.message(ready);
  expect([site.workers.length, executor.slots]).toEqual([2, 0]);
});

test("a process that is gone under its trial loses it, and another one is started", async () => {
  const { site, executor, said, say, close, types } = await running();
  close(0, "its process ended (SIGKILL)");
  expect([said.at(-1), executor.slots]).toEqual([
    ["lost", { id: 0, reason: "its process ended (SIGKILL)" }],
    0,
  ]);
  expect([site.workers.length, types(1)]).toEqual([2, ["begin"]]);
  await say(1, ready);
  expect([executor.slots, said.at(-1)]).toEqual([1, ["slot", { slots: 1 }]]);
  close(1);
  // Nothing ran: nothing is lost.
  expect(said.at(-1)).toEqual(["slot", { slots: 0 }]);
});

test("an error that nobody caught ends the worker, and its trial fails by it", async () => {
  const { site, said, say, close } = await running();
  await say(0, { type: "fail", id: 0, error: { name: "Error", message: "uncaught" }, last: true });
  expect(site.workers[0].kills).toBe(1);
  close(0);
  expect(said.slice(1).map(([event]) => event)).toEqual(["slot", "fail", "slot"]);
});

test("processes that never come up are started three times", async () => {
  const { site, said, say, close, isUp } = await started(2);
  for (const at of [0, 2, 3]) close(at, `reason ${at}`);
  await turns();
  const error = new Error("no worker comes up: reason 3");
  expect([site.workers.length, isUp()]).toEqual([4, error]);
  expect(said.filter(([event]) => event === "broken")).toEqual([]);
  // One that came up begins to count anew.
  await say(1, ready);
  for (const at of [1, 4, 5]) close(at, `reason ${at}`);
  expect(said.filter(([event]) => event === "broken")).toEqual([]);
  close(6, "reason 6");
  expect(said.at(-1)).toEqual(["broken", { error: new Error("no worker comes up: reason 6") }]);
});

test("an objective that does not load breaks every slot", async () => {
  const { said, say, isUp } = await started(1);
  await say(0, { type: "broken", error: { name: "FileError", message: "objective.ts must compile" } });
  expect(isUp()).toMatchObject({ name: "FileError", message: "objective.ts must compile" });
  expect(said.map(([event]) => event)).toEqual(["slot", "broken"]);
});

test("a worker that does not answer is ended, one that says anything is not", async () => {
  const { site, say, types } = await running();
  for (let beat = 0; beat < 12; beat++) {
    jest.advanceTimersByTime(5000);
    await say(0, { type: "pong" });
  }
  expect(types(0).filter((type) => type === "ping")).toHaveLength(12);
  expect(site.workers[0].kills).toBe(0);
  jest.advanceTimersByTime(35_000);
  expect(site.workers[0].kills).toBe(1);
  jest.advanceTimersByTime(5000);
  expect(site.workers).toHaveLength(2);
});

test("an executor that was closed does nothing any more", async () => {
  const { site, executor, said, close } = await running();
  await executor.close();
  const before = said.length;
  close(0);
  jest.advanceTimersByTime(100_000);
  expect([said.length, site.workers.length, site.workers[0].kills, executor.slots]).toEqual([
    before,
    1,
    0,
    0,
  ]);
});

test("a function of this process does not reach others", () => {
  const of = (function_: () => number) => () => codeOf("ray", function_);
  const rest = 'write it to a file with "export default" and give objectiveFile("objective.ts")';
  expect(codeOf("ray", objective)).toBe(code);
  expect(of(function named() { return 1; })).toThrow(`ray: objective must be a file, as a function does not reach other processes, got the function named; ${rest}`); // prettier-ignore
  expect(
    of(
      (
        () => () =>
          1
      )(),
    ),
  ).toThrow(`got the function (trial) => …; ${rest}`);
});
