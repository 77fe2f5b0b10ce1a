import path from "node:path";
import { fromRoot, inRoot, places } from "../system/places.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

/** How long each file of tests took when it ran last on this machine, in ms by path. */
const kept = path.join(places.descent, "testTimes.json");

/** The same of the longest files on a machine with two quiet cores, for where they have not run yet. */
const committed = inRoot("test", "times.json");
const LONG_MS = 3000;

/**
 * A file of tests and how long it took.
 *
 * @typedef {{file: string, ms: number}} Timed
 */

/**
 * How long files of tests take, as far as it is known: in ms, by path from the checkout.
 *
 * @returns {Record<string, number>}
 */
export function knownTimes() {
  return { ...readJson(committed), ...readJson(kept) };
}

/**
 * Keeps the times of a run, and returns them, longest first. `UPDATE_TIMES=1` has them committed, too.
 *
 * @param {any} results what `jest --json` wrote; null when it wrote nothing
 * @returns {Timed[]}
 */
export function keepTimes(results) {
  const timed = timesIn(results);
  writeWhole(kept, JSON.stringify({ ...readJson(kept), ...byFile(timed) }));
  const long = timed.filter(({ ms }) => ms >= LONG_MS);
  if (process.env.UPDATE_TIMES === "1") writeWhole(committed, `${JSON.stringify(byFile(long), null, 2)}\n`);
  return timed;
}

/** @param {Timed[]} timed */
function byFile(timed) {
  return Object.fromEntries(timed.map(({ file, ms }) => [file, ms]));
}

/**
 * @param {{testResults: {name: string, startTime: number, endTime: number}[]} | null} results
 * @returns {Timed[]}
 */
export function timesIn(results) {
  return (results?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({ file: fromRoot(name), ms: endTime - startTime }))
    .sort((one, other) => other.ms - one.ms);
}
