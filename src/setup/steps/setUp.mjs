import fs from "node:fs";
import { checkMachine } from "./checkMachine.mjs";
import { alone } from "./lock.mjs";
import { places } from "../system/places.mjs";
import { Progress } from "../terminal/progress.mjs";
import { steps } from "./steps.mjs";
import { terminalOf } from "../terminal/terminal.mjs";

/**
 * Sets up whatever is missing, showing each step; what is there already is left alone.
 *
 * @param {import("./steps.mjs").SetupOptions} [options]
 * @returns {Promise<number>} how many steps had something to do
 * @throws SetupError when a step cannot be done
 */
export async function setUp(options = {}) {
  const terminal = terminalOf();
  return alone(
    (text) => terminal.write(`${text}\n`),
    () => runSteps(options, new Progress(terminal)),
  );
}

/**
 * @param {import("./steps.mjs").SetupOptions} options
 * @param {Progress} progress
 */
async function runSteps(options, progress) {
  const clear = () => fs.rmSync(places.temporary, { recursive: true, force: true });
  clear();
  try {
    return await runMissing(options, progress);
  } finally {
    clear();
  }
}

/**
 * @param {import("./steps.mjs").SetupOptions} options
 * @param {Progress} progress
 */
async function runMissing(options, progress) {
  let count = 0;
  for (const step of steps) {
    if (await step.isDone(options)) continue;
    if (count++ === 0) await progress.run("Machine", checkMachine);
    await progress.run(step.title, (report) => step.run(report, options));
  }
  return count;
}
