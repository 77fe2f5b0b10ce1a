import { backendInUse } from "./useBackend";
import { inspectTensorFlow } from "./inspected";
import { provideTensorFlow } from "./provideTensorFlow";

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
