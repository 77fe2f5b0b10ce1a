import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { Script } from "node:vm";
import { argumentsFor } from "../protocol/cellParameters.js";
import type { CellRunnable } from "../protocol/runnable.js";
import { readProject } from "./context/readProject.js";
import { lending, onOwnBuiltins } from "./context/builtins.js";
import { type Given, given, givenBy } from "./context/given.js";
import type { ModuleLoader } from "./modules/moduleLoader.js";
import { bind } from "./modules/imported.js";
import type { Scope } from "./modules/scope.js";
import type { SourceMaps } from "./modules/sourceMaps.js";

/** A cell's code: what it needs of the kernel, the parameters of a CommonJS module, the reference cells. */
type Cell = (...parameters: unknown[]) => Promise<Given | undefined>;

/** Runs cells as this kernel compiles them. */
export class CompiledCells {
  private readonly module = { exports: {} };
  private giveUp = nothingMissing;

  constructor(
    private readonly folder: string,
    private readonly scope: Scope,
    private readonly loader: ModuleLoader,
    private readonly maps: SourceMaps,
  ) {}

  /** Declares a cell's names. */
  begin({ declared }: CellRunnable): void {
    this.giveUp = this.scope.declare(declared);
  }

  /** Runs the cell that has begun and gives the value of its last expression. */
  async run({ code, map, names, commands, modules }: CellRunnable, file: string): Promise<Given> {
    this.maps.add(file, map);
    if (commands.length > 0) ownPackage(this.folder);
    for (const command of commands) await runCommand(command, this.folder);
    this.loader.options = modules;
    await this.loader.reload(this.scope);
    const cell = new Script(code, { filename: file, lineOffset: -1 }).runInThisContext() as Cell;
    const load = (request: string) => this.loader.load(String(request));
    const needs = { meta: this.loader.meta, load, bind: boundBy, last };
    const { require } = this.loader;
    const references = names.map((name) => this.scope.reference(name));
    const { module, folder } = this;
    const notebook = { __filename: join(folder, "notebook.ts"), __dirname: folder };
    const all = argumentsFor(needs, { require, module, exports: module.exports, ...notebook }, references);
    const found = await lending(() => apply(cell, undefined, all));
    this.giveUp = nothingMissing;
    return found ?? given(undefined);
  }

  /** After a cell that did not reach its end: the names that it declares and did not set. */
  missing(): string[] {
    return this.giveUp();
  }
}

const { apply } = Reflect;

const boundBy = onOwnBuiltins(bind);

const last = onOwnBuiltins(givenBy);

const nothingMissing = (): string[] => [];

/**
 * Gives a folder a package of its own where npm, which looks in the folders above, would change this project's: that of
 * the notebooks that come with it.
 */
function ownPackage(folder: string): void {
  const manifest = join(folder, "package.json");
  const { root } = readProject();
  const isInside = folder !== root && folder.startsWith(root + sep);
  if (isInside && !existsSync(manifest))
    writeFileSync(manifest, `${JSON.stringify({ private: true }, null, 2)}\n`);
}

/** Runs a program with its output in the cell. */
function runCommand([program, ...words]: string[], folder: string): Promise<void> {
  const [file, ...first] = program === "npm" && process.platform === "win32" ? ["npm.cmd"] : [program];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...words], { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${[program, ...words].join(" ")}: ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}
