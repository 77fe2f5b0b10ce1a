import { wasm } from "./wasm.mjs";
import { wheel } from "./wheel.mjs";

/**
 * What must hold before a backend is worth trying.
 *
 * @typedef {object} Requirement
 * @property {string} reason what is wrong when it does not hold
 * @property {string} remedy what to do about it; empty when nothing can be done
 * @property {() => Promise<boolean>} holds
 */

/**
 * One way to get TensorFlow onto this machine.
 *
 * @typedef {object} Backend
 * @property {"wheel" | "wasm"} name
 * @property {string} title
 * @property {Requirement[]} requirements
 * @property {() => string | null} folder where its native files lie once installed; null when it has none
 * @property {(report: import("../terminal/progress.mjs").Report) => Promise<void>} install makes that folder, whole or not at all
 */

/** The backends, the best first. */
export const backends = [wheel, wasm];

/**
 * The first requirement that does not hold here, or null.
 *
 * @param {Backend} backend
 */
export async function unmet(backend) {
  for (const requirement of backend.requirements) {
    if (!(await requirement.holds())) return requirement;
  }
  return null;
}
