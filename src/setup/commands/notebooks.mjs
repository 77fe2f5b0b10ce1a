import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setUp } from "../steps/setUp.mjs";
import { places } from "../system/places.mjs";
import { SetupError } from "../system/setupError.mjs";
import { nearest } from "../terminal/nearest.mjs";
import { Progress } from "../terminal/progress.mjs";
import { pythonEvents } from "./programEvents.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm run notebooks -- [NAME …] [--fast] [--jobs N]",
  help: "Runs the notebooks, each on a fresh kernel, and writes their outputs: the only way outputs are committed.",
  takes: "NAME",
  options: {
    fast: { help: "every cell in its short setting (TSDESCENT_FAST=1); no output is written" },
    jobs: {
      value: "a number from 1 to 64",
      accepts: (value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 64,
      help: "how many run at a time (one for two cores, at least 2)",
    },
  },
  async run({ options, positionals }) {
    const names = chosen(positionals);
    await setUp();
    const jobs = Number(options.jobs ?? Math.max(2, Math.floor(os.availableParallelism() / 2)));
    const failures = await recordAll(names, { jobs, fast: options.fast === true });
    for (const { name, told } of failures) console.error(`\n${name}\n${reason(told.failed)}`);
    return failures.length ? 1 : 0;
  },
};

/**
 * The file names that begin as one of the given ones; without any, all notebooks in reading order.
 *
 * @param {string[]} given `01`, or `01-perceptron.ipynb`
 */
function chosen(given) {
  const all = fs
    .readdirSync(places.notebooks)
    .filter((name) => name.endsWith(".ipynb"))
    .sort();
  if (given.length === 0) return all;
  return given.flatMap((start) => {
    const found = all.filter((name) => name.startsWith(path.basename(start)));
    if (found.length) return found;
    const near = nearest(start, all);
    const remedy = near ? `did you mean ${near}?` : `notebooks here: ${all.join(", ") || "none"}`;
    throw new SetupError(`there is no notebook ${start}`, { remedy });
  });
}

/**
 * What a run has told so far: {cells, done, failed?, finished?}.
 *
 * @typedef {{name: string, told: Record<string, any>}} Recorded
 */

/**
 * Runs notebooks, `jobs` at a time, under one bar that counts the cells of all.
 *
 * @param {string[]} names
 * @param {{jobs: number, fast: boolean}} options
 * @returns {Promise<Recorded[]>} those that failed
 */
async function recordAll(names, { jobs, fast }) {
  /** @type {Recorded[]} */
  const runs = names.map((name) => ({ name, told: { done: 0 } }));
  const failed = () => runs.filter(({ told }) => told.failed);
  const work = async (/** @type {import("../terminal/progress.mjs").Report} */ line) => {
    const waiting = [...runs];
    const worker = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) {
        await record(run, fast, () => line.progress(share(runs), underWay(runs)));
        line.note(summary(run));
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
    if (failed().length) throw new SetupError(`${failed().length} of ${names.length} failed`);
    return `${names.length} of ${names.length} ran`;
  };
  await new Progress().run("Notebooks", work).catch((error) => {
    if (!failed().length) throw error;
  });
  return failed();
}

/**
 * @param {Recorded} run
 * @param {boolean} fast
 * @param {() => void} onCell
 */
async function record({ name, told }, fast, onCell) {
  const onEvent = (/** @type {Record<string, any>} */ event) => {
    Object.assign(told, event);
    onCell();
  };
  const env = fast ? { TSDESCENT_FAST: "1" } : {};
  await pythonEvents(
    "recordNotebook.py",
    { notebook: path.join(places.notebooks, name), fast },
    onEvent,
    env,
  );
}

/**
 * The share of the work that is done; a notebook whose cells are not counted yet is taken as one of 60.
 *
 * @param {Recorded[]} runs
 */
function share(runs) {
  const total = runs.reduce((sum, { told }) => sum + (told.cells ?? 60), 0);
  return runs.reduce((sum, { told }) => sum + told.done, 0) / total;
}

/** @param {Recorded[]} runs */
function underWay(runs) {
  const now = runs.filter(({ told }) => told.cells && !told.finished && !told.failed);
  return now
    .map(
      ({ name, told }) => `${name.slice(0, 2)}: cell ${Math.min(told.done + 1, told.cells)} of ${told.cells}`,
    )
    .join(", ");
}

/** @param {Recorded} run */
function summary({ name, told }) {
  if (told.failed) return `${name}: cell ${told.failed.cell} of ${told.cells} failed`;
  const minutes = (told.finished.seconds / 60).toFixed(1);
  return `${name}: ${told.cells} cells in ${minutes} min, at most ${Math.round(told.finished.peakBytes / 2 ** 20)} MB`;
}

/** @param {{traceback?: string, name: string, value: string}} failed */
function reason({ traceback, name, value }) {
  return traceback || `${name}: ${value}`;
}
