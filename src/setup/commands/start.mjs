import { spawn } from "node:child_process";
import fs from "node:fs";
import process from "node:process";
import { attended } from "../system/attended.mjs";
import { withParent } from "../system/withParent.mjs";
import { places } from "../system/places.mjs";
import { setUp } from "../steps/setUp.mjs";
import { chosenIn, setupOptions } from "./setupOptions.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm start -- [--no-browser] [--port PORT] [--backend wheel|prebuilt|wasm|auto] [--xgboost]",
  help: "Sets up whatever is missing, then opens JupyterLab on the notebooks. Ctrl-C ends it.",
  options: {
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
    return jupyterLab(given.options);
  },
};

/** @param {string} value */
function isPort(value) {
  return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
}

/**
 * @param {import("../terminal/readArguments.mjs").Arguments["options"]} options
 * @returns {Promise<number>}
 */
function jupyterLab(options) {
  fs.mkdirSync(places.notebooks, { recursive: true });
  const args = [
    ...withParent("jupyterlab", "--ServerApp.ip=127.0.0.1", `--ServerApp.root_dir=${places.notebooks}`),
    "--MultiKernelManager.default_kernel_name=descent",
    ...(options["no-browser"] ? ["--no-browser"] : []),
    ...(options.port ? [`--ServerApp.port=${options.port}`] : []),
    // Jupyter refuses to run as root unasked; it listens to this machine only, and asks for its token.
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
  return attended(spawn(places.venvPython, args, { cwd: places.notebooks, stdio: "inherit" }));
}
