import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { compile } from "../../src/compile/index";
import "../../src/nn/index";

type Shapes = number[][];
type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;
type Case = [name: string, operation: Operation, shapes: Shapes];

/** Numbers of which no two are near each other, so that no small step makes another the larger. */
function numbers(shape: number[], input: number): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const at = (index: number) => 0.4 + 0.05 * ((7 * index) % Math.max(size, 1)) + (input === 0 ? 0 : 0.023);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, index) => at(index)),
    shape,
  );
}

const broadcast: Shapes[] = [
  [[2, 3, 4], [4]],
  [[4], [2, 3, 4]],
  [[2, 1, 4], [3, 1]],
  [[], [2, 3]],
  [[2, 3], []],
  [[1, 1], [1, 3]],
  [[2, 3], [2, 3]],
]; // prettier-ignore

const pairs: [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor][] = [
  ["add", tf.add],
  ["sub", tf.sub],
  ["mul", tf.mul],
  ["div", tf.div],
  ["pow", tf.pow],
  ["atan2", tf.atan2],
  ["maximum", tf.maximum],
  ["minimum", tf.minimum],
  ["squaredDifference", tf.squaredDifference],
  ["divNoNan", tf.divNoNan],
  ["prelu", (x, alpha) => tf.prelu(x.sub(0.817), alpha)],
];

const batches: Shapes = [[3], [1], [], [2, 1], [2, 3], [1, 3]]; // prettier-ignore
const both = [false, true];

const products: Case[] = both.flatMap((transposeA) =>
  both.flatMap((transposeB) =>
    [[0, 1], [1, 0], [2, 0], [0, 2], [3, 0], [4, 5], [5, 4], [4, 4]].map(([a, b]): Case => {
      const left = [...batches[a], ...(transposeA ? [2, 4] : [4, 2])];
      const right = [...batches[b], ...(transposeB ? [3, 2] : [2, 3])];
      return ["matMul", (x, y) => tf.matMul(x, y, transposeA, transposeB), [left, right]];
    }),
  ),
); // prettier-ignore

const volume = [[2, 3, 4]];
const sums: Case[] = [0, 1, 2, -1, -2].flatMap((axis) => [
  ...both.flatMap((exclusive) =>
    both.map((reverse): Case => [
      `cumsum ${axis} ${exclusive} ${reverse}`,
      (x) => tf.cumsum(x, axis, exclusive, reverse),
      volume,
    ]),
  ),
  [`prod ${axis}`, (x) => tf.prod(x, axis), volume] as Case,
]);

const others: Case[] = [
  ["prod of two axes", (x) => tf.prod(x, [-1, 0]), volume],
  ["prod of all", (x) => tf.prod(x), [[2, 3]]],
  ["mirrorPad reflect", (x) => tf.mirrorPad(x, [[1, 2], [2, 1]], "reflect"), [[3, 4]]],
  ["mirrorPad symmetric", (x) => tf.mirrorPad(x, [[3, 2], [0, 4]], "symmetric"), [[3, 4]]],
  ["mirrorPad of one axis", (x) => tf.mirrorPad(x, [[0, 0], [1, 0], [0, 0]], "reflect"), volume],
  ["split into one", (x) => tf.split(x, 1, 0)[0], [[2, 4]]],
  ["unstack into one", (x) => tf.unstack(x, 1)[0], [[4, 1]]],
  ["unstack", (x) => tf.unstack(x, -1).reduce((a, b) => a.mul(b)), [[2, 3]]],
  ["where greater", (x) => tf.where(tf.greater(x, 0.71), x.square(), x.mul(0.1)), [[2, 4]]],
  ["where less or equal", (x, y) => tf.where(tf.lessEqual(x, y), x.square(), y.exp()), [[2, 4], [4]]],
  [
    "where, of logic",
    (x) => tf.where(tf.logicalNot(tf.logicalAnd(tf.less(x, 0.71), tf.notEqual(x, 3))), x.square(), x),
    [[2, 4]],
  ],
  ["bandPart", (x) => tf.linalg.bandPart(x, 1, 0), [[3, 3]]],
  ["floorDiv", (x, y) => tf.floorDiv(x, y), [[2, 3], [3]]],
  ["mod", (x, y) => tf.mod(x, y), [[2, 3], [3]]],
]; // prettier-ignore

const cases: Case[] = [
  ...pairs.flatMap(([name, pair]) => broadcast.map((shapes): Case => [name, pair as Operation, shapes])),
  ...products,
  ...sums,
  ...others,
];

/** A number in which each part of the result has another weight, its gradients, and finite differences. */
function judged(operation: Operation, inputs: tf.Tensor[]) {
  const { shape, size } = operation(...inputs);
  const weights = tf.tensor(
    Float32Array.from({ length: size }, (_, at) => Math.sin(3 * at + 1)),
    shape,
  );
  const loss: Operation = (...all) => operation(...all).mul(weights).sum(); // prettier-ignore
  const gradients = tf.grads(loss as never);
  const step = 0.004;
  const slopes = inputs.map((input, place) => {
    const values = input.dataSync();
    const at = (index: number, by: number) => {
      const moved = tf.tensor(values.map((value, each) => value + (each === index ? by : 0)), input.shape); // prettier-ignore
      return loss(...inputs.map((one, each) => (each === place ? moved : one))).dataSync()[0];
    };
    return Array.from(values, (_, index) => (at(index, step) - at(index, -step)) / (2 * step));
  });
  return { gradients, slopes };
}

test.each(cases.map((one) => [one[0], one[2], one[1]] as const))(
  "the gradient of %s of %j is its slope, also where it is compiled",
  (_, shapes, operation) => {
    tf.engine().startScope();
    const inputs = shapes.map(numbers);
    const { gradients, slopes } = judged(operation, inputs);
    const made = gradients(inputs);
    expect(made.map(({ shape }) => shape)).toEqual(shapes);
    const compiled = compile((given) => gradients(given), { mode: "graph" });
    for (let call = 0; call < 3; call++) tf.dispose(compiled.runSync(inputs));
    const replayed = compiled.runSync(inputs);
    expect(compiled.report.why).toBe("graph was asked for");
    made.forEach((gradient, place) => {
      const values = [...gradient.dataSync()];
      const off = values.map((value, at) => Math.abs(value - slopes[place][at]) / (1 + Math.abs(value)));
      expect(Math.max(...off)).toBeLessThan(0.01);
      [...replayed[place].dataSync()].forEach((value, at) => expect(value).toBeCloseTo(values[at], 5));
    });
    compiled.dispose();
    tf.engine().endScope();
  },
);
