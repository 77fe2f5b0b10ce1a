import "@tensorflow/tfjs-node";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint } from "../../src/callbacks/index";
import { readCheckpoint } from "../../src/callbacks/checkpoint";
import { iris } from "../../src/data/index";
import { fit } from "../../src/train/index";
import { someOf } from "../someOf";
import { linearUnit, line, smallNet } from "../train/models";

const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);

/** A child that trains, and what it exits with. */
function training(args: string[], env: NodeJS.ProcessEnv = {}) {
  const script = join(__dirname, "resumable.ts");
  const argv = ["--require", join(__dirname, "../typescript.cjs"), script, ...args];
  const child = spawn(process.execPath, argv, {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...env },
  });
  let errors = "";
  child.stderr!.on("data", (text) => (errors += text));
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { child, ended, errors: () => errors };
}

/** Trains in a child; kills it once its checkpoint is at the step, and it has gone on for a few more. */
async function train(file: string, losses: string, mode: string, killAt?: number): Promise<void> {
  const { child, ended, errors } = training(
    [file, losses, mode, "0"],
    killAt ? { HANG_AT: `${killAt}` } : {},
  );
  child.once("message", () => child.kill("SIGKILL"));
  if ((await ended) !== (killAt ? null : 0)) throw new Error(errors());
  if (killAt) expect(readCheckpoint(file).step).toBeGreaterThanOrEqual(killAt);
}

/**
 * Trains in a child that saves every step, and kills it while it writes a checkpoint; how many bytes were written.
 * Undefined where it had ended, or the file was whole before the signal came.
 */
async function trainAndKillAtWriting(args: string[], killFrom: number): Promise<number | undefined> {
  const [file] = args;
  const aside = `${file}.tmp`;
  const { child, ended, errors } = training(args);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const isDue = () => existsSync(file) && readCheckpoint(file).step >= killFrom;
  while (isRunning() && !isDue()) await new Promise((resolve) => setTimeout(resolve, 20));
  while (isRunning() && !existsSync(aside)) await new Promise((resolve) => setImmediate(resolve));
  child.kill("SIGKILL");
  if ((await ended) !== null) throw new Error(`it ended before it was killed: ${errors()}`);
  return existsSync(aside) ? statSync(aside).size : undefined;
}

test.each(someOf(["eager", "graph", "xla"], 1))(
  "a run that is killed twice and resumed gives the same losses and weights bit by bit (%s)",
  async (mode) => {
    const [whole, pieces] = [place(`${mode}-whole`), place(`${mode}-pieces`)];
    await train(`${whole}.ckpt`, `${whole}.json`, mode);
    await train(`${pieces}.ckpt`, `${pieces}.json`, mode, 14);
    expect(existsSync(`${pieces}.json`)).toBe(false);
    await train(`${pieces}.ckpt`, `${pieces}.json`, mode, 42);
    await train(`${pieces}.ckpt`, `${pieces}.json`, mode);
    const [expected, resumed] = [whole, pieces].map((name) =>
      JSON.parse(readFileSync(`${name}.json`, "utf8")),
    );
    expect(expected.mode).toBe(mode);
    expect(expected.stepLoss).toHaveLength(mode === "xla" ? 80 : 24);
    expect(resumed).toEqual(expected);
    expect(resumed.rebuilt).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
  240_000,
);

test("a run that is killed again and again while it writes its checkpoint goes on from the last whole one", async () => {
  const args = (name: string) => [place(`${name}.ckpt`), place(`${name}.json`), "graph", "5", "1", "10000"];
  const whole = training(args("written"));
  expect([await whole.ended, whole.errors().match(/Error.*/)]).toEqual([0, null]);
  const sizes: (number | undefined)[] = [];
  const inTime = () => sizes.some((size) => size !== undefined);
  // Now and then the signal comes too late: then once more.
  for (const step of [9, 30, 41, 52]) {
    if (sizes.length > 1 && inTime()) break;
    sizes.push(await trainAndKillAtWriting(args("cut"), step));
    expect(readCheckpoint(place("cut.ckpt")).step).toBeGreaterThanOrEqual(step);
  }
  expect(inTime()).toBe(true);
  const last = training(args("cut"));
  expect([await last.ended, last.errors().match(/Error.*/)]).toEqual([0, null]);
  const [expected, resumed] = ["written", "cut"].map((name) =>
    JSON.parse(readFileSync(place(`${name}.json`), "utf8")),
  );
  expect(expected.stepLoss).toHaveLength(24);
  expect(resumed.stepLoss).toEqual(expected.stepLoss);
  expect(resumed).toEqual(expected);
}, 300_000);

test("a finished run that is resumed trains no more and gives its history", async () => {
  const path = place("done.ckpt");
  const options = { epochs: 2, seed: 1, compile: "eager" as const };
  const first = await fit(smallNet(), iris(), { ...options, callbacks: [checkpoint(path)] });
  const again = await fit(smallNet(), iris(), {
    ...options,
    callbacks: [checkpoint(path, { resume: true })],
  });
  expect(again.stepLoss).toEqual(first.stepLoss);
  expect(again.history).toEqual(first.history);
});

test("more epochs than before go on where the run ended", async () => {
  const path = place("more.ckpt");
  const options = { seed: 1, compile: "eager" as const };
  const whole = await fit(smallNet(), iris(), { ...options, epochs: 4 });
  await fit(smallNet(), iris(), { ...options, epochs: 2, callbacks: [checkpoint(path)] });
  const more = await fit(smallNet(), iris(), {
    ...options,
    epochs: 4,
    callbacks: [checkpoint(path, { resume: true })],
  });
  expect(more.stepLoss).toEqual(whole.stepLoss);
});

test("the best checkpoint is that of the best epoch", async () => {
  const path = place("best.ckpt");
  const callbacks = [checkpoint(path, { best: true, monitor: "val_accuracy" })];
  const history = await fit(smallNet(), iris(), {
    epochs: 6,
    validation: 0.3,
    metrics: ["accuracy"],
    seed: 2,
    callbacks,
  });
  const best = history.best("val_accuracy", "max");
  expect(readCheckpoint(path).epoch).toBe(best + 1);
});

test("a file that is no checkpoint, and a checkpoint of another model, are refused", async () => {
  const path = place("none.ckpt");
  writeFileSync(path, "nothing");
  const resume = () =>
    fit(linearUnit(), line(), { loss: "mse", epochs: 1, callbacks: [checkpoint(path, { resume: true })] });
  await expect(resume()).rejects.toThrow(
    `checkpoint: ${path} must be a checkpoint of this version of tsdescent; delete it, or resume with the version that wrote it`,
  );
  await fit(smallNet(), iris(), { epochs: 1, callbacks: [checkpoint(path)] });
  await expect(resume()).rejects.toThrow(
    /the state must have slots|the saved weights must have the model's shapes/,
  );
});

test("a run that is interrupted while its steps are compiled beforehand ends before its first step", async () => {
  const path = place("primed.ckpt");
  const history = await fit(linearUnit(), line(), {
    loss: "mse",
    epochs: 1e5,
    callbacks: [checkpoint(path)],
    signal: AbortSignal.timeout(1),
  });
  expect([history.stopped, history.stepLoss.length]).toEqual(["interrupted", 0]);
});
