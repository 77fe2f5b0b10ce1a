import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { attended } from "../system/attended.mjs";
import { withParent } from "../system/withParent.mjs";
import { copyCourse, isCourse, sayCopied } from "../course/copyCourse.mjs";
import { inRoot, isCheckout, places, typedIn } from "../system/places.mjs";
import { setUp } from "../steps/setUp.mjs";
import { chosenIn, setupOptions } from "./setupOptions.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm start -- [--dir DIR] [--no-browser] [--port PORT] [--backend wheel|wasm|auto] [--xgboost]",
  help: "Sets up whatever is missing, copies the course into a folder of yours, and opens JupyterLab there. Ctrl-C ends it.",
  options: {
    dir: { value: "DIR", help: "the folder of your notebooks (course/, or this folder where it is one)" },
    "no-browser": { help: "print the address and open no browser" },
    port: {
      value: "a number from 1 to 65535",
      accepts: isPort,
      help: "the port to listen on (8888, or the next free one)",
    },
    ...setupOptions,
  },
  async run(given) {
    await setUp(chosenIn(given));
    const folder = courseFolder(given.options.dir);
    sayCopied(copyCourse(folder), folder);
    return jupyterLab(folder, given.options);
  },
};

/** @param {string} value */
function isPort(value) {
  return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
}

/** @param {string | boolean | undefined} given */
function courseFolder(given) {
  if (given !== undefined) return path.resolve(typedIn(), String(given));
  if (isCheckout) return inRoot("course");
  return isCourse(typedIn()) ? typedIn() : path.join(typedIn(), "course");
}

/**
 * @param {string} folder
 * @param {import("../terminal/readArguments.mjs").Arguments["options"]} options
 * @returns {Promise<number>}
 */
function jupyterLab(folder, options) {
  const args = [
    ...withParent("jupyterlab", "--ServerApp.ip=127.0.0.1", `--ServerApp.root_dir=${folder}`),
    "--MultiKernelManager.default_kernel_name=descent",
    ...(options["no-browser"] ? ["--no-browser"] : []),
    ...(options.port ? [`--ServerApp.port=${options.port}`] : []),
    // Jupyter refuses to run as root unasked; it listens to this machine only, and asks for its token.
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  return attended(spawn(places.venvPython, args, { cwd: folder, stdio: "inherit" }));
}
