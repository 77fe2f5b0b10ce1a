import { nearest } from "./nearest.mjs";
import { SetupError } from "../system/setupError.mjs";

/**
 * One option of a command.
 *
 * @typedef {object} Option
 * @property {string} [value] what its value is called in the help: "PORT"; without it, the option is a switch
 * @property {string[]} [choices] the values that it takes
 * @property {(value: string) => boolean} [accepts]
 * @property {string} help a line for `--help`
 */

/**
 * @typedef {object} Arguments
 * @property {Record<string, string | boolean | undefined>} options by name: "no-browser"
 * @property {string[]} positionals
 */

/**
 * Reads a command's arguments: `--port 9000`, `--port=9000`, `--no-browser`, and what has no dashes.
 *
 * @param {string[]} given
 * @param {Record<string, Option>} known
 * @returns {Arguments}
 * @throws SetupError on an option or a value that is not known, with the nearest one that is
 */
export function readArguments(given, known) {
  /** @type {Arguments} */
  const read = { options: {}, positionals: [] };
  for (let i = 0; i < given.length; i++) {
    if (!given[i].startsWith("-")) {
      read.positionals.push(given[i]);
      continue;
    }
    const [, name, inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(given[i]) ?? [given[i], given[i]];
    const option = optionNamed(name, known);
    if (!option.value) read.options[name] = switchedOn(name, inline);
    else read.options[name] = checked(name, inline ?? given[++i], option);
  }
  return read;
}

/**
 * @param {string} name
 * @param {Record<string, Option>} known
 */
function optionNamed(name, known) {
  if (Object.hasOwn(known, name)) return known[name];
  const near = nearest(name, Object.keys(known));
  const hint = near ? `did you mean --${near}?` : `options are ${listed(Object.keys(known)) || "none"}`;
  throw new SetupError(`there is no option --${name}; ${hint}`);
}

/**
 * @param {string} name
 * @param {string | undefined} inline
 */
function switchedOn(name, inline) {
  if (inline !== undefined) throw new SetupError(`--${name} takes no value, got ${inline}`);
  return true;
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {Option} option
 */
function checked(name, value, { value: called, choices, accepts }) {
  if (value === undefined || value === "")
    throw new SetupError(`--${name} needs a value: --${name} ${called}`);
  if (choices && !choices.includes(value)) {
    const near = nearest(value, choices);
    const hint = near ? `; did you mean ${near}?` : "";
    throw new SetupError(`--${name} must be ${choices.join(", ")}, got ${value}${hint}`);
  }
  if (accepts && !accepts(value)) throw new SetupError(`--${name} must be ${called}, got ${value}`);
  return value;
}

/** @param {string[]} names */
function listed(names) {
  return names.map((name) => `--${name}`).join(", ");
}
