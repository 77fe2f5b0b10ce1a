// No tfjs-node here: TensorFlow.js' own JavaScript backend, where nothing can be compiled.
import * as tf from "@tensorflow/tfjs";
import { ema, record } from "../../src/callbacks/index";
import { iris } from "../../src/data/index";
import { adam } from "../../src/optim/index";
import { augment, fit, fitGan, predict } from "../../src/train/index";
import { nn, type train } from "../../src";
import { smallNet } from "./models";

const said: string[] = [];
const quiet = jest.spyOn(console, "log").mockImplementation((line) => void said.push(line));
afterAll(() => quiet.mockRestore());

test("the shortest eager fit says where it runs", async () => {
  await fit(smallNet(), iris(), { epochs: 1, batchSize: 150, compile: false });
  expect(said).toEqual([
    "fit runs on plain JavaScript, some hundred times slower than native TensorFlow; " +
      'write "await d.useBackend()" first, which takes the fastest engine that is set up',
  ]);
});

test("everything trains without native TensorFlow, and nothing more is said", async () => {
  const recording = record({ everySteps: 5 });
  const history = await fit(smallNet(), iris(), {
    epochs: 20,
    optimizer: "adam",
    validation: 0.2,
    metrics: ["accuracy", "auc", "f1"],
    augment: [augment.noise({ stdDev: 0.05 })],
    callbacks: [ema(), recording],
    seed: 1,
  });
  expect(history.compiled.mode).toBe("eager");
  expect(history.last.loss).toBeLessThan(history.history.loss[0]);
  expect(recording.steps).toHaveLength(16);
  expect(said).toHaveLength(1);
});

test.each(["saliency", "gradCam", "occlusion"] as const)("%s alone says where it runs, too", async (name) => {
  said.length = 0;
  const conv = tf.layers.conv2d({ filters: 1, kernelSize: 2, inputShape: [3, 3, 1] });
  const model = tf.sequential({ layers: [conv, tf.layers.flatten(), tf.layers.dense({ units: 2 })] });
  // As in a process that has said nothing.
  jest.doMock("@tensorflow/tfjs", () => tf);
  await jest.isolateModulesAsync(async () => {
    const { [name]: maps } = (await import(`../../src/train/attribution/${name}`)) as typeof train;
    await maps(model, tf.ones([1, 3, 3, 1]));
  });
  expect(said).toEqual([expect.stringMatching(new RegExp(`^${name} runs on plain JavaScript, `))]);
});

test("images are augmented, predicted and made there too", async () => {
  // Bright above or bright below: what flips, shifts and holes leave as it is.
  const y = Array.from({ length: 24 }, (_, row) => row % 2);
  const bright = (row: number, line: number) => (line < 4 === (y[row] === 0) ? 1 : 0);
  const image = (row: number) => Array.from({ length: 8 }, (_, line) => Array(8).fill([bright(row, line)]));
  const x = tf.tensor4d(y.map((_, row) => image(row)));
  const model = nn.cnn({ inputShape: [8, 8, 1], outputs: 2, filters: [4], hidden: [8], dropout: 0.2 });
  const changes = [
    augment.flip(),
    augment.crop({ padding: 1 }),
    augment.cutout({ size: 2 }),
    augment.mixup(),
  ];
  const options = { loss: "categoricalCrossentropy", epochs: 15, batchSize: 8, augment: changes } as const;
  await fit(model, { x, y }, { ...options, optimizer: adam({ learningRate: 0.02 }), seed: 1 });
  const output = (await predict(model, x)) as tf.Tensor;
  expect([...output.argMax(1).dataSync()]).toEqual(y);
  const game = await fitGan(nn.gan({ outputs: 2, hidden: [8] }), tf.randomNormal([50, 2]), {
    steps: 20,
    everySteps: 10,
  });
  expect(game.epoch).toEqual([0, 1]);
});
