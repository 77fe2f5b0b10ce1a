import fs from "node:fs";
import path from "node:path";
import { folderBytes } from "../system/folderBytes.mjs";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { nativeFolder } from "./nativeFolder.mjs";
import { places } from "../system/places.mjs";
import { mustRun } from "../system/runCommand.mjs";

const version = "2.9.1";
const expectedBytes = 420e6;
const longestMs = 15 * 60_000;

/**
 * The library and the binding that tfjs-node downloads itself: older, and nothing to compile.
 *
 * @type {import("./backends.mjs").Backend}
 */
export const prebuilt = {
  name: "prebuilt",
  title: "tfjs-node's own download",
  requirements: [],
  folder: () => nativeFolder("prebuilt", version),
  async install(report) {
    await inTemporaryFolder("prebuilt", async (folder) => {
      const copy = path.join(folder, "tfjs-node");
      copyPackage(copy);
      await download(copy, report);
      keep(copy);
    });
  },
};

/**
 * Its installer works inside its own folder, which must never be half-made: it works in a copy.
 *
 * @param {string} copy
 */
function copyPackage(copy) {
  const native = ["deps", "lib"].map((part) => path.join(places.tfjsNode, part));
  fs.cpSync(places.tfjsNode, copy, { recursive: true, filter: (file) => !native.includes(file) });
}

/**
 * @param {string} copy
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function download(copy, report) {
  report.say(`downloading libtensorflow ${version}`);
  const timer = setInterval(() => {
    report.progress(Math.min(folderBytes(path.join(copy, "deps")) / expectedBytes, 0.99));
  }, 500);
  try {
    await mustRun("tfjs-node's download", process.execPath, ["scripts/install.js"], {
      cwd: copy,
      timeoutMs: longestMs,
      env: { PATH: [path.join(places.modules, ".bin"), process.env.PATH].join(path.delimiter) },
    });
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} copy */
function keep(copy) {
  const ready = path.join(copy, "native");
  fs.mkdirSync(ready);
  for (const part of ["deps", "lib"]) fs.renameSync(path.join(copy, part), path.join(ready, part));
  fs.mkdirSync(places.native, { recursive: true });
  fs.renameSync(ready, nativeFolder("prebuilt", version));
}
