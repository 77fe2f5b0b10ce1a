import { spawn } from "node:child_process";
import { join } from "node:path";
import { callbacks } from "../../src";
import { Random } from "../../src/core/index";
import { someOf } from "../someOf";
import { every, type EndingFit } from "./untilTheEnd";

const names = Object.keys(every);
const random = new Random(1, "untilTheEnd");
const drawn = <T>(list: readonly T[]): T => list[random.integer(list.length)];

// No fit of these takes a tenth of that; one that hangs takes for ever.
const deadlineMs = 90_000;

/** What a child that runs these fits one after the other says; killed where one of them does not end. */
async function outputOf(fits: EndingFit[]): Promise<string> {
  const script = join(__dirname, "untilTheEnd.ts");
  const argv = ["--require", join(__dirname, "../typescript.cjs"), script, JSON.stringify(fits)];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  const giveUp = () => child.kill("SIGKILL");
  let timer = setTimeout(giveUp, deadlineMs);
  child.stdout.on("data", (text: Buffer) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, deadlineMs);
    output += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  return output;
}

/** The fits that did not come to their last step, the one that hangs among them. */
async function unfinished(fits: EndingFit[]): Promise<string[]> {
  const output = await outputOf(fits);
  const ended = new Set(output.split("\n"));
  const said = (fit: EndingFit) => `${JSON.stringify(fit)} ${fit.steps} steps`;
  return fits.map(said).filter((line) => !ended.has(line));
}

test("every callback is among them", () => {
  const makers = Object.keys(callbacks).filter((name) => /^[a-z]/.test(name) && !/OfCheckpoint$/.test(name));
  expect(makers.filter((name) => !names.includes(name))).toEqual(["readJsonLog"]);
});

test("fits of 20 steps end with every callback, alone and in every pair", async () => {
  const pairs = names.flatMap((one, at) => names.slice(at).map((other) => [...new Set([one, other])]));
  const modes = [true, "graph", "eager", "auto"] as const;
  const fits = pairs.map((pair): EndingFit => ({ callbacks: pair, steps: 20, compile: drawn(modes) }));
  expect(await unfinished(someOf(fits, 40))).toEqual([]);
}, 600_000);

test("fits of 1500 steps, which are measured, end with every callback, and with pairs in every mode", async () => {
  const alone = names.map((name): EndingFit => ({ callbacks: [name], steps: 1500, compile: true }));
  const pairs = (["auto", "graph", "xla", "eager"] as const).flatMap((compile) =>
    [1, 2].map((): EndingFit => ({ callbacks: [drawn(names), drawn(names)], steps: 1500, compile })),
  );
  expect(await unfinished(someOf([...alone, ...pairs], 8))).toEqual([]);
}, 600_000);

test("fits of 20 000 steps end, one with a checkpoint among them", async () => {
  const fits = ([true, "graph", "xla"] as const).map((compile): EndingFit => ({
    callbacks: ["checkpoint", drawn(names)],
    steps: 20_000,
    compile,
  }));
  expect(await unfinished(someOf(fits, 1))).toEqual([]);
}, 600_000);
