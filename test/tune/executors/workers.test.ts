import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createStudy,
  objectiveFile,
  tune,
  workers,
  type ExecutorFactory,
  type Pruner,
  type Study,
  type TrialRecord,
} from "../../../src/tune/index";
import type { ConnectionListener, ToWorker } from "../../../src/tune/executors/protocol";
import { LocalSite } from "../../../src/tune/executors/localSite";
import { SlotExecutor } from "../../../src/tune/executors/slotExecutor";

const quiet = { progress: false };
const objectives = join(__dirname, "../objectives");
const file = (name: string) => objectiveFile(join(objectives, name));
const pair = () => workers({ count: 2 });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "tsdescent-workers-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What trials came to, without times and who ran them. */
function outcomes({ trials }: Study): unknown[] {
  return trials.map(({ number, state, params, values, reports, constraints, notes }) => {
    return { number, state, params, values, reports, constraints, notes };
  });
}

const inState = ({ trials }: Study, state: string) => trials.filter((trial) => trial.state === state);
const pidOf = (trial: TrialRecord) => trial.notes.process as number;

function isAlive(pid: number): boolean {
  try {
    // A zombie has ended, and waits for its parent to hear of it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

async function untilGone(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await sleep(20);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** What one step after another of slow.ts comes to. */
function unbroken(x: number): number {
  let sum = 0;
  for (let step = 1; step <= 12; step++) sum += x / step;
  return sum;
}

test("the same file comes to the same trials in this process and on workers", async () => {
  const strict: Pruner = {
    name: "strict",
    shouldPrune: ({ trial }) => trial.reports.length > 2 && trial.reports[0][1] > 0.5,
  };
  const run = (executor?: ExecutorFactory) =>
    tune(file("calls.ts"), { seed: 4, trials: 12, pruner: strict, executor, ...quiet });
  const here = await run();
  expect(new Set(here.trials.map(({ state }) => state))).toEqual(new Set(["complete", "pruned"]));
  expect(outcomes(await run(workers({ count: 1 })))).toEqual(outcomes(here));
});

test("a trial whose worker is killed goes on where it was, and comes to what an unbroken one does", async () => {
  const study = createStudy({ seed: 2 });
  const running = study.optimize(file("slow.ts"), { trials: 4, executor: pair(), ...quiet });
  await until(() => inState(study, "running").some(({ reports }) => reports.length >= 4));
  const victim = inState(study, "running").find(({ reports }) => reports.length >= 4)!;
  process.kill(pidOf(victim), "SIGKILL");
  await running;

  const complete = inState(study, "complete");
  expect(complete).toHaveLength(4);
  for (const { params, values } of complete) expect(values[0]).toBe(unbroken(params.x as number));
  const repeated = complete.find(({ retryOf }) => retryOf === victim.number)!;
  expect(repeated.params).toEqual(victim.params);
  expect(repeated.notes.began).toBeGreaterThanOrEqual(4);
  expect(study.trials[victim.number]).toMatchObject({
    state: "failed",
    error: "its process ended (SIGKILL)",
  });
  await untilGone(study.trials.filter(({ notes }) => notes.process).map(pidOf));
});

test("training goes on from its checkpoint file, on a disk of its own too, with the losses of an unbroken run", async () => {
  const fixed = { rate: 0.3, units: 6 };
  const whole = await tune(file("training.ts"), {
    fixed,
    trials: 1,
    executor: workers({ count: 1 }),
    ...quiet,
  });
  const before = readdirSync(tmpdir()).length;
  for (const executor of [workers({ count: 1 }), far]) {
    const study = createStudy({ fixed, storage: join(folder, `${before}.sqlite`), name: executor.name });
    let killed = false;
    const kill: Pruner = {
      name: "kill",
      shouldPrune: ({ trial }) => {
        if (!killed && trial.reports.length === 3) killed = killChildren();
        return false;
      },
    };
    Object.assign(study, { pruner: kill });
    await study.optimize(file("training.ts"), { trials: 1, executor, ...quiet });
    const [{ notes, reports }, ...others] = inState(study, "complete");
    expect(others).toEqual([]);
    expect(reports).toEqual(whole.trials[0].reports);
    expect(notes.losses).toEqual(whole.trials[0].notes.losses);
    expect([whole.trials[0].notes.epochs, notes.epochs]).toEqual([6, 4]);
    study.close();
  }
  expect(readdirSync(folder).filter((name) => name.endsWith(".files"))).toEqual([]);
});

/** Kills the worker processes of this process. */
function killChildren(): boolean {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
  for (const pid of children) process.kill(Number(pid), "SIGKILL");
  return true;
}

/** Workers that see nothing of this machine's disk, as on another machine. */
class FarSite extends LocalSite {
  override connect(slot: number, listener: ConnectionListener) {
    const { send, kill } = super.connect(slot, listener);
    return { kill, send: (message: ToWorker) => send(hidden(message)) };
  }
}

function hidden(message: ToWorker): ToWorker {
  if (message.type === "begin") return { ...message, probe: "/nowhere/probe" };
  if (message.type === "run") return { ...message, trial: { ...message.trial, folder: "/dev/null/trial" } };
  return message;
}

const far: ExecutorFactory = (work) =>
  new SlotExecutor("far", () => new FarSite({ count: 1, threads: 1 }), work);

test("a trial that never gives way is ended when its time is up, and the others run", async () => {
  const study = createStudy({ seed: 1 });
  study.enqueue({ x: 0.2 }).enqueue({ x: 0.9 }).enqueue({ x: 0.8 });
  const objective = file("endless.ts");
  await study.optimize(objective, {
    trials: 3,
    trialTimeoutSeconds: 1,
    executor: workers({ count: 1 }),
    onError: "continue",
    ...quiet,
  });
  expect(study.trials.map(({ state }) => state)).toEqual(["failed", "complete", "complete"]);
  expect(study.trials[0].error).toBe("it took longer than 1 s");
  await untilGone(study.trials.map(pidOf));
});

test.each([
  ["throws", "failed", "the learning rate is too large"],
  ["later", "failed", "nobody waits for this"],
  ["exits", "failed", "the objective ended its thread with code 3"],
  ["NaN", "failed", "the objective must return a finite number, got NaN"],
  ["prints", "complete", undefined],
  ["shouts", "complete", undefined],
  [
    "constrains",
    "failed",
    "Trial.constrain: size must be a finite number, got NaN; it counts as kept where it is at most 0",
  ],
  [
    "notes",
    "failed",
    "Trial.note: size must be of numbers, texts, arrays, plain objects, dates, Maps, Sets and typed arrays, which come back as they were, got a function",
  ],
])("an objective that %s: the trial is %s, and not tried again", async (fault, state, error) => {
  const study = createStudy();
  study.enqueue({ fault }).enqueue({ fault: "none" });
  await study.optimize(file("faulty.ts"), {
    trials: 2,
    executor: workers({ count: 1 }),
    onError: "continue",
    ...quiet,
  });
  expect(study.trials.map((trial) => trial.state)).toEqual([state, "complete"]);
  expect(study.trials[0].error).toBe(error);
});

test("an objective that throws ends the study with its error, which names the place in the file", async () => {
  const study = createStudy({ fixed: { fault: "throws" } });
  const error = await study
    .optimize(file("faulty.ts"), { executor: pair(), ...quiet })
    .catch((thrown) => thrown);
  expect(String(error)).toBe("RangeError: the learning rate is too large");
  expect(error.stack).toMatch(/faulty\.ts:\d+:\d+/);
});

test("an objective that crashes its process each time is given up after its retries", async () => {
  const study = createStudy({ retries: 1 });
  study.enqueue({ fault: "crashes" }).enqueue({ fault: "none" });
  await study.optimize(file("faulty.ts"), { trials: 2, executor: workers({ count: 1 }), ...quiet });
  const states = study.trials.map(({ params, state }) => `${params.fault} ${state}`);
  expect(states.sort()).toEqual(["crashes failed", "crashes failed", "none complete"]);
});

test("an interrupt keeps what is done, leaves no process, and the rest goes on from where it was", async () => {
  const study = createStudy({ seed: 3 });
  const stop = new AbortController();
  const running = study.optimize(file("slow.ts"), {
    trials: 5,
    executor: pair(),
    signal: stop.signal,
    ...quiet,
  });
  await until(
    () =>
      inState(study, "complete").length === 2 &&
      inState(study, "running").some(({ reports }) => reports.length > 2),
  );
  const pids = study.trials.map(pidOf);
  stop.abort();
  await running;
  expect(study.stopped).toBe("interrupted");
  expect(inState(study, "complete").length).toBeGreaterThanOrEqual(2);
  await untilGone(pids);

  await study.optimize(file("slow.ts"), { trials: 5, executor: pair(), ...quiet });
  expect(inState(study, "complete")).toHaveLength(5);
  for (const { params, values } of inState(study, "complete"))
    expect(values[0]).toBe(unbroken(params.x as number));
  expect(inState(study, "complete").some(({ notes }) => (notes.began as number) > 0)).toBe(true);
});

test("workers end with a study that is killed, also in the middle of a loop that never gives way", async () => {
  const loader = join(__dirname, "../../typescript.cjs");
  const driver = spawn(process.execPath, ["--require", loader, join(__dirname, "drive.ts")]);
  const pids = JSON.parse(String((await once(driver.stdout, "data"))[0])) as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);
  driver.kill("SIGKILL");
  await untilGone(pids);
});

test("what cannot run on workers is said at once", async () => {
  const run = (objective: Parameters<Study["optimize"]>[0]) =>
    createStudy().optimize(objective, { executor: pair(), ...quiet });
  await expect(
    run(function loss() {
      return 1;
    }),
  ).rejects.toThrow(
    'workers: objective must be a file, as a function does not reach other processes, got the function loss; write it to a file with "export default" and give objectiveFile("objective.ts")',
  );
  await expect(run(file("unloadable.ts"))).rejects.toThrow("the data are not there");
  expect(() => objectiveFile("nowhere.ts")).toThrow(
    `objectiveFile: nowhere.ts must exist, got no file ${join(process.cwd(), "nowhere.ts")}`,
  );
  const wrong = join(folder, "wrong.ts");
  writeFileSync(wrong, "export const a = 1;\nexport const score = 2;\n");
  await expect(run(objectiveFile(wrong))).rejects.toThrow(
    'objectiveFile: wrong.ts must export a function as default or as "objective", got a, score',
  );
  writeFileSync(wrong, "export default (trial) => {\n  return 1 +;\n};\n");
  expect(() => objectiveFile(wrong)).toThrow(
    'objectiveFile: wrong.ts must compile, got wrong.ts:2:12: Unexpected ";"',
  );
  expect(() => workers({ count: 0 })).toThrow("workers: count must be a whole number in [1, 256], got 0");
});
