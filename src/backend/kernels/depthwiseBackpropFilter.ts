import * as tf from "@tensorflow/tfjs";

type Attributes = tf.DepthwiseConv2dNativeBackpropFilterAttrs;

/**
 * The gradient of a depthwise convolution's filter: dW[h, w, c, m] = Σ x[n, r·s + h, q·s + w, c] · dy[n, r, q, c·m]
 * over n, r, q: a depthwise convolution of x with dy, one channel for each image and channel, summed over images.
 *
 * @internal
 */
export const depthwiseBackpropFilter: tf.KernelConfig = {
  kernelName: tf.DepthwiseConv2dNativeBackpropFilter,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    return tf.tidy(() => filterGradient(x, dy, attrs as unknown as Attributes));
  },
};

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, attrs: Attributes): tf.Tensor {
  const { filterShape, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    true,
  );
  const { top, bottom, left, right } = info.padInfo;
  const [height, width, channels, multiplier] = filterShape;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const [images, paddedHeight, paddedWidth] = padded.shape;
  const image = padded
    .transpose([1, 2, 0, 3])
    .reshape<tf.Tensor4D>([1, paddedHeight, paddedWidth, images * channels]);
  const filter = dy
    .transpose([1, 2, 0, 3])
    .reshape<tf.Tensor4D>([info.outHeight, info.outWidth, images * channels, multiplier]);
  const stride: [number, number] = [info.strideHeight, info.strideWidth];
  const gradient = tf.depthwiseConv2d(image, filter, 1, "valid", "NHWC", stride);
  return gradient
    .slice([0, 0, 0, 0], [1, height, width, -1])
    .reshape([height, width, images, channels, multiplier])
    .sum(2);
}
