import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { nearest } from "../terminal/nearest.mjs";
import { places, typedIn } from "../system/places.mjs";
import { Progress } from "../terminal/progress.mjs";
import { clientEvents, pythonEvents } from "./programEvents.mjs";
import { setUp } from "../steps/setUp.mjs";
import { SetupError } from "../system/setupError.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npx tsdescent run FILE.ipynb [--output FILE.html] [--inplace] [--timeout SECONDS]",
  help: "Runs a notebook on the kernel from its first cell to its last, and writes an HTML report beside it.",
  takes: "FILE.ipynb",
  options: {
    output: { value: "FILE.html", help: "where the report goes (beside the notebook)" },
    inplace: { help: "write the outputs into the notebook too" },
    timeout: {
      value: "SECONDS",
      accepts: (value) => Number(value) > 0,
      help: "the longest a cell may take (no limit)",
    },
  },
  async run({ options, positionals }) {
    const notebook = findNotebook(positionals);
    await setUp();
    return execute(notebook, options);
  },
};

/** @param {string[]} positionals */
function findNotebook(positionals) {
  const [given, ...more] = positionals;
  if (given === undefined || more.length) {
    throw new SetupError(`one notebook is required, got ${positionals.length}`, { remedy: command.usage });
  }
  const file = path.resolve(typedIn(), given);
  if (fs.existsSync(file)) return file;
  throw new SetupError(`there is no notebook ${given}`, { remedy: suggestion(file) });
}

/** @param {string} missing */
function suggestion(missing) {
  const here = fs.existsSync(places.notebooks) ? fs.readdirSync(places.notebooks) : [];
  const names = here.filter((name) => name.endsWith(".ipynb"));
  const near = nearest(path.basename(missing), names);
  if (near) return `did you mean notebooks/${near}?`;
  return names.length ? `notebooks here: ${names.join(", ")}` : "notebooks/ holds none yet";
}

/**
 * @param {string} notebook
 * @param {import("../terminal/readArguments.mjs").Arguments["options"]} options
 * @returns {Promise<number>}
 */
async function execute(notebook, options) {
  const report = path.resolve(typedIn(), String(options.output ?? notebook.replace(/(\.ipynb)?$/, ".html")));
  const aside = path.join(os.tmpdir(), `tsdescent-${process.pid}.ipynb`);
  const asked = {
    notebook,
    result: options.inplace === true ? notebook : aside,
    timeoutMs: options.timeout === undefined ? undefined : 1000 * Number(options.timeout),
  };
  /** @type {Record<string, any>} */
  const told = {};
  await new Progress()
    .run(path.basename(notebook), (line) => run(asked, report, told, line))
    .catch((error) => {
      if (!told.failed) throw error;
    })
    .finally(() => fs.rmSync(aside, { force: true }));
  if (told.failed) showFailure(told.failed);
  console.log(`  report: ${path.relative(process.cwd(), report)}`);
  return told.failed ? 1 : 0;
}

/**
 * Runs the notebook in a session of the kernel's, without Jupyter; the report is made by what makes the site's pages.
 *
 * @param {{notebook: string, result: string, timeoutMs?: number}} asked
 * @param {string} report
 * @param {Record<string, any>} told takes in what the kernel's client tells
 * @param {import("../terminal/progress.mjs").Report} line
 */
async function run(asked, report, told, line) {
  line.say("starting the kernel");
  await clientEvents("notebook", asked, (event) => {
    Object.assign(told, event);
    if (event.done !== undefined) line.progress(event.done / told.cells, doing(event.done, told.cells));
  });
  await pythonEvents("writeReport.py", {
    notebook: asked.result,
    folder: path.dirname(asked.notebook),
    report,
  });
  if (told.failed) throw new SetupError(`cell ${told.failed.cell} of ${told.cells} failed`);
  return `${told.cells} cells`;
}

/**
 * @param {number} done
 * @param {number} cells
 */
function doing(done, cells) {
  return done < cells ? `cell ${done + 1} of ${cells}` : "writing the report";
}

/** @param {{source: string, traceback: string[]}} failure */
function showFailure({ source, traceback }) {
  console.error(`\n${source.trimEnd().replace(/^/gm, "  │ ")}\n`);
  console.error(traceback.join("\n"));
}
