import type { Failure, Runnable } from "../protocol/events.js";
import type { ChildOutput } from "./context/childOutput.js";
import type { Runner } from "./cells.js";
import { describe, peek } from "./show/describe.js";
import { failureOf } from "./show/failure.js";
import { History } from "./history.js";
import { ModuleLoader } from "./modules/moduleLoader.js";
import { CellRunner } from "./runCell.js";
import { TslabRunner } from "./runTslab.js";
import { Scope } from "./modules/scope.js";
import { SourceMaps } from "./modules/sourceMaps.js";
import { writeStacks } from "./patches/stacks.js";
import { tslabWithDisplay } from "./tslabDisplay.js";

/** Runs both kinds of cell in the notebook's folder. */
export class NotebookRunner implements Runner {
  private readonly maps = new SourceMaps();
  private readonly history = new History();
  private readonly scope = new Scope();
  private readonly cells: CellRunner;
  private readonly tslab: TslabRunner;
  private isTslab = false;

  constructor(folder: string, output: ChildOutput) {
    writeStacks(this.maps);
    const tslab = tslabWithDisplay(output);
    const loader = new ModuleLoader(folder, { tslab }, this.maps);
    this.cells = new CellRunner(folder, this.scope, loader, this.maps);
    this.tslab = new TslabRunner(folder, tslab);
  }

  begin(runnable: Runnable): void {
    this.isTslab = runnable.mode === "tslab";
    if (runnable.mode === "cell") this.cells.begin(runnable);
  }

  run(runnable: Runnable, label: string): Promise<unknown> {
    const file = this.maps.fileOf(label);
    return runnable.mode === "tslab" ? this.tslab.run(runnable, file) : this.cells.run(runnable, file);
  }

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

  failure(thrown: unknown): Failure {
    return failureOf(thrown, this.maps);
  }

  shown(value: unknown, label: string): void {
    this.history.add(value, label);
  }
}
