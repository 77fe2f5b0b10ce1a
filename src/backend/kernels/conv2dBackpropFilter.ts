import * as tf from "@tensorflow/tfjs";

/**
 * The gradient of a convolution's filter: dW[h, w, i, o] = Σ x[n, r·s + h, q·s + w, i] · dy[n, r, q, o] over n, r, q.
 *
 * That is itself a convolution, of x with dy as its filter, in which batch and channels change places and the
 * stride s becomes a dilation.
 *
 * @internal
 */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    return tf.tidy(() => filterGradient(x, dy, attrs as unknown as tf.Conv2DBackpropFilterAttrs));
  },
};

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, attrs: tf.Conv2DBackpropFilterAttrs): tf.Tensor {
  const { filterShape, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]); // [n, height, width, i]
  const images = tf.transpose(padded, [3, 1, 2, 0]); // [i, height, width, n]
  const filter = tf.transpose(dy, [1, 2, 0, 3]); // [r, q, n, o]
  const stride: [number, number] = [info.strideHeight, info.strideWidth];
  const gradient = tf.conv2d(images, filter, 1, "valid", "NHWC", stride); // [i, ≥ h, ≥ w, o]
  return gradient.slice([0, 0, 0, 0], [-1, info.filterHeight, info.filterWidth, -1]).transpose([1, 2, 0, 3]);
}
