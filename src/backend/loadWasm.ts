import * as tf from "@tensorflow/tfjs";
import type { Loaded } from "./backendName";
import { padExplicitly } from "./kernels/explicitPadding";
import { withoutNative } from "./withoutNative";
import { conv2dBackpropFilter } from "./kernels/conv2dBackpropFilter";
import { depthwiseBackpropFilter } from "./kernels/depthwiseBackpropFilter";
import { depthwiseBackpropInput } from "./kernels/depthwiseBackpropInput";
import { unsortedSegmentSum } from "./kernels/unsortedSegmentSum";

/**
 * Loads TensorFlow.js' WebAssembly engine, adds the kernels it lacks, mends those that are wrong, and makes it the engine.
 *
 * @internal
 */
export async function loadWasm(): Promise<Loaded> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  registerMissingKernels();
  padExplicitly();
  const started = await withoutItsHandlers(() => tf.setBackend("wasm"));
  if (!started) throw new Error("WebAssembly could not be started");
  return { namespace: withoutNative("wasm"), version: wasm.version_wasm, threads: wasm.getThreadsCount() };
}

// Emscripten's start-up code makes every uncaught error and rejection fatal, also those that have nothing to do
// with it and that a kernel would report and survive.
async function withoutItsHandlers<T>(start: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => process.listeners(event as never));
  const result = await start();
  events.forEach((event, at) => {
    const added = process.listeners(event as never).filter((listener) => !before[at].includes(listener));
    for (const listener of added) process.off(event, listener as () => void);
  });
  return result;
}

const kernels = [conv2dBackpropFilter, depthwiseBackpropFilter, depthwiseBackpropInput, unsortedSegmentSum];

/**
 * Registers, for the WebAssembly backend, the kernels that training needs and it lacks, made of those it has.
 */
function registerMissingKernels(): void {
  for (const kernel of kernels) {
    if (!tf.getKernel(kernel.kernelName, kernel.backendName)) tf.registerKernel(kernel);
  }
}
