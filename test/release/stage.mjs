import fs from "node:fs";
import path from "node:path";
import { withoutOutputs } from "../../src/setup/course/notebookFile.mjs";
import { npm } from "../../src/setup/system/npm.mjs";
import { inRoot } from "../../src/setup/system/places.mjs";
import { mustRun } from "../../src/setup/system/runCommand.mjs";
import { bundleLibrary } from "./bundleLibrary.mjs";
import { rollDeclarations } from "./rollDeclarations.mjs";

/** What makers alone need of package.json. */
const ofMakers = ["private", "scripts", "devDependencies", "overrides"];

/** Where programs of ours, and of the library's own workers, begin, beside what package.json exports. */
const programs = ["tune/executors/worker/worker", "tune/executors/worker/thread", "plot/render/svgPdf"];

/**
 * Puts the package together as it is published: what `files` of package.json lists, the library's modules in one file, its
 * declarations in few, and notebooks in which nothing has run.
 *
 * @param {string} folder is made anew
 */
export async function stage(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  const manifest = JSON.parse(fs.readFileSync(inRoot("package.json"), "utf8"));
  for (const file of await listed()) {
    if (!file.startsWith("dist/src/")) copy(file, path.join(folder, file));
  }
  const exported = exportedModules(manifest);
  const to = path.join(folder, "dist", "src");
  await bundleLibrary({ exported, programs }, to);
  await rollDeclarations(exported, to);
  const published = Object.fromEntries(Object.entries(manifest).filter(([name]) => !ofMakers.includes(name)));
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
}

/** @returns {Promise<string[]>} */
async function listed() {
  const [command, ...args] = npm();
  const output = await mustRun("npm pack", command, [
    ...args,
    "pack",
    "--dry-run",
    "--json",
    "--ignore-scripts",
  ]);
  const told = JSON.parse(output.slice(output.search(/^[[{]/m)));
  const [{ files }] = Object.values(told);
  return files.map((/** @type {{path: string}} */ { path: file }) => file);
}

/**
 * The modules that package.json exports, from dist/src on, without endings.
 *
 * @param {{exports: Record<string, string | {default: string}>}} manifest
 */
function exportedModules({ exports }) {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : [target.default],
  );
  return targets.map((target) => target.replace("./dist/src/", "").replace(/\.js$/, ""));
}

/**
 * @param {string} file
 * @param {string} to
 */
function copy(file, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (!file.endsWith(".ipynb")) return fs.copyFileSync(inRoot(file), to);
  fs.writeFileSync(to, withoutOutputs(fs.readFileSync(inRoot(file), "utf8")));
}
