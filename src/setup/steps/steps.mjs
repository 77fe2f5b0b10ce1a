import { build } from "./build.mjs";
import { exporting } from "./export.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { links } from "./links.mjs";
import { packages } from "./packages.mjs";
import { python } from "./python.mjs";
import { ray } from "./ray.mjs";
import { tensorflow } from "./tensorflow.mjs";
import { xgboost } from "./xgboost.mjs";

/**
 * @typedef {object} SetupOptions
 * @property {"wheel" | "prebuilt" | "wasm" | "auto"} [backend] the backend to take; "auto" chooses anew
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

/**
 * What set-up does, in this order.
 *
 * @type {Step[]}
 */
export const steps = [packages, links, python, ray, tensorflow, xgboost, build, kernelspec, exporting];
