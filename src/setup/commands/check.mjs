import fs from "node:fs";
import os from "node:os";
import process from "node:process";
import { inRoot } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { setUp } from "../steps/setUp.mjs";
import { duration, terminalOf } from "../terminal/terminal.mjs";

const types = ["typescript/bin/tsc", "-p", "tsconfig.json"];
const lint = ["eslint/bin/eslint.js", "--max-warnings", "0"];
const format = ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn"];
const arrows = ["dependency-cruiser/bin/dependency-cruise.mjs"];

/** @type {Record<string, string[]>} */
const ofAll = {
  types,
  "lint and docs": [...lint, "."],
  // What it found of a file holds as long as the file is the same.
  format: [...format, "--cache", "--cache-location", ".descent/format.json", "."],
  "arrows and cycles": [...arrows, "src", "kernel", "test"],
  declarations: ["../src/setup/commands/checkDeclarations.cjs"],
};

/**
 * The checks of some files; types are of all, as one file's may break another's.
 *
 * @param {string[]} files
 */
function partsOf(files) {
  const there = files.filter((file) => fs.existsSync(inRoot(file)));
  const code = there.filter((file) => /\.(ts|[mc]?js)$/.test(file));
  const inRooms = code.filter((file) => /^(src|kernel|test)\//.test(file));
  return {
    types,
    ...(code.length && { "lint and docs": [...lint, "--no-warn-ignored", ...code] }),
    ...(there.length && { format: [...format, "--ignore-unknown", ...there] }),
    ...(inRooms.length && { "arrows and cycles": [...arrows, ...inRooms] }),
  };
}

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
 * @param {string[]} [files] checks only these, by their paths from the checkout
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function check(files) {
  const parts = files ? partsOf(files) : ofAll;
  const waiting = Object.entries(parts);
  /** @type {string[]} */
  const failed = [];
  const workers = Array.from({ length: Math.min(os.availableParallelism(), 4) }, async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      if (!(await passes(...part))) failed.push(part[0]);
    }
  });
  await Promise.all(workers);
  return failed;
}

/**
 * @param {string} name
 * @param {string[]} command a script in node_modules and its arguments
 */
async function passes(name, [script, ...args]) {
  const started = performance.now();
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
