import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { attended } from "../system/attended.mjs";
import { places, typedIn } from "../system/places.mjs";
import { setUp } from "../steps/setUp.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npx tsdescent repl",
  help: "TypeScript cells in the terminal: history, completion, several lines; figures are saved, and named. Ctrl-D ends it.",
  options: {},
  async run() {
    await setUp();
    const program = path.join(places.dist, "kernel", "clients", "repl", "main.js");
    const cwd = typedIn();
    return attended(spawn(process.execPath, [program], { cwd, stdio: "inherit" }));
  },
};
