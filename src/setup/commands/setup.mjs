import { readChoice } from "../backends/choice.mjs";
import { setUp } from "../steps/setUp.mjs";
import { chosenIn, setupOptions } from "./setupOptions.mjs";
import { duration, terminalOf } from "../terminal/terminal.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm run setup -- [--backend wheel|wasm|auto] [--xgboost] [--with ray]",
  help: "Sets up whatever is missing, and asks nothing. Run again, it changes nothing.",
  options: {
    ...setupOptions,
    with: { value: "PART", choices: ["ray"], help: "a part that few need: Ray, for tuning on a cluster" },
  },
  async run(given) {
    const started = performance.now();
    const parts = given.options.with ? [String(given.options.with)] : [];
    const count = await setUp({ ...chosenIn(given), with: parts });
    showResult(count, performance.now() - started);
    return 0;
  },
};

/**
 * One line for "all there", and what was passed over with what to do about it.
 *
 * @param {number} count steps that had something to do
 * @param {number} tookMs
 */
function showResult(count, tookMs) {
  const { paint } = terminalOf();
  const choice = readChoice();
  const what = count ? `Ready in ${duration(tookMs)}` : "Everything is set up";
  console.log(`${paint("green", "✔")} ${what}: TensorFlow ${choice?.version} (${choice?.backend})`);
  for (const { backend, reason, remedy } of count ? (choice?.passedOver ?? []) : []) {
    console.log(`  ${paint("yellow", "·")} ${backend} was passed over: ${reason}`);
    if (remedy) console.log(`    ${paint("yellow", "→")} ${remedy}`);
  }
}
