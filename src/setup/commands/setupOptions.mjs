/**
 * Options of every command that sets up.
 *
 * @type {Record<string, import("../terminal/readArguments.mjs").Option>}
 */
export const setupOptions = {
  backend: {
    value: "NAME",
    choices: ["wheel", "wasm", "auto"],
    help: "which TensorFlow to take; auto chooses anew",
  },
  xgboost: { help: "try again to get XGBoost" },
};

/**
 * @param {import("../terminal/readArguments.mjs").Arguments} given
 * @returns {import("../steps/steps.mjs").SetupOptions}
 */
export function chosenIn({ options }) {
  return {
    backend: /** @type {import("../steps/steps.mjs").SetupOptions["backend"]} */ (options.backend),
    xgboost: Boolean(options.xgboost),
  };
}
