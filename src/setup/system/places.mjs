import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The folder of the package: a clone, or where npm installed it. */
export const root = path.resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** Whether that is a clone, which builds itself and keeps what it makes inside; npm's copy is only read. */
export const isCheckout = fs.existsSync(path.join(root, "tsconfig.build.json"));

/** The folder of what set-up makes; the library asks for it in src/core/packagePath.ts. */
export const home = process.env.TSDESCENT_HOME
  ? path.resolve(process.env.TSDESCENT_HOME)
  : isCheckout
    ? root
    : path.join(userFolders().data, readVersion());

const onWindows = process.platform === "win32";

/**
 * A path inside the package.
 *
 * @param {...string} parts
 */
export function inRoot(...parts) {
  return path.join(root, ...parts);
}

/**
 * A path inside the folder of what set-up makes.
 *
 * @param {...string} parts
 */
export function inHome(...parts) {
  return path.join(home, ...parts);
}

/**
 * A path from the checkout's folder on, with slashes on every system.
 *
 * @param {string} file
 */
export function fromRoot(file) {
  return path.relative(root, file).split(path.sep).join("/");
}

/** What set-up and the commands read and write. */
export const places = {
  descent: inHome(".descent"),
  temporary: inHome(".descent", "tmp"),
  choice: inHome(".descent", "backend.json"),
  xgboost: inHome(".descent", "xgboost.json"),
  xgboostFolder: inHome(".descent", "xgboost"),
  native: inHome(".descent", "native"),
  modules: inRoot("node_modules"),
  venv: inHome(".venv"),
  venvPython: inHome(".venv", ...(onWindows ? ["Scripts", "python.exe"] : ["bin", "python"])),
  kernelspec: inHome(".venv", "share", "jupyter", "kernels", "descent", "kernel.json"),
  dist: inRoot("dist"),
  notebooks: inRoot("notebooks"),
  site: inRoot("dist", "site"),
};

/**
 * Where a package lies that this one depends on: npm puts it beside, or above.
 *
 * @param {string} name
 */
export function packageFolder(name) {
  for (let at = root; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", name);
    if (fs.existsSync(folder) || at === path.dirname(at)) return folder;
  }
}

/** Where the command was typed; npm runs scripts elsewhere. */
export function typedIn() {
  return process.env.INIT_CWD ?? process.cwd();
}

/**
 * What a reader types for a command: `npm run setup -- --xgboost` in a clone, `npx tsdescent setup --xgboost` elsewhere.
 *
 * @param {string} command
 * @param {string} [options]
 */
export function typed(command, options = "") {
  const separator = options && " -- ";
  return isCheckout
    ? `npm run ${command}${separator}${options}`
    : `npx tsdescent ${command} ${options}`.trim();
}

/** This user's folders for programs' data and caches. */
export function userFolders() {
  // A clone has no packages before its first set-up.
  const envPaths = createRequire(import.meta.url)("env-paths");
  return /** @type {{data: string, cache: string}} */ (envPaths("tsdescent", { suffix: "" }));
}

/** @returns {string} */
export function readVersion() {
  return JSON.parse(fs.readFileSync(inRoot("package.json"), "utf8")).version;
}
