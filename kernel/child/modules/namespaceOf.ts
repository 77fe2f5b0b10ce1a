import type { Namespace } from "./imported.js";

/** One namespace for each module of CommonJS, so that two imports give the same. */
export const namespaces = new WeakMap<object, Namespace>();

/** What `import *` gives for what `require` gave: the module's own exports, and `default`. */
export function namespaceOf(exported: unknown): Namespace {
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
