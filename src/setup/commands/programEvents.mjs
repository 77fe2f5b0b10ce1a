import path from "node:path";
import process from "node:process";
import { inRoot, places } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError, lastLines } from "../system/setupError.mjs";
import { withParent } from "../system/withParent.mjs";

/** @typedef {(event: Record<string, any>) => void} Hear */

/**
 * Runs one of the Python scripts beside this file, which takes JSON and tells one JSON event a line.
 *
 * @param {string} script its file name
 * @param {object} asked
 * @param {Hear} [hear]
 * @param {NodeJS.ProcessEnv} [env] added to this process's environment
 * @returns {Promise<number>} the exit code, when the script told anything
 * @throws SetupError when it ended with an error before its first event
 */
export function pythonEvents(script, asked, hear, env) {
  const args = withParent(inRoot("src", "setup", "commands", script), JSON.stringify(asked));
  return eventsOf(script, places.venvPython, args, hear, env);
}

/**
 * Runs one of the kernel's clients, which does the same.
 *
 * @param {string} client its folder
 * @param {object} asked
 * @param {Hear} [hear]
 * @returns {Promise<number>}
 * @throws SetupError when it ended with an error before its first event
 */
export function clientEvents(client, asked, hear) {
  const program = path.join(places.dist, "kernel", "clients", client, "main.js");
  return eventsOf(`the kernel's ${client}`, process.execPath, [program, JSON.stringify(asked)], hear);
}

/**
 * @param {string} name
 * @param {string} program
 * @param {string[]} args
 * @param {Hear} [hear]
 * @param {NodeJS.ProcessEnv} [env]
 */
async function eventsOf(name, program, args, hear = () => {}, env = {}) {
  let told = false;
  const { code, output } = await runCommand(program, args, {
    env,
    onLine(line) {
      if (!line.startsWith('{"')) return;
      told = true;
      hear(JSON.parse(line));
    },
  });
  if (code === 0 || told) return code;
  throw new SetupError(`${name} ended early`, { details: lastLines(output) });
}
