import { SetupError } from "../system/setupError.mjs";

/**
 * What `npm test` was asked for.
 *
 * @typedef {object} Words
 * @property {boolean} touched only the tests that the changed files concern
 * @property {boolean} every every combination, none of them drawn
 * @property {number | undefined} seed what is drawn; jest has it too
 * @property {boolean} named whether a file or a test may be named among jest's words: of those, all is run
 * @property {string[]} jest what is jest's, as it was given
 */

const switches = ["touched", "every"];

/**
 * Takes the words that are ours out of the arguments of `npm test`; all others are jest's.
 *
 * @param {string[]} args
 * @returns {Words}
 */
export function readWords(args) {
  /** @type {string[]} */
  const jest = [];
  /** @type {Record<string, boolean>} */
  const said = {};
  /** @type {number | undefined} */
  let seed;
  for (let at = 0; at < args.length; at++) {
    const [, name, value] = /^--([a-z]+)(?:=(.*))?$/s.exec(args[at]) ?? [];
    if (args[at] === "--") {
      jest.push(...args.slice(at));
      break;
    }
    if (name === "seed") seed = seedOf(value ?? args[++at]);
    else if (!switches.includes(name)) jest.push(args[at]);
    else if (value !== undefined) throw new SetupError(`--${name} takes no value, got ${value}`);
    else said[name] = true;
  }
  const named = jest.some((word) => !word.startsWith("-") || namesTests(word) || namesFiles(word));
  return { touched: !!said.touched, every: !!said.every, seed, named, jest };
}

/** @param {string | undefined} value */
function seedOf(value) {
  const seed = Number(value);
  const isSeed = !!value && Number.isInteger(seed) && Math.abs(seed) < 2 ** 31;
  if (isSeed) return seed;
  throw new SetupError(`--seed must be a whole number below 2^31, got ${value ?? "nothing"}`);
}

/**
 * Whether a word of jest's chooses tests by their names.
 *
 * @param {string} word
 */
export function namesTests(word) {
  return /^(-t|--testNamePattern)/.test(word);
}

/** @param {string} word */
function namesFiles(word) {
  return /^--testPathPatterns?=/.test(word);
}
