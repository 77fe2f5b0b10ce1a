import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { Page } from "./figures/page.mjs";
import { liveRounds } from "./figures/live.mjs";
import { FigurePeers } from "./figures/peers.mjs";
import { WORKLOADS } from "./figures/workloads.mjs";
import { installPeers } from "./peers.mjs";
import { OURS, pairedRounds } from "./rounds.mjs";

const load = createRequire(import.meta.url);
const area = "figures";

/** @typedef {{ms: number, bytes: number}} Drawn */
/** @typedef {{system: string, draw: () => Promise<Drawn>}} Drawing */

/**
 * Figures from numbers to a spec (build), to SVG, to PNG, and from opening their page to the first frame that shows them
 * (paint), with their bytes; and what a live figure costs a fit.
 *
 * @param {{peers: boolean, rounds?: number, only?: string, say: (line: string) => void}} options
 */
export async function bench({ peers, rounds = 5, only, say }) {
  if (peers) installPeers(say, "figures");
  const library = load("../../dist/src/index.js");
  const folder = mkdtempSync(path.join(tmpdir(), "bench-figures-"));
  const page = await Page.open();
  const others = peers ? new FigurePeers(folder) : undefined;
  const rows = [];
  try {
    for (const workload of Object.keys(WORKLOADS))
      for (const stage of ["build", "svg", "png", "paint"]) {
        const name = `${workload} ${stage}`;
        if (only && !name.includes(only)) continue;
        const drawings = [
          { system: OURS, draw: () => ours(library.plot, workload, stage, { folder, page }) },
          ...(others?.drawings(workload, stage, page) ?? []),
        ];
        rows.push(...(await drawn(name, drawings, rounds, say)));
      }
    if (!only || "live".includes(only)) rows.push(...(await liveRounds(library, rounds, say)));
  } finally {
    others?.end();
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

/** @param {string} workload @param {Drawing[]} drawings @param {number} rounds @param {(line: string) => void} say */
async function drawn(workload, drawings, rounds, say) {
  const bytes = new Map();
  const contestants = drawings.map(({ system, draw }) => ({
    system,
    run: async () => {
      const { ms, bytes: size } = await draw();
      bytes.set(system, size);
      return ms;
    },
  }));
  // The first time loads libraries. Who cannot draw at all is left out by the rounds, with the reason.
  for (const { run } of contestants) await run().catch(() => {});
  const rows = await pairedRounds({ area, workload, rounds, contestants, say });
  return rows.map((row) => ({ ...row, bytes: bytes.get(row.system) }));
}

/**
 * @param {any} plot
 * @param {string} workload
 * @param {string} stage
 * @param {{folder: string, page: Page}} places
 * @returns {Promise<Drawn>}
 */
async function ours(plot, workload, stage, { folder, page }) {
  const { ours: draw } = WORKLOADS[workload];
  if (stage === "paint") return page.paint(await draw(plot).save(path.join(folder, "ours.html")));
  const began = performance.now();
  const figure = draw(plot);
  const made = stage === "build" ? JSON.stringify(figure.spec) : await figure[stage]();
  return { ms: performance.now() - began, bytes: Buffer.byteLength(made) };
}
