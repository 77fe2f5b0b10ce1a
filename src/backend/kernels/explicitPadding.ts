import * as tf from "@tensorflow/tfjs";

type Attributes = Record<string, unknown> &
  Pick<tf.Conv2DAttrs, "strides" | "dilations" | "pad" | "dimRoundingMode">;

const depthwise = new Set(["DepthwiseConv2dNative", "FusedDepthwiseConv2D"]);
const names = ["Conv2D", "FusedConv2D", ...depthwise];

/**
 * Tells WebAssembly's convolutions with a stride how much "same" is, in numbers: left to itself it takes the wrong rows
 * where a side of the kernel is 1.
 *
 * @internal
 */
export function padExplicitly(): void {
  for (const name of names) {
    const config = tf.getKernel(name, "wasm");
    const original = config.kernelFunc;
    config.kernelFunc = (call) => {
      const attrs = call.attrs as unknown as Attributes;
      const strided = [attrs.strides].flat().some((stride) => stride > 1);
      if (attrs.pad !== "same" || !strided) return original(call);
      const { x, filter } = call.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
      const pad = sides(x, filter, attrs, depthwise.has(name));
      return original({ ...call, attrs: { ...attrs, pad } as unknown as tf.NamedAttrMap });
    };
  }
}

function sides(x: tf.TensorInfo, filter: tf.TensorInfo, attrs: Attributes, byChannel: boolean): number[][] {
  const { top, bottom, left, right } = tf.backend_util.computeConv2DInfo(
    x.shape as tf.Tensor4D["shape"],
    filter.shape as tf.Tensor4D["shape"],
    attrs.strides,
    attrs.dilations ?? 1,
    "same",
    attrs.dimRoundingMode,
    byChannel,
  ).padInfo;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
