import { KernelClient } from "./kernels.mjs";
import { installPeers } from "./peers.mjs";
import { median, OURS, pairedRounds, round3 } from "./rounds.mjs";

/** @typedef {import("./rounds.mjs").Row} Row */
/** @typedef {keyof typeof import("./kernels.mjs").KERNELS} System */

const PEERS = /** @type {System[]} */ (["tslab", "deno", "ipykernel"]);

/** @param {System} system */
const isPython = (system) => system === "ipykernel";

let serial = 0;

/** A cell that no kernel has seen before, so that no cache answers. @param {System} system */
function trivialCell(system) {
  const n = ++serial;
  return isPython(system) ? `x${n} = ${n} + 1\nx${n}` : `const x${n}: number = ${n} + 1;\nx${n}`;
}

/** Fifty lines of small functions and calls. @param {System} system */
function longCell(system) {
  const n = ++serial;
  const line = isPython(system)
    ? (/** @type {number} */ i) =>
        `def f${n}_${i}(a): return [a * ${i}, str(a)]\nr${n}_${i} = f${n}_${i}(${i})[0]`
    : (/** @type {number} */ i) =>
        `function f${n}_${i}(a: number): [number, string] { return [a * ${i}, String(a)]; }\nconst r${n}_${i} = f${n}_${i}(${i})[0];`;
  return Array.from({ length: 25 }, (_, i) => line(i)).join("\n");
}

/** @param {System} system */
function flood(system) {
  return isPython(system)
    ? 'for i in range(200000): print("x" * 50)'
    : 'for (let i = 0; i < 200000; i++) console.log("x".repeat(50));';
}

/** Workloads on a running kernel: one command of the client each, made anew every round. */
const WORKLOADS = {
  "trivial-cell": (/** @type {System} */ system) => ({ execute: system, code: trivialCell(system) }),
  "50-line-cell": (/** @type {System} */ system) => ({ execute: system, code: longCell(system) }),
  completion: (/** @type {System} */ system) => {
    const code = isPython(system) ? "[1, 2].ap" : "[1, 2].ma";
    return { complete: system, code, cursor: code.length };
  },
  inspection: (/** @type {System} */ system) => ({ inspect: system, code: "parseInt", cursor: 4 }),
};

/**
 * The kernel beside tslab, Deno and ipykernel: start-up, cells short and long and many, completion, inspection, a
 * flood of output, restart, interrupt, memory.
 *
 * @param {{peers: boolean, rounds?: number, only?: string, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 30, only = "", say }) {
  // The flood is compared whole: no other kernel leaves anything out.
  Object.assign(process.env, { TSDESCENT_OUTPUT_LINES: "Infinity", TSDESCENT_OUTPUT_CHARACTERS: "Infinity" });
  if (peers) installPeers(say);
  const systems = /** @type {System[]} */ (peers ? [OURS, ...PEERS] : [OURS]);
  /** @param {string} workload @param {number} times @param {(system: System) => Promise<number>} run */
  const compare = async (workload, times, run) => {
    const contestants = systems.map((system) => ({ system, run: () => run(system) }));
    if (!workload.includes(only)) return [];
    return pairedRounds({ area: "kernel", workload, rounds: times, say, contestants });
  };
  const rows = [
    ...(await compare("ready", rounds, (system) => withKernel(system, undefined, ({ ms }) => ms))),
    ...(await compare("first-cell", rounds, (system) =>
      withKernel(system, trivialCell(system), ({ ms }) => ms),
    )),
  ];
  const client = new KernelClient();
  try {
    for (const system of systems) await client.start(system);
    for (const [workload, command] of Object.entries(WORKLOADS))
      rows.push(
        ...(await compare(workload, rounds, async (system) => (await client.ask(command(system))).ms)),
      );
    rows.push(...(await compare("10-MB-output", 3, (system) => printMuch(client, system, say))));
    const few = Math.min(rounds, 5);
    rows.push(...(await compare("restart", few, (system) => restarted(client, system))));
  } finally {
    await client.close();
  }
  const few = Math.min(rounds, 5);
  rows.push(...(await compare("interrupt", few, (system) => withKernel(system, undefined, stopped(system)))));
  for (const measure of [memory, chain].filter(({ name }) => name.includes(only)))
    for (const system of systems) rows.push(...(await attempted(() => measure(system), system, say)));
  return rows.map((row) => (row.ratioToOurs ? row : { ...row, ratioToOurs: ratioIn(rows, row) }));
}

