import { inRoot } from "./places.mjs";

/**
 * What to call Python with for a module, or a script, that ends with this process, however that ends.
 *
 * @param {string} target a module's name or a script's path
 * @param {string[]} args
 * @returns {string[]}
 */
export function withParent(target, ...args) {
  return [inRoot("src", "setup", "system", "withParent.py"), String(process.pid), target, ...args];
}
