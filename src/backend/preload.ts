import { backendInUse } from "./useBackend";
import { provideTensorFlow } from "./provideTensorFlow";

/**
 * Fulfilled once the engine is chosen and loaded, and `require("@tensorflow/tfjs-node")` gives it from any folder.
 *
 * ```ts
 * await require("tsdescent/dist/src/backend/preload").ready;
 * ```
 */
export const ready: Promise<void> = backendInUse().then(({ namespace }) => provideTensorFlow(namespace));
