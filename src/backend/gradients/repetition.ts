import * as tf from "@tensorflow/tfjs";

/** The gradient of a tensor that was tiled: the sum over its repetitions. */
export function sumOfRepetitions(dy: tf.Tensor, shape: number[], repetitions: number[]): tf.Tensor {
  const apart = shape.flatMap((size, axis) => [repetitions[axis], size]);
  const axes = shape.map((_, axis) => 2 * axis);
  return tf.reshape(tf.sum(tf.reshape(dy, apart), axes), shape);
}

/** The gradient of a tensor of which rows were picked along an axis, each element of the batch its own rows. */
export function sumOfPicked(
  dy: tf.Tensor,
  [x, indices]: tf.Tensor[],
  { axis, batchDims }: { axis: number; batchDims: number },
): tf.Tensor {
  const [batch, outer] = [x.shape.slice(0, batchDims), x.shape.slice(batchDims, axis)];
  const [rows, inner] = [x.shape[axis], x.shape.slice(axis + 1)];
  const [batches, before, behind] = [batch, outer, inner].map((sizes) => tf.util.sizeFromShape(sizes));
  const perBatch = indices.size / batches;
  // [batches, before, picked, behind] → [batches · picked, before · behind]
  const values = tf.transpose(tf.reshape(dy, [batches, before, perBatch, behind]), [0, 2, 1, 3]);
  const first = tf.range(0, batches * rows, rows, "int32").reshape([batches, 1]);
  const places = tf.add(tf.reshape(indices, [batches, perBatch]), first).flatten() as tf.Tensor1D;
  const sums = tf.unsortedSegmentSum(
    values.reshape([batches * perBatch, before * behind]),
    places,
    batches * rows,
  );
  return tf.transpose(sums.reshape([batches, rows, before, behind]), [0, 2, 1, 3]).reshape(x.shape);
}
