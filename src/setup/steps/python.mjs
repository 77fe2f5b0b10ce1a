import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { findPython } from "./findPython.mjs";
import { inRoot, places } from "../system/places.mjs";
import { mustRun, runCommand } from "../system/runCommand.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

const requirements = inRoot("src", "setup", "steps", "requirements.txt");
const stamp = path.join(places.venv, ".descent.json");

/**
 * `.venv` with JupyterLab, in the versions that requirements.txt pins.
 *
 * @type {import("./steps.mjs").Step}
 */
export const python = {
  title: "JupyterLab",
  isDone: async () => isStamped() && fs.existsSync(places.venvPython),
  async run(report) {
    const isWhole = isFinished() && (await works());
    // Without its stamp an environment may hold half a package, which pip takes for a whole one.
    fs.rmSync(stamp, { force: true });
    if (!isWhole) await makeEnvironment(report);
    await installRequirements(requirements, report);
    keepQuiet();
    writeWhole(stamp, JSON.stringify(identity()));
    return `${await jupyterLabVersion()} in .venv`;
  },
};

/** What the environment was made from; a moved checkout makes it anew, as its scripts name its folder. */
function identity() {
  const pins = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex");
  return { pins, folder: fs.realpathSync(places.venv) };
}

function isStamped() {
  return fs.existsSync(stamp) && JSON.stringify(readJson(stamp)) === JSON.stringify(identity());
}

/** Whether the last set-up of the environment, be it with other pins, came to its end in this folder. */
function isFinished() {
  return fs.existsSync(stamp) && readJson(stamp)?.folder === fs.realpathSync(places.venv);
}

async function works() {
  return (await runCommand(places.venvPython, ["-c", "import pip"])).code === 0;
}

/** @param {import("../terminal/progress.mjs").Report} report */
async function makeEnvironment(report) {
  const { file } = await findPython();
  report.say("making .venv");
  await mustRun("python -m venv", file, ["-m", "venv", "--clear", places.venv], {
    remedy: "check free disk space, then run this again",
  });
}

/**
 * Installs what a file pins into `.venv`.
 *
 * @param {string} file
 * @param {import("../terminal/progress.mjs").Report} report
 */
export async function installRequirements(file, report) {
  const pins = fs.readFileSync(file, "utf8").match(/==/g)?.length ?? 1;
  let seen = 0;
  report.say("pip install");
  const args = ["-m", "pip", "install", "--requirement", file, "--prefer-binary", "--no-deps"];
  await mustRun("pip install", places.venvPython, [...args, "--progress-bar", "off", ...pipManners], {
    remedy: "check the network and free disk space, then run this again",
    onLine(line) {
      if (/^(Collecting|Requirement already)/.test(line)) report.progress(Math.min(++seen / pins, 0.95));
      if (/^Installing/.test(line)) report.progress(0.97, "pip install: unpacking");
    },
  });
}

/** Options for every pip we run: it asks nothing, and a network that is not there is noticed soon. */
export const pipManners = ["--no-input", "--disable-pip-version-check", "--retries", "2"];

/** JupyterLab's question about news would reach for the network and greet each newcomer. */
function keepQuiet() {
  const settings = {
    "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  };
  const file = path.join(places.venv, "share", "jupyter", "lab", "settings", "overrides.json");
  writeWhole(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** The installed JupyterLab's version, or null. */
export async function jupyterLabVersion() {
  const question = "from importlib.metadata import version; print(version('jupyterlab'))";
  const { code, output } = await runCommand(places.venvPython, ["-c", question]);
  return code === 0 ? output.trim() : null;
}
