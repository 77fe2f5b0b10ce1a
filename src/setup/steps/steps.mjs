import { build } from "./build.mjs";
import { exporting } from "./export.mjs";
import { isCheckout } from "../system/places.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { links } from "./links.mjs";
import { packages } from "./packages.mjs";
import { python } from "./python.mjs";
import { ray } from "./ray.mjs";
import { tensorflow } from "./tensorflow.mjs";
import { xgboost } from "./xgboost.mjs";

/**
 * @typedef {object} SetupOptions
 * @property {"wheel" | "wasm" | "auto"} [backend] the backend to take; "auto" chooses anew
 * @property {boolean} [xgboost] whether to try again to get XGBoost
 * @property {string[]} [with] parts that are there only for those who ask: "ray"
 */

/**
 * One thing that a ready machine has. Steps may be interrupted anywhere and run again.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {(options: SetupOptions) => Promise<boolean>} isDone quick, and changes nothing
 * @property {(report: import("../terminal/progress.mjs").Report, options: SetupOptions) => Promise<string>} run resolves to what came of it
 */

const ofMachine = [python, ray, tensorflow, xgboost];
const ofJupyter = [kernelspec, exporting];

/**
 * What set-up does, in this order. An installed package has its packages, and is built.
 *
 * @type {Step[]}
 */
export const steps = isCheckout
  ? [packages, links, ...ofMachine, build, ...ofJupyter]
  : [...ofMachine, ...ofJupyter];
