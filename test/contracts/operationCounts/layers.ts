import * as tf from "@tensorflow/tfjs";
import type { Case, Sizes } from "./sizes";

const { layers } = tf;

type Shape = (sizes: Sizes) => number[];
type Make = (sizes: Sizes) => tf.layers.Layer;

const flat: Shape = ({ batch, width }) => [batch, width];
const sequence: Shape = ({ batch, length, width }) => [batch, length, width];
const image: Shape = ({ batch, length, width }) => [batch, 2 * length, 2 * length, width];
const volume: Shape = ({ batch, length, width }) => [batch, length + 1, length + 1, length + 1, width];

function applied(shape: Shape, make: Make, count = 1): Case {
  return (sizes) => {
    const layer = make(sizes);
    const inputs = Array.from({ length: count }, () => tf.randomUniform(shape(sizes), 0.5, 1.5));
    return {
      inputs,
      value: (given) => layer.apply(count > 1 ? given : given[0], { training: true }) as tf.Tensor,
      weights: () => layer.trainableWeights.map((weight) => weight.read() as tf.Variable),
      free: () => void (layer.built && layer.dispose()),
    };
  };
}

/** Of whole numbers, or without a slope. */
function withoutSlope(shape: Shape, make: Make): Case {
  return (sizes) => {
    const { inputs, ...rest } = applied(shape, make)(sizes);
    const whole = inputs.map((input) => tf.cast(input, "int32"));
    tf.dispose(inputs);
    return { ...rest, inputs: whole };
  };
}

const square = { kernelSize: 3, padding: "same" as const };
const units = ({ width }: Sizes) => ({ units: width });
const filters = ({ width }: Sizes) => ({ filters: width });
const pooled = { poolSize: 2 };
const rnn = (options: object) => options as never;

