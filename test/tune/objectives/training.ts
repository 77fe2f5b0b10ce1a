// Trains a small network on two moons; a lost trial goes on at its last epoch.
import * as tf from "@tensorflow/tfjs";
import { callbacks, data, fit, optim, setSeed, tune } from "tsdescent";

export default async function objective(trial: tune.Trial): Promise<number> {
  const rate = trial.suggestFloat("rate", 1e-2, 1, { log: true });
  const units = trial.suggestInt("units", 2, 16);
  setSeed(1);
  const hidden = tf.layers.dense({ units, activation: "tanh", inputShape: [2] });
  const model = tf.sequential({ layers: [hidden, tf.layers.dense({ units: 2 })] });
  let epochs = 0;
  const history = await fit(model, data.moons({ count: 200 }), {
    epochs: 6,
    optimizer: optim.sgd({ learningRate: rate }),
    callbacks: [
      callbacks.checkpoint(trial.file("run.ckpt"), { resume: true }),
      tune.reportTo(trial),
      { onEpochEnd: () => void epochs++ },
    ],
  });
  trial.note("losses", history.history.loss);
  trial.note("epochs", epochs);
  model.dispose();
  return history.last.loss;
}
