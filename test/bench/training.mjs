import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { installPeers, peerPython } from "./peers.mjs";
import { OURS, pairedRounds } from "./rounds.mjs";
import { DROPOUT, WORKLOADS } from "./training/workloads.mjs";

/** @typedef {import("./training/workloads.mjs").Workload} Workload */
/** @typedef {{warmUpMs?: number, peakMemoryMB?: number, shareOutsideTensorFlow?: number, mode?: string}} Figures */

const folder = path.join(import.meta.dirname, "training");
const NODE = { [OURS]: "tsdescent.mjs", "tfjs-node": "tfjsNode.mjs" };
const PYTHON = ["keras", "keras-jit", "pytorch", "torch-compile", "jax"];

/**
 * A step of training, and a prediction, beside TensorFlow.js' own, Keras, PyTorch and JAX: each in a process of its own
 * that stays in its training and rests while another has its round.
 *
 * @param {{peers: boolean, rounds?: number, only?: string, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 5, only, say }) {
  if (peers) installPeers(say, "training");
  const rows = [];
  for (const work of WORKLOADS.filter(({ name }) => !only || name.includes(only))) {
    rows.push(...(await measure(work, { peers, rounds, say })));
  }
  return rows;
}

/** @param {Workload} work @param {{peers: boolean, rounds: number, say: (line: string) => void}} options */
async function measure(work, { peers, rounds, say }) {
  say(`training · ${work.name} · starting and warming up`);
  const systems = [...Object.keys(NODE), ...(peers ? PYTHON : [])];
  const contestants = systems.map((system) => new Contestant(system, work));
  try {
    // One after the other: a warm-up is measured, too.
    for (const contestant of contestants) await contestant.warmUp(say);
    const rows = await pairedRounds({ area: "training", workload: work.name, rounds, contestants, say });
    for (const contestant of contestants) await contestant.finish();
    return rows.map((row) => ({
      ...row,
      ...contestants.find(({ system }) => system === row.system)?.figures,
    }));
  } finally {
    for (const contestant of contestants) contestant.kill();
  }
}

/** One system at one workload. */
class Contestant {
  /** @type {Figures} */
  figures = {};
  /** @type {ReturnType<typeof spawn> | undefined} */
  #process;
  /** @type {AsyncIterator<string> | undefined} */
  #answers;

  /** @param {string} system @param {Workload} work */
  constructor(system, work) {
    this.system = system;
    this.work = work;
    this.run = async () => (await this.#ask("round")).ms;
  }

  /** @param {(line: string) => void} say */
  async warmUp(say) {
    const script = /** @type {Record<string, string>} */ (NODE)[this.system];
    const [command, argv] = script
      ? [process.execPath, [path.join(folder, script), this.work.name]]
      : [peerPython, [path.join(folder, "peers.py"), this.system]];
    this.#process = spawn(command, argv, { stdio: ["pipe", "pipe", "pipe"] });
    let errors = "";
    this.#process.stderr?.on("data", (text) => (errors = (errors + text).slice(-2000)));
    this.#answers = createInterface({ input: /** @type {any} */ (this.#process.stdout) })[
      Symbol.asyncIterator
    ]();
    try {
      const { warmUpMs } = await this.#ask(
        script ? undefined : JSON.stringify({ ...this.work, dropout: DROPOUT }),
      );
      this.figures.warmUpMs = Math.round(warmUpMs);
    } catch (error) {
      // The rounds leave it out, and say so.
      say(`${this.work.name}: ${this.system}: ${error instanceof Error ? error.message : error}: ${errors}`);
    }
  }

  async finish() {
    if (this.#process?.exitCode !== null) return;
    Object.assign(this.figures, await this.#ask("end"));
  }

  kill() {
    this.#process?.kill();
  }

  /** @param {string} [line] @returns {Promise<any>} */
  async #ask(line) {
    if (line) this.#process?.stdin?.write(`${line}\n`);
    const { value, done } = await /** @type {AsyncIterator<string>} */ (this.#answers).next();
    if (done) throw new Error("its process has ended");
    return JSON.parse(value);
  }
}
