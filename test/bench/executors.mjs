import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { installPeers, peerPython } from "./peers.mjs";
import { OURS, pairedRounds } from "./rounds.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const python = path.join(root, ".venv/bin/python");
const folder = path.join(import.meta.dirname, "executors");
const area = "executors";

/**
 * What a trial costs beside its objective, in each executor and in Optuna, ms; and how much faster two workers are.
 *
 * @param {{peers: boolean, rounds?: number, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 5, say }) {
  if (peers) installPeers(say, "samplers");
  const optuna = {
    system: "optuna",
    run: () => milliseconds(peerPython, [path.join(folder, "optuna.py"), "1000"]),
  };
  const noop = [
    { system: OURS, run: () => ours("noop.mjs", "inProcess", 1, 1000) },
    { system: "tsdescent-workers-1", run: () => ours("noop.mjs", "workers", 1, 1000) },
    { system: "tsdescent-workers-2", run: () => ours("noop.mjs", "workers", 2, 1000) },
    { system: "tsdescent-ray-2", run: () => onRay("noop.mjs", 2, 1000) },
    ...(existsSync(peerPython) ? [optuna] : []),
  ];
  const busy = [
    { system: OURS, run: () => ours("busy.mjs", "workers", 2, 40) },
    { system: "tsdescent-workers-1", run: () => ours("busy.mjs", "workers", 1, 40) },
    { system: "tsdescent-in-process", run: () => ours("busy.mjs", "inProcess", 1, 40) },
  ];
  return [
    ...(await pairedRounds({ area, workload: "no-op, ms a trial", rounds, contestants: noop, say })),
    ...(await pairedRounds({ area, workload: "busy, ms a trial", rounds, contestants: busy, say })),
  ];
}

/** @param {string} objective @param {string} executor @param {number} slots @param {number} trials */
function ours(objective, executor, slots, trials) {
  return milliseconds(process.execPath, [
    path.join(folder, "run.mjs"),
    objective,
    executor,
    `${slots}`,
    `${trials}`,
  ]);
}

/**
 * In a network of its own: Ray listens on every address.
 *
 * @param {string} objective
 * @param {number} slots
 * @param {number} trials
 */
function onRay(objective, slots, trials) {
  const run = [process.execPath, path.join(folder, "run.mjs"), objective, "ray", `${slots}`, `${trials}`];
  return milliseconds(python, [path.join(root, "test/tune/executors/inNamespace.py"), ...run]);
}

/** @param {string} command @param {string[]} argv */
async function milliseconds(command, argv) {
  const { stdout } = await promisify(execFile)(command, argv, { cwd: root });
  return Number(stdout.trim().split("\n").at(-1));
}
