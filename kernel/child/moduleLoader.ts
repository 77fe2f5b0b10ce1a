import { existsSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import type { ModuleOptions } from "../protocol.js";
import { isOwn } from "./ownFiles.js";
import { type Importer, importMeta, OwnModules } from "./ownModules.js";
import { resolveLikeTypeScript } from "./resolve.js";
import type { Scope } from "./scope.js";
import type { SourceMaps } from "./sourceMaps.js";

type Namespace = Record<string, unknown>;

/** What an `import` gets from whatever module there is: in a cell, and in the modules beside the notebook. */
export class ModuleLoader {
  readonly require: NodeJS.Require;
  /** `import.meta` of the cells. */
  readonly meta: object;
  private readonly notebook: Importer;
  private readonly modules: OwnModules;
  /** Modules that were edited and could not be loaded again yet, with what they exported before. */
  private readonly stale = new Map<string, unknown>();

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
    resolveLikeTypeScript(() => this.modules.options.paths);
  }

  /** What tsconfig.json says of the modules that are loaded from here on. */
  set options(options: ModuleOptions) {
    this.modules.options = options;
  }

  /** Loads a module as `import` in a cell does. */
  async load(request: string): Promise<Namespace> {
    return namespaceOf(await this.import(request, this.notebook));
  }

  /** Loads again what was edited, and leads the notebook's names to the new values. */
  async reload(scope: Scope): Promise<void> {
    for (const [file, before] of this.modules.files.unloadEdited())
      if (!this.stale.has(file)) this.stale.set(file, before);
    if (this.stale.size === 0) return;
    const replacements = new Map<unknown, unknown>();
    for (const [file, before] of this.stale) {
      if (existsSync(file)) await this.replace(file, before, replacements);
      this.stale.delete(file);
    }
    scope.replace(replacements);
  }

  private async replace(file: string, before: unknown, replacements: Map<unknown, unknown>): Promise<void> {
    if (typeof before !== "object" || before === null) return;
    const after = (await this.import(file, this.notebook)) as Namespace;
    replacements.set(before, after).set(namespaces.get(before), namespaceOf(after));
    for (const [name, value] of Object.entries(before as Namespace))
      if (isIdentifiable(value) && name in after) replacements.set(value, after[name]);
  }

  /**
   * CommonJS and what `require` can load of ES modules come through `require`, so that there is one instance
   * however it is asked for; the others come through the kernel's own loading or Node's `import`.
   */
  private async import(request: string, importer: Importer): Promise<unknown> {
    if (request in this.offered) return this.offered[request]();
    const awaiting = this.awaiting(request, importer);
    if (awaiting) return this.modules.loadAwaiting(awaiting, importer);
    try {
      return importer.require(request);
    } catch (error) {
      if (!needsImport.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
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
    if ((error as NodeJS.ErrnoException).code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
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
function isIdentifiable(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
