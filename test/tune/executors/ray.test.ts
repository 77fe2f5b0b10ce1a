import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { someOf } from "../../someOf";
import { createStudy, objectiveFile, ray, tune, type TrialRecord } from "../../../src/tune/index";

jest.setTimeout(600_000);

const objectives = join(__dirname, "../objectives");
const root = join(__dirname, "../../..");

let child: ChildProcess;
let errors = "";
const lines = new Map<string, (line: Line) => void>();
const ended: (() => void)[] = [];

interface Line {
  result?: unknown;
  error?: string;
}

/** What a scenario of rayScenarios.ts came to. */
function scenario<T>(name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    lines.set(name, ({ result, error }) => (error ? reject(new Error(error)) : resolve(result as T)));
    ended.push(() => reject(new Error(`rayScenarios.ts ended before ${name}:\n${errors.slice(-3000)}`)));
  });
}

const names = ["unreachable", "local", "killedStudy", "killedWorkersAndNode", "training", "stopped"] as const;
const played = someOf(names, 2);
const came = {} as Record<(typeof names)[number], Promise<unknown>>;

/** A test of what a scenario comes to, where it is played. */
const testOf = (name: (typeof names)[number], title: string, run: () => Promise<void>) => {
  if (played.includes(name)) test(title, run);
};

beforeAll(() => {
  for (const name of played) (came[name] = scenario(name)).catch(() => {});
  const program = [
    "--require",
    join(root, "test/typescript.cjs"),
    join(__dirname, "rayScenarios.ts"),
    ...played,
  ];
  const namespace = [join(__dirname, "inNamespace.py"), process.execPath, ...program];
  // A mark by which the scenarios know the processes that they have started.
  const env = { ...process.env, TSDESCENT_SCENARIOS: randomUUID() };
  child = spawn(join(root, ".venv/bin/python"), namespace, { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr!.on("data", (text) => (errors += text));
  createInterface({ input: child.stdout! }).on("line", (line) => {
    const said = JSON.parse(line) as Line & { scenario: string };
    lines.get(said.scenario)?.(said);
  });
  child.once("close", () => ended.forEach((end) => end()));
});
afterAll(async () => {
  // The cluster is shut down after the last scenario.
  if (child.exitCode === null)
    await Promise.race([once(child, "close"), sleep(60_000, undefined, { ref: false })]);
  child.kill("SIGKILL");
});

testOf(
  "unreachable",
  "an address where nothing answers is a clear error, and the study is as it was",
  async () => {
    expect(await came.unreachable).toEqual({
      error:
        "RayError: ray: the cluster at 127.0.0.1:9 must answer, got [Errno 111] Connection refused; check that the cluster runs, and that this process runs on one of its nodes",
      states: ["waiting"],
    });
  },
);

testOf(
  "local",
  "without an address a local Ray is started, runs the file as this process does, and leaves no process",
  async () => {
    const here = await tune(objectiveFile(join(objectives, "calls.ts")), {
      seed: 4,
      trials: 6,
      progress: false,
    });
    const { outcomes, left } = (await came.local) as { outcomes: Partial<TrialRecord>[]; left: number };
    const told = here.trials.map(({ params, values, reports, constraints, notes }) => {
      return { params, values, reports, constraints, notes };
    });
    expect(outcomes).toEqual(told);
    expect(left).toBe(0);
  },
);

testOf(
  "killedStudy",
  "a killed study leaves nothing of its local Ray, though trials were in a loop that never gives way",
  async () => {
    expect(await came.killedStudy).toEqual({ ran: 2, left: 0 });
  },
);

testOf(
  "killedWorkersAndNode",
  "a killed worker, actor and node lose no trial: each goes on from what it saved",
  async () => {
    const { killed, trials } = (await came.killedWorkersAndNode) as {
      killed: number[];
      trials: TrialRecord[];
    };
    expect(new Set(killed).size).toBe(3);
    for (const number of killed) {
      expect(trials[number].state).toBe("failed");
      expect(trials.find(({ retryOf }) => retryOf === number)!.notes.began).toBeGreaterThanOrEqual(3);
    }
    const complete = trials.filter(({ state }) => state === "complete");
    expect(complete).toHaveLength(6);
    for (const { params, values } of complete) expect(values[0]).toBe(unbroken(params.x as number));
  },
);

/** What slow.ts comes to when nothing is lost. */
function unbroken(x: number): number {
  let sum = 0;
  for (let step = 1; step <= 12; step++) sum += x / step;
  return sum;
}

testOf(
  "training",
  "training that lost its worker goes on from its checkpoint, with the losses of an unbroken run",
  async () => {
    const { whole, trials } = (await came.training) as { whole: TrialRecord; trials: TrialRecord[] };
    expect(trials.map(({ state }) => state)).toEqual(["failed", "complete"]);
    const [, { reports, notes }] = trials;
    expect(reports).toEqual(whole.reports);
    expect(notes.losses).toEqual(whole.notes.losses);
    expect(whole.notes.epochs).toBe(6);
    expect([1, 2, 3, 4, 5]).toContain(notes.epochs); // those before its worker was lost are not trained again
  },
);

testOf(
  "stopped",
  "trials that never end, and those that an interrupt cancels, are ended on the cluster",
  async () => {
    const { states, stopped, complete } = (await came.stopped) as Record<string, unknown>;
    expect(states).toEqual(["it took longer than 1 s", "complete"]);
    expect(stopped).toBe("interrupted");
    expect(complete).toBeGreaterThanOrEqual(1);
  },
);

test("options of ray are checked before anything is started", async () => {
  expect(() => ray({ address: "somewhere" })).toThrow(
    'ray: address must be "host:port" or "auto", got "somewhere"',
  );
  expect(() => ray({ workers: 0 })).toThrow("ray: workers must be a whole number in [1, 10000], got 0");
  expect(() => ray({ cpus: 2 } as never)).toThrow('ray: unknown option "cpus"');
  await expect(createStudy().optimize(() => 1, { executor: ray(), progress: false })).rejects.toThrow(
    "ray: objective must be a file, as a function does not reach other processes",
  );
});
