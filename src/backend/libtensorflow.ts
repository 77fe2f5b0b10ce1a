import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { nativeFolder } from "./backendChoice";

// The wheel's library comes first: where it is linked, `libtensorflow.so` is the same file.
const names = [
  "libtensorflow_cc.so.2",
  "libtensorflow.so.2",
  "libtensorflow.so",
  "libtensorflow_cc.2.dylib",
  "libtensorflow.2.dylib",
  "libtensorflow.dylib",
  "tensorflow.dll",
];

/**
 * The file of the TensorFlow library that `@tensorflow/tfjs-node` runs on, or undefined where there is none.
 *
 * Loading it again, through a foreign function interface, reaches the library that is already in the process.
 *
 * ```ts
 * libtensorflowPath() // ".../@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2"
 * ```
 */
export function libtensorflowPath(): string | undefined {
  try {
    const packageFile = createRequire(__filename).resolve("@tensorflow/tfjs-node/package.json");
    const folder = join(nativeFolder() ?? dirname(packageFile), "deps", "lib");
    return names.map((name) => join(folder, name)).find(existsSync);
  } catch {
    return undefined;
  }
}
