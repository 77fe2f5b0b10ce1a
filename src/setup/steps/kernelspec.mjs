import fs from "node:fs";
import path from "node:path";
import { places } from "../system/places.mjs";
import { mustRun } from "../system/runCommand.mjs";
import { readJson } from "../system/writeWhole.mjs";

const installer = path.join(places.dist, "kernel", "jupyter", "install.js");

/**
 * The kernel's entry in Jupyter's list, inside .venv only.
 *
 * @type {import("./steps.mjs").Step}
 */
export const kernelspec = {
  title: "Kernel",
  async isDone() {
    const argv = readJson(places.kernelspec)?.argv;
    return Array.isArray(argv) && argv[0] === process.execPath && argv.some(isOurs) && isNewerThanInstaller();
  },
  async run() {
    await mustRun("Installing the kernel", process.execPath, [installer, "install", "--prefix", places.venv]);
    return `${readJson(places.kernelspec)?.display_name ?? "descent"}, known to this .venv's Jupyter`;
  },
};

/** @param {string} argument */
function isOurs(argument) {
  return argument.startsWith(places.dist) && fs.existsSync(argument);
}

function isNewerThanInstaller() {
  return fs.statSync(places.kernelspec).mtimeMs >= fs.statSync(installer).mtimeMs;
}
