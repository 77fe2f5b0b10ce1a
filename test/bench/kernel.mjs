import { KernelClient } from "./kernels.mjs";
import { installPeers } from "./peers.mjs";
import { OURS, pairedRounds } from "./rounds.mjs";

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
 * The kernel beside tslab, Deno and ipykernel: start-up, cells, completion, inspection, a flood of output, memory.
 *
 * @param {{peers: boolean, rounds?: number, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 30, say }) {
  if (peers) installPeers(say);
  const systems = /** @type {System[]} */ (peers ? [OURS, ...PEERS] : [OURS]);
  const area = "kernel";
  const rows = await pairedRounds({
    ...{ area, workload: "ready", rounds, say },
    contestants: systems.map((system) => ({ system, run: () => ready(system) })),
  });
  const client = new KernelClient();
  try {
    for (const system of systems) await client.start(system);
    for (const [workload, command] of Object.entries(WORKLOADS)) {
      const contestants = systems.map((system) => ({
        system,
        run: async () => (await client.ask(command(system))).ms,
      }));
      rows.push(...(await pairedRounds({ area, workload, rounds, contestants, say })));
    }
    rows.push(...(await floods(client, systems, say)));
    rows.push(...(await memory(client, systems, say)));
  } finally {
    await client.close();
  }
  return rows;
}

/** @param {System} system */
async function ready(system) {
  const client = new KernelClient();
  try {
    return (await client.start(system)).ms;
  } finally {
    await client.close();
  }
}

/** @param {KernelClient} client @param {System[]} systems @param {(line: string) => void} say */
function floods(client, systems, say) {
  const contestants = systems.map((system) => ({
    system,
    run: async () => {
      const { ms, bytes } = await client.ask({ execute: system, code: flood(system) });
      if (bytes < 200_000 * 51) say(`flood: ${system} lost output: ${bytes} bytes of ${200_000 * 51}`);
      return ms;
    },
  }));
  return pairedRounds({ area: "kernel", workload: "10-MB-output", rounds: 3, contestants, say });
}

/**
 * Resident memory before and after 300 cells, in rows with `mb` and `growth`; their time is that of the 300 cells.
 *
 * @param {KernelClient} client
 * @param {System[]} systems
 * @param {(line: string) => void} say
 */
async function memory(client, systems, say) {
  /** @type {(import("./rounds.mjs").Row & {mb: number, growth: number})[]} */
  const all = [];
  for (const system of systems) {
    const before = (await client.ask({ memory: system })).mb;
    const began = performance.now();
    for (let i = 0; i < 300; i++) await client.ask({ execute: system, code: trivialCell(system) });
    const medianMs = Math.round(performance.now() - began);
    const mb = (await client.ask({ memory: system })).mb;
    say(`memory: ${system} ${before.toFixed(0)} MB, after 300 cells ${mb.toFixed(0)} MB`);
    all.push({
      area: "kernel",
      workload: "300-cells",
      system,
      medianMs,
      ratioToOurs: 0,
      mb,
      growth: mb / before,
    });
  }
  return all.map((row) => ({ ...row, ratioToOurs: row.medianMs / all[0].medianMs }));
}
