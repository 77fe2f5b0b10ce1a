import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { endFirst } from "../system/atExit.mjs";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { inRoot } from "../system/places.mjs";
import { readJson } from "../system/writeWhole.mjs";

/**
 * What came of running jest.
 *
 * @typedef {object} Came
 * @property {number} code
 * @property {any} results what `jest --json` wrote; null when it wrote nothing
 * @property {number} [seed] what slow combinations were drawn with; without it, all have run
 */

/**
 * Runs jest in this terminal. Slow combinations are drawn, unless all were asked for, or a file or a test by its name.
 *
 * @param {import("./words.mjs").Words} words
 * @param {string[]} [args] beside jest's words
 * @param {string[]} [touched] paths of changed files: what they name is among what is drawn
 * @returns {Promise<Came>}
 */
export async function runJest({ jest, every, named, seed: given }, args = [], touched = []) {
  const draws = !every && !named && !inCi();
  const seed = given ?? (draws ? randomInt(2 ** 31) : undefined);
  const env = draws ? { TSDESCENT_DRAWS: "1", TSDESCENT_TOUCHED: touched.join("\n") } : {};
  const seeded = seed === undefined ? [] : [`--seed=${seed}`];
  const came = await inTemporaryFolder("jest", async (folder) => {
    const results = path.join(folder, "results.json");
    const written = ["--json", `--outputFile=${results}`];
    const code = await inTerminal([...written, ...seeded, ...jest, ...args], env);
    return { code, results: readJson(results) };
  });
  return draws ? { ...came, seed } : came;
}

/** Whether this is a machine that tests every change: there all combinations run, and nothing may be skipped. */
export function inCi() {
  return Boolean(process.env.CI) && process.env.CI !== "false";
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function inTerminal(args, env) {
  const node = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const child = spawn(
    process.execPath,
    [...node, inRoot("node_modules", "jest", "bin", "jest.js"), ...args],
    {
      cwd: inRoot(),
      // jest's report goes to stderr. TensorFlow's library tells about itself there too, unless asked not to.
      env: { TF_CPP_MIN_LOG_LEVEL: "3", ...process.env, ...env },
      stdio: ["inherit", "ignore", "inherit"],
    },
  );
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
  endFirst({ signal: (signal) => child.kill(signal), ended });
  return ended;
}
