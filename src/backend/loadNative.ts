import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { nativeFolder } from "./backendChoice";
import type { Loaded } from "./backendName";
import { quietly } from "./quietly";
import util from "node:util";

/**
 * Loads TensorFlow's own library through tfjs-node and makes it the engine.
 *
 * @throws whatever loading the library throws
 * @internal
 */
export async function loadNative(): Promise<Loaded> {
  restoreUtil();
  const require = createRequire(__filename);
  forgetSubstitute(require);
  const namespace: typeof tf = quietly(() => withBinding(require, () => require("@tensorflow/tfjs-node")));
  await tf.setBackend("tensorflow");
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  return { namespace, version: binding.TF_Version, threads: threads() };
}

/** Has tfjs-node find the binding that set-up loaded, which never lies in a package's own folder: other versions may share that. */
function withBinding<T>(require: NodeJS.Require, load: () => T): T {
  const folder = nativeFolder();
  if (!folder) return load();
  const finder = createRequire(require.resolve("@tensorflow/tfjs-node/package.json"))(
    "@mapbox/node-pre-gyp/lib/pre-binding",
  ) as { find: () => string };
  const { find } = finder;
  finder.find = () => join(folder, "lib", "napi-v8", "tfjs_binding.node");
  try {
    return load();
  } finally {
    finder.find = find;
  }
}

// Where another backend was provided in its name (see provideTensorFlow), the cache holds that.
function forgetSubstitute(require: NodeJS.Require): void {
  if (!("tensorflow" in tf.engine().registryFactory))
    delete require.cache[require.resolve("@tensorflow/tfjs-node")];
}

function threads(): number {
  return Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
}

interface RemovedFunctions {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/**
 * Gives Node's `util` back the two functions that Node 23 removed and tfjs-node 4.22 still calls; on Node 22, where
 * they print a warning, silent ones.
 *
 * ```ts
 * restoreUtil();
 * ```
 */
function restoreUtil(): void {
  const functions = util as RemovedFunctions;
  functions.isNullOrUndefined = (value) => value === null || value === undefined;
  functions.isArray = Array.isArray;
}
