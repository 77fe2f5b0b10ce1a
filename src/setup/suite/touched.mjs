import fs from "node:fs";
import path from "node:path";
import { inRoot } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError } from "../system/setupError.mjs";
import { Suite } from "./closeness.mjs";

/** How long the chosen tests may take together on two cores: with set-up and checks, a minute. */
export const ROOM_MS = 30_000;

/** Files that have never run take about so long. */
const UNKNOWN_MS = 1000;

/**
 * A test that concerns what changed.
 *
 * @typedef {{file: string, why: string, ms: number}} Concerned
 * @typedef {{chosen: Concerned[], left: Concerned[]}} Choice what is run, and what there is no time for
 */

/**
 * The files that changed since the branch left main, in the working tree too, by their paths from the checkout;
 * those that are gone among them.
 *
 * @returns {Promise<{files: string[], since: string}>}
 */
export async function touchedFiles() {
  const since = await commonWithMain();
  const [changed, made] = await Promise.all([
    git("diff", "--name-only", "--no-renames", since),
    git("ls-files", "--others", "--exclude-standard"),
  ]);
  return { files: [...changed, ...made].sort(), since };
}

async function commonWithMain() {
  for (const main of ["main", "origin/main"]) {
    const { code, output } = await runCommand("git", ["merge-base", "HEAD", main]);
    if (code === 0) return output.trim();
  }
  return "HEAD";
}

/** @param {string[]} args */
async function git(...args) {
  const { code, output } = await runCommand("git", ["-c", "core.quotePath=false", ...args]);
  if (code !== 0)
    throw new SetupError(`--touched asks git what changed, which failed: ${output}`, {
      remedy: "run it in a clone, or run npm test",
    });
  return output.split("\n").filter(Boolean);
}

/**
 * The tests that the files concern: those that changed or have their names, and the nearest of the others as long as
 * there is time.
 *
 * @param {string[]} files
 * @param {Record<string, number>} times
 * @returns {Choice}
 */
export function testsOf(files, times) {
  const suite = new Suite(readTests());
  const texts = files.map((file) => [file, fs.existsSync(inRoot(file)) ? textOf(inRoot(file)) : ""]);
  return choose(
    texts.map(([file, text]) => suite.concerned(file, text)),
    times,
  );
}

/**
 * @param {Map<string, import("./closeness.mjs").Closeness>[]} concerned for each changed file
 * @param {Record<string, number>} times
 * @returns {Choice}
 */
export function choose(concerned, times) {
  /** @type {Map<string, import("./closeness.mjs").Closeness>} */
  const nearest = new Map();
  for (const [file, closeness] of concerned.flatMap((each) => [...each])) {
    if (closeness.rank < (nearest.get(file)?.rank ?? Infinity)) nearest.set(file, closeness);
  }
  const all = [...nearest]
    .map(([file, closeness]) => ({ file, ...closeness, ms: times[file] ?? UNKNOWN_MS }))
    .sort((one, other) => one.rank - other.rank || one.ms - other.ms);
  /** @type {Choice} */
  const choice = { chosen: [], left: [] };
  for (const { rank, ...test } of all) {
    const fits = wallMs([...choice.chosen, test]) <= ROOM_MS;
    choice[rank <= 1 || fits ? "chosen" : "left"].push(test);
  }
  return choice;
}

/**
 * How long two workers take for these.
 *
 * @param {Concerned[]} tests
 */
export function wallMs(tests) {
  const times = tests.map(({ ms }) => ms);
  return Math.max(0, ...times, times.reduce((sum, ms) => sum + ms, 0) / 2);
}

/** @returns {import("./closeness.mjs").Sources} */
function readTests() {
  const files = fs.readdirSync(inRoot("test"), { recursive: true, encoding: "utf8" });
  const code = files.filter((file) => /\.(ts|cjs|mjs)$/.test(file));
  return new Map(
    code.map((file) => {
      const whole = path.join("test", file);
      return [whole.split(path.sep).join("/"), textOf(inRoot(whole))];
    }),
  );
}

/** @param {string} file */
function textOf(file) {
  return fs.readFileSync(file, "utf8");
}
