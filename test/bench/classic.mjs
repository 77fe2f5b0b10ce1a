import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { installPeers, peerPython } from "./peers.mjs";
import { OURS, pairedRounds } from "./rounds.mjs";

const load = createRequire(import.meta.url);
const peer = "python";

/** What each workload fits to the digits; those that only remember also predict. */
const WORKLOADS = {
  linearRegression: (/** @type {any} */ c) => c.linearRegression(),
  ridge: (/** @type {any} */ c) => c.ridge(),
  lasso: (/** @type {any} */ c) => c.lasso({ alpha: 0.01 }),
  elasticNet: (/** @type {any} */ c) => c.elasticNet({ alpha: 0.01 }),
  logisticRegression: (/** @type {any} */ c) => c.logisticRegression(),
  SVC: (/** @type {any} */ c) => c.SVC(),
  SVR: (/** @type {any} */ c) => c.SVR(),
  xgboost: (/** @type {any} */ c) => c.xgboost({ nEstimators: 50 }),
  "kNeighbors-predict": (/** @type {any} */ c) => c.kNeighbors(),
  randomForest: (/** @type {any} */ c) => c.randomForest({ seed: 0 }),
  pca: (/** @type {any} */ c) => c.pca(),
  network: (/** @type {any} */ c) => c.network({ epochs: 10 }),
};

/**
 * Fits of every estimator on all 1797 digits, beside scikit-learn and XGBoost in one Python process.
 *
 * @param {{peers: boolean, rounds?: number, only?: string, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 7, only, say }) {
  if (peers) installPeers(say, "classic");
  const library = load("../../dist/src/index.js");
  await library.useBackend();
  const python = peers ? new Python() : undefined;
  const rows = [];
  try {
    for (const [workload, make] of Object.entries(WORKLOADS)) {
      if (only && !workload.includes(only)) continue;
      const contestants = [{ system: OURS, run: () => fitTime(library, workload, make) }];
      if (python) contestants.push({ system: peer, run: () => python.time(workload) });
      // The first fit compiles, loads libraries and starts threads.
      for (const { run } of contestants) await run();
      rows.push(...(await pairedRounds({ area: "classic", workload, rounds, contestants, say })));
    }
  } finally {
    python?.end();
  }
  return rows;
}

/** @param {any} library @param {string} workload @param {(classic: any) => any} make */
async function fitTime({ classic, data }, workload, make) {
  const { x, y } = data.digits().arrays();
  const estimator = make(classic);
  const start = performance.now();
  await estimator.fit(x, y);
  if (workload.endsWith("-predict")) await estimator.predict(x);
  const ms = performance.now() - start;
  estimator.dispose();
  return ms;
}

/** A Python process that fits what it is told to. */
class Python {
  #process = spawn(peerPython, [path.join(import.meta.dirname, "classic/peers.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  #answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  /** @param {string} workload @returns {Promise<number>} milliseconds */
  async time(workload) {
    this.#process.stdin.write(`${workload}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("its process has ended");
    return JSON.parse(value).ms;
  }

  end() {
    this.#process.stdin.end();
  }
}
