// What is tried with a real Ray, in a network of its own: prints a line of JSON for each scenario.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createStudy,
  objectiveFile,
  ray,
  tune,
  workers,
  type PrunerView,
  type Study,
  type TrialRecord,
} from "../../../src/tune/index";

const quiet = { progress: false };
const file = (name: string) => objectiveFile(join(__dirname, "../objectives", name));
const inState = ({ trials }: Study, state: string) => trials.filter((trial) => trial.state === state);
const pidOf = (trial: TrialRecord) => trial.notes.process as number;

const scenarios = {
  async unreachable() {
    const study = createStudy({ seed: 1 });
    study.enqueue({ x: 0.5 });
    const executor = ray({ address: "127.0.0.1:9" });
    const error = await study.optimize(file("slow.ts"), { executor, ...quiet }).catch(String);
    return { error, states: study.trials.map(({ state }) => state) };
  },

  async local() {
    const study = await tune(file("calls.ts"), {
      seed: 4,
      trials: 6,
      executor: ray({ workers: 1 }),
      ...quiet,
    });
    return { outcomes: outcomes(study), left: await untilAlone() };
  },

  async killedStudy() {
    const driver = spawn(process.execPath, [
      "--require",
      join(__dirname, "../../typescript.cjs"),
      join(__dirname, "drive.ts"),
      "ray",
    ]);
    driver.stderr.pipe(process.stderr);
    const pids = JSON.parse(String((await once(driver.stdout, "data"))[0])) as number[];
    driver.kill("SIGKILL");
    return { ran: pids.length, left: await untilAlone() };
  },

  async killedWorkersAndNode() {
    const study = createStudy({ seed: 2 });
    const executor = ray({ address, workers: 2 });
    const running = study.optimize(file("slow.ts"), { trials: 6, executor, ...quiet });
    const early = running.then(() => Promise.reject(new Error("the study ended before all were killed")));
    const killed: number[] = [];
    for (const victimsOf of [pidOf, actorOf, nodeOf]) {
      const trial: TrialRecord = await Promise.race([inTheMiddle(study, killed), early]);
      killed.push(trial.number);
      kill([victimsOf(trial)].flat());
    }
    await Promise.race([until(() => study.trials[killed[2]].state === "failed"), early]);
    await addNode();
    await running;
    return { killed, trials: study.trials };
  },

  async training() {
    const fixed = { rate: 0.3, units: 6 };
    const threads = workers({ count: 1, threads: 1 });
    const whole = await tune(file("training.ts"), { fixed, trials: 1, executor: threads, ...quiet });
    let killed = false;
    const shouldPrune = ({ trial }: PrunerView) => {
      if (trial.reports.length < 3 || killed) return false;
      killed = true;
      kill(allProcesses().filter((pid) => /worker\/worker\.js $/.test(commandOf(pid))));
      return false;
    };
    const study = createStudy({ fixed, pruner: { name: "kill", shouldPrune } });
    const executor = ray({ address, workers: 1 });
    await study.optimize(file("training.ts"), { trials: 1, executor, ...quiet });
    return { whole: whole.trials[0], trials: study.trials };
  },

  async stopped() {
    const study = createStudy({
      seed: 1,
      pruner: { name: "late", shouldPrune: ({ trial }) => trial.reports.length > 2 },
    });
    study.enqueue({ x: 0.2 }).enqueue({ x: 0.9 });
    const executor = ray({ address, workers: 1 });
    const endless = { trials: 2, trialTimeoutSeconds: 1, executor, onError: "continue" as const, ...quiet };
    await study.optimize(file("endless.ts"), endless);
    const stop = new AbortController();
    const options = { trials: 9, executor, signal: stop.signal, ...quiet };
    const running = createStudy({ seed: 5 }).optimize(file("slow.ts"), {
      ...options,
      onTrial: () => stop.abort(),
    });
    const interrupted = await running;
    const pids = [...study.trials, ...interrupted.trials].filter(({ notes }) => notes.process).map(pidOf);
    while (pids.some(isAlive)) await sleep(50);
    return {
      states: study.trials.map(({ state, error }) => error ?? state),
      stopped: interrupted.stopped,
      complete: inState(interrupted, "complete").length,
    };
  },
};

let address: string;
let addNode: () => Promise<void>;

async function startCluster() {
  const python = join(__dirname, "../../../.venv/bin/python");
  const cluster = spawn(python, [join(__dirname, "cluster.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: cluster.stdout });
  [address] = (await once(lines, "line")) as [string];
  addNode = async () => {
    cluster.stdin.write("add\n");
    await once(lines, "line");
  };
  return async () => {
    cluster.stdin.end();
    await once(cluster, "close");
  };
}

/** A running trial that has reported a few times, and none of those before. */
async function inTheMiddle(study: Study, before: number[]): Promise<TrialRecord> {
  for (;;) {
    const found = inState(study, "running").find(
      ({ number, reports }) => reports.length >= 3 && !before.includes(number),
    );
    if (found) return found;
    await sleep(20);
  }
}

const actorOf = (trial: TrialRecord): number => parentOf(pidOf(trial));

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]);
}

/** Everything that runs on the node of a trial, as when its machine is gone. */
function nodeOf(trial: TrialRecord): number[] {
  const daemon = parentOf(actorOf(trial));
  if (!commandOf(daemon).includes("raylet")) throw new Error(`nodeOf: no raylet but ${commandOf(daemon)}`);
  return [daemon, ...descendantsOf(daemon)];
}

function descendantsOf(parent: number): number[] {
  const children = allProcesses().filter((pid) => parentOf(pid) === parent);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function kill(pids: number[]): void {
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

function allProcesses(): number[] {
  return readdirSync("/proc").map(Number).filter(isOurs);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function outcomes({ trials }: Study): unknown[] {
  return trials.map(({ params, values, reports, constraints, notes }) => ({
    params,
    values,
    reports,
    constraints,
    notes,
  }));
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until nothing else that this process or its children started is left. */
async function untilAlone(): Promise<number> {
  await until(() => allProcesses().length === 0);
  return allProcesses().length;
}

function isOurs(pid: number): boolean {
  if (!(pid > 1) || pid === process.pid) return false;
  try {
    return (
      readFileSync(`/proc/${pid}/environ`, "utf8").includes(
        `TSDESCENT_SCENARIOS=${process.env.TSDESCENT_SCENARIOS}`,
      ) && isAlive(pid)
    );
  } catch {
    return false;
  }
}

async function say(scenario: keyof typeof scenarios): Promise<void> {
  const started = Date.now();
  const came = await scenarios[scenario]().then(
    (result) => ({ result }),
    (error) => ({ error: error.stack }),
  );
  console.log(JSON.stringify({ scenario, ...came, seconds: (Date.now() - started) / 1000 }));
}

async function main(): Promise<void> {
  const names = Object.keys(scenarios) as (keyof typeof scenarios)[];
  const wanted = names.filter((name) => process.argv.length < 3 || process.argv.includes(name));
  const alone = ["unreachable", "local", "killedStudy"];
  for (const name of wanted.filter((each) => alone.includes(each))) await say(name);
  const onCluster = wanted.filter((each) => !alone.includes(each));
  if (onCluster.length === 0) return;
  const end = await startCluster();
  for (const name of onCluster) await say(name);
  await end();
}

void main();
