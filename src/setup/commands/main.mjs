import process from "node:process";
import { isCheckout, readVersion } from "../system/places.mjs";
import { endWithNpm } from "../system/atExit.mjs";
import { nearest } from "../terminal/nearest.mjs";
import { readArguments } from "../terminal/readArguments.mjs";
import { refusal, SetupError } from "../system/setupError.mjs";
import { terminalOf } from "../terminal/terminal.mjs";

/**
 * One command of `tsdescent`, `npm start` and `npm run`.
 *
 * @typedef {object} Command
 * @property {string} usage
 * @property {string} help what it does, in a line or two
 * @property {Record<string, import("../terminal/readArguments.mjs").Option>} options
 * @property {boolean} [passesOn] arguments are another program's: they are handed on unread
 * @property {string} [takes] what it takes without dashes; without this, nothing
 * @property {(given: import("../terminal/readArguments.mjs").Arguments, raw: string[]) => Promise<number>} run resolves to the exit code
 */

/** @type {Record<string, () => Promise<{command: Command}>>} */
const ofUsers = {
  start: () => import("./start.mjs"),
  setup: () => import("./setup.mjs"),
  status: () => import("./status.mjs"),
  new: () => import("./new.mjs"),
  run: () => import("./notebook.mjs"),
  repl: () => import("./repl.mjs"),
  kernel: () => import("./kernel.mjs"),
  uninstall: () => import("./uninstall.mjs"),
};

/** @type {Record<string, () => Promise<{command: Command}>>} */
const ofMakers = {
  test: () => import("./test.mjs"),
  check: () => import("./check.mjs"),
  notebook: () => import("./notebook.mjs"),
  notebooks: () => import("./notebooks.mjs"),
  site: () => import("./site.mjs"),
};

const commands = isCheckout ? { ...ofUsers, ...ofMakers } : ofUsers;

const { paint } = terminalOf(process.stderr);

/**
 * Runs the command that the arguments name, and sets the exit code.
 *
 * @param {string[]} args
 */
export async function main([name = "--help", ...given]) {
  endWithNpm();
  try {
    process.exitCode = await perform(name, given);
  } catch (error) {
    showError(error);
    process.exitCode = 1;
  }
}

/**
 * @param {string} name
 * @param {string[]} given
 */
async function perform(name, given) {
  if (name === "--help" || name === "help" || name === "-h") return showCommands();
  if (name === "--version" || name === "version" || name === "-v") return showVersion();
  if (!Object.hasOwn(commands, name)) throw unknown(name);
  const { command } = await commands[name]();
  if (given.includes("--help") || given.includes("-h")) return showHelp(command);
  if (command.passesOn) return command.run({ options: {}, positionals: [] }, given);
  const read = readArguments(given, command.options);
  if (!command.takes && read.positionals.length) {
    throw new SetupError(`${name} takes no ${read.positionals[0]}`, { remedy: command.usage });
  }
  return command.run(read, given);
}

/** @param {string} name */
function unknown(name) {
  const near = nearest(name, Object.keys(commands));
  const hint = near ? `did you mean ${near}?` : `commands are ${Object.keys(commands).join(", ")}`;
  return new SetupError(`there is no command ${name}; ${hint}`);
}

function showVersion() {
  console.log(readVersion());
  return 0;
}

async function showCommands() {
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load();
    console.log(`${name.padEnd(10)} ${command.help.split("\n")[0]}`);
  }
  return 0;
}

/** @param {Command} command */
function showHelp({ usage, help, options }) {
  const line = isCheckout ? usage : usage.replace(/^npm (?:run )?([a-z]+)(?: --)?/, "npx tsdescent $1");
  console.log(`${line}\n\n${help}\n`);
  for (const [name, { value, choices, help: line }] of Object.entries(options)) {
    const called = value ? ` ${choices ? choices.join("|") : value}` : "";
    console.log(`  --${name}${called}`.padEnd(38), line);
  }
  return 0;
}

/**
 * What the system refuses is a sentence too.
 *
 * @param {unknown} error
 */
function showError(error) {
  const refused = error instanceof SetupError ? error : refusal(error);
  if (!refused) {
    console.error(error);
    return;
  }
  showRefusal(refused);
}

/** @param {SetupError} error */
function showRefusal(error) {
  console.error(`${paint("red", "✘")} ${error.message}`);
  if (error.details) console.error(paint("dim", error.details.replace(/^/gm, "  │ ")));
  if (error.remedy) console.error(`  ${paint("yellow", "→")} ${error.remedy}`);
}
