import * as tf from "@tensorflow/tfjs";

/** A filter with rate − 1 zeros between its values, along its first axes: of size (n − 1)·rate + 1 each. */
export function inflated(filter: tf.Tensor, rates: number[]): tf.Tensor {
  return rates.reduce((current, rate, axis) => {
    const apart = spreadOut(current, axis, rate);
    return cut(apart, axis, (current.shape[axis] - 1) * rate + 1);
  }, filter);
}

/** What stands at the filter's own values, in a tensor of the inflated filter's shape. */
export function picked(wide: tf.Tensor, rates: number[]): tf.Tensor {
  return rates.reduce((current, rate, axis) => {
    const { shape } = current;
    const size = (shape[axis] - 1) / rate + 1;
    const padding = shape.map((_, at): [number, number] => [0, at === axis ? rate - 1 : 0]);
    const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
    const apart = tf.pad(current, padding).reshape([product(before) * size, rate, product(after)]);
    return apart.slice([0, 0, 0], [-1, 1, -1]).reshape([...before, size, ...after]);
  }, wide);
}

/** Zeros behind each value along an axis. */
function spreadOut(x: tf.Tensor, axis: number, rate: number): tf.Tensor {
  const rows = product(x.shape.slice(0, axis + 1));
  const behind: [number, number][] = [
    [0, 0],
    [0, rate - 1],
    [0, 0],
  ];
  const shape = x.shape.map((size, at) => (at === axis ? size * rate : size));
  return tf.pad(x.reshape([rows, 1, x.size / rows]), behind).reshape(shape);
}

function cut(x: tf.Tensor, axis: number, size: number): tf.Tensor {
  const sizes = x.shape.map((whole, at) => (at === axis ? size : whole));
  return x.slice(
    x.shape.map(() => 0),
    sizes,
  );
}

function product(shape: number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}
