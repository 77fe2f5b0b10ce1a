import Module, { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { Script } from "node:vm";
import type { TslabRunnable } from "../protocol/runnable.js";
import { lending } from "./context/builtins.js";
import { type Given, given, givenBy } from "./context/given.js";

type Exports = Record<string, unknown>;
type Cell = (exports: Exports, require: NodeJS.Require) => Promise<void>;

interface CompilingModule extends NodeModule {
  _compile(code: string, filename: string): void;
}

/** Runs cells as tslab's converter makes them: CommonJS whose `exports` is the notebook's state. */
export class TslabCells {
  private readonly state = rewritable();
  private readonly modules = new Map<string, string>();
  private readonly loaded = new Map<string, NodeModule>();
  private readonly require: NodeJS.Require;

  constructor(folder: string, tslab: () => unknown) {
    const here = createRequire(join(folder, "cell.js"));
    this.require = this.wrap(here, folder, tslab);
  }

  /** Runs one cell and gives the value of its last expression. */
  async run(runnable: TslabRunnable, file: string): Promise<Given> {
    for (const { path, code } of runnable.modules) {
      this.loaded.delete(path);
      this.modules.set(path, code);
    }
    const code = `(async function (exports, require) {${runnable.code}\n})`;
    const cell = new Script(code, { filename: file }).runInThisContext() as Cell;
    await lending(() => cell(this.state, this.require));
    if (!runnable.lastName) return given(undefined);
    const last = this.state[runnable.lastName];
    delete this.state[runnable.lastName];
    return givenBy(last);
  }

  private wrap(require: NodeJS.Require, folder: string, tslab: () => unknown): NodeJS.Require {
    const load = (request: string) =>
      request === "tslab" ? tslab() : (this.loadOwn(folder, request, tslab) ?? require(request));
    return Object.assign(load, require);
  }

  /** A TypeScript module of the notebook's own, which the converter has turned into JavaScript. */
  private loadOwn(folder: string, request: string, tslab: () => unknown): unknown {
    if (!request.startsWith(".")) return undefined;
    const bare = resolve(folder, request);
    const path = extname(bare) === ".ts" ? `${bare.slice(0, -3)}.js` : extname(bare) ? bare : `${bare}.js`;
    const code = this.modules.get(path);
    if (code === undefined) return undefined;
    return (this.loaded.get(path) ?? this.compile(path, code, tslab)).exports;
  }

  private compile(path: string, code: string, tslab: () => unknown): NodeModule {
    const made = new Module(path) as CompilingModule;
    made.filename = path;
    made.require = this.wrap(createRequire(path), dirname(path), tslab);
    this.loaded.set(path, made);
    made._compile(code, path);
    return made;
  }
}

/** TypeScript defines named imports as getters; in a notebook every name can be given again. */
function rewritable(): Exports {
  return new Proxy({} as Exports, {
    defineProperty(target, name, { get, value }) {
      if (name !== "__esModule") target[name as string] = get ? get() : value;
      return true;
    },
  });
}
