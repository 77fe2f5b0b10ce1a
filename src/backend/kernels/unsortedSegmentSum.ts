import * as tf from "@tensorflow/tfjs";

/**
 * Sums of rows by the segment each belongs to: the gradient of `tf.gather`, hence of embeddings.
 *
 * @internal
 */
export const unsortedSegmentSum: tf.KernelConfig = {
  kernelName: tf.UnsortedSegmentSum,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor1D };
    const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
    return tf.tidy(() => tf.scatterND(segmentIds.expandDims(1), x, [numSegments, ...x.shape.slice(1)]));
  },
};
