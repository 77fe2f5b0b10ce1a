import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = path.resolve(fileURLToPath(new URL("../../..", import.meta.url)));

const onWindows = process.platform === "win32";

/**
 * A path inside the checkout.
 *
 * @param {...string} parts
 */
export function inRoot(...parts) {
  return path.join(root, ...parts);
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
  descent: inRoot(".descent"),
  temporary: inRoot(".descent", "tmp"),
  choice: inRoot(".descent", "backend.json"),
  xgboost: inRoot(".descent", "xgboost.json"),
  xgboostFolder: inRoot(".descent", "xgboost"),
  native: inRoot(".descent", "native"),
  modules: inRoot("node_modules"),
  tfjsNode: inRoot("node_modules", "@tensorflow", "tfjs-node"),
  venv: inRoot(".venv"),
  venvPython: inRoot(".venv", ...(onWindows ? ["Scripts", "python.exe"] : ["bin", "python"])),
  kernelspec: inRoot(".venv", "share", "jupyter", "kernels", "descent", "kernel.json"),
  dist: inRoot("dist"),
  notebooks: inRoot("notebooks"),
  site: inRoot("dist", "site"),
};
