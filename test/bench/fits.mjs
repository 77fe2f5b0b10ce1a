import { execFileSync } from "node:child_process";
import path from "node:path";
import { OURS, pairedRounds } from "./rounds.mjs";

const MODELS = [
  "mlp-2-16-16-1",
  "mlp-784-128-10",
  "cnn-28",
  "gru-32-over-30",
  "vae-784-400-20",
  "transformer",
];
const STEPS = [20, 200, 2000];

// As fit chooses, and what one could have asked for: the best of these, known afterwards, is what the choice is held against.
const WAYS = { [OURS]: "auto", eager: "eager", graph: "graph", xla: "xla" };

/**
 * Whole fits from their first step to their last, recording and compiling included, each in a process of its own: how many
 * milliseconds the choice costs beside what was best.
 *
 * @param {{full?: boolean, rounds?: number, only?: string, say: (line: string) => void}} options `full`: also 20 000 steps
 */
export async function bench({ full, rounds = 3, only, say }) {
  const rows = [];
  for (const model of MODELS.filter((name) => !only || name.includes(only))) {
    for (const steps of full ? [...STEPS, 20_000] : STEPS) {
      const contestants = Object.entries(WAYS)
        // Eagerly, so many would take an hour.
        .filter(([way]) => way !== "eager" || steps <= 200)
        .map(([system, way]) => ({ system, run: async () => milliseconds(model, steps, way) }));
      rows.push(
        ...(await pairedRounds({ area: "fits", workload: `${model} × ${steps}`, rounds, contestants, say })),
      );
    }
  }
  return rows;
}

/** @param {string} model @param {number} steps @param {string} way */
function milliseconds(model, steps, way) {
  const script = path.join(import.meta.dirname, "fits", "fit.mjs");
  const told = execFileSync(process.execPath, [script, model, String(steps), way], {
    ...{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  });
  return JSON.parse(told).ms;
}
