import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { homePath, packagePath } from "../../core/index";
import type { CheckedRayOptions } from "./rayOptions";
import { workerEnvironment, workerFile } from "./localSite";

/** What rayShim.py is told, one JSON object a line. */
export type ToShim =
  | { type: "open"; id: number; slot: number }
  | { type: "send"; id: number; line: string }
  | { type: "kill"; id: number };

/** What rayShim.py says, one JSON object a line. */
export type FromShim =
  | { type: "up"; count: number }
  | { type: "failed"; reason: string }
  | { type: "line"; id: number; line: string }
  | { type: "closed"; id: number; reason: string };

/** Starts the Python process that speaks to Ray, with the Python that set-up made. */
export function startRayShim(options: CheckedRayOptions): ChildProcess {
  const { address, workers, cpusPerTrial, checkout } = options;
  const here = Math.max(1, Math.floor(availableParallelism() / 2 / cpusPerTrial));
  const asked = {
    address: address ?? null,
    workers: workers ?? (address === undefined ? here : null),
    cpusPerTrial,
    worker: {
      checkout,
      program: workerFile,
      node: process.execPath,
      environment: workerEnvironment(cpusPerTrial),
    },
  };
  const env = { ...process.env, ...(address === undefined && localEnvironment()) };
  const script = packagePath("src/tune/executors/rayShim.py");
  // A group of its own: an interrupt from the terminal is for the study.
  return spawn(venvPython(), ["-u", script, JSON.stringify(asked)], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
    detached: process.platform !== "win32",
  });
}

/** A local cluster listens on all of the machine's addresses: only who knows the token is heard. */
function localEnvironment(): Record<string, string> {
  return {
    RAY_AUTH_MODE: "token",
    RAY_AUTH_TOKEN: randomBytes(32).toString("hex"),
    RAY_USAGE_STATS_ENABLED: "0",
  };
}

function venvPython(): string {
  return homePath(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python");
}

/** Ray that is missing, or does not answer. */
export class RayError extends Error {
  override name = "RayError";
}

/** The error for what rayShim.py, or the attempt to start it, came to. */
export function rayError(address: string | undefined, got: string): RayError {
  if (/No module named 'ray'|ENOENT/.test(got))
    return new RayError(
      'ray: Ray must be installed, got none in .venv; run "npx tsdescent setup --with ray"',
    );
  if (address === undefined) return new RayError(`ray: a local cluster must start, got ${got}`);
  const remedy = "check that the cluster runs, and that this process runs on one of its nodes";
  return new RayError(`ray: the cluster at ${address} must answer, got ${got}; ${remedy}`);
}
