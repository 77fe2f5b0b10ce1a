import { readFileSync, existsSync } from "node:fs";
import { homePath } from "../core/index";
import { backendNames, type BackendName, type PassedOver } from "./backendName";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Which backends to try, the first first, and which are not tried. */
export interface BackendChoice {
  order: BackendName[];
  passedOver: PassedOver[];
  /** How set-up came by the TensorFlow library: `wheel`. */
  build?: string;
}

interface SetUpRecord {
  backend?: string;
  passedOver?: PassedOver[];
  /** Where the library and its binding lie, from set-up's folder on. */
  native?: string;
}

/**
 * What set-up wrote into `.descent/backend.json`, unless `TSDESCENT_BACKEND` (native, wasm or cpu) says otherwise.
 * Without either, the fastest comes first.
 *
 * ```ts
 * backendChoice().order // ["native", "wasm", "cpu"]
 * ```
 */
export function backendChoice(environment: NodeJS.ProcessEnv = process.env): BackendChoice {
  const { backend, passedOver = [] } = setUpRecord();
  const asked = environment.TSDESCENT_BACKEND;
  if (!asked) {
    const order = from(backend === "wasm" ? "wasm" : "native");
    return { order, passedOver, build: backend };
  }
  if (isBackendName(asked)) return { order: from(asked), passedOver: skipped(asked), build: backend };
  const remedy = `set it to ${backendNames.join(", ")}, or not at all`;
  const unknown = { backend: asked, reason: "TSDESCENT_BACKEND names no backend", remedy };
  return { order: from("native"), passedOver: [unknown], build: backend };
}

function from(first: BackendName): BackendName[] {
  return backendNames.slice(backendNames.indexOf(first));
}

function skipped(asked: BackendName): PassedOver[] {
  const faster = backendNames.slice(0, backendNames.indexOf(asked));
  return faster.map((backend) => ({ backend, reason: `TSDESCENT_BACKEND is ${asked}`, remedy: "unset it" }));
}

function isBackendName(name: string): name is BackendName {
  return (backendNames as readonly string[]).includes(name);
}

/**
 * The folder of the TensorFlow that set-up loaded: `deps/lib` its libraries, `lib/napi-v8` the binding. Undefined where it stands
 * in tfjs-node's own folder, if anywhere.
 *
 * @internal
 */
export function nativeFolder(): string | undefined {
  const { native } = setUpRecord();
  return native && homePath(native);
}

// A file that is missing or broken is as good as none: what can be loaded then decides.
function setUpRecord(): SetUpRecord {
  try {
    const record: unknown = JSON.parse(readFileSync(homePath(".descent/backend.json"), "utf8"));
    return typeof record === "object" && record !== null ? record : {};
  } catch {
    return {};
  }
}

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
