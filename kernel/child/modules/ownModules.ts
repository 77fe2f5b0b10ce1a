import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants, Script } from "node:vm";
import type * as Compiler from "../../language/compile/compileModule.js";
import { argumentsFor, parametersOf } from "../../protocol/cellParameters.js";
import type { ModuleOptions } from "../../protocol/runnable.js";
import { withOwnBuiltins, withTheirBuiltins } from "../context/builtins.js";
import { type Given, given } from "../context/given.js";
import type { Namespace } from "./imported.js";
import { define, helpers } from "./moduleHelpers.js";
import { isOwn, OwnFiles } from "./ownFiles.js";
import type { SourceMaps } from "./sourceMaps.js";

interface ModuleInternals {
  _nodeModulePaths(folder: string): string[];
}

/** What Node does with a file that `require` leads to. */
export type LoadFile = (module: NodeModule, filename: string) => void;

type Body = (...given: unknown[]) => Promise<void> | undefined;

/** Who imports: a module, the modules through which it is being imported itself, and its `require`. */
export interface Importer {
  filename: string;
  chain: readonly string[];
  require: NodeJS.Require;
  module?: NodeModule;
}

/** Brings what an importer asks for by `import`, before its own code runs. */
export type Import = (request: string, importer: Importer) => Promise<Given>;

/** Brings what it asks for by `import(…)`. */
export type Load = (request: unknown, importer: Importer) => Promise<Namespace>;

const { apply } = Reflect;

const internals = Module as unknown as ModuleInternals;
const plainModule = /^\s*(?:import|export)\b(?!\s*\()|\bimport\.meta\b/m;

/**
 * The modules that lie beside the notebook: TypeScript, JavaScript with `import` and `export`, CommonJS, JSON.
 * `require` loads them; one with a top-level `await`, or with an import that has one, is loaded by
 * {@link OwnModules.loadAwaiting}. The compiler is loaded with the first module that needs it.
 */
export class OwnModules {
  options: ModuleOptions = { emit: {}, paths: {} };
  readonly files = new OwnFiles();
  private readonly loading = new Map<string, Promise<Given>>();
  private compiler: typeof Compiler | undefined;

  constructor(
    private readonly maps: SourceMaps,
    private readonly importFor: Import,
    private readonly loadFor: Load,
    private readonly metaOf: (importer: Importer) => object,
  ) {}

  /** The promise of a module that waits for something at its top level, when it is on its way. */
  loadingOf(filename: string): boolean {
    return this.loading.has(filename);
  }

  /** Loads a module whose code awaits: its imports first, one after the other, then itself. */
  loadAwaiting(filename: string, importer: Importer): Promise<Given> {
    if (importer.chain.includes(filename)) return Promise.resolve(given(require.cache[filename]?.exports));
    const known = this.loading.get(filename);
    if (known) return known;
    const loading = this.evaluate(filename, importer);
    this.loading.set(filename, loading);
    void this.forget(filename, loading);
    return loading;
  }

  /** No `finally` of a promise's: after an await the cell's built-ins are there. */
  private async forget(filename: string, loading: Promise<Given>): Promise<void> {
    try {
      await loading;
    } catch {
      // Who asked is told.
    }
    withOwnBuiltins(() => this.loading.delete(filename));
  }

  private async evaluate(filename: string, { chain, module: parent }: Importer): Promise<Given> {
    const paths = internals._nodeModulePaths(dirname(filename));
    const module = Object.assign(new Module(filename, parent), { filename, paths });
    require.cache[filename] = module;
    try {
      const compiled = withOwnBuiltins(() => this.compile(filename));
      const ready = new Map<string, unknown>();
      const importer = withOwnBuiltins(() => importerOf(module, chain, ready));
      const { imports, isModule } = compiled;
      // Whoever imports it in a circle is to see a module before its code has said that it is one.
      if (isModule) define(module.exports as object, "__esModule", { value: true });
      // Not a loop over the list: after an await the cell's built-ins are there.
      for (let at = 0; at < imports.length; at++) {
        const { value } = await this.importFor(imports[at], importer);
        withOwnBuiltins(() => ready.set(imports[at], required(value)));
      }
      await withTheirBuiltins(withOwnBuiltins(() => this.body(compiled, module, importer)));
      module.loaded = true;
      return given(module.exports);
    } catch (error) {
      delete require.cache[filename];
      throw error;
    }
  }

  /** Loads a module whose code does not await. */
  load(module: NodeModule, filename: string): void {
    const body = withOwnBuiltins(() => {
      const compiled = this.compile(filename);
      const importer = importerOf(module, [], new Map());
      if (compiled.isAsync || this.awaitsAny(compiled.imports, importer)) throw new AwaitsError(filename);
      return this.body(compiled, module, importer);
    });
    void withTheirBuiltins(body);
  }

  /** Whether one of the imports is on its way: what it exports is not there yet. */
  private awaitsAny(imports: readonly string[], { require }: Importer): boolean {
    return this.loading.size > 0 && imports.some((request) => this.loadingOf(fileOf(request, require) ?? ""));
  }

  private compile(filename: string): Compiler.CompiledModule {
    this.files.note(filename);
    const source = readFileSync(filename, "utf8");
    this.maps.addPlain(filename, source);
    this.compiler ??= createRequire(__filename)("../../language/compile/compileModule.js") as typeof Compiler;
    const compiled = this.compiler.compileModule(source, filename, this.options.emit);
    this.maps.add(filename, compiled.map);
    return compiled;
  }

  /** A module's code, which runs with the built-ins that cells left. */
  private body(
    { code, isAsync, isModule }: Compiler.CompiledModule,
    module: NodeModule,
    importer: Importer,
  ): () => Promise<void> | undefined {
    const head = `(${isAsync ? "async " : ""}function (${parametersOf([]).join(", ")}) {`;
    const { filename } = module;
    const body = new Script(`${head}\n${code}\n})`, { filename, lineOffset: -1 }).runInThisContext() as Body;
    const load = (request: unknown) => this.loadFor(request, importer);
    const needs = { meta: this.metaOf(importer), load, define };
    const { exports } = module;
    const { require } = importer;
    const parts = { exports, require, module, __filename: filename, __dirname: dirname(filename) };
    const all = argumentsFor(needs, parts, []);
    const self = isModule ? helpers : exports;
    return () => apply(body, self, all);
  }

  /** JavaScript may be a module; Node could not load that anew when it is edited. */
  javaScript(loadCommonJs: LoadFile): LoadFile {
    return (module, filename) => {
      if (!isOwn(filename)) return loadCommonJs(module, filename);
      const source = readFileSync(filename, "utf8");
      if (filename.endsWith(".mjs") || plainModule.test(source)) return this.load(module, filename);
      this.maps.addPlain(filename, source);
      this.files.note(filename);
      runInTheirs(module as CompilingModule);
      loadCommonJs(module, filename);
    };
  }

  /** JSON, with the place of a mistake in it. */
  json(load: LoadFile): LoadFile {
    return (module, filename) => {
      this.files.note(filename);
      try {
        load(module, filename);
      } catch (error) {
        if (error instanceof SyntaxError) this.placeInJson(error, filename);
        throw error;
      }
    };
  }

  /** Says in the error's stack where in the file the mistake is. */
  private placeInJson(error: SyntaxError, filename: string): void {
    const text = readFileSync(filename, "utf8");
    const position = / position (\d+)/.exec(error.message)?.[1] ?? text.length;
    const before = text.slice(0, Number(position)).split("\n");
    const frame = `    at ${filename}:${before.length}:${(before.at(-1) as string).length + 1}`;
    const [, ...frames] = (error.stack ?? "").split(/\n(?= {4}at )/);
    this.maps.addPlain(filename, text);
    error.stack = [String(error), frame, ...frames].join("\n");
  }
}

interface CompilingModule extends NodeModule {
  _compile(code: string, filename: string): void;
}

/** Has a module's code, and nothing else of its loading, run with the built-ins that cells left. */
function runInTheirs(module: CompilingModule): void {
  module._compile = (code, filename) => {
    const { exports } = module;
    const run = compileFunction(code, ["exports", "require", "module", "__filename", "__dirname"], {
      filename,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never,
    });
    const { require } = importerOf(module, [], new Map());
    const given = [exports, require, module, filename, dirname(filename)];
    withTheirBuiltins(() => apply(run, exports, given) as unknown);
  };
}

/** The file that a request leads to; undefined where there is none. */
export function fileOf(request: string, require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(request);
  } catch {
    return undefined;
  }
}

