import { setUp } from "../steps/setUp.mjs";
import { inCi, runJest } from "../suite/runJest.mjs";
import { explainChoice, explainFaults, explainTimes } from "../suite/shown.mjs";
import { keepTimes, knownTimes } from "../suite/times.mjs";
import { testsOf, touchedFiles } from "../suite/touched.mjs";
import { namesTests, readWords } from "../suite/words.mjs";
import { inRoot } from "../system/places.mjs";
import { check } from "./check.mjs";
import { totalsOf } from "./totals.mjs";

/**
 * @typedef {import("../suite/words.mjs").Words} Words
 * @typedef {import("../suite/runJest.mjs").Came} Came
 */

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm test -- [--touched] [--every] [--seed N] [anything that jest takes]",
  help: `Sets up whatever is missing, checks the code, and runs every test.
Of slow combinations some are drawn, unless a file or a test is named.`,
  options: {
    touched: { help: "only what concerns the files that changed since main, in a minute" },
    every: { help: "all combinations, as in CI" },
    seed: { value: "N", help: "draws what the run of this seed drew" },
  },
  passesOn: true,
  async run(_given, args) {
    const words = readWords(args);
    await setUp({ with: ["ray"] });
    return words.touched ? runTouched(words) : finish(words, await check(), await runJest(words));
  },
};

/**
 * The checks and tests that the changed files concern.
 *
 * @param {Words} words
 */
async function runTouched(words) {
  const { files, since } = await touchedFiles();
  if (!files.length) {
    console.log(`nothing has changed since ${since.slice(0, 7)}; npm test runs every test`);
    return 0;
  }
  const choice = testsOf(files, knownTimes());
  explainChoice(choice);
  const failedChecks = await check(files);
  const paths = choice.chosen.map(({ file }) => inRoot(file));
  if (!paths.length) return failedChecks.length ? 1 : 0;
  return finish(words, failedChecks, await runJest(words, ["--runTestsByPath", ...paths], files));
}

/**
 * @param {Words} words
 * @param {string[]} failedChecks
 * @param {Came} came
 */
function finish({ jest }, failedChecks, { code, results, seed }) {
  const { totals, skipped } = totalsOf(results);
  // jest also calls those skipped that a pattern on the command line left out.
  const notAllowed = inCi() && !jest.some(namesTests) ? skipped : [];
  if (!jest.some(namesTests)) explainTimes(keepTimes(results));
  explainFaults({ failedChecks, notAllowed, seed });
  console.log(totals);
  return failedChecks.length || notAllowed.length ? 1 : code;
}
