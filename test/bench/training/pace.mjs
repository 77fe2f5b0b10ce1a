import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** @typedef {import("./workloads.mjs").Workload} Workload */

// A round lasts this long, in milliseconds, or one epoch where that takes longer.
const ROUND_MS = 250;
const WARM_UP_MS = 1000;

/**
 * A training under way that is timed epoch by epoch and rests between the rounds: the conversation of a contestant with
 * the benchmark, one JSON a line. peers.py has the same in Python.
 */
export class Pace {
  #commands = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  #created = performance.now();
  #epochStart = 0;
  #round = { ms: 0, steps: 0 };
  #all = { ms: 0, steps: 0 };
  #warm = false;

  /** @param {Workload} workload */
  constructor(workload) {
    this.workload = workload;
  }

  /** The epoch begins. */
  begin() {
    this.#epochStart = performance.now();
  }

  /**
   * The epoch has ended.
   *
   * @param {boolean} settled whether later epochs will run as this one did
   * @param {() => object} [figures] what to tell at the end besides
   * @returns {Promise<boolean>} whether there is to be another
   */
  async end(settled = true, figures = () => ({})) {
    const { steps } = this.workload;
    this.#round.ms += performance.now() - this.#epochStart;
    this.#round.steps += steps;
    if (!this.#warm) return this.#warmUp(settled);
    if (this.#round.ms < ROUND_MS) return true;
    return this.#answer({ ms: this.#round.ms / this.#round.steps }, figures);
  }

  /** The first epochs: until nothing is compiled any more, and then one round by which they are judged. @param {boolean} settled */
  async #warmUp(settled) {
    const elapsed = performance.now() - this.#created;
    this.#all.steps += this.workload.steps;
    if (!settled || elapsed < WARM_UP_MS) {
      this.#round = { ms: 0, steps: 0 };
      return true;
    }
    if (this.#round.ms < ROUND_MS) return true;
    this.#warm = true;
    const warmUpMs = Math.max(0, elapsed - (this.#all.steps * this.#round.ms) / this.#round.steps);
    return this.#answer({ warmUpMs });
  }

  /** Tells, and rests until the next command. @param {object} told @param {() => object} [figures] */
  async #answer(told, figures = () => ({})) {
    tell(told);
    this.#round = { ms: 0, steps: 0 };
    const { value, done } = await this.#commands.next();
    if (!done && value === "round") return true;
    tell({ peakMemoryMB: peakMemoryMB(), ...figures() });
    process.stdin.destroy();
    return false;
  }
}

/** @param {object} message */
function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The most memory that this process has had, of the machine's own. */
function peakMemoryMB() {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
