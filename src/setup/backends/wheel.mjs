import fs from "node:fs";
import path from "node:path";
import { compileBinding, hasCompiler } from "./compiler.mjs";
import { downloadWheel } from "./downloadWheel.mjs";
import { gnuLibrary } from "../system/gnuLibrary.mjs";
import { howToInstall } from "../system/howToInstall.mjs";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { nativeFolder } from "./nativeFolder.mjs";
import { inRoot, packageFolder, places, typed } from "../system/places.mjs";
import { mustRun } from "../system/runCommand.mjs";
import { wheelPin, wheelVersion } from "./wheelPins.mjs";

const neededBytes = 1.4e9;

/**
 * TensorFlow's own library out of its Python wheel: current, with XLA and oneDNN; the binding is compiled here.
 *
 * @type {import("./backends.mjs").Backend}
 */
export const wheel = {
  name: "wheel",
  title: "TensorFlow from its Python wheel",
  requirements: [
    {
      reason: `TensorFlow ${wheelVersion} has no wheel for ${process.platform} ${process.arch}`,
      remedy: "",
      holds: async () => wheelPin() !== null,
    },
    {
      reason: "this Linux has no GNU C library, which TensorFlow's wheel is made for",
      remedy: "",
      holds: async () => process.platform !== "linux" || gnuLibrary() !== null,
    },
    {
      reason: "there is no working C++ compiler",
      remedy: `${howToInstall("compiler")}, then ${typed("setup")}`,
      holds: hasCompiler,
    },
    {
      reason: "the disk has less than 1.4 GB free",
      remedy: `free some space, then ${typed("setup")}`,
      holds: async () => fs.existsSync(nativeFolder("wheel", wheelVersion)) || freeBytes() > neededBytes,
    },
  ],
  folder: () => nativeFolder("wheel", wheelVersion),
  async install(report) {
    const pin = wheelPin();
    if (!pin) throw new Error("wheel: no pin for this platform");
    await inTemporaryFolder("wheel", async (folder) => {
      const file = await downloadWheel(pin, folder, report);
      const ready = path.join(folder, "native");
      await extract(pin, file, path.join(ready, "deps"), report);
      report.say("compiling the binding");
      await bind(pin, ready);
      fs.mkdirSync(places.native, { recursive: true });
      fs.renameSync(ready, nativeFolder("wheel", wheelVersion));
    });
  },
};

function freeBytes() {
  fs.mkdirSync(places.descent, { recursive: true });
  const { bavail, bsize } = fs.statfsSync(places.descent);
  return bavail * bsize;
}

/**
 * @param {import("./wheelPins.mjs").WheelPin} pin
 * @param {string} file
 * @param {string} folder
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function extract(pin, file, folder, report) {
  report.say("unpacking its libraries");
  const script = inRoot("src", "setup", "backends", "extractWheel.py");
  await mustRun(
    "Unpacking the wheel",
    places.venvPython,
    [script, file, folder, pin.library, pin.framework],
    {
      onLine: (line) => Number.isFinite(Number(line)) && report.progress(Number(line)),
    },
  );
}

/**
 * @param {import("./wheelPins.mjs").WheelPin} pin
 * @param {string} folder
 */
async function bind(pin, folder) {
  await compileBinding({
    package: packageFolder("@tensorflow/tfjs-node"),
    nodeHeaders: path.join(packageFolder("node-api-headers"), "include"),
    libraries: [pin.library, pin.framework].map((name) => path.join(folder, "deps", "lib", name)),
    include: path.join(folder, "deps", "include"),
    to: path.join(folder, "lib", "napi-v8", "tfjs_binding.node"),
  });
}
