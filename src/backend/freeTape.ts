import * as tf from "@tensorflow/tfjs";

/** As much of TensorFlow.js' engine as is needed here. */
interface EngineState {
  gradientDepth: number;
  activeTape?: { saved?: tf.Tensor[] | null }[];
}

/**
 * Runs something that computes gradients; where it throws, what TensorFlow.js kept of the way forward is freed, which it
 * would only do on the way back.
 */
export function freeingTape<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const state = tf.engine().state as unknown as EngineState;
    if (state.gradientDepth === 0) {
      for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
      state.activeTape = [];
    }
    throw error;
  }
}

/**
 * Computes gradients within the way back of others, whose tape TensorFlow.js would forget.
 *
 * ```ts
 * keepingTape(() => tf.grads(f)([x], dy))
 * ```
 */
export function keepingTape<T>(run: () => T): T {
  const state = tf.engine().state as unknown as EngineState;
  const { activeTape } = state;
  try {
    return run();
  } finally {
    state.activeTape = activeTape;
  }
}
