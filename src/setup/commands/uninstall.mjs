import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { folderBytes } from "../system/folderBytes.mjs";
import { home, inRoot, isCheckout, places, userFolders } from "../system/places.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npx tsdescent uninstall [--dry-run] [--keep-history]",
  help: "Removes everything that set-up and the kernel made outside your notebooks' folders, and says what it was.",
  options: {
    "dry-run": { help: "only say what would be removed" },
    "keep-history": { help: "keep what was typed in notebooks and in the terminal" },
  },
  async run({ options }) {
    const isDry = options["dry-run"] === true;
    const made = [...kernels(), ...folders(), ...(options["keep-history"] ? [] : history())];
    const there = made.filter((place) => fs.existsSync(place));
    for (const place of there) remove(place, isDry);
    if (there.length === 0) console.log("nothing is left that set-up made");
    const rest = isCheckout ? "goes with its folder" : "goes with npm uninstall tsdescent";
    console.log(`your notebooks stay; the package itself ${rest}`);
    return 0;
  },
};

/** What set-up makes has its own folders in a home that somebody may have chosen, and which then holds other things too. */
function folders() {
  const ofHome = [places.venv, places.descent];
  if (isCheckout) return [...ofHome, places.dist];
  const { data, cache } = userFolders();
  const versions = namesIn(data).filter((name) => /^\d+\.\d+\.\d+/.test(name));
  return [...ofHome, ...versions.map((name) => path.join(data, name)), cache];
}

/** Kernelspecs of this package in this user's Jupyter, and those whose kernel is gone. */
function kernels() {
  const installer = inRoot("dist", "kernel", "jupyter", "install.js");
  if (!fs.existsSync(installer)) return [];
  /** @type {import("../../../kernel/jupyter/install.js").Installed[]} */
  const installed = createRequire(installer)(installer).listKernels();
  return installed
    .filter(({ main, works }) => !works || main.startsWith(places.dist))
    .map(({ folder }) => folder);
}

function history() {
  if (isCheckout) return [];
  const finder = inRoot("dist", "kernel", "jupyter", "historyPath.js");
  const folder = path.dirname(createRequire(finder)(finder).historyPath());
  return namesIn(folder)
    .filter((name) => name.includes("history"))
    .map((name) => path.join(folder, name));
}

/** @param {string} folder */
function namesIn(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/**
 * Removes a folder or a file; set-up's folder too when it held nothing else.
 *
 * @param {string} place
 * @param {boolean} isDry
 */
function remove(place, isDry) {
  const bytes = fs.statSync(place).isDirectory() ? folderBytes(place) : fs.statSync(place).size;
  console.log(`${isDry ? "would remove" : "removed"} ${place} (${(bytes / 1e6).toFixed(1)} MB)`);
  if (isDry) return;
  fs.rmSync(place, { recursive: true, force: true });
  for (const above of isCheckout ? [] : [home, path.dirname(home)]) {
    if (fs.existsSync(above) && namesIn(above).length === 0) fs.rmdirSync(above);
  }
}
