import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs";
import { compile } from "../../src/compile/index";
import { variable } from "./trainers";

test("without native TensorFlow a step runs eagerly, and says why", async () => {
  await tf.setBackend("cpu");
  const w = variable(tf.scalar(1));
  const lines: string[] = [];
  const step = compile(([x]) => (w.assign(w.mul(x)), [w]), {
    name: "train",
    onFallback: (line) => lines.push(line),
  });
  const before = tf.memory().numTensors;
  const values = [2, 3, 4].map((x) => {
    const [result] = step.runSync([x]);
    const value = result.dataSync()[0];
    result.dispose();
    return value;
  });
  tf.dispose(await step.runMany([{ values: Float32Array.of(1, 1), shape: [2] }], 2));
  expect(values).toEqual([2, 6, 24]);
  expect(lines).toEqual(["train stays eager, because the backend is cpu, not native TensorFlow"]);
  expect(step.report).toMatchObject({ mode: "eager", measuring: false, msPerStep: {}, nodes: 0 });
  expect(tf.memory().numTensors).toBe(before);
  step.dispose();
  w.dispose();
});
