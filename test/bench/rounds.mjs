/**
 * @typedef {{area: string, workload: string, system: string, medianMs: number, ratioToOurs: number, megabytes?: number, growth?: number, bytes?: number}} Row
 * @typedef {{system: string, run: () => Promise<number>}} Contestant `run` does the work once and returns milliseconds
 */

/** The name under which our own figure stands in every workload. */
export const OURS = "tsdescent";

/**
 * Runs every contestant once a round, in an order that turns by one each round, and compares medians.
 * A contestant that throws is left out from then on, with a line that says why.
 *
 * @param {{area: string, workload: string, rounds: number, contestants: Contestant[], say: (line: string) => void}} plan
 * @returns {Promise<Row[]>}
 */
export async function pairedRounds({ area, workload, rounds, contestants, say }) {
  const times = new Map(contestants.map(({ system }) => [system, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round++) {
    say(`${area} · ${workload} · round ${round + 1} of ${rounds}`);
    for (let turn = 0; turn < contestants.length; turn++) {
      const { system, run } = contestants[(turn + round) % contestants.length];
      const soFar = times.get(system);
      if (!soFar) continue;
      try {
        soFar.push(await run());
      } catch (error) {
        times.delete(system);
        say(`${workload}: ${system} is left out: ${error instanceof Error ? error.message : error}`);
        if (system === OURS) throw error;
      }
    }
  }
  return rows(area, workload, times);
}

/**
 * @param {string} area
 * @param {string} workload
 * @param {Map<string, number[]>} times
 * @returns {Row[]}
 */
function rows(area, workload, times) {
  const ours = median(times.get(OURS) ?? []);
  return [...times].map(([system, all]) => {
    const medianMs = median(all);
    return { area, workload, system, medianMs: round3(medianMs), ratioToOurs: round3(medianMs / ours) };
  });
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number} value */
export function round3(value) {
  return Number(value.toPrecision(4));
}
