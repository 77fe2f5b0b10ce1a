import fs from "node:fs";
import path from "node:path";
import { npm } from "../system/npm.mjs";
import { inRoot, places } from "../system/places.mjs";
import { folderBytes } from "../system/folderBytes.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError, causeIn, lastLines } from "../system/setupError.mjs";
import { readJson } from "../system/writeWhole.mjs";

/** Roughly what node_modules comes to, for the progress bar. */
const expectedBytes = 620e6;

/**
 * node_modules, exactly as package-lock.json says.
 *
 * @type {import("./steps.mjs").Step}
 */
export const packages = {
  title: "Node packages",
  isDone: async () => missingPackages().length === 0,
  async run(report) {
    report.say("npm ci");
    const timer = setInterval(() => {
      report.progress(Math.min(folderBytes(places.modules) / expectedBytes, 0.99));
    }, 1000);
    try {
      await install();
    } finally {
      clearInterval(timer);
    }
    return `${installed().length} packages, as package-lock.json says`;
  },
};

/**
 * @param {number} [attempt]
 * @returns {Promise<void>}
 */
async function install(attempt = 1) {
  const [command, ...args] = npm();
  const options = ["--ignore-scripts", "--loglevel=error"];
  const { code, output } = await runCommand(command, [...args, "ci", ...options]);
  // On a full disk npm has been seen to end with code 0 and half the packages.
  if (code === 0 && missingPackages().length === 0) return;
  // An npm whose set-up was killed may still be writing where this one removes.
  if (attempt === 1 && /ENOTEMPTY|EBUSY|ENOENT/.test(output)) return install(2);
  const left = missingPackages().length;
  throw new SetupError(
    `npm ci left ${left} packages out: ${causeIn(output) || `it ended with code ${code}`}`,
    {
      details: complaints(output),
      remedy: "check free disk space and the network (npm ping), then run this again",
    },
  );
}

/**
 * Packages of package-lock.json that are not installed in their version. npm writes its own list of what is
 * installed as the last thing it does, so an interrupted `npm ci` shows.
 */
export function missingPackages() {
  const wanted = readJson(inRoot("package-lock.json"))?.packages ?? {};
  const present = readJson(path.join(places.modules, ".package-lock.json"))?.packages ?? {};
  return Object.keys(wanted).filter((folder) => {
    if (folder === "" || wanted[folder].link) return false;
    if (wanted[folder].optional && !present[folder]) return false;
    return (
      present[folder]?.version !== wanted[folder].version || !fs.existsSync(inRoot(folder, "package.json"))
    );
  });
}

function installed() {
  return Object.keys(readJson(path.join(places.modules, ".package-lock.json"))?.packages ?? {});
}

/**
 * What npm says went wrong; its own help comes after it.
 *
 * @param {string} output
 */
function complaints(output) {
  const errors = output.split("\n").filter((line) => /^npm (error|ERR!) \S/.test(line));
  return errors.slice(0, 8).join("\n") || lastLines(output);
}
