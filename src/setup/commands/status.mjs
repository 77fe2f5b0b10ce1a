import { createRequire } from "node:module";
import process from "node:process";
import { backends } from "../backends/backends.mjs";
import { readChoice } from "../backends/choice.mjs";
import { findPython } from "../steps/findPython.mjs";
import { inRoot, places, readVersion, typed } from "../system/places.mjs";
import { jupyterLabVersion } from "../steps/python.mjs";
import { steps } from "../steps/steps.mjs";
import { terminalOf } from "../terminal/terminal.mjs";
import { verify } from "../backends/verify.mjs";
import { readJson } from "../system/writeWhole.mjs";
import { readXgboost } from "../steps/xgboost.mjs";

/**
 * @typedef {object} Status
 * @property {string} tsdescent
 * @property {string} node
 * @property {string | null} python
 * @property {string | null} tensorflow the version that the loaded library says of itself
 * @property {string | null} tfjs
 * @property {string | null} jupyterlab
 * @property {string | null} kernel
 * @property {string | null} backend
 * @property {string | null} xgboost its version
 * @property {{reason: string, remedy: string} | null} withoutXgboost why it is not there, and what to do
 * @property {string | null} problem why the backend does not load
 * @property {import("../backends/choice.mjs").PassedOver[]} passedOver
 * @property {string[]} missing steps that set-up would do now
 */

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npx tsdescent status [--json]",
  help: "Versions, the backend, why others were passed over, and what to do. Exit code 1 when set-up has work to do.",
  options: { json: { help: "the same as one JSON object" } },
  async run({ options }) {
    const status = await readStatus();
    if (options.json) console.log(JSON.stringify(status, null, 2));
    else show(status);
    return status.missing.length || status.problem ? 1 : 0;
  },
};

/** @returns {Promise<Status>} */
async function readStatus() {
  const choice = readChoice();
  const [python, jupyterlab, loaded, missing] = await Promise.all([
    findPython().catch(() => null),
    jupyterLabVersion(),
    load(choice),
    missingSteps(),
  ]);
  return {
    tsdescent: readVersion(),
    node: process.versions.node,
    python: python?.version ?? null,
    tensorflow: loaded.version ?? null,
    tfjs: packageVersion("@tensorflow/tfjs"),
    jupyterlab,
    kernel: readJson(places.kernelspec)?.display_name ?? null,
    backend: choice?.backend ?? null,
    ...xgboostStatus(),
    problem: loaded.problem ?? null,
    passedOver: choice?.passedOver ?? [],
    missing,
  };
}

/** @returns {Pick<Status, "xgboost" | "withoutXgboost">} */
function xgboostStatus() {
  const state = readXgboost();
  if (state && "reason" in state) return { xgboost: null, withoutXgboost: state };
  return { xgboost: state?.version ?? null, withoutXgboost: null };
}

/**
 * @param {import("../backends/choice.mjs").Choice | null} choice
 * @returns {Promise<{version?: string, problem?: string}>}
 */
async function load(choice) {
  const backend = backends.find(({ name }) => name === choice?.backend);
  if (!backend) return {};
  try {
    return await verify(backend);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function missingSteps() {
  const missing = [];
  for (const step of steps) if (!(await step.isDone({}))) missing.push(step.title);
  return missing;
}

/** @param {string} name */
function packageVersion(name) {
  try {
    return createRequire(inRoot("package.json"))(`${name}/package.json`).version;
  } catch {
    return null;
  }
}

/** @param {Status} status */
function show(status) {
  const { paint } = terminalOf();
  const rows = {
    tsdescent: status.tsdescent,
    "Node.js": status.node,
    Python: status.python,
    TensorFlow: status.tensorflow,
    "TensorFlow.js": status.tfjs,
    XGBoost: status.xgboost,
    JupyterLab: status.jupyterlab,
    kernel: status.kernel,
    backend: backends.find(({ name }) => name === status.backend)?.title,
  };
  for (const [name, value] of Object.entries(rows)) {
    console.log(`${paint("bold", name.padEnd(14))} ${value ?? paint("yellow", "not there")}`);
  }
  for (const { backend, reason, remedy } of status.passedOver) {
    console.log(`\n${paint("yellow", "·")} ${backend} was passed over: ${reason}`);
    if (remedy) console.log(`  ${paint("yellow", "→")} ${remedy}`);
  }
  if (status.withoutXgboost) {
    console.log(`\n${paint("yellow", "·")} XGBoost is not there: ${status.withoutXgboost.reason}`);
    if (status.withoutXgboost.remedy)
      console.log(`  ${paint("yellow", "→")} ${status.withoutXgboost.remedy}`);
  }
  if (status.problem) console.log(`\n${paint("red", "✘")} the backend does not load: ${status.problem}`);
  if (status.missing.length) {
    console.log(`\n${paint("yellow", "→")} ${typed("setup")} (to do: ${status.missing.join(", ")})`);
  }
}
