import type * as tf from "@tensorflow/tfjs";

/** A backend that is now the engine. @internal */
export interface Loaded {
  /** What `import * as tf from "@tensorflow/tfjs-node"` gives. */
  namespace: typeof tf;
  /** The engine's version, as it states it. */
  version: string;
  /** Threads of one operation. */
  threads: number;
}
