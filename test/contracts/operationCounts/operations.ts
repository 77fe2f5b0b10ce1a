import * as tf from "@tensorflow/tfjs";
import type { Case, Sizes } from "./sizes";

type Shape = (sizes: Sizes) => number[];

const flat: Shape = ({ batch, width }) => [batch, width];
const sequence: Shape = ({ batch, length, width }) => [batch, length, width];
const image: Shape = ({ batch, length, width }) => [batch, 2 * length, 2 * length, width];

/** Values in (0.1, 0.9), where every function is smooth, and what is made of them. */
function of(shapes: Shape | Shape[], compute: (inputs: tf.Tensor[], sizes: Sizes) => tf.Tensor): Case {
  return (sizes) => ({
    inputs: [shapes].flat().map((shape) => tf.randomUniform(shape(sizes), 0.1, 0.9)),
    value: (inputs) => compute(inputs, sizes),
    weights: () => [],
  });
}

/** What has no slope of its own: multiplied by what has one. */
function level(compute: (x: tf.Tensor, sizes: Sizes) => tf.Tensor): Case {
  return of(flat, ([x], sizes) => tf.mul(tf.cast(compute(x, sizes), "float32"), tf.mean(x)));
}

const unary = (compute: (x: tf.Tensor) => tf.Tensor): Case => of(sequence, ([x]) => compute(x));
/** With one that is repeated over the batch. */
const binary = (compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case =>
  of([sequence, ({ width }) => [width]], ([a, b]) => compute(a, b));

const indices = ({ batch, length }: Sizes, count: number) =>
  tf.tensor(
    Array.from({ length: batch * count }, (_, at) => at % length),
    [batch, count],
    "int32",
  );

const four = (x: tf.Tensor) => x as tf.Tensor4D;

/** An operation for each gradient of TensorFlow.js, by its kernel's name; some in several ways. */
export const operationCases: Record<string, Case> = {
  Abs: unary(tf.abs),
  Acos: unary(tf.acos),
  Acosh: unary((x) => tf.acosh(tf.add(x, 1.5))),
  Add: binary(tf.add),
  AddN: of([flat, flat, flat], (all) => tf.addN(all)),
  ArgMax: level((x) => tf.argMax(x, 1)),
  ArgMin: level((x) => tf.argMin(x, 1)),
  Asin: unary(tf.asin),
  Asinh: unary(tf.asinh),
  Atan: unary(tf.atan),
  Atan2: binary(tf.atan2),
  Atanh: unary(tf.atanh),
  AvgPool: of(image, ([x]) => tf.avgPool(four(x), 2, 2, "same")),
  AvgPool3D: of(
    ({ batch, length, width }) => [batch, length + 1, length + 1, length + 1, width],
    ([x]) => tf.avgPool3d(x as tf.Tensor5D, 2, 2, "same"),
  ),
  BatchMatMul: of([sequence, ({ batch, length, width }) => [batch, width, length]], ([a, b]) =>
    tf.matMul(a, b),
  ),
  BatchToSpaceND: of(
    ({ batch, length, width }) => [4 * batch, length, length, width],
    ([x]) => tf.batchToSpaceND(x, [2, 2], [[0, 0], [0, 0]]), // prettier-ignore
  ),
  BroadcastTo: of(({ width }) => [1, width], ([x], { batch, width }) => tf.broadcastTo(x, [batch, width])), // prettier-ignore
  Cast: unary((x) => tf.mul(tf.cast(x, "float32"), 2)),
  Ceil: level(tf.ceil),
  ClipByValue: unary((x) => tf.clipByValue(x, 0.2, 0.8)),
  Concat: of([sequence, sequence], (all) => tf.concat(all, 1)),
  Conv2D: of([image, ({ width }) => [3, 3, width, width]], ([x, w]) =>
    tf.conv2d(four(x), four(w), 1, "same"),
  ),
  Conv2DBackpropInput: of([image, ({ width }) => [3, 3, width, width]], ([x, w], { batch, length, width }) =>
    tf.conv2dTranspose(four(x), four(w), [batch, 4 * length, 4 * length, width], 2, "same"),
  ),
  Conv3D: of(
    [
      ({ batch, length, width }) => [batch, length + 1, length + 1, length + 1, width],
      ({ width }) => [2, 2, 2, width, width],
    ],
    ([x, w]) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, "same"),
  ),
  Conv3DBackpropInputV2: of(
    [
      ({ batch, length, width }) => [batch, length + 1, length + 1, length + 1, width],
      ({ width }) => [2, 2, 2, width, width],
    ],
    ([x, w]) =>
      tf.conv3dTranspose(
        x as tf.Tensor5D,
        w as tf.Tensor5D,
        x.shape as [number, number, number, number, number],
        1,
        "same",
      ),
  ),
  Cos: unary(tf.cos),
  Cosh: unary(tf.cosh),
  Cumsum: of(sequence, ([x]) => tf.cumsum(x, 2)),
  DepthwiseConv2dNative: of([image, ({ width }) => [3, 3, width, 2]], ([x, w]) =>
    tf.depthwiseConv2d(four(x), four(w), 1, "same"),
  ),
  Dilation2D: of([image, ({ width }) => [3, 3, width]], ([x, w]) =>
    tf.dilation2d(four(x), w as tf.Tensor3D, 1, "same"),
  ),
  Elu: unary(tf.elu),
  Erf: unary(tf.erf),
  Exp: unary(tf.exp),
  ExpandDims: unary((x) => tf.expandDims(x, 1)),
  Expm1: unary(tf.expm1),
  Floor: level(tf.floor),
  FloorDiv: level((x) => tf.floorDiv(tf.cast(tf.mul(x, 9), "int32"), tf.scalar(2, "int32"))),
  FusedBatchNorm: of(
    [image, ({ width }) => [width], ({ width }) => [width], ({ width }) => [width], ({ width }) => [width]],
    ([x, mean, variance, offset, scale]) =>
      tf.batchNorm(
        x,
        ...([mean, variance, offset, scale] as tf.Tensor1D[] as [
          tf.Tensor1D,
          tf.Tensor1D,
          tf.Tensor1D,
          tf.Tensor1D,
        ]),
      ),
  ),
  GatherV2: of(sequence, ([x], sizes) => tf.gather(x, indices(sizes, 2), 1)),
  "GatherV2 for each of the batch": of(sequence, ([x], sizes) => tf.gather(x, indices(sizes, 2), 1, 1)),
  Equal: level((x) => tf.equal(x, 0.5)),
  Greater: level((x) => tf.greater(x, 0.5)),
  GreaterEqual: level((x) => tf.greaterEqual(x, 0.5)),
  Less: level((x) => tf.less(x, 0.5)),
  LessEqual: level((x) => tf.lessEqual(x, 0.5)),
  LogicalAnd: level((x) => tf.logicalAnd(tf.greater(x, 0.2), tf.less(x, 0.5))),
  LogicalNot: level((x) => tf.logicalNot(tf.greater(x, 0.5))),
  LogicalOr: level((x) => tf.logicalOr(tf.less(x, 0.2), tf.greater(x, 0.5))),
  NotEqual: level((x) => tf.notEqual(x, 0.5)),
  Identity: unary((x) => tf.mul(tf.clone(x), 2)),
  IsFinite: level(tf.isFinite),
  IsInf: level(tf.isInf),
  IsNan: level(tf.isNaN),
  LRN: of(image, ([x]) => tf.localResponseNormalization(four(x), 2)),
  LeakyRelu: unary((x) => tf.leakyRelu(x)),
  Log: unary(tf.log),
  Log1p: unary(tf.log1p),
  LogSoftmax: unary((x) => tf.logSoftmax(x)),
  Max: unary((x) => tf.max(x, 1)),
  MaxPool: of(image, ([x]) => tf.maxPool(four(x), 2, 2, "same")),
  MaxPool3D: of(
    ({ batch, length, width }) => [batch, length + 1, length + 1, length + 1, width],
    ([x]) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "same"),
  ),
  Maximum: binary(tf.maximum),
  Mean: unary((x) => tf.mean(x, [0, 2])),
  Min: unary((x) => tf.min(x, 1)),
  Minimum: binary(tf.minimum),
  MirrorPad: of(flat, ([x]) => tf.mirrorPad(x, [[1, 1], [1, 1]], "reflect")), // prettier-ignore
  Mod: binary(tf.mod),
  Multiply: binary(tf.mul),
  Neg: unary(tf.neg),
  OneHot: level((x, { width }) => tf.oneHot(tf.cast(x, "int32"), width)),
  OnesLike: level(tf.onesLike),
  Pack: of([flat, flat], (all) => tf.stack(all, 1)),
  PadV2: of(flat, ([x]) => tf.pad(x, [[1, 0], [0, 2]])), // prettier-ignore
  Pow: binary(tf.pow),
  Prelu: binary(tf.prelu),
  Prod: of(sequence, ([x]) => tf.prod(x, 1)),
  RealDiv: binary(tf.div),
  Reciprocal: unary(tf.reciprocal),
  Relu: unary(tf.relu),
  Relu6: unary(tf.relu6),
  Reshape: unary((x) => tf.reshape(x, [-1])),
  ResizeBilinear: of(image, ([x]) => tf.image.resizeBilinear(four(x), [5, 5])),
  ResizeNearestNeighbor: of(image, ([x]) => tf.image.resizeNearestNeighbor(four(x), [5, 5])),
  Reverse: unary((x) => tf.reverse(x, 1)),
  Round: level(tf.round),
  Rsqrt: unary(tf.rsqrt),
  Select: of([flat, flat], ([a, b]) => tf.where(tf.ones(a.shape, "bool"), a, b)),
  Selu: unary(tf.selu),
  Sigmoid: unary(tf.sigmoid),
  Sign: level(tf.sign),
  Sin: unary(tf.sin),
  Sinh: unary(tf.sinh),
  Slice: of(sequence, ([x]) => tf.slice(x, [0, 1, 0], [-1, 2, -1])),
  Softmax: unary((x) => tf.softmax(x)),
  Softplus: unary(tf.softplus),
  SpaceToBatchND: of(image, ([x]) => tf.spaceToBatchND(x, [2, 2], [[0, 0], [0, 0]])), // prettier-ignore
  SplitV: of(sequence, ([x]) => tf.split(x, 2, 2)[1]),
  Sqrt: unary(tf.sqrt),
  Square: unary(tf.square),
  SquaredDifference: binary(tf.squaredDifference),
  Step: level((x) => tf.step(x)),
  Sub: binary(tf.sub),
  Sum: unary((x) => tf.sum(x, 1)),
  Tan: unary(tf.tan),
  Tanh: unary(tf.tanh),
  Tile: of(flat, ([x], { length }) => tf.tile(x, [length, 2])),
  "Tile of sequences": of(sequence, ([x], { batch, length }) => tf.tile(x, [batch, 1, length])),
  Transpose: unary((x) => tf.transpose(x, [2, 0, 1])),
  Unpack: of(sequence, ([x]) => tf.unstack(x, 1)[0]),
  UnsortedSegmentSum: of(flat, ([x], { batch }) =>
    tf.unsortedSegmentSum(x, tf.range(0, batch, 1, "int32"), batch),
  ),
  ZerosLike: level(tf.zerosLike),
};

/** Those that nothing with a slope leads to: complex numbers have none in TensorFlow.js. */
export const noOperations = ["ComplexAbs"];
