import * as tf from "@tensorflow/tfjs";

/** A layer made of layers, as one writes it. */
class Block extends tf.layers.Layer {
  static className = "BenchBlock";
  /** @param {{width: number, heads: number}} options */
  constructor({ width, heads }) {
    super({});
    this.heads = heads;
    this.norms = [tf.layers.layerNormalization(), tf.layers.layerNormalization()];
    this.attention = Array.from({ length: 4 }, () => tf.layers.dense({ units: width }));
    this.wide = tf.layers.dense({ units: 4 * width, activation: "relu" });
    this.narrow = tf.layers.dense({ units: width });
  }
  get parts() {
    return [...this.norms, ...this.attention, this.wide, this.narrow];
  }
  /** @override */
  get trainableWeights() {
    return this.parts.flatMap((part) => part.trainableWeights);
  }
  /** @override @param {number[]} shape */
  build(shape) {
    for (const part of [...this.norms, ...this.attention, this.wide]) part.build(shape);
    this.narrow.build([...shape.slice(0, -1), 4 * /** @type {number} */ (shape.at(-1))]);
    super.build(shape);
  }
  /** @override @param {tf.Tensor | tf.Tensor[]} inputs */
  call(inputs) {
    return tf.tidy(() => {
      const [x] = /** @type {tf.Tensor3D[]} */ ([inputs].flat());
      const between = x.add(this.attend(/** @type {tf.Tensor3D} */ (this.norms[0].apply(x))));
      const wide = this.wide.apply(this.norms[1].apply(between));
      return between.add(/** @type {tf.Tensor} */ (this.narrow.apply(wide)));
    });
  }
  /** @param {tf.Tensor3D} x [batch, length, width] */
  attend(x) {
    const [batch, length, width] = x.shape;
    const size = width / this.heads;
    const [q, k, v] = this.attention.slice(0, 3).map((dense) => {
      const all = /** @type {tf.Tensor} */ (dense.apply(x));
      return all.reshape([batch, length, this.heads, size]).transpose([0, 2, 1, 3]);
    });
    const shares = tf.softmax(tf.matMul(q, k, false, true).div(Math.sqrt(size)));
    const mixed = tf.matMul(shares, v).transpose([0, 2, 1, 3]).reshape([batch, length, width]);
    return /** @type {tf.Tensor} */ (this.attention[3].apply(mixed));
  }
}

/** Two blocks of 4 heads, 64 wide, over 64 places, and one number. */
export function transformer({ width = 64, length = 64, heads = 4, blocks = 2 } = {}) {
  const input = tf.input({ shape: [length, width] });
  let x = /** @type {tf.SymbolicTensor} */ (input);
  for (let block = 0; block < blocks; block++)
    x = /** @type {tf.SymbolicTensor} */ (new Block({ width, heads }).apply(x));
  const mean = tf.layers.globalAveragePooling1d().apply(x);
  const output = tf.layers.dense({ units: 1 }).apply(mean);
  return tf.model({ inputs: input, outputs: /** @type {tf.SymbolicTensor} */ (output) });
}
