import type * as tf from "@tensorflow/tfjs";

/** The engines TensorFlow.js can run on here, fastest first: the TensorFlow library, WebAssembly, plain JavaScript. */
export const backendNames = ["native", "wasm", "cpu"] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];

/** A faster backend that is not in use. */
export interface PassedOver {
  /** `native`, `wasm`, or set-up's way to a native one, `wheel`. */
  backend: string;
  /** Why it is not in use. */
  reason: string;
  /** What to do about it. */
  remedy: string;
}

/** A backend that is now the engine. @internal */
export interface Loaded {
  /** What `import * as tf from "@tensorflow/tfjs-node"` gives. */
  namespace: typeof tf;
  /** The engine's version, as it states it. */
  version: string;
  /** Threads of one operation. */
  threads: number;
}
