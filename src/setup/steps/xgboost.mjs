import fs from "node:fs";
import path from "node:path";
import { downloadWheel } from "../backends/downloadWheel.mjs";
import { xgboostPin, xgboostVersion } from "../backends/xgboostPins.mjs";
import { gnuLibrary } from "../system/gnuLibrary.mjs";
import { howToInstall } from "../system/howToInstall.mjs";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { home, inHome, inRoot, places, typed } from "../system/places.mjs";
import { mustRun, runCommand } from "../system/runCommand.mjs";
import { SetupError, causeIn } from "../system/setupError.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

/**
 * What set-up tells the library of XGBoost: where it lies from the home folder on, or why it is not there.
 *
 * @typedef {{version: string, library: string} | {reason: string, remedy: string}} XgboostState
 */

const tryAgain = `${typed("setup", "--xgboost")} tries again`;
const oldestGnuMinor = 28;

/**
 * XGBoost's library out of its Python wheel. It is optional: without it all but `classic.xgboost` works.
 *
 * @type {import("./steps.mjs").Step}
 */
export const xgboost = {
  title: "XGBoost",
  async isDone({ xgboost: again }) {
    const state = readXgboost();
    if (!state) return false;
    if ("library" in state) return state.version === xgboostVersion && fs.existsSync(inHome(state.library));
    return !again;
  },
  async run(report) {
    const state = await stateAfter(report);
    writeWhole(places.xgboost, `${JSON.stringify(state, null, 2)}\n`);
    return "version" in state ? state.version : `not there: ${state.reason}`;
  },
};

/**
 * What the last set-up found, or null.
 *
 * @returns {XgboostState | null}
 */
export function readXgboost() {
  return readJson(places.xgboost);
}

/**
 * @param {import("../terminal/progress.mjs").Report} report
 * @returns {Promise<XgboostState>}
 */
async function stateAfter(report) {
  const pin = xgboostPin();
  if (!pin)
    return {
      reason: `it has no wheel for ${process.platform} ${process.arch}`,
      remedy: "use classic.randomForest",
    };
  if (process.platform === "linux" && !isNewEnough(gnuLibrary())) {
    return { reason: `its wheel needs the GNU C library 2.${oldestGnuMinor}`, remedy: "use a newer Linux" };
  }
  try {
    return await install(pin, report);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { reason: error.message, remedy: error.remedy || tryAgain };
  }
}

/** @param {[number, number] | null} version */
function isNewEnough(version) {
  return version !== null && (version[0] > 2 || version[1] >= oldestGnuMinor);
}

/**
 * @param {import("../backends/xgboostPins.mjs").XgboostPin} pin
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function install(pin, report) {
  const folder = path.join(places.xgboostFolder, `${xgboostVersion}-${process.platform}-${process.arch}`);
  if (!fs.existsSync(folder)) await unpack(pin, folder, report);
  const library = path.join(folder, pin.library);
  try {
    return { version: await verify(library), library: path.relative(home, library) };
  } catch (error) {
    // It may be damaged: the next try downloads it anew.
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {import("../backends/xgboostPins.mjs").XgboostPin} pin
 * @param {string} folder
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function unpack(pin, folder, report) {
  await inTemporaryFolder("xgboost", async (temporary) => {
    const file = await downloadWheel(pin, temporary, report);
    const ready = path.join(temporary, "native");
    await mustRun("Unpacking the wheel", places.venvPython, ["-m", "zipfile", "-e", file, ready]);
    fs.mkdirSync(places.xgboostFolder, { recursive: true });
    fs.renameSync(ready, folder);
  });
}

/**
 * Loads the library in a process of its own.
 *
 * @param {string} library
 * @returns {Promise<string>} the version that it says of itself
 */
async function verify(library) {
  const script = inRoot("src", "setup", "backends", "verifyXgboost.cjs");
  const { code, output } = await runCommand(process.execPath, [script, library], { timeoutMs: 60_000 });
  const answer = output.split("\n").find((line) => line.startsWith("{"));
  if (code === 0 && answer) return JSON.parse(answer).version;
  const needsOpenMp = /omp/.test(output);
  throw new SetupError(`its library does not load: ${causeIn(output)}`, {
    remedy: needsOpenMp ? `${howToInstall("openmp")}, then ${tryAgain}` : "",
  });
}
