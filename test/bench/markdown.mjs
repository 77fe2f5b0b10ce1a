import { cpus, totalmem } from "node:os";
import { OURS } from "./rounds.mjs";

/** @typedef {import("./rounds.mjs").Row & {warmUpMs?: number, peakMemoryMB?: number, shareOutsideTensorFlow?: number}} Row */

/**
 * The rows as the README shows them: our time, and how many times that the others need; one table more for what was
 * measured besides.
 *
 * @param {Row[]} rows
 * @param {string} command what was typed
 */
export function markdown(rows, command) {
  const systems = unique(rows.map(({ system }) => system)).filter((system) => system !== OURS);
  const workloads = unique(rows.map(({ workload }) => workload));
  const find = (/** @type {string} */ workload, /** @type {string} */ system) =>
    rows.find((row) => row.workload === workload && row.system === system);
  const times = workloads.map((workload) => [
    workload,
    milliseconds(find(workload, OURS)?.medianMs),
    ...systems.map((system) => timesOurs(find(workload, system)?.ratioToOurs)),
  ]);
  const machine = `${cpus().length} cores of ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  return [
    `\`${command}\` on ${machine}; medians of paired rounds. Columns of others: their time / ours, below 1 they are ahead.`,
    table(["", OURS, ...systems], times),
    ...costs(rows, workloads, find),
  ].join("\n\n");
}

/**
 * @param {Row[]} rows
 * @param {string[]} workloads
 * @param {(workload: string, system: string) => Row | undefined} find
 */
function costs(rows, workloads, find) {
  if (!rows.some(({ warmUpMs }) => warmUpMs !== undefined)) return [];
  const systems = unique(rows.map(({ system }) => system));
  const cells = workloads.map((workload) => {
    const share = find(workload, OURS)?.shareOutsideTensorFlow;
    const cost = (/** @type {string} */ system) => {
      const { warmUpMs, peakMemoryMB } = find(workload, system) ?? {};
      return warmUpMs === undefined ? "" : `${(warmUpMs / 1000).toFixed(1)} s, ${peakMemoryMB} MB`;
    };
    return [workload, share === undefined ? "" : `${Math.round(100 * share)} %`, ...systems.map(cost)];
  });
  const note = "Share of our step outside TensorFlow; then warm-up and peak memory of each.";
  return [note, table(["", "outside", ...systems], cells)];
}

/** @param {string[]} header @param {string[][]} rows */
function table(header, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {number} [ms] */
function milliseconds(ms) {
  return ms === undefined ? "" : `${Number(ms.toPrecision(3))} ms`;
}

/** @param {number} [ratio] */
function timesOurs(ratio) {
  if (ratio === undefined) return "";
  return ratio < 1 ? `**${ratio.toFixed(2)}×**` : `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
}

/** @param {string[]} values */
function unique(values) {
  return [...new Set(values)];
}
