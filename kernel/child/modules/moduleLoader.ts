import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import type { ModuleOptions } from "../../protocol/runnable.js";
import { withOwnBuiltins } from "../context/builtins.js";
import { type Given, given } from "../context/given.js";
import type { Namespace, Replacement } from "./imported.js";
import { namespaceOf, namespaces } from "./namespaceOf.js";
import { isOwn } from "./ownFiles.js";
import { fileOf, type Importer, importMeta, OwnModules } from "./ownModules.js";
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
    this.require = inOwn(createRequire(filename));
    this.notebook = { filename, chain: [], require: this.require };
    this.meta = metaOf(this.notebook);
    const imports = (request: string, importer: Importer) => this.import(request, importer);
    const load = (request: unknown, importer: Importer) => this.load(request, importer);
    this.modules = new OwnModules(maps, imports, load, metaOf);
  }

  /** What tsconfig.json says of the modules that are loaded from here on. */
  set options(options: ModuleOptions) {
    this.modules.options = options;
  }

  /**
   * Loads a module as `import` in a cell does. The promise is settled with the kernel's built-ins: with a `then` on the
   * prototype of objects whatever a module exports would be a promise itself.
   */
  load(request: unknown, importer = this.notebook): Promise<Namespace> {
    return withOwnBuiltins(
      () => new Promise((resolve, reject) => void this.settle(request, importer, { resolve, reject })),
    );
  }

  private async settle(request: unknown, importer: Importer, promise: Settling): Promise<void> {
    try {
      const { value } = await this.import(
        withOwnBuiltins(() => String(request)),
        importer,
      );
      withOwnBuiltins(() => promise.resolve(namespaceOf(value)));
    } catch (error) {
      promise.reject(error);
    }
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
      const { value } = await this.import(file, this.notebook);
      const after = value as Namespace;
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
   * however it is asked for; the others come through the kernel's own loading or Node's `import`. All of it stands on the
   * kernel's built-ins, and so do packages while they are loaded; the reader's modules run with those that cells left.
   */
  private async import(asked: string, importer: Importer): Promise<Given> {
    const found = withOwnBuiltins(() => this.find(asked, importer));
    if ("native" in found) return given(await found.native);
    return "loading" in found ? await found.loading : found;
  }

  /** What a request gives, or what is to be waited for. */
  private find(asked: string, importer: Importer): Given | Loading {
    const request = asked.startsWith("file:") ? fileURLToPath(asked) : asked;
    if (request in this.offered) return given(this.offered[request]());
    if (request.startsWith("data:")) return { native: importNatively(request, importer) };
    const awaiting = this.awaiting(request, importer);
    if (awaiting) return { loading: this.modules.loadAwaiting(awaiting, importer) };
    try {
      return given(importer.require(request));
    } catch (error) {
      if (!needsImport.has(codeOf(error))) throw error;
      const file = fileOf(request, importer.require);
      if (file && isOwn(file)) return { loading: this.modules.loadAwaiting(file, importer) };
      return { native: importNatively(request, importer) };
    }
  }

  /** The file of a module that is being loaded right now and waits for something. */
  private awaiting(request: string, importer: Importer): string | undefined {
    const file = fileOf(request, importer.require);
    return file && this.modules.loadingOf(file) ? file : undefined;
  }
}

type Loading = { loading: Promise<Given> } | { native: Promise<Namespace> };

interface Settling {
  resolve(namespace: Namespace): void;
  reject(error: unknown): void;
}

/** A cell's `require`, which looks for modules with the kernel's built-ins. */
function inOwn(require: NodeJS.Require): NodeJS.Require {
  const { resolve, cache, main, extensions } = require;
  const load = (request: string) => withOwnBuiltins(() => require(request) as unknown);
  return Object.assign(load, { resolve, cache, main, extensions });
}

/** The code of an error of Node's; whatever else was thrown has none. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null | undefined)?.code ?? "";
}

/** The codes of errors of files that are not there. */
const absent = new Set(["MODULE_NOT_FOUND", "ENOENT"]);

const needsImport = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

function importNatively(request: string, { filename }: Importer): Promise<Namespace> {
  const load = new vm.Script("(request, options) => import(request, options)", {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never,
  });
  const isJson = /^data:application\/json[,;]/.test(request);
  return load.runInThisContext()(request, isJson ? { with: { type: "json" } } : undefined);
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

/** Whether a value can be told from every other by identity. */
function isIdentifiable(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
