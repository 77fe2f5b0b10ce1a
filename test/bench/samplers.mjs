import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { FUNCTIONS } from "./functions.mjs";
import { installPeers, peerPython } from "./peers.mjs";
import { median } from "./rounds.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const script = path.join(root, "test/reference/samplers.py");
const recorded = path.join(root, "test/reference/samplers.json");
const MARKS = [30, 60, 100];
const area = "samplers";
/** Our first seed: settings were chosen on the seeds from 0. */
const FRESH = 1000;

/** Ours beside the peer of the same family. */
const FAMILIES = {
  "tsdescent-random": "optuna-random",
  "tsdescent-tpe": "optuna-tpe",
  "tsdescent-cmaes": "optuna-cmaes",
  "tsdescent-gp": "skopt-gp",
  "tsdescent-forest": "skopt-rf",
};

/**
 * @typedef {{mean: number[], standardError: number[], median?: number[], seconds: number, seeds: number}} Result
 * @typedef {{mean: number, standardError: number, median?: number, seeds: number, recorded?: boolean}} Found
 * @typedef {import("./rounds.mjs").Row & Found} SamplerRow
 */

/**
 * The best value after 30, 60 and 100 evaluations over seeds, lower is better, and the sampler's time in a run of
 * 100. The peers' numbers are those of test/reference/samplers.json; with --peers they run now (hours).
 *
 * @param {{peers: boolean, rounds?: number, say: (line: string) => void}} options rounds are seeds
 * @returns {Promise<SamplerRow[]>}
 */
export async function bench({ peers, rounds: seeds = 20, say }) {
  const { tune } = await import(path.join(root, "dist/src/index.js"));
  const theirs = peers
    ? runPeers(seeds, say)
    : existsSync(recorded)
      ? JSON.parse(readFileSync(recorded, "utf8"))
      : {};
  /** @type {Record<string, () => unknown>} */
  const samplers = {
    "tsdescent-random": () => tune.random(),
    "tsdescent-tpe": () => tune.tpe(),
    "tsdescent-cmaes": () => tune.cmaEs(),
    "tsdescent-gp": () => tune.gp(),
    "tsdescent-forest": () => tune.forest(),
  };
  const rows = [];
  for (const name of Object.keys(FUNCTIONS))
    for (const [own, peer] of Object.entries(FAMILIES)) {
      say(`${area} · ${name} · ${own}`);
      const result = measure(tune, samplers[own], FUNCTIONS[name], seeds);
      rows.push(...rowsOf(name, own, result, result));
      const other = theirs[peer]?.[name];
      if (other) rows.push(...rowsOf(name, peer, other, result, !peers));
    }
  return rows;
}

/**
 * @param {any} tune
 * @param {() => unknown} sampler
 * @param {import("./functions.mjs").Test} test
 * @param {number} seeds
 * @returns {Result}
 */
function measure(tune, sampler, { f, bounds }, seeds) {
  const space = Object.fromEntries(bounds.map(([low, high], at) => [`x${at}`, tune.float(low, high)]));
  const runs = Array.from({ length: seeds }, (_, seed) =>
    runOnce(tune.createStudy({ space, sampler: sampler(), seed: FRESH + seed }), f),
  );
  const best = MARKS.map((mark) => runs.map(({ values }) => Math.min(...values.slice(0, mark))));
  return {
    mean: best.map(mean),
    standardError: best.map((values) => deviation(values) / Math.sqrt(seeds)),
    median: best.map(median),
    seconds: median(runs.map(({ seconds }) => seconds)),
    seeds,
  };
}

/**
 * @param {any} study
 * @param {(x: number[]) => number} f
 */
function runOnce(study, f) {
  const values = [];
  let spent = 0;
  for (let number = 0; number < 100; number++) {
    const began = performance.now();
    const trial = study.ask();
    spent += performance.now() - began;
    const value = f(Object.values(trial.params));
    values.push(value);
    const told = performance.now();
    study.tell(trial, value);
    spent += performance.now() - told;
  }
  return { values, seconds: spent / 1000 };
}

/**
 * @param {string} name
 * @param {string} system
 * @param {Result} result
 * @param {Result} ours
 * @param {boolean} [isRecorded]
 * @returns {SamplerRow[]}
 */
function rowsOf(name, system, result, ours, isRecorded) {
  return MARKS.map((mark, at) => ({
    area,
    workload: `${name}-${mark}`,
    system,
    medianMs: round(1000 * result.seconds),
    ratioToOurs: round(result.seconds / ours.seconds),
    mean: result.mean[at],
    standardError: result.standardError[at],
    ...(result.median && { median: result.median[at] }),
    seeds: result.seeds,
    ...(isRecorded && { recorded: true }),
  }));
}

/**
 * @param {number} seeds
 * @param {(line: string) => void} say
 * @returns {Record<string, Record<string, Result>>}
 */
function runPeers(seeds, say) {
  installPeers(say, "samplers");
  say("Optuna and scikit-optimize run; the latter's Gaussian process takes an hour or more");
  const text = execFileSync(peerPython, [script, "--print", "--seeds", String(seeds)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(String(text));
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {number[]} values */
function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
}

/** @param {number} value */
function round(value) {
  return Number(value.toPrecision(4));
}
