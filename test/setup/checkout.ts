import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

const native = path.join(root, ".descent", "native");

/** Whether this checkout has a native TensorFlow that `Checkout.linkNative` can give. */
export const hasNative = fs.existsSync(native);

/** What a command came to. */
export interface Outcome {
  code: number;
  output: string;
}

/**
 * A checkout of its own to break: set-up's real code, this checkout's packages and Python environment by links,
 * and a copy of tfjs-node, whose folder set-up writes to.
 */
export class Checkout {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tsdescent-setup-")));

  constructor() {
    for (const file of ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"]) {
      fs.copyFileSync(path.join(root, file), this.path(file));
    }
    fs.cpSync(path.join(root, "src", "setup"), this.path("src/setup"), { recursive: true });
    fs.writeFileSync(this.path("src/index.ts"), "export const answer = 42;\n");
    fs.mkdirSync(this.path("kernel/jupyter"), { recursive: true });
    for (const file of ["kernel/jupyter/install.ts", "kernel/jupyter/historyPath.ts"])
      fs.copyFileSync(path.join(root, file), this.path(file));
    fs.cpSync(path.join(root, "kernel", "jupyter", "logo"), this.path("kernel/jupyter/logo"), {
      recursive: true,
    });
    fs.writeFileSync(this.path("kernel/jupyter/main.ts"), "export {};\n");
    this.linkModules();
  }

  /** A path inside it. */
  path(inside: string): string {
    return path.join(this.folder, inside);
  }

  read(inside: string): string {
    return fs.readFileSync(this.path(inside), "utf8");
  }

  /** Gives it a Python environment with this checkout's packages; what is installed into it stays in it. */
  linkVenv(): void {
    const from = path.join(root, ".venv");
    fs.mkdirSync(this.path(".venv"));
    for (const part of ["bin", "lib"]) fs.symlinkSync(path.join(from, part), this.path(`.venv/${part}`));
    fs.copyFileSync(path.join(from, "pyvenv.cfg"), this.path(".venv/pyvenv.cfg"));
    const { pins } = JSON.parse(fs.readFileSync(path.join(from, ".descent.json"), "utf8"));
    fs.writeFileSync(this.path(".venv/.descent.json"), JSON.stringify({ pins, folder: this.path(".venv") }));
  }

  /** Leaves types unchecked when it compiles: for tests that are about something else. */
  compileQuickly(): void {
    const options = { extends: "./tsconfig.checked.json", compilerOptions: { noCheck: true } };
    fs.renameSync(this.path("tsconfig.build.json"), this.path("tsconfig.checked.json"));
    fs.writeFileSync(this.path("tsconfig.build.json"), JSON.stringify(options));
  }

  /** Gives it this checkout's native TensorFlow as if it had been loaded here. */
  linkNative(): void {
    // Hard links: what set-up removes here stays there.
    for (const file of fs.readdirSync(native, { recursive: true, encoding: "utf8" })) {
      const from = path.join(native, file);
      const to = this.path(`.descent/native/${file}`);
      if (fs.statSync(from).isDirectory()) fs.mkdirSync(to, { recursive: true });
      else linkOrCopy(from, to);
    }
  }

  /** Runs a command of tsdescent in it. */
  async run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return this.start(args, env).ended;
  }

  /** Starts a command of tsdescent in it, in a process group of its own. */
  start(args: string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [this.path("src/setup/tsdescent.mjs"), ...args], {
      cwd: this.folder,
      env: {
        ...process.env,
        INIT_CWD: this.folder,
        npm_lifecycle_event: "",
        NODE_OPTIONS: "",
        NO_COLOR: "1",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    const ended = once(child, "close").then(([code]): Outcome => ({ code: code ?? -1, output }));
    return { child, ended, output: () => output };
  }

  /** Names, sizes and times of what set-up made: equal before and after a run that changed nothing. */
  snapshot(): string[] {
    const made = [".descent/backend.json", ".descent/verified.json", "dist/.built.json", "dist/src/index.js"];
    return made.map((file) => {
      const { mtimeMs, size, ino } = fs.statSync(this.path(file));
      return `${file} ${mtimeMs} ${size} ${ino}`;
    });
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private linkModules(): void {
    const from = path.join(root, "node_modules");
    fs.mkdirSync(this.path("node_modules/@tensorflow"), { recursive: true });
    for (const name of fs.readdirSync(from)) {
      if (name !== "@tensorflow" && name !== "tsdescent" && name !== ".bin") this.link(name);
    }
    for (const name of fs.readdirSync(path.join(from, "@tensorflow"))) {
      if (name !== "tfjs-node") this.link(`@tensorflow/${name}`);
    }
    const own = ["deps", "lib"].map((part) => path.join(from, "@tensorflow/tfjs-node", part));
    const isOurs = (file: string) => !own.includes(file);
    fs.cpSync(path.join(from, "@tensorflow/tfjs-node"), this.path("node_modules/@tensorflow/tfjs-node"), {
      recursive: true,
      filter: isOurs,
    });
  }

  private link(name: string): void {
    fs.symlinkSync(path.join(root, "node_modules", name), this.path(`node_modules/${name}`));
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch {
    fs.copyFileSync(from, to);
  }
}

/** A network where nothing answers: every index and download host is a closed port of this machine. */
export const noNetwork = {
  PIP_INDEX_URL: "http://127.0.0.1:9/simple",
  PIP_FIND_LINKS: "",
  PIP_NO_INDEX: "",
  PIP_EXTRA_INDEX_URL: "",
  HTTPS_PROXY: "",
  https_proxy: "",
  HTTP_PROXY: "",
  http_proxy: "",
};

/** A folder for PATH that holds only the named programs, and scripts of ours. */
export function pathWith(folder: string, programs: string[], scripts: Record<string, string> = {}): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const program of programs) fs.symlinkSync(whereIs(program), path.join(folder, program));
  for (const [name, text] of Object.entries(scripts)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  return folder;
}

function whereIs(program: string): string {
  // The one on PATH may be a script of a version manager, which needs half a system.
  if (program === "python3") return fs.realpathSync(path.join(root, ".venv", "bin", "python"));
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
  if (!found) throw new Error(`whereIs: ${program} must be on PATH`);
  return fs.realpathSync(found);
}
