import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { endFirst } from "../system/atExit.mjs";
import { failedFiles, withSecondTry } from "./secondTry.mjs";
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
    const { code, results, unsteady } = await jestTwice(jestArgs);
    const { totals, skipped } = totalsOf(results);
    const notAllowed = mustNotSkip(jestArgs) ? skipped : [];
    explain(failedChecks, notAllowed, unsteady);
    console.log(totals);
    return failedChecks.length || notAllowed.length ? 1 : code;
  },
};

/**
 * Runs jest; under CI, files with a failure once more and alone, because a machine that others use too may hold up
 * a browser or a kernel for longer than any test waits. What passes only then is named.
 *
 * @param {string[]} args
 */
async function jestTwice(args) {
  const first = await jest(args);
  const again = inCi() && !args.length ? failedFiles(first.results) : [];
  if (!again.length) return { ...first, unsteady: [] };
  console.error(`\nOnce more, one by one: ${again.map((file) => path.relative(inRoot(), file)).join(", ")}`);
  const second = await jest(["--runInBand", ...again]);
  return { code: second.code, ...withSecondTry(first.results, second.results) };
}

/**
 * Runs jest in this terminal.
 *
 * @param {string[]} args
 * @returns {Promise<{code: number, results: any}>}
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
    return { code, results: readJson(results) };
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
  return inCi() && !byName;
}

function inCi() {
  return Boolean(process.env.CI) && process.env.CI !== "false";
}

/**
 * @param {string[]} failedChecks
 * @param {string[]} notAllowed
 * @param {string[]} unsteady
 */
function explain(failedChecks, notAllowed, unsteady) {
  const { paint } = terminalOf();
  if (failedChecks.length) console.log(`${paint("red", "✘")} npm run check: ${failedChecks.join(", ")}`);
  if (notAllowed.length) console.log(`${paint("red", "✘")} under CI nothing may be skipped:`);
  for (const name of notAllowed) console.log(`  · ${name}`);
  if (unsteady.length) console.log(`${paint("yellow", "⚠")} passed only when run again, alone:`);
  for (const name of unsteady) console.log(`  · ${name}`);
}