/** Thrown where `require` meets a module that only `import` can load. */
class AwaitsError extends Error {
  readonly code = "ERR_REQUIRE_ASYNC_MODULE";

  constructor(filename: string) {
    super(`require: ${filename} has a top-level await; use import instead`);
  }
}

/** A module as an importer; `ready` holds what was imported for it already. */
function importerOf(module: NodeModule, chain: readonly string[], ready: Map<string, unknown>): Importer {
  const { filename } = module;
  const load = (request: string) =>
    withOwnBuiltins(() => (ready.has(request) ? ready.get(request) : (module.require(request) as unknown)));
  const { resolve, cache, main, extensions } = createRequire(filename);
  const require = Object.assign(load, { resolve, cache, main, extensions }) as NodeJS.Require;
  return { filename, chain: [...chain, filename], require, module };
}

/** What compiled code may take for the result of `require`: of an ES module, something that says that it is one. */
function required(imported: unknown): unknown {
  if (Object.prototype.toString.call(imported) !== "[object Module]") return imported;
  const module = imported as Record<string, unknown>;
  if ("__esModule" in module) return module;
  const getters = Object.keys(module).map((name) => [name, { enumerable: true, get: () => module[name] }]);
  return Object.defineProperties({}, { __esModule: { value: true }, ...Object.fromEntries(getters) });
}

/** `import.meta` of the module or notebook with this file. */
export function importMeta(filename: string, resolve: (id: string) => string): object {
  return { url: pathToFileURL(filename).href, filename, dirname: dirname(filename), resolve };
}
