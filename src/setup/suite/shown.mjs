import { duration, terminalOf } from "../terminal/terminal.mjs";
import { ROOM_MS, wallMs } from "./touched.mjs";

/** @typedef {import("./touched.mjs").Concerned} Concerned */

const { paint } = terminalOf();

/** @param {import("./touched.mjs").Choice} choice */
export function explainChoice({ chosen, left }) {
  console.log(`${fileCount(chosen)} of tests are run:`);
  for (const test of chosen) console.log(concerned(test));
  if (wallMs(chosen) > ROOM_MS)
    console.log("  · in more than a minute, as one that changed itself takes long");
  if (!left.length) return;
  console.log(`${fileCount(left)} that it concerns too would take more than a minute; npm test runs them:`);
  for (const test of left.slice(0, 10)) console.log(concerned(test));
  if (left.length > 10) console.log(paint("dim", `  · and ${left.length - 10} more`));
}

/**
 * The ten files that took longest.
 *
 * @param {import("./times.mjs").Timed[]} timed longest first
 */
export function explainTimes(timed) {
  if (!timed.length) return;
  const all = timed.reduce((sum, { ms }) => sum + ms, 0);
  console.log(paint("dim", `\nThe slowest of ${timed.length} files, which took ${duration(all)} together:`));
  for (const { file, ms } of timed.slice(0, 10))
    console.log(paint("dim", `${duration(ms).padStart(12)}  ${file}`));
}

/**
 * @param {object} faults
 * @param {string[]} faults.failedChecks
 * @param {string[]} faults.notAllowed names of tests that skipped themselves
 * @param {number} [faults.seed]
 */
export function explainFaults({ failedChecks, notAllowed, seed }) {
  if (failedChecks.length) console.log(`${paint("red", "✘")} npm run check: ${failedChecks.join(", ")}`);
  if (notAllowed.length) console.log(`${paint("red", "✘")} under CI nothing may be skipped:`);
  for (const name of notAllowed) console.log(`  · ${name}`);
  if (seed !== undefined)
    console.log(`Slow combinations were drawn: --seed ${seed} draws the same, --every takes all.`);
}

/** @param {Concerned[]} tests */
function fileCount({ length }) {
  return length === 1 ? "1 file" : `${length} files`;
}

/** @param {Concerned} test */
function concerned({ file, why, ms }) {
  return `  · ${file} ${paint("dim", `${why}, ${duration(ms)}`)}`;
}
