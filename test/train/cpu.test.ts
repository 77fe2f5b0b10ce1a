// No tfjs-node here: TensorFlow.js' own JavaScript backend, where nothing can be compiled.
import * as tf from "@tensorflow/tfjs";
import { ema, record } from "../../src/callbacks";
import { iris } from "../../src/data";
import { augment, fit, fitGan, predict } from "../../src/train";
import { nn } from "../../src";
import { smallNet } from "./models";

const said: string[] = [];
const quiet = jest.spyOn(console, "log").mockImplementation((line) => void said.push(line));
afterAll(() => quiet.mockRestore());

test("everything trains without native TensorFlow, and one line says so", async () => {
  const recording = record({ every: 5 });
  const history = await fit(smallNet(), iris(), {
    epochs: 20,
    optimizer: "adam",
    validation: 0.2,
    metrics: ["accuracy", "auc", "f1"],
    augment: [augment.noise({ stdDev: 0.05 })],
    callbacks: [ema(), recording],
    seed: 1,
  });
  expect(history.compiled!.mode).toBe("eager");
  expect(history.last.loss).toBeLessThan(history.history.loss[0]);
  expect(recording.steps).toHaveLength(16);
  expect(said).toEqual(["fit stays eager, because the backend is cpu, not native TensorFlow"]);
});

test("images are augmented, predicted and made there too", async () => {
  const x = tf.randomNormal([24, 8, 8, 1]);
  const model = nn.cnn({ inputShape: [8, 8, 1], outputs: 2, filters: [4], hidden: [8], dropout: 0.2 });
  const changes = [
    augment.flip(),
    augment.crop({ padding: 1 }),
    augment.cutout({ size: 2 }),
    augment.mixup(),
  ];
  const y = Array.from({ length: 24 }, (_, row) => row % 2);
  const history = await fit(
    model,
    { x, y },
    { loss: "categoricalCrossentropy", epochs: 2, augment: changes },
  );
  expect(history.last.loss).toBeGreaterThan(0);
  const output = (await predict(model, x)) as tf.Tensor;
  expect(output.shape).toEqual([24, 2]);
  const game = await fitGan(nn.gan({ outputs: 2, hidden: [8] }), tf.randomNormal([50, 2]), {
    steps: 20,
    every: 10,
  });
  expect(game.epoch).toEqual([0, 1]);
});
