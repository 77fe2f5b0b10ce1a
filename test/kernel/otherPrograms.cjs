// Loaded by a kernel before its own code: its compiler is another program (OTHER_COMPILER), the process that runs the
// cells another script (OTHER_CHILD, its starts noted in CHILD_STARTS), and a cell can end
// the compiler's thread, or have it hang.
const { appendFileSync, existsSync } = require("node:fs");
const processes = require("node:child_process");
const { parentPort } = require("node:worker_threads");

const { OTHER_COMPILER, OTHER_CHILD = "", CHILD_STARTS = "" } = process.env;
const { spawn } = processes;

/** @param {string} command @param {string[]} args @param {import("node:child_process").SpawnOptions} options */
function spawnOther(command, args, options) {
  if (OTHER_COMPILER && /typescript-.*lib[\\/]tsc(\.exe)?$/.test(command))
    return spawn(OTHER_COMPILER, args, options);
  if (existsSync(OTHER_CHILD) && args.some((arg) => arg.endsWith("child/main.js"))) {
    appendFileSync(CHILD_STARTS, `${Date.now()}\n`);
    return spawn(process.execPath, [OTHER_CHILD], options);
  }
  return spawn(command, args, options);
}
Object.assign(processes, { spawn: spawnOther });

parentPort?.on("message", ({ args: [code] = [] }) => {
  if (code === "end(the, thread)") process.exit(3);
  if (code === "exhaust(its, memory)") for (const kept = []; ;) kept.push(new Array(1e6).fill(Math.random()));
  if (code === "hang(the, thread)") for (;;);
});
