import type { Failure } from "../protocol/outcome.js";
import type { Runnable } from "../protocol/runnable.js";
import { CompiledCells } from "./compiledCells.js";
import type { ChildOutput } from "./context/childOutput.js";
import type { Given } from "./context/given.js";
import type { OwnModules } from "./modules/ownModules.js";
import { ModuleLoader } from "./modules/moduleLoader.js";
import { Scope } from "./modules/scope.js";
import { SourceMaps } from "./modules/sourceMaps.js";
import { describe, peek } from "./show/describe.js";
import { failureOf } from "./show/failure.js";
import { ShownValues } from "./shownValues.js";
import { TslabCells } from "./tslabCells.js";
import { tslabWithDisplay } from "./tslabDisplay.js";

/** What one notebook is at run time: its names, modules and shown values, and the code of both kinds of cell. */
export class Notebook {
  readonly maps = new SourceMaps();
  /** The modules that lie beside it. */
  readonly modules: OwnModules;
  private readonly values = new ShownValues();
  private readonly scope = new Scope();
  private readonly cells: CompiledCells;
  private readonly tslab: TslabCells;
  private isTslab = false;

  constructor(folder: string, output: ChildOutput) {
    const tslab = tslabWithDisplay(output);
    const loader = new ModuleLoader(folder, { tslab }, this.maps);
    this.modules = loader.modules;
    this.cells = new CompiledCells(folder, this.scope, loader, this.maps);
    this.tslab = new TslabCells(folder, tslab);
  }

  /** A cell is to run: its names are declared anew, whether or not it comes to them. */
  begin(runnable: Runnable): void {
    this.isTslab = runnable.mode === "tslab";
    if (runnable.mode === "cell") this.cells.begin(runnable);
  }

  /** Gives the value of the last expression. */
  run(runnable: Runnable, label: string): Promise<Given> {
    const file = this.maps.fileOf(label);
    return runnable.mode === "tslab" ? this.tslab.run(runnable, file) : this.cells.run(runnable, file);
  }

  /** After a cell that did not reach its end: the names that it declares and did not set. */
  missing(): string[] {
    return this.isTslab ? [] : this.cells.missing();
  }

  /** What can be said of members of what a path of names leads to; of the notebook's names without a path. */
  describe([first, ...rest]: string[], names: string[]): Record<string, string> {
    const owner = first === undefined ? undefined : rest.reduce(peek, this.scope.peek(first));
    const valueOf = (name: string) => (first === undefined ? this.scope.peek(name) : peek(owner, name));
    const found = names.map((name) => [name, describe(valueOf(name))] as const);
    return Object.fromEntries(found.filter((one): one is [string, string] => one[1] !== undefined));
  }

  /** What was thrown, as a front end shows it. */
  failure(thrown: unknown): Failure {
    return failureOf(thrown, this.maps);
  }

  /** Remembers a value that was shown. */
  shown(value: unknown, label: string): void {
    this.values.add(value, label);
  }
}
