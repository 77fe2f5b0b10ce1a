import process from "node:process";
import { endFirst } from "./atExit.mjs";

/**
 * Waits for a program that has the terminal. A typed Ctrl-C reaches it by itself, and it may ask before it ends.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>}
 */
export function attended(child) {
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGTERM" ? 143 : 1)));
  });
  endFirst({ signal: (signal) => child.kill(signal), ended });
  if (process.stdin.isTTY) process.removeAllListeners("SIGINT").on("SIGINT", () => {});
  return ended;
}
