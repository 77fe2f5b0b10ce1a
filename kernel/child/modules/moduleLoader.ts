import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import type { ModuleOptions } from "../../protocol/runnable.js";
import { withOwnBuiltins } from "../context/builtins.js";
import type { Namespace, Replacement } from "./imported.js";
import { isOwn } from "./ownFiles.js";
import { type Importer, importMeta, OwnModules } from "./ownModules.js";
import type { Scope } from "./scope.js";
import type { SourceMaps } from "./sourceMaps.js";

/** What an `import` gets from whatever module there is: in a cell, and in the modules beside the notebook. */
export class ModuleLoader {
  readonly require: NodeJS.Require;
  /** `import.meta` of the cells. */
  readonly meta: object;
  private readonly notebook: Importer;
  readonly modules: OwnModules;
  /** Modules that were edited and could not be loaded again yet, with what they exported before. */
  private readonly stale = new Map<string, object>();
  /** Whether one of them could not be because a file is not there, which no edit of another tells. */
  private lacksFile = false;

  constructor(
    folder: string,
    private readonly offered: Record<string, () => unknown>,
    maps: SourceMaps,
  ) {
    const filename = join(folder, "notebook.ts");
    this.require = createRequire(filename);
    this.notebook = { filename, chain: [], require: this.require };
    this.meta = metaOf(this.notebook);
    this.modules = new OwnModules(maps, (request, importer) => this.import(request, importer), metaOf);
  }

  /** What tsconfig.json says of the modules that are loaded from here on. */
  set options(options: ModuleOptions) {
    this.modules.options = options;
  }

  /** Loads a module as `import` in a cell does. */
  async load(request: string): Promise<Namespace> {
    const exported = await this.import(request, this.notebook);
    return withOwnBuiltins(() => namespaceOf(exported));
  }

  /**
   * Loads again what was edited, and leads the notebook's names to the new values. Names of a module that cannot be loaded
   * now, or that are no longer in it, throw why when they are read, until an edit mends it.
   */
  async reload(scope: Scope): Promise<void> {
    const edited = this.modules.files.unloadEdited();
    for (const [file, before] of edited)
      if (isIdentifiable(before) && !this.stale.has(file)) this.stale.set(file, before);
    if (this.stale.size === 0 || (edited.size === 0 && !this.lacksFile)) return;
    this.lacksFile = false;
    const replacements = new Map<unknown, Replacement>();
    for (const [file, before] of this.stale) await this.replace(file, before, replacements);
    scope.replace(replacements);
  }

  private async replace(
    file: string,
    before: object,
    replacements: Map<unknown, Replacement>,
  ): Promise<void> {
    const put = (old: unknown, one: Replacement) => isIdentifiable(old) && replacements.set(old, one);
    try {
      const after = (await this.import(file, this.notebook)) as Namespace;
      this.stale.delete(file);
      for (const [name, value] of Object.entries(before))
        if (name in after) put(value, { value: after[name] });
      put(before, { value: after });
      put(namespaces.get(before), { value: namespaceOf(after) });
    } catch (error) {
      this.lacksFile ||= absent.has(codeOf(error));
      this.modules.files.note(file);
      put(before, { error });
      put(namespaces.get(before), { error });
    }
  }

  /**
   * CommonJS and what `require` can load of ES modules come through `require`, so that there is one instance
   * however it is asked for; the others come through the kernel's own loading or Node's `import`.
   */
  private async import(asked: string, importer: Importer): Promise<unknown> {
    const request = asked.startsWith("file:") ? fileURLToPath(asked) : asked;
    if (request in this.offered) return this.offered[request]();
    if (request.startsWith("data:")) return importNatively(request, importer);
    const awaiting = this.awaiting(request, importer);
    if (awaiting) return this.modules.loadAwaiting(awaiting, importer);
    try {
      // Node's own modules may be read from now on only, and stand on what cells may have replaced.
      if (isBuiltin(request)) return withOwnBuiltins(() => importer.require(request) as unknown);
      return importer.require(request);
    } catch (error) {
      if (!needsImport.has(codeOf(error))) throw error;
      const file = fileOf(request, importer);
      if (file && isOwn(file)) return this.modules.loadAwaiting(file, importer);
      return importNatively(request, importer);
    }
  }

  /** The file of a module that is being loaded right now and waits for something. */
  private awaiting(request: string, importer: Importer): string | undefined {
    const file = fileOf(request, importer);
    return file && this.modules.loadingOf(file) ? file : undefined;
  }
}

/** The code of an error of Node's; whatever else was thrown has none. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null | undefined)?.code ?? "";
}

/** The codes of errors of files that are not there. */
const absent = new Set(["MODULE_NOT_FOUND", "ENOENT"]);

const needsImport = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

function fileOf(request: string, { require }: Importer): string | undefined {
  try {
    return require.resolve(request);
  } catch {
    return undefined;
  }
}

function importNatively(request: string, { filename }: Importer): Promise<Namespace> {
  const load = new vm.Script("(request) => import(request)", {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never,
  });
  return load.runInThisContext()(request);
}

function metaOf(importer: Importer): object {
  return importMeta(importer.filename, (id) => resolveUrl(id, importer));
}

function resolveUrl(id: string, { filename, require }: Importer): string {
  if (isBuiltin(id)) return id.startsWith("node:") ? id : `node:${id}`;
  const here = pathToFileURL(filename).href;
  if (/^(?:\.{0,2}\/|[a-z][a-z+.-]*:)/i.test(id)) return new URL(id, here).href;
  try {
    return pathToFileURL(require.resolve(id)).href;
  } catch (error) {
    if (codeOf(error) !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
    return nodesOwn().resolveImport(id, here);
  }
}

/** Node's way to find what only `import` may have; an ES module, because CommonJS has no `import.meta`. */
function nodesOwn(): { resolveImport(id: string, from: string): string } {
  return createRequire(__filename)("./resolveImport.mjs");
}

/** One namespace for each module of CommonJS, so that two imports give the same. */
const namespaces = new WeakMap<object, Namespace>();

/** What `import *` gives for what `require` gave: the module's own exports, and `default`. */
function namespaceOf(exported: unknown): Namespace {
  const isObject = (typeof exported === "object" && exported !== null) || typeof exported === "function";
  if (!isObject) return { default: exported };
  const module = exported as Namespace;
  if (module.__esModule || Object.prototype.toString.call(module) === "[object Module]") return module;
  let namespace = namespaces.get(module);
  if (!namespace) namespaces.set(module, (namespace = copyOf(module)));
  return namespace;
}

function copyOf(module: Namespace): Namespace {
  const getters = Object.keys(module).map((name) => [name, { enumerable: true, get: () => module[name] }]);
  return Object.defineProperties(
    { default: module } as Namespace,
    Object.fromEntries(getters.filter(([name]) => name !== "default")),
  );
}

/** Whether a value can be told from every other by identity. */
function isIdentifiable(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
