import * as tf from "@tensorflow/tfjs";
import type { Loaded } from "./backendName";
import { withoutNative } from "./withoutNative";

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
