import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import path from "node:path";
import { peerPython } from "./peers.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const python = path.join(root, ".venv/bin/python");

/** The argv of each kernel; `{connection_file}` is filled in by the client. */
export const KERNELS = {
  tsdescent: [process.execPath, path.join(root, "dist/kernel/jupyter/main.js"), "-f", "{connection_file}"],
  ipykernel: [peerPython, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
  tslab: [
    process.execPath,
    path.join(root, "node_modules/tslab/bin/tslab"),
    "kernel",
    "--config-path={connection_file}",
  ],
  deno: [
    path.join(root, ".descent/peers/node_modules/.bin/deno"),
    "jupyter",
    "--kernel",
    "--conn={connection_file}",
  ],
};

/** A Python process that speaks the Jupyter protocol to any kernel, one JSON command at a time. */
export class KernelClient {
  #process = spawn(python, [path.join(import.meta.dirname, "kernel_client.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  #answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  /**
   * @param {Record<string, unknown>} command see kernel_client.py
   * @returns {Promise<any>}
   */
  async ask(command) {
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("the kernel client ended");
    const answer = JSON.parse(value);
    if (answer.failed || answer.error) throw new Error(answer.failed ?? answer.error);
    return answer;
  }

  /** @param {keyof typeof KERNELS} name @param {string} [code] to run at once */
  start(name, code) {
    return this.ask({ start: name, argv: KERNELS[name], cwd: path.join(root, "notebooks"), code });
  }

  close() {
    this.#process.stdin.end();
    return new Promise((resolve) => this.#process.once("exit", resolve));
  }
}
