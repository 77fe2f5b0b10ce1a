import { spawn } from "node:child_process";
import { endFirst, isInterrupted } from "./atExit.mjs";
import { root } from "./places.mjs";
import { SetupError, causeIn, lastLines } from "./setupError.mjs";

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd] the checkout's folder if not said
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {(line: string) => void} [onLine] hears each line of output
 * @property {number} [timeoutMs] after this long the command is ended
 */

/**
 * Runs a command to its end, its output captured; ended with this process, its children too.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{code: number, output: string}>} code 127 when there is no such command, 124 when it ran too long
 */
export async function runCommand(command, args, { cwd = root, env = {}, onLine = () => {}, timeoutMs } = {}) {
  // A group of its own, so that a command is ended together with what it started.
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const lines = collectLines(child, onLine);
  const closed = codeOf(child, lines);
  endFirst({ signal: (signal) => signalGroup(child, signal), ended: closed });
  let isLate = false;
  const late = () => ((isLate = true), signalGroup(child, "SIGKILL"));
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  const code = await closed;
  clearTimeout(timer);
  if (isInterrupted()) await new Promise(() => {});
  return { code: isLate ? 124 : code, output: lines.join("\n") };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string[]} lines
 * @returns {Promise<number>}
 */
function codeOf(child, lines) {
  return new Promise((resolve) => {
    child.on("error", (error) => {
      lines.push(error.message);
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a command that must succeed, and returns its output.
 *
 * @param {string} what what the command does, for the error: "npm ci"
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions & {remedy?: string}} [options]
 */
export async function mustRun(what, command, args, { remedy, ...options } = {}) {
  const { code, output } = await runCommand(command, args, options);
  if (code === 0) return output;
  const how = code === 124 ? "took too long" : `ended with code ${code}`;
  throw new SetupError(`${what} ${how}: ${causeIn(output)}`, { remedy, details: lastLines(output) });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {(line: string) => void} onLine
 */
function collectLines(child, onLine) {
  /** @type {string[]} */
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (text) => {
      const parts = (rest + text).split(/\r?\n|\r/);
      rest = parts.pop() ?? "";
      for (const line of parts) {
        lines.push(line);
        onLine(line);
      }
    });
    stream?.on("end", () => rest !== "" && lines.push(rest));
  }
  return lines;
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}
