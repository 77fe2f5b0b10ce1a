import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { endFirst } from "../system/atExit.mjs";
import { totalsOf } from "./totals.mjs";
import { check } from "./check.mjs";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { inRoot } from "../system/places.mjs";
import { setUp } from "../steps/setUp.mjs";
import { terminalOf } from "../terminal/terminal.mjs";
import { readJson } from "../system/writeWhole.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm test -- [anything that jest takes]",
  help: "Sets up whatever is missing, checks the code, and runs every test.",
  options: {},
  passesOn: true,
  async run(_given, jestArgs) {
    await setUp({ with: ["ray"] });
    const failedChecks = await check();
    const { code, totals, skipped } = await jest(jestArgs);
    const notAllowed = mustNotSkip(jestArgs) ? skipped : [];
    explain(failedChecks, notAllowed);
    console.log(totals);
    return failedChecks.length || notAllowed.length ? 1 : code;
  },
};

/**
 * Runs jest in this terminal.
 *
 * @param {string[]} args
 * @returns {Promise<{code: number, totals: string, skipped: string[]}>}
 */
function jest(args) {
  return inTemporaryFolder("jest", async (folder) => {
    const results = path.join(folder, "results.json");
    const node = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
    const all = [
      ...node,
      inRoot("node_modules", "jest", "bin", "jest.js"),
      "--json",
      `--outputFile=${results}`,
      ...args,
    ];
    const code = await inTerminal(process.execPath, all);
    return { code, ...totalsOf(readJson(results)) };
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function inTerminal(command, args) {
  // jest's report goes to stderr. TensorFlow's library tells about itself there too, unless asked not to.
  const env = { TF_CPP_MIN_LOG_LEVEL: "3", ...process.env };
  const child = spawn(command, args, { cwd: inRoot(), env, stdio: ["inherit", "ignore", "inherit"] });
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
  endFirst({ signal: (signal) => child.kill(signal), ended });
  return ended;
}

/**
 * Under CI a test that skips itself for want of something is a failure; jest also calls those skipped that a
 * pattern on the command line left out.
 *
 * @param {string[]} jestArgs
 */
function mustNotSkip(jestArgs) {
  const byName = jestArgs.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  return Boolean(process.env.CI) && process.env.CI !== "false" && !byName;
}

/**
 * @param {string[]} failedChecks
 * @param {string[]} notAllowed
 */
function explain(failedChecks, notAllowed) {
  const { paint } = terminalOf();
  if (failedChecks.length) console.log(`${paint("red", "✘")} npm run check: ${failedChecks.join(", ")}`);
  if (notAllowed.length) console.log(`${paint("red", "✘")} under CI nothing may be skipped:`);
  for (const name of notAllowed) console.log(`  · ${name}`);
}
