import { onPath } from "./onPath.mjs";

/**
 * @typedef {object} Installable
 * @property {string} apt packages on Debian and Ubuntu
 * @property {string} dnf packages on Fedora
 * @property {string} mac the command on macOS
 * @property {string} otherwise a sentence for other systems
 */

/** @type {Record<"python" | "venv" | "compiler" | "openmp", Installable>} */
const installables = {
  python: {
    apt: "python3 python3-venv",
    dnf: "python3",
    mac: "brew install python",
    otherwise: "install Python 3.10 or newer from python.org",
  },
  venv: {
    apt: "python3-venv",
    dnf: "python3",
    mac: "brew install python",
    otherwise: "install a Python whose venv module is complete",
  },
  compiler: {
    apt: "g++",
    dnf: "gcc-c++",
    mac: "xcode-select --install",
    otherwise: "install a C++17 compiler (g++ or clang++)",
  },
  openmp: {
    apt: "libgomp1",
    dnf: "libgomp",
    mac: "brew install libomp",
    otherwise: "install OpenMP's library (libgomp or libomp)",
  },
};

/**
 * What a reader types to get something on this machine: `sudo apt install g++`.
 *
 * @param {keyof typeof installables} what
 */
export function howToInstall(what) {
  const { apt, dnf, mac, otherwise } = installables[what];
  if (process.platform === "darwin") return mac;
  if (process.platform !== "linux") return otherwise;
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  if (onPath(["apt-get"])) return `${sudo}apt install ${apt}`;
  if (onPath(["dnf"])) return `${sudo}dnf install ${dnf}`;
  return otherwise;
}
