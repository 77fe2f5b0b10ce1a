import os from "node:os";
import process from "node:process";
import { inRoot } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { setUp } from "../steps/setUp.mjs";
import { duration, terminalOf } from "../terminal/terminal.mjs";

/** @type {Record<string, string[]>} */
const parts = {
  types: ["typescript/bin/tsc", "-p", "tsconfig.json"],
  "lint and docs": ["eslint/bin/eslint.js", ".", "--max-warnings", "0"],
  format: ["prettier/bin/prettier.cjs", "--check", ".", "--log-level", "warn"],
  "arrows and cycles": ["dependency-cruiser/bin/dependency-cruise.mjs", "src", "kernel", "test"],
  declarations: ["../src/setup/commands/checkDeclarations.cjs"],
};

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm run check",
  help: "Types, lint, docs of exports, format, arrows between rooms, cycles, and declarations for the kernel's compiler.",
  options: {},
  async run() {
    await setUp();
    return (await check()).length ? 1 : 0;
  },
};

/**
 * Runs every check, whichever fails, and shows what each found.
 *
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function check() {
  const waiting = Object.keys(parts);
  /** @type {string[]} */
  const failed = [];
  const workers = Array.from({ length: Math.min(os.availableParallelism(), 4) }, async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      if (!(await passes(name))) failed.push(name);
    }
  });
  await Promise.all(workers);
  return failed;
}

/** @param {string} name */
async function passes(name) {
  const started = performance.now();
  const [script, ...args] = parts[name];
  const { code, output } = await runCommand(process.execPath, [inRoot("node_modules", script), ...args], {
    env: terminalOf().live ? { FORCE_COLOR: process.env.NO_COLOR ? "0" : "1" } : {},
  });
  show(name, code === 0, performance.now() - started, output);
  return code === 0;
}

/**
 * @param {string} name
 * @param {boolean} passed
 * @param {number} tookMs
 * @param {string} output
 */
function show(name, passed, tookMs, output) {
  const { paint } = terminalOf();
  const mark = passed ? paint("green", "✔") : paint("red", "✘");
  console.log(`${mark} ${paint("bold", name.padEnd(18))} ${paint("dim", duration(tookMs))}`);
  if (!passed) console.log(output.trim().replace(/^/gm, "  "));
}
