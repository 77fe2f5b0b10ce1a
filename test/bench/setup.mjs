import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KernelClient } from "./kernels.mjs";
import { installPeers } from "./peers.mjs";
import { pairedRounds } from "./rounds.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const curve = JSON.stringify(Array.from({ length: 200 }, (_, i) => Math.exp(-i / 40) + 0.05 * Math.sin(i)));

/** What a newcomer types to see the first curve, in each kernel, and the image that must come. */
const FIRST_FIGURE = {
  tsdescent: `import * as d from "tsdescent";\nd.plot.lossCurve({ loss: ${curve} })`,
  ipykernel: `%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot(${curve}); plt.xlabel("epoch"); plt.show()`,
};

/**
 * What a newcomer waits for: set-up, the kernel, the first figure. Python's side is JupyterLab with TensorFlow and
 * matplotlib in a virtual environment.
 *
 * @param {{peers: boolean, full: boolean, rounds?: number, say: (line: string) => void}} options
 */
export async function bench({ peers, full, rounds, say }) {
  if (peers) installPeers(say);
  const area = "setup";
  const systems = /** @type {("tsdescent" | "ipykernel")[]} */ (
    peers ? ["tsdescent", "ipykernel"] : ["tsdescent"]
  );
  const again = await pairedRounds({
    ...{ area, workload: "setup-again", rounds: rounds ?? 5, say },
    contestants: [{ system: "tsdescent", run: async () => timed(() => npmSetup(root)) }],
  });
  const start = await pairedRounds({
    ...{ area, workload: "kernel-start", rounds: rounds ?? 9, say },
    contestants: systems.map((system) => ({ system, run: () => kernelStart(system) })),
  });
  const figure = await pairedRounds({
    ...{ area, workload: "first-figure", rounds: rounds ?? 9, say },
    contestants: systems.map((system) => ({ system, run: () => firstFigure(system) })),
  });
  return [...again, ...start, ...figure, ...(full ? await fromClone(peers, rounds ?? 1, say) : [])];
}

/** @param {boolean} peers @param {number} rounds @param {(line: string) => void} say */
function fromClone(peers, rounds, say) {
  const ours = { system: "tsdescent", run: () => inScratch(cloneAndSetUp) };
  const python = { system: "python-tensorflow", run: () => inScratch(pythonSetUp) };
  const contestants = peers ? [ours, python] : [ours];
  return pairedRounds({ area: "setup", workload: "setup-from-clone", rounds, contestants, say });
}

/** @param {"tsdescent" | "ipykernel"} system */
async function kernelStart(system) {
  const client = new KernelClient();
  try {
    return (await client.start(system)).ms;
  } finally {
    await client.close();
  }
}

/** @param {"tsdescent" | "ipykernel"} system */
async function firstFigure(system) {
  const client = new KernelClient();
  try {
    const { ms } = await client.start(system);
    const shown = await client.ask({ execute: system, code: FIRST_FIGURE[system] });
    if (!shown.mime.includes("image/png"))
      throw new Error(`no picture came, only ${shown.mime.join(", ") || "nothing"}`);
    return ms + shown.ms;
  } finally {
    await client.close();
  }
}

/** @param {string} folder */
function cloneAndSetUp(folder) {
  execFileSync("git", ["clone", "-q", root, folder]);
  npmSetup(folder);
}

/** @param {string} folder */
function npmSetup(folder) {
  execFileSync("npm", ["run", "-s", "setup"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
}

/** @param {string} folder */
function pythonSetUp(folder) {
  execFileSync("python3", ["-m", "venv", folder]);
  const packages = ["jupyterlab==4.6.6", "tensorflow-cpu==2.21.0", "matplotlib==3.11.2"];
  execFileSync(path.join(folder, "bin/pip"), ["install", "-q", ...packages], {
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** @param {(folder: string) => void} work */
async function inScratch(work) {
  const scratch = mkdtempSync(path.join(tmpdir(), "descent-bench-"));
  try {
    return timed(() => work(path.join(scratch, "clone")));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {() => void} work */
function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}
