import fs from "node:fs";
import path from "node:path";
import { folderBytes } from "../system/folderBytes.mjs";
import { mustRun } from "../system/runCommand.mjs";
import { places } from "../system/places.mjs";
import { pipManners } from "../steps/python.mjs";

/**
 * A wheel of PyPI for one platform.
 *
 * @typedef {object} Wheel
 * @property {string} requirement what pip is asked for
 * @property {string} sha256
 * @property {number} bytes to download
 * @property {string} tag pip's name for the platform
 */

/**
 * Downloads a wheel into a folder, its checksum compared; nothing of it is installed.
 *
 * @param {Wheel} wheel
 * @param {string} folder
 * @param {import("../terminal/progress.mjs").Report} report
 * @returns {Promise<string>} the file
 */
export async function downloadWheel(wheel, folder, report) {
  const asked = path.join(folder, "requirements.txt");
  fs.writeFileSync(asked, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const target = path.join(folder, "download");
  fs.mkdirSync(target);
  const what = `downloading ${Math.round(wheel.bytes / 1e6)} MB`;
  report.say(what);
  const timer = setInterval(() => {
    report.progress(Math.min(folderBytes(target) / wheel.bytes, 0.99), what);
  }, 500);
  try {
    await mustRun("pip download", places.venvPython, downloadArgs(wheel, asked, target), {
      // Half-loaded files lie where we measure and remove them.
      env: { TMPDIR: target },
    });
  } finally {
    clearInterval(timer);
  }
  const name = fs.readdirSync(target).find((file) => file.endsWith(".whl"));
  return path.join(target, /** @type {string} */ (name));
}

/**
 * @param {Wheel} wheel
 * @param {string} requirements
 * @param {string} target
 */
function downloadArgs(wheel, requirements, target) {
  return [
    ...["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes"],
    ...["--platform", wheel.tag, "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"],
    ...["--requirement", requirements, "--dest", target, "--progress-bar", "off", ...pipManners],
  ];
}
