import * as tf from "@tensorflow/tfjs";
import * as nn from "../../../src/nn/index";
import type { Case, Sizes } from "./sizes";

type Shape = (sizes: Sizes) => number[];

const flat: Shape = ({ batch, width }) => [batch, width];
const sequence: Shape = ({ batch, length, width }) => [batch, length, width];
const image: Shape = ({ batch, width }) => [batch, 2 * width, 2 * width, 1];

function trained(shape: Shape, make: (sizes: Sizes) => tf.LayersModel): Case {
  return (sizes) => {
    const model = make(sizes);
    return {
      inputs: [tf.randomNormal(shape(sizes))],
      value: ([x]) => model.apply(x, { training: true }) as tf.Tensor,
      weights: () => model.trainableWeights.map((weight) => weight.read() as tf.Variable),
      free: () => void model.dispose(),
    };
  };
}

const recurrent = ({ width }: Sizes) => ({
  features: width,
  outputs: 2,
  units: [width, width],
  dropout: 0.5,
});

/** Every ready model. */
export const modelCases: Record<string, Case> = {
  mlp: trained(flat, ({ width }) =>
    nn.mlp({ inputs: width, hidden: [width], outputs: 3, dropout: 0.5, batchNorm: true }),
  ),
  cnn: trained(image, ({ width }) =>
    nn.cnn({ inputShape: [2 * width, 2 * width, 1], filters: [width, width], outputs: 3, dropout: 0.5 }),
  ),
  resnet: trained(image, ({ width }) =>
    nn.resnet({
      inputShape: [2 * width, 2 * width, 1],
      filters: [width, 2 * width],
      blocks: 1,
      outputs: 3,
      dropRate: 0.5,
    }),
  ),
  rnn: trained(sequence, (sizes) => nn.rnn({ ...recurrent(sizes), everyStep: true })),
  lstm: trained(sequence, (sizes) => nn.lstm(recurrent(sizes))),
  gru: trained(sequence, (sizes) => nn.gru(recurrent(sizes))),
  autoencoder: trained(
    flat,
    ({ width }) => nn.autoencoder({ inputs: width, code: 2, hidden: [width] }).model,
  ),
  gan: trained(flat, ({ width }) => nn.gan({ outputs: 2, noise: width, hidden: [width] }).generator),
  vae: ({ batch, width }) => {
    const model = nn.vae({ inputs: width, code: 2, hidden: [width] });
    return {
      inputs: [tf.randomUniform([batch, width])],
      value: ([x]) => model.loss({ x: [x] }, { training: true }).loss,
      weights: () => model.parameters,
      free: () => void model.dispose(),
    };
  },
};
