import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import type { Scope } from "./scope.js";
import type { TypeScriptModules } from "./typescriptModules.js";

type Namespace = Record<string, unknown>;

/** What an `import` in a cell, or in a module of CommonJS, gets from whatever module there is. */
export class ModuleLoader {
  readonly require: NodeJS.Require;
  private readonly importNatively: (request: string) => Promise<Namespace>;

  constructor(
    folder: string,
    private readonly own: Record<string, () => unknown>,
    private readonly modules: TypeScriptModules,
  ) {
    const filename = join(folder, "notebook.js");
    this.require = createRequire(filename);
    this.importNatively = new vm.Script("(request) => import(request)", {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never,
    }).runInThisContext();
  }

  /**
   * Loads a module as `import` does. CommonJS and what `require` can load of ES modules come through `require`, so
   * that there is one instance however it is asked for; the others come through Node's own `import`.
   */
  async load(request: string): Promise<Namespace> {
    if (request in this.own) return namespaceOf(this.own[request]());
    try {
      return namespaceOf(this.require(request));
    } catch (error) {
      if (!needsImport.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      return this.importNatively(request);
    }
  }

  /** Loads again what was edited, and leads the notebook's names to the new values. */
  reload(scope: Scope): void {
    const replacements = new Map<unknown, unknown>();
    for (const [file, before] of this.modules.unloadEdited()) this.replace(file, before, replacements);
    if (replacements.size > 0) scope.replace(replacements);
  }

  private replace(file: string, before: unknown, replacements: Map<unknown, unknown>): void {
    if (typeof before !== "object" || before === null) return;
    const after = this.require(file) as Namespace;
    replacements.set(before, after).set(namespaces.get(before), namespaceOf(after));
    for (const [name, value] of Object.entries(before as Namespace))
      if (isIdentifiable(value) && name in after) replacements.set(value, after[name]);
  }
}

const needsImport = new Set(["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"]);

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
