import * as tf from "@tensorflow/tfjs";
import { flat, summed } from "./broadcast";
import { inflated, picked } from "./dilation";
import type { Gradient } from "./gradient";
import { foldedBack } from "./mirror";
import { sumOfPicked, sumOfRepetitions } from "./repetition";

/**
 * Replaces gradients of TensorFlow.js that are wrong at special points or missing, by those of TensorFlow: |x| has slope 0 at 0, not −1;
 * equal largest values share a gradient, rather than have all of it each; dilated convolutions have one at all, and transposed ones of volumes. Those that ran
 * operations for each repetition (`tile`) and each element of a batch (`gather`) run as many whatever the sizes. `maximum`,
 * `minimum`, `squaredDifference`, `prelu` and `matMul` have one where an input is broadcast; `cumsum` and `prod` along any axis, `split` and
 * `unstack` also into one part; comparisons and `floorDiv`, which only jump, have zero; what `mirrorPad` mirrors counts as often as it stands there.
 *
 * @internal
 */
export function mendGradients(): void {
  replace("Abs", () => (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.sign(x)) }));
  replace("Max", () => (dy, [x, y], attrs) => ({
    x: () => shared(dy as tf.Tensor, x, y, attrs.reductionIndices),
  }));
  replace("Min", () => (dy, [x, y], attrs) => ({ x: () => shared(dy as tf.Tensor, x, y, attrs.axis) }));
  replace("Tile", () => (dy, [x], { reps }) => ({
    x: () => sumOfRepetitions(dy as tf.Tensor, x.shape, reps as number[]),
  }));
  replace("GatherV2", batchedGather);
  tf.registerGradient({
    ...{ kernelName: "Conv3DBackpropInputV2", inputsToSave: ["dy", "filter"] },
    gradFunc: transposedVolumeGradient,
  });
  for (const name of ["Maximum", "Minimum", "SquaredDifference", "BatchMatMul"])
    replace(name, summed(["a", "b"]));
  replace("Prelu", summed(["x", "alpha"]));
  replace("Cumsum", () => (dy, _, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy as tf.Tensor, axis as number, exclusive as boolean, !reverse),
  }));
  replace("Prod", (original) => (dy, saved, attrs) => {
    const axis = tf.util.parseAxisParam((attrs.axis ?? null) as number | number[], saved[0].shape);
    return original(dy, saved, { ...attrs, axis });
  });
  replace("FloorDiv", () => flat(["a", "b"]));
  // Of a single part TensorFlow.js hands over its gradient alone.
  for (const name of ["Unpack", "SplitV"])
    replace(name, (original) => (dy, saved, attrs) => original([dy].flat(), saved, attrs));
  replace("MirrorPad", () => (dy, _, attrs) => ({
    x: () =>
      foldedBack(
        dy as tf.Tensor,
        attrs.paddings as unknown as [number, number][],
        attrs.mode as "reflect" | "symmetric",
      ),
  }));
  for (const kernelName of ["Equal", "NotEqual", "Less", "LessEqual", "Greater", "LogicalAnd", "LogicalOr"])
    tf.registerGradient({ kernelName, inputsToSave: ["a", "b"], gradFunc: flat(["a", "b"]) });
  tf.registerGradient({ kernelName: "LogicalNot", inputsToSave: ["x"], gradFunc: flat(["x"]) });
  for (const name of ["Conv2D", "DepthwiseConv2dNative", "Conv3D"]) replace(name, dilatedGradient);
}

function replace(kernelName: string, make: (original: Gradient) => Gradient): void {
  const config = tf.getGradient(kernelName);
  tf.registerGradient({ ...config, gradFunc: make(config.gradFunc) });
}

/** Each element of the batch picks rows of its own part. */
function batchedGather(original: Gradient): Gradient {
  return (dy, saved, attrs) => {
    const [x, indices] = saved;
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, x.shape);
    const { batchDims } = attrs as { batchDims: number };
    if (batchDims === 0) return original(dy, saved, attrs);
    return { x: () => sumOfPicked(dy as tf.Tensor, saved, { axis, batchDims }), indices: () => indices };
  };
}

/** To each of the values that equal the extreme, its share of the extreme's gradient. */
function shared(dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, along: unknown): tf.Tensor {
  const axes = tf.util.parseAxisParam(along as number[], x.shape);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const chosen = tf.equal(x, y.reshape(kept)).toFloat();
  return tf.mul(chosen, tf.div(dy.reshape(kept), tf.sum(chosen, axes, true)));
}

/** A dilated convolution is one with zeros between the filter's values, of whose gradient the zeros' part is left out. */
function dilatedGradient(original: Gradient): Gradient {
  return (dy, [x, filter], attrs) => {
    const rates = Array.from({ length: x.rank - 2 }, (_, axis) => rateOf(attrs.dilations, axis));
    if (rates.every((rate) => rate === 1)) return original(dy, [x, filter], attrs);
    const wide = inflated(filter, rates);
    const gradients = original(dy, [x, wide], { ...attrs, dilations: rates.map(() => 1) });
    return { x: gradients.x, filter: () => picked(gradients.filter(), rates) };
  };
}

/** A transposed convolution's gradient is a convolution of its output's, and that of its filter that of the convolution. */
function transposedVolumeGradient(
  dy: tf.Tensor | tf.Tensor[],
  [x, filter]: tf.Tensor[],
  { strides, pad }: tf.NamedAttrMap,
): Record<string, () => tf.Tensor> {
  const given = dy as tf.Tensor5D;
  const attrs = { strides, pad, filterShape: filter.shape };
  return {
    dy: () => tf.conv3d(given, filter as tf.Tensor5D, strides as number, pad as "same" | "valid"),
    filter: () => tf.engine().runKernel("Conv3DBackpropFilterV2", { x: given, dy: x }, attrs as never),
  };
}

function rateOf(dilations: unknown, axis: number): number {
  return typeof dilations === "number" ? dilations : ((dilations as number[] | undefined)?.[axis] ?? 1);
}
