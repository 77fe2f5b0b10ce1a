import * as tf from "@tensorflow/tfjs";

/** The gradient of a tensor that was padded with its own mirror image: each value has that of its image, too. */
export function foldedBack(
  dy: tf.Tensor,
  paddings: [before: number, after: number][],
  mode: "reflect" | "symmetric",
): tf.Tensor {
  // The outermost value is not mirrored itself where it reflects.
  const spared = mode === "reflect" ? 1 : 0;
  return paddings.reduce((given, [before, after], axis) => {
    const size = given.shape[axis] - before - after;
    const middle = part(given, axis, before, size);
    const first = image(given, axis, { from: 0, count: before, size, at: spared });
    const last = image(given, axis, { from: before + size, count: after, size, at: size - after - spared });
    return [first, last].reduce<tf.Tensor>((sum, one) => (one ? tf.add(sum, one) : sum), middle);
  }, dy);
}

/** Some of the padding, turned around and put where it is the image of; undefined where there is none. */
function image(
  x: tf.Tensor,
  axis: number,
  { from, count, size, at }: { from: number; count: number; size: number; at: number },
): tf.Tensor | undefined {
  if (count === 0) return undefined;
  const around = x.shape.map((_, each): [number, number] =>
    each === axis ? [at, size - at - count] : [0, 0],
  );
  return tf.pad(tf.reverse(part(x, axis, from, count), axis), around);
}

function part(x: tf.Tensor, axis: number, from: number, count: number): tf.Tensor {
  const begin = x.shape.map((_, each) => (each === axis ? from : 0));
  return tf.slice(
    x,
    begin,
    x.shape.map((size, each) => (each === axis ? count : size)),
  );
}
