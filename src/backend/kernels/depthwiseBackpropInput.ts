import * as tf from "@tensorflow/tfjs";

type Attributes = tf.DepthwiseConv2dNativeBackpropInputAttrs;

/**
 * The gradient of a depthwise convolution's input: a depthwise convolution of dy, spread out by the stride, with
 * the filter turned by 180°, summed over the outputs that one channel has.
 *
 * @internal
 */
export const depthwiseBackpropInput: tf.KernelConfig = {
  kernelName: tf.DepthwiseConv2dNativeBackpropInput,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
    return tf.tidy(() => inputGradient(dy, filter, attrs as unknown as Attributes));
  },
};

function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, attrs: Attributes): tf.Tensor {
  const { inputShape, strides, pad, dimRoundingMode } = attrs;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    1,
    pad,
    dimRoundingMode,
    true,
  );
  const [height, width, channels, multiplier] = filter.shape;
  const { top, left } = info.padInfo;
  const [images, inHeight, inWidth] = inputShape;
  const spreadRows = spread(dy, 1, info.strideHeight);
  const rows = fit(spreadRows, 1, height - 1 - top, inHeight + height - 1);
  const spreadColumns = spread(rows, 2, info.strideWidth);
  const all = fit(spreadColumns, 2, width - 1 - left, inWidth + width - 1);
  const turned = filter.reverse([0, 1]).reshape<tf.Tensor4D>([height, width, channels * multiplier, 1]);
  return tf
    .depthwiseConv2d(all, turned, 1, "valid")
    .reshape([images, inHeight, inWidth, channels, multiplier])
    .sum(4);
}

/** Puts step − 1 zeros after every element along an axis. */
function spread(x: tf.Tensor4D, axis: number, step: number): tf.Tensor4D {
  if (step === 1) return x;
  const before = x.shape.slice(0, axis + 1).reduce((product, size) => product * size, 1);
  const spreadShape = x.shape.map((size, at) => (at === axis ? size * step : size)) as tf.Tensor4D["shape"];
  return tf
    .pad(x.reshape([before, 1, x.size / before]), [
      [0, 0],
      [0, step - 1],
      [0, 0],
    ])
    .reshape(spreadShape);
}

/** Puts zeros before an axis (or cuts, where negative), then zeros after it (or cuts) up to a size. */
function fit(x: tf.Tensor4D, axis: number, before: number, size: number): tf.Tensor4D {
  const paddings = x.shape.map((): [number, number] => [0, 0]);
  paddings[axis] = [Math.max(0, before), Math.max(0, size - before - x.shape[axis])];
  const begin = x.shape.map((_, at) => (at === axis ? Math.max(0, -before) : 0));
  const lengths = x.shape.map((_, at) => (at === axis ? size : -1));
  return tf.pad(x, paddings).slice(begin, lengths) as tf.Tensor4D;
}
