import { backendInUse } from "./useBackend";
import { inspectTensorFlow } from "./inspected";
import Module from "node:module";
import { packagePath } from "../core/index";

interface ModuleInternals {
  _resolveFilename(request: string, ...rest: unknown[]): string;
  _nodeModulePaths(folder: string): string[];
  _cache: Record<string, NodeModule>;
}

const internals = Module as unknown as ModuleInternals;
const tfjsNode = "@tensorflow/tfjs-node";

/**
 * Fulfilled once the engine is chosen and loaded, its tensors print as what they are, and
 * `require("@tensorflow/tfjs-node")` gives it from any folder.
 *
 * ```ts
 * await require("tsdescent/dist/src/backend/preload").ready;
 * ```
 */
export const ready: Promise<void> = backendInUse().then(({ namespace }) => {
  inspectTensorFlow();
  return provideTensorFlow(namespace);
});

/**
 * Makes `@tensorflow/tfjs-node` mean this namespace, and every `@tensorflow` package the library's own copy, for
 * whoever asks for it in this process: there must be one engine.
 */
function provideTensorFlow(namespace: object): void {
  resolveFromHere();
  const file = internals._resolveFilename(tfjsNode, undefined, false);
  internals._cache[file] = Object.assign(new Module(file), {
    filename: file,
    loaded: true,
    exports: namespace,
  });
}

function resolveFromHere(): void {
  const original = internals._resolveFilename;
  const here = Object.assign(new Module(packagePath("package.json")), {
    filename: packagePath("package.json"),
    paths: internals._nodeModulePaths(packagePath(".")),
  });
  internals._resolveFilename = (request, ...rest) => {
    if (!request.startsWith("@tensorflow/tfjs")) return original.call(Module, request, ...rest);
    return original.call(Module, request, here, false);
  };
}
