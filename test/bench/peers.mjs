import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Where the peers are installed. */
export const home = path.resolve(import.meta.dirname, "../../.descent/peers");

/** The Python of the peers' own virtual environment. */
export const peerPython = path.join(home, "venv/bin/python");

/**
 * Installs the peers that are missing: Deno from npm, Python's libraries from PyPI, all pinned, into `.descent/peers`.
 *
 * @param {(line: string) => void} say
 * @param {"notebook" | "training" | "samplers" | "classic" | "figures"} side which peers: those of the kernel, of training, of tuning, …
 */
export function installPeers(say, side = "notebook") {
  mkdirSync(home, { recursive: true });
  if (side === "notebook" && !existsSync(path.join(home, "node_modules/.bin/deno"))) {
    say("installing Deno");
    // Without --ignore-scripts=false the wrapper package would not link its binary.
    run("npm", ["install", "--prefix", home, "--ignore-scripts=false", "--no-save", "deno@2.9.6"]);
  }
  if (side === "figures" && !existsSync(path.join(home, "node_modules/@tensorflow/tfjs-vis"))) {
    say("installing tfjs-vis");
    run("npm", [
      "install",
      "--prefix",
      home,
      "--no-save",
      "--legacy-peer-deps",
      "@tensorflow/tfjs-vis@1.5.1",
    ]);
  }
  if (!existsSync(peerPython)) run("python3", ["-m", "venv", path.join(home, "venv")]);
  say("installing Python's libraries (seconds when they are there)");
  run(peerPython, [
    "-m",
    "pip",
    "install",
    "-q",
    "-r",
    path.join(import.meta.dirname, `requirements-${side}.txt`),
  ]);
}

/** @param {string} command @param {string[]} argv */
function run(command, argv) {
  execFileSync(command, argv, { stdio: ["ignore", "ignore", "inherit"] });
}
