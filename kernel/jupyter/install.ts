import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { historyPath } from "./historyPath.js";

/** The name under which Jupyter knows the kernel. */
export const kernelName = "descent";

/** Where a kernelspec goes; without any of these, for this user. */
export interface Where {
  /** For this user only: the folder that Jupyter keeps for one. */
  user?: boolean;
  /** Into the Python environment that `python3` starts. */
  sysPrefix?: boolean;
  /** Into the environment with this root, such as `.venv`. */
  prefix?: string;
}

/** An installed kernelspec of this kernel. */
export interface Installed {
  folder: string;
  /** The `main.js` that it starts. */
  main: string;
  /** Whether that file is still there. */
  works: boolean;
}

/** Installs the kernelspec and gives its folder. A spec that is there is replaced in one step. */
export function installKernel(where: Where = {}): string {
  const folder = join(kernelsFolder(where), kernelName);
  mkdirSync(kernelsFolder(where), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  // Other users may see it as any folder of its owner's: what mkdtemp makes is closed to them.
  chmodSync(fresh, 0o777 & ~process.umask());
  const logos = join(projectRoot(), "kernel", "jupyter", "logo");
  for (const logo of readdirSync(logos)) cpSync(join(logos, logo), join(fresh, logo));
  writeFileSync(join(fresh, "kernel.json"), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return folder;
}

/** Removes the kernelspec; tells whether there was one. */
export function uninstallKernel(where: Where = {}): boolean {
  const folder = join(kernelsFolder(where), kernelName);
  const present = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return present;
}

/** The kernelspecs of this kernel in the places where Jupyter looks: this user's, the environment's, `prefix`. */
export function listKernels({ prefix }: Where = {}): Installed[] {
  const places: Where[] = [{ user: true }, { sysPrefix: true }, ...(prefix ? [{ prefix }] : [])];
  const folders = places.flatMap((place) => {
    try {
      return [join(kernelsFolder(place), kernelName)];
    } catch {
      return [];
    }
  });
  return [...new Set(folders)].filter((folder) => existsSync(join(folder, "kernel.json"))).map(describe);
}

function describe(folder: string): Installed {
  const { argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  const main = argv.find((part: string) => part.endsWith("main.js")) ?? "";
  return { folder, main, works: existsSync(argv[0]) && existsSync(main) };
}

function kernelSpec(): object {
  return {
    argv: [process.execPath, join(__dirname, "main.js"), "-f", "{connection_file}"],
    display_name: "Descent (TypeScript)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
}

function kernelsFolder({ sysPrefix, prefix }: Where): string {
  if (prefix) return join(prefix, "share", "jupyter", "kernels");
  if (sysPrefix) return join(pythonPrefix(), "share", "jupyter", "kernels");
  return join(userData(), "kernels");
}

function pythonPrefix(): string {
  const python = process.platform === "win32" ? "python" : "python3";
  try {
    return execFileSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).trim();
  } catch {
    throw new Error(`kernel install: --sys-prefix needs ${python} on the PATH; give --prefix DIR instead`);
  }
}

/** The folder in which Jupyter keeps what belongs to this user. */
function userData(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

function projectRoot(): string {
  return join(__dirname, "..", "..", "..");
}

const usage =
  "kernel: install [--user | --sys-prefix | --prefix DIR] · uninstall [same] · list [--prefix DIR]";

/**
 * Runs `install`, `uninstall` or `list` as a command line says, prints what was done, and gives the exit status.
 *
 * ```ts
 * kernelCommand(["install", "--prefix", ".venv"]); // 0
 * ```
 */
export function kernelCommand([command, ...options]: string[]): number {
  try {
    console.log(perform(command, whereOf(options)));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

function perform(command: string, where: Where): string {
  if (command === "install") return `installed ${installKernel(where)}`;
  if (command === "uninstall") return uninstallKernel(where) ? removed() : "there was none to remove";
  if (command === "list") return listKernels(where).map(line).join("\n") || "not installed";
  throw new Error(usage);
}

/** Other environments' kernels may use the history too, so it is their user's to delete. */
function removed(): string {
  const folder = dirname(historyPath());
  return existsSync(folder) ? `removed; what was run is kept in ${folder}, which you may delete` : "removed";
}

function line({ folder, main, works }: Installed): string {
  return `${folder}  ${works ? "starts" : "BROKEN: cannot start"} ${main}`;
}

function whereOf(options: string[]): Where {
  const [option, value, ...more] = options;
  if (option === undefined) return {};
  if (option === "--user" && value === undefined) return { user: true };
  if (option === "--sys-prefix" && value === undefined) return { sysPrefix: true };
  if (option === "--prefix" && value !== undefined && more.length === 0) return { prefix: value };
  throw new Error(usage);
}

if (require.main === module) process.exitCode = kernelCommand(process.argv.slice(2));
