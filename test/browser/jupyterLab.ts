import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { python, root } from "../notebooks/available";

/** A JupyterLab server of our own, on copies of the notebooks, with settings and runtime files of its own. */
export interface JupyterLab {
  /** The address of a notebook, with the token, in the mode that shows nothing beside it. */
  address(path: string): string;
  /** Puts a notebook with these cells where {@link address} finds it; a mere source has not run yet. */
  write(path: string, cells: (string | WrittenCell)[]): void;
  /** What a notebook's file holds. */
  read(path: string): SavedNotebook;
  close(): Promise<void>;
}

/** A cell that has run. */
export interface WrittenCell {
  source: string;
  outputs: object[];
}

/** As much of a notebook's file as tests look at. */
export interface SavedNotebook {
  cells: { source: string | string[]; outputs: { output_type: string; data?: Record<string, unknown> }[] }[];
}

const settings: Record<string, object> = {
  "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  // Every cell has its place in the page, also those that are scrolled away.
  "notebook-extension/tracker": { windowingMode: "none" },
  "docmanager-extension/plugin": { autosave: false },
};

/** Starts JupyterLab and waits until it answers. */
export async function startJupyterLab(): Promise<JupyterLab> {
  const home = mkdtempSync(join(tmpdir(), "lab-"));
  const work = join(home, "work");
  cpSync(join(root, "notebooks"), work, { recursive: true });
  writeSettings(join(home, "settings"));
  const server = spawn(python, serverArguments(work), {
    cwd: work,
    env: { ...process.env, ...placesIn(home) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (log += text));
  const { url, token } = await answered(server, join(home, "runtime"), () => log);
  return {
    address: (path) => `${url}doc/tree/${path}?token=${token}`,
    write: (path, cells) => writeFileSync(join(work, path), JSON.stringify(notebookOf(cells))),
    read: (path) => JSON.parse(readFileSync(join(work, path), "utf8")) as SavedNotebook,
    close: async () => {
      await ended(server);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A notebook's file. */
export function notebookOf(given: (string | WrittenCell)[]): object {
  const cells = given.map((cell, index) => ({
    ...{ cell_type: "code", id: `cell-${index}`, execution_count: null, metadata: {}, outputs: [] },
    ...(typeof cell === "string" ? { source: cell } : { ...cell, execution_count: index + 1 }),
  }));
  const kernelspec = { name: "descent", display_name: "Descent (TypeScript)", language: "typescript" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

function serverArguments(folder: string): string[] {
  return [
    ...[join(root, "src/setup/system/withParent.py"), String(process.pid), "jupyterlab", "--no-browser"],
    ...["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"],
    ...["--allow-root", `--ServerApp.root_dir=${folder}`, "--LabApp.expose_app_in_browser=True"],
  ];
}

function placesIn(home: string): NodeJS.ProcessEnv {
  return {
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(home, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
  };
}

function writeSettings(folder: string): void {
  for (const [name, values] of Object.entries(settings)) {
    const [extension, plugin] = name.split("/");
    mkdirSync(join(folder, "@jupyterlab", extension), { recursive: true });
    writeFileSync(
      join(folder, "@jupyterlab", extension, `${plugin}.jupyterlab-settings`),
      JSON.stringify(values),
    );
  }
}

async function answered(server: ChildProcess, runtime: string, log: () => string) {
  for (let waited = 0; waited < 60_000; waited += 200) {
    await sleep(200);
    if (server.exitCode !== null) break;
    const file = existsSync(runtime) && readdirSync(runtime).find((name) => /^jpserver-.*\.json$/.test(name));
    if (!file) continue;
    const { url, token } = JSON.parse(readFileSync(join(runtime, file), "utf8"));
    const reply = await fetch(`${url}api/status?token=${token}`).catch(() => undefined);
    if (reply?.ok) return { url, token } as { url: string; token: string };
  }
  server.kill("SIGKILL");
  throw new Error(`JupyterLab did not answer within a minute:\n${log()}`);
}

/** Its kernels end with it. */
async function ended(server: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await exit;
  clearTimeout(late);
}
