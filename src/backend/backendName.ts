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