/** Every layer of TensorFlow.js, some in several ways. */
export const layerCases: Record<string, Case> = {
  activation: applied(flat, () => layers.activation({ activation: "softmax" })),
  add: applied(flat, () => layers.add(), 2),
  alphaDropout: applied(flat, () => layers.alphaDropout({ rate: 0.5 })),
  average: applied(flat, () => layers.average(), 3),
  averagePooling1d: applied(sequence, () => layers.averagePooling1d(pooled)),
  averagePooling2d: applied(image, () => layers.averagePooling2d(pooled)),
  averagePooling3d: applied(volume, () => layers.averagePooling3d({ poolSize: 2, strides: [2, 2, 2] })),
  batchNormalization: applied(flat, () => layers.batchNormalization({})),
  "batchNormalization of images": applied(image, () => layers.batchNormalization({})),
  bidirectional: applied(sequence, (sizes) =>
    layers.bidirectional({ layer: layers.gru(units(sizes)) as tf.RNN, mergeMode: "ave" }),
  ),
  categoryEncoding: withoutSlope(flat, ({ width }) =>
    layers.categoryEncoding({ numTokens: width, outputMode: "multiHot" }),
  ),
  centerCrop: withoutSlope(image, () => layers.centerCrop({ height: 2, width: 2 })),
  concatenate: applied(flat, () => layers.concatenate(), 2),
  conv1d: applied(sequence, (sizes) => layers.conv1d({ ...filters(sizes), ...square })),
  "conv1d, dilated": applied(sequence, (sizes) =>
    layers.conv1d({ ...filters(sizes), ...square, dilationRate: 2 }),
  ),
  conv2d: applied(image, (sizes) => layers.conv2d({ ...filters(sizes), ...square, activation: "relu" })),
  "conv2d, dilated": applied(image, (sizes) =>
    layers.conv2d({ ...filters(sizes), ...square, dilationRate: 2 }),
  ),
  conv2dTranspose: applied(image, (sizes) =>
    layers.conv2dTranspose({ ...filters(sizes), ...square, strides: 2 }),
  ),
  conv3d: applied(volume, (sizes) => layers.conv3d({ ...filters(sizes), ...square })),
  conv3dTranspose: applied(volume, (sizes) => layers.conv3dTranspose({ ...filters(sizes), ...square })),
  convLstm2d: applied(
    ({ batch, length, width }) => [batch, length, 3, 3, width],
    (sizes) => layers.convLstm2d({ ...filters(sizes), ...square }),
  ),
  cropping2D: applied(image, () => layers.cropping2D({ cropping: [[1, 1], [0, 2]] })), // prettier-ignore
  dense: applied(flat, (sizes) =>
    layers.dense({ ...units(sizes), activation: "tanh", kernelRegularizer: "l1l2" }),
  ),
  "dense of sequences": applied(sequence, (sizes) => layers.dense(units(sizes))),
  depthwiseConv2d: applied(image, () => layers.depthwiseConv2d({ ...square, depthMultiplier: 2 })),
  dot: applied(sequence, () => layers.dot({ axes: 2 }), 2),
  dropout: applied(flat, () => layers.dropout({ rate: 0.5 })),
  elu: applied(flat, () => layers.elu()),
  embedding: withoutSlope(flat, ({ width, length }) =>
    layers.embedding({ inputDim: length, outputDim: width }),
  ),
  flatten: applied(image, () => layers.flatten()),
  gaussianDropout: applied(flat, () => layers.gaussianDropout({ rate: 0.5 })),
  gaussianNoise: applied(flat, () => layers.gaussianNoise({ stddev: 1 })),
  globalAveragePooling1d: applied(sequence, () => layers.globalAveragePooling1d({})),
  globalAveragePooling2d: applied(image, () => layers.globalAveragePooling2d({})),
  globalMaxPooling1d: applied(sequence, () => layers.globalMaxPooling1d({})),
  globalMaxPooling2d: applied(image, () => layers.globalMaxPooling2d({})),
  gru: applied(sequence, (sizes) => layers.gru({ ...units(sizes), dropout: 0.5, recurrentDropout: 0.5 })),
  "gru, sequences backwards": applied(sequence, (sizes) =>
    layers.gru({ ...units(sizes), returnSequences: true, goBackwards: true }),
  ),
  layerNormalization: applied(sequence, () => layers.layerNormalization()),
  "layerNormalization of images": applied(image, () => layers.layerNormalization({ axis: [1, 2] })),
  leakyReLU: applied(flat, () => layers.leakyReLU()),
  lstm: applied(sequence, (sizes) => layers.lstm(units(sizes))),
  "lstm with sigmoids": applied(sequence, (sizes) =>
    layers.lstm({ ...units(sizes), recurrentActivation: "sigmoid" }),
  ),
  masking: applied(sequence, () => layers.masking({ maskValue: 0 })),
  maxPooling1d: applied(sequence, () => layers.maxPooling1d(pooled)),
  maxPooling2d: applied(image, () => layers.maxPooling2d(pooled)),
  maxPooling3d: applied(volume, () => layers.maxPooling3d({ poolSize: 2, strides: [2, 2, 2] })),
  maximum: applied(flat, () => layers.maximum(), 2),
  minimum: applied(flat, () => layers.minimum(), 2),
  multiply: applied(flat, () => layers.multiply(), 2),
  permute: applied(sequence, () => layers.permute({ dims: [2, 1] })),
  prelu: applied(flat, () => layers.prelu()),
  reLU: applied(flat, () => layers.reLU({ maxValue: 6 })),
  repeatVector: applied(flat, ({ length }) => layers.repeatVector({ n: length })),
  rescaling: applied(flat, () => layers.rescaling({ scale: 2, offset: 1 })),
  reshape: applied(image, ({ width }) => layers.reshape({ targetShape: [-1, width / 2] })),
  resizing: applied(image, ({ length }) => layers.resizing({ height: length, width: length })),
  rnn: applied(sequence, (sizes) =>
    layers.rnn(rnn({ cell: [layers.gruCell(units(sizes)), layers.lstmCell(units(sizes))] })),
  ),
  separableConv2d: applied(image, (sizes) => layers.separableConv2d({ ...filters(sizes), ...square })),
  simpleRNN: applied(sequence, (sizes) => layers.simpleRNN({ ...units(sizes), returnSequences: true })),
  softmax: applied(flat, () => layers.softmax({})),
  spatialDropout1d: applied(sequence, () => layers.spatialDropout1d({ rate: 0.5 })),
  thresholdedReLU: applied(flat, () => layers.thresholdedReLU({ theta: 1 })),
  timeDistributed: applied(sequence, (sizes) =>
    layers.timeDistributed({ layer: layers.dense(units(sizes)) }),
  ),
  upSampling2d: applied(image, () => layers.upSampling2d({ size: [2, 2] })),
  zeroPadding2d: applied(image, () => layers.zeroPadding2d({ padding: 1 })),
};

/** Names for a layer that has another. */
export const synonyms = /^(avgPool|averagePooling|avgPooling|maxPool|globalMaxPool)\dd$/;

/** Not of a training step: what begins a model, and what draws its shape. */
export const noLayers = ["input", "inputLayer", "randomWidth"];
