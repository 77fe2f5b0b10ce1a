import process from "node:process";

/**
 * The npm that runs us, with this very Node; else the one on PATH.
 *
 * @returns {string[]} a command and its first arguments
 */
export function npm() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script) ? [process.execPath, script] : ["npm"];
}
