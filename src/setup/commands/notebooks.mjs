import fs from "node:fs";
import path from "node:path";
import { setUp } from "../steps/setUp.mjs";
import { places } from "../system/places.mjs";
import { SetupError } from "../system/setupError.mjs";
import { nearest } from "../terminal/nearest.mjs";
import { Progress } from "../terminal/progress.mjs";
import { pythonEvents } from "./pythonEvents.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm run notebooks -- [NAME …] [--fast]",
  help: "Runs the notebooks, each on a fresh kernel, and writes their outputs: the only way outputs are committed.",
  takes: "NAME",
  options: {
    fast: { help: "every cell in its short setting (TSDESCENT_FAST=1); no output is written" },
  },
  async run({ options, positionals }) {
    const names = chosen(positionals);
    await setUp();
    let failures = 0;
    for (const name of names) failures += await record(name, options.fast === true);
    return failures ? 1 : 0;
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
 * @param {string} name
 * @param {boolean} fast
 * @returns {Promise<number>} how many cells failed: 0 or 1
 */
async function record(name, fast) {
  const env = fast ? { TSDESCENT_FAST: "1" } : {};
  /** @type {Record<string, any>} */
  const told = {};
  await new Progress()
    .run(name, async (line) => {
      line.say("starting the kernel");
      const onEvent = (/** @type {Record<string, any>} */ event) => {
        Object.assign(told, event);
        if (event.done !== undefined)
          line.progress(
            event.done / told.cells,
            `cell ${Math.min(event.done + 1, told.cells)} of ${told.cells}`,
          );
      };
      await pythonEvents(
        "recordNotebook.py",
        { notebook: path.join(places.notebooks, name), fast },
        onEvent,
        env,
      );
      if (told.failed) throw new SetupError(`cell ${told.failed.cell} of ${told.cells} failed`);
      return summary(told);
    })
    .catch((error) => {
      if (!told.failed) throw error;
      console.error(told.failed.traceback || `${told.failed.name}: ${told.failed.value}`);
    });
  return told.failed ? 1 : 0;
}

/** @param {Record<string, any>} told */
function summary({ cells, finished }) {
  const minutes = (finished.seconds / 60).toFixed(1);
  return `${cells} cells in ${minutes} min, at most ${Math.round(finished.peakBytes / 2 ** 20)} MB`;
}
