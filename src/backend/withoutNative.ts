import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import type { BackendName, Loaded } from "./backendName";

// The functions of `tf.node` (tfjs-node 4.22): all need the TensorFlow library.
const nativeFunctions = [
  "decodeBmp",
  "decodeGif",
  "decodeImage",
  "decodeJpeg",
  "decodePng",
  "encodeJpeg",
  "encodePng",
  "getMetaGraphsFromSavedModel",
  "getNumOfSavedModels",
  "loadSavedModel",
  "summaryFileWriter",
  "tensorBoard",
];

/**
 * What `@tensorflow/tfjs-node` gives where there is no native TensorFlow: TensorFlow.js with `file://` models, and
 * a `tf.node` whose functions say what they need.
 *
 * @internal
 */
export function withoutNative(backend: BackendName): typeof tf {
  const node = Object.fromEntries(nativeFunctions.map((name) => [name, () => refuse(name, backend)]));
  const namespace = { ...tf, io: { ...tf.io, ...fileModels() }, node };
  return Object.defineProperty(namespace, "__esModule", { value: true }) as unknown as typeof tf;
}

function refuse(name: string, backend: BackendName): never {
  throw new Error(
    `tf.node.${name}: needs native TensorFlow, but the backend is ${backend}; ` +
      `useBackend() says why, "npx tsdescent setup --backend wheel" makes it native`,
  );
}

interface FileSystemModule {
  fileSystem: unknown;
  nodeFileSystemRouter: Parameters<typeof tf.io.registerLoadRouter>[0];
}

// tfjs-node's own reader and writer of `file://` models is plain JavaScript and works without its library.
function fileModels(): object {
  try {
    const files: FileSystemModule = createRequire(__filename)("@tensorflow/tfjs-node/dist/io/file_system");
    tf.io.registerLoadRouter(files.nodeFileSystemRouter);
    tf.io.registerSaveRouter(files.nodeFileSystemRouter);
    return { fileSystem: files.fileSystem };
  } catch {
    return {};
  }
}

/**
 * Makes plain JavaScript the engine: slow, but it runs everywhere.
 *
 * @internal
 */
export async function loadCpu(): Promise<Loaded> {
  await tf.setBackend("cpu");
  // It would print a page that recommends tfjs-node, which is what we have just passed over.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return { namespace: withoutNative("cpu"), version: tf.version_core, threads: 1 };
}
