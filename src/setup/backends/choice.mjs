import { places } from "../system/places.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

/**
 * A backend that was not taken.
 *
 * @typedef {{backend: string, reason: string, remedy: string}} PassedOver
 */

/**
 * What set-up tells the library (CONTRIBUTING.md, "Set-up tells the library").
 *
 * @typedef {object} Choice
 * @property {"wheel" | "wasm"} backend
 * @property {string} version of TensorFlow, or of the WebAssembly package
 * @property {PassedOver[]} passedOver better ones, the best first
 * @property {string} [native] the folder of the library and its binding, from the home folder on
 */

/**
 * The choice of the last set-up, or null.
 *
 * @returns {Choice | null}
 */
export function readChoice() {
  const choice = readJson(places.choice);
  return choice && typeof choice.backend === "string" && Array.isArray(choice.passedOver) ? choice : null;
}

/** @param {Choice} choice */
export function writeChoice(choice) {
  writeWhole(places.choice, `${JSON.stringify(choice, null, 2)}\n`);
}
