import { inRoot, places } from "../system/places.mjs";
import { runCommand } from "../system/runCommand.mjs";
import { SetupError, lastLines } from "../system/setupError.mjs";
import { withParent } from "../system/withParent.mjs";

/**
 * Runs one of the Python scripts beside this file, which takes JSON and tells one JSON event a line.
 *
 * @param {string} script its file name
 * @param {object} asked
 * @param {(event: Record<string, any>) => void} onEvent
 * @param {NodeJS.ProcessEnv} [env] added to this process's environment
 * @returns {Promise<number>} the exit code, when the script told anything
 * @throws SetupError when it ended with an error before its first event
 */
export async function pythonEvents(script, asked, onEvent, env = {}) {
  let told = false;
  const args = withParent(inRoot("src", "setup", "commands", script), JSON.stringify(asked));
  const { code, output } = await runCommand(places.venvPython, args, {
    env,
    onLine(line) {
      if (!line.startsWith('{"')) return;
      told = true;
      onEvent(JSON.parse(line));
    },
  });
  if (code === 0 || told) return code;
  throw new SetupError(`${script} ended early`, { details: lastLines(output) });
}
