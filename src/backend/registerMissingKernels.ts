import * as tf from "@tensorflow/tfjs";
import { conv2dBackpropFilter } from "./kernels/conv2dBackpropFilter";
import { depthwiseBackpropFilter } from "./kernels/depthwiseBackpropFilter";
import { depthwiseBackpropInput } from "./kernels/depthwiseBackpropInput";
import { unsortedSegmentSum } from "./kernels/unsortedSegmentSum";

const kernels = [conv2dBackpropFilter, depthwiseBackpropFilter, depthwiseBackpropInput, unsortedSegmentSum];

/**
 * Registers, for the WebAssembly backend, the kernels that training needs and it lacks, made of those it has.
 *
 * @internal
 */
export function registerMissingKernels(): void {
  for (const kernel of kernels) {
    if (!tf.getKernel(kernel.kernelName, kernel.backendName)) tf.registerKernel(kernel);
  }
}