/**
 * Starts a kernel for one measurement and ends it.
 *
 * @template Result
 * @param {System} system
 * @param {string | undefined} code to run at once
 * @param {(started: {ms: number}, client: KernelClient) => Result | Promise<Result>} measure
 */
async function withKernel(system, code, measure) {
  const client = new KernelClient();
  try {
    return await measure(await client.start(system, code), client);
  } finally {
    await client.close();
  }
}

/** @param {KernelClient} client @param {System} system @param {(line: string) => void} say */
async function printMuch(client, system, say) {
  const { ms, bytes } = await client.ask({ execute: system, code: flood(system) });
  if (bytes < 200_000 * 51) say(`flood: ${system} lost output: ${bytes} bytes of ${200_000 * 51}`);
  return ms;
}

/** @param {KernelClient} client @param {System} system */
async function restarted(client, system) {
  return (await client.ask({ restart: system, code: trivialCell(system) })).ms;
}

/** @param {System} system @returns {(started: {ms: number}, client: KernelClient) => Promise<number>} */
function stopped(system) {
  const code = isPython(system) ? "while True: pass" : "while (true) {}";
  return async (_started, client) => (await client.ask({ interrupt: system, code, after: 1 })).ms;
}

/**
 * What a peer cannot do is said and left out.
 *
 * @param {() => Promise<Row[]>} measure
 * @param {System} system
 * @param {(line: string) => void} say
 */
async function attempted(measure, system, say) {
  try {
    return await measure();
  } catch (error) {
    if (system === OURS) throw error;
    say(`${measure.name}: ${system} is left out: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

/** Long enough for a kernel to load what it loads while nobody waits, a spare child included. */
const settledMs = 10_000;

/** Resident memory of a kernel that has run one cell, and 300. @param {System} system @returns {Promise<Row[]>} */
function memory(system) {
  return withKernel(system, trivialCell(system), async (_started, client) => {
    const at = async (/** @type {string} */ workload) => {
      await new Promise((resolve) => setTimeout(resolve, settledMs));
      const megabytes = Math.round((await client.ask({ memory: system })).mb);
      return { area: "kernel", workload, system, medianMs: 0, ratioToOurs: 0, megabytes };
    };
    const first = await at("memory-at-start");
    for (let i = 0; i < 300; i++) await client.ask({ execute: system, code: trivialCell(system) });
    const last = await at("memory-after-300-cells");
    return [first, { ...last, growth: last.megabytes / first.megabytes }];
  });
}

/** Cells each of which needs the one before. @param {System} system @returns {Promise<Row[]>} */
function chain(system) {
  return withKernel(system, isPython(system) ? "link0 = 0" : "const link0 = 0", async (_started, client) => {
    /** @type {number[]} */
    const times = [];
    for (let n = 1; n <= 1000; n++) {
      const set = `link${n} = link${n - 1} + 1`;
      const code = isPython(system) ? set : `const ${set}`;
      times.push((await client.ask({ execute: system, code })).ms);
    }
    const [early, late] = [times.slice(0, 100), times.slice(-100)].map((some) => round3(median(some)));
    const row = { area: "kernel", system, ratioToOurs: 0 };
    return [
      { ...row, workload: "cells-1-100-of-a-chain", medianMs: early },
      { ...row, workload: "cells-901-1000-of-a-chain", medianMs: late, growth: late / early },
    ];
  });
}

/** @param {Row[]} rows @param {Row} row */
function ratioIn(rows, { workload, medianMs, megabytes }) {
  const ours = rows.find((one) => one.workload === workload && one.system === OURS);
  if (!ours) return NaN;
  return round3(megabytes ? megabytes / Number(ours.megabytes) : medianMs / ours.medianMs);
}
