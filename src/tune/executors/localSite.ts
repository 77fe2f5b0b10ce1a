import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  type Connection,
  type ConnectionListener,
  type Site,
  onLines,
  decode,
  encode,
  isMessage,
} from "./protocol";
import { packagePath } from "../../core/index";

/** Worker processes of this machine. */
export class LocalSite implements Site {
  readonly ready = Promise.resolve();
  readonly startTimeoutSeconds = 120;
  readonly count: number;
  private readonly threads: number;
  private readonly children = new Set<ChildProcess>();

  constructor({ count, threads }: { count: number; threads: number }) {
    this.count = count;
    this.threads = threads;
  }

  /** Starts a process. */
  connect(_: number, listener: ConnectionListener): Connection {
    const env = { ...process.env, ...workerEnvironment(this.threads) };
    const child = spawn(process.execPath, [workerProgram()], { env, stdio: ["pipe", "pipe", "inherit"] });
    this.children.add(child);
    const closed = (reason: string) => {
      this.children.delete(child);
      listener.closed(reason);
    };
    onLines(child.stdout, (line) => {
      if (isMessage(line)) listener.message(decode(line));
      else if (line !== "") process.stderr.write(`${line}\n`);
    });
    child.once("error", (error) => closed(`its process did not start: ${error.message}`));
    child.once("close", (code, signal) => closed(`its process ended (${signal ?? `code ${code}`})`));
    // What is written to a process that has just died is lost with it.
    child.stdin.on("error", () => {});
    return {
      send: (message) => void child.stdin.write(`${encode(message)}\n`),
      kill: () => void child.kill("SIGKILL"),
    };
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    const ended = [...this.children].map((child) => once(child, "close"));
    for (const child of this.children) child.kill("SIGKILL");
    await Promise.all(ended);
  }
}

/** The compiled program that each worker process runs, from the folder of this package. */
export const workerFile = "dist/src/tune/executors/worker/worker.js";

/** Its path on this machine. */
export function workerProgram(): string {
  return packagePath(workerFile);
}

/** Environment that divides the cores: TensorFlow's threads, and those of libraries with OpenMP. */
export function workerEnvironment(threads: number): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_NUM_INTEROP_THREADS: `${threads}`,
    OMP_NUM_THREADS: `${threads}`,
  };
}
