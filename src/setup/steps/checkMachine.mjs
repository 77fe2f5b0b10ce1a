import { findPython } from "./findPython.mjs";
import { SetupError } from "../system/setupError.mjs";

/**
 * Is this a machine that set-up can work on? Asked before the first step that has something to do.
 *
 * @returns {Promise<string>} what was found
 * @throws SetupError that says what to install
 */
export async function checkMachine() {
  requireSystem();
  const python = await findPython();
  return `Node ${process.versions.node} · Python ${python.version} · ${process.platform} ${process.arch}`;
}

function requireSystem() {
  if (process.platform !== "win32") return;
  throw new SetupError("tsdescent runs on Linux and macOS; this is Windows", {
    remedy: "use it inside WSL: wsl --install, then clone and run it there",
  });
}
