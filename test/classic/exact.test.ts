import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import {
  lasso,
  minMaxScaler,
  network,
  oneHotEncoder,
  pca,
  standardScaler,
  SVC,
  SVR,
} from "../../src/classic/index";
import { kernelOf, type KernelName } from "../../src/classic/svm/kernel";
import { trainSvm } from "../../src/classic/svm/libsvm";
import { freshRandom } from "../../src/core/index";
import { fromArrays } from "../../src/data/index";
import { mlp } from "../../src/nn/index";
import * as optim from "../../src/optim/index";
import { fit, predict } from "../../src/train/index";

beforeAll(() => useBackend("cpu"));

const plain = (rows: ArrayLike<number>[]) => rows.map((row) => Array.from(row));

describe("standardScaler", () => {
  test("takes a feature for constant where its variance is nothing but rounding, as scikit-learn", async () => {
    // Of four rows about 1 the bound for the deviation is 4 ε.
    const about = (steps: number) => [-1, 1, -1, 1].map((sign) => [1 + sign * steps * Number.EPSILON, sign]);
    const [rounding, real] = [await standardScaler().fit(about(4)), await standardScaler().fit(about(5))];
    expect([...rounding.scale]).toEqual([1, 1]);
    expect([...real.scale]).toEqual([5 * Number.EPSILON, 1]);
  });

  test("keeps the variance of numbers far from 0", async () => {
    const far = [0, 1, 2, 3, 4].map((step) => [1e9 + step / 8, 7]);
    const { mean, scale } = await standardScaler().fit(far);
    expect([...mean]).toEqual([1e9 + 0.25, 7]);
    expect(scale[0]).toBeCloseTo(Math.sqrt(2) / 8, 14);
    expect(scale[1]).toBe(1);
    // The sum of ten times 0.1 is not 1: what that leaves in the mean is taken out.
    const tenths = await standardScaler().fit(Array.from({ length: 10 }, () => [0.1]));
    expect([...tenths.scale]).toEqual([1]);
  });
});

test("minMaxScaler knows each feature's ends, and a feature that never varies is the low end and back", async () => {
  const rows = [[4, -7, 3], [2, -7, 9], [3, -7, 6]]; // prettier-ignore
  const scaler = await minMaxScaler({ featureRange: [-2, 3] }).fit(rows);
  expect([[...scaler.dataMin], [...scaler.dataMax]]).toEqual([[2, -7, 3], [4, -7, 9]]); // prettier-ignore
  expect(plain(await scaler.transform(rows))).toEqual([[3, -2, -2], [-2, -2, 3], [0.5, -2, 0.5]]); // prettier-ignore
  expect(plain(await scaler.inverseTransform(await scaler.transform(rows)))).toEqual(rows);
  // Its slope is that of a feature that spans 1.
  expect(plain(await scaler.transform([[2, -6, 3]]))).toEqual([[-2, 3, -2]]);
  const clipped = await minMaxScaler({ featureRange: [-2, 3], clip: true }).fit(rows);
  expect(plain(await clipped.transform([[9, -7, -9]]))).toEqual([[3, -2, -2]]);
});

test("oneHotEncoder has the values of each feature in ascending order, as numbers", async () => {
  const encoder = await oneHotEncoder().fit([[10, 0], [9, -1], [-2, 0], [9, 0]]); // prettier-ignore
  expect(plain(encoder.categories)).toEqual([[-2, 9, 10], [-1, 0]]); // prettier-ignore
  expect(plain(await encoder.transform([[9, 0], [-2, -1]]))).toEqual([[0, 1, 0, 0, 1], [1, 0, 0, 1, 0]]); // prettier-ignore
  await expect(encoder.transform([[9, 0], [9, 5]])).rejects.toThrow("feature 1 must have one of the values that fit saw, got 5 in row 1"); // prettier-ignore
});

test("pca keeps as many components as explain more than a share, all where none do", async () => {
  const rows = [[3, 0, 0], [-3, 0, 0], [0, 2, 0], [0, -2, 0], [0, 0, 1], [0, 0, -1]]; // prettier-ignore
  const whole = await pca().fit(rows);
  const [first, second] = whole.explainedVarianceRatio;
  expect([first, second]).toEqual([expect.closeTo(18 / 28, 12), expect.closeTo(8 / 28, 12)]);
  expect(whole.explainedVariance[0]).toBeCloseTo(18 / 5, 12);
  const kept = async (nComponents: number, x = rows) => (await pca({ nComponents }).fit(x)).components.length;
  // Exactly the first share is not more than it.
  expect([await kept(first * 0.999), await kept(first), await kept(first + second)]).toEqual([1, 2, 3]);
  expect(await kept(0.5, [[1, 1], [1, 1], [1, 1]])).toBe(2); // prettier-ignore
  const two = await pca({ nComponents: 2 }).fit(rows);
  expect([two.explainedVariance.length, two.explainedVarianceRatio.length]).toEqual([2, 2]);
  // The largest entry of each direction is positive.
  expect(plain(two.components).map((row) => row.map((value) => Math.round(value)))).toEqual([[1, 0, 0], [0, 1, 0]]); // prettier-ignore
});

test.each([
  ["linear", 2 * 3 - 1 * 4],
  ["poly", (0.5 * 2 + 1.5) ** 3],
  ["rbf", Math.exp(-0.5 * (1 + 25))],
  ["sigmoid", Math.tanh(0.5 * 2 + 1.5)],
] as [KernelName, number][])("the kernel %s is its formula", (name, expected) => {
  const kernel = { name, degree: 3, gamma: 0.5, coef0: 1.5 };
  expect(kernelOf(kernel, Float64Array.of(2, -1), Float64Array.of(3, 4))).toBe(expected);
});

test("libsvm gives back support vectors, their counts, coefficients and offsets", () => {
  // Two points: the widest margin lies between, with weights 1 and −1 on −1 and 1 … halved by the distance 2.
  const kernel = { name: "linear", degree: 3, gamma: 1, coef0: 0 } as const;
  const x = { rows: 2, columns: 1, values: Float64Array.of(-1, 3) };
  const common = { kernel, C: 10, epsilon: 0, tol: 1e-9, cacheSize: 1 };
  const classes = trainSvm("here", x, Float64Array.of(0, 1), { ...common, type: "classes" });
  // |w| = 2 / 4, so that each point has 2 / 4² and f(x) = −(x − 1) / 2.
  expect([...classes.supports]).toEqual([0, 1]);
  expect([...classes.perClass]).toEqual([1, 1]);
  expect(classes.coefficients.map((line) => [...line])).toEqual([[0.125, -0.125]]);
  expect([...classes.offsets]).toEqual([-0.5]);
  const numbers = trainSvm("here", x, Float64Array.of(0, 2), { ...common, type: "numbers" });
  // The line through both: slope ½, that is 4 · coefficient.
  expect(numbers.coefficients).toHaveLength(1);
  expect([...numbers.coefficients[0]].map((value) => Math.round(1e6 * value) / 1e6)).toEqual([-0.125, 0.125]);
  expect([[...numbers.supports], [...numbers.perClass]]).toEqual([[0, 1], [2]]);
  expect(numbers.offsets).toHaveLength(1);
  expect(numbers.offsets[0]).toBeCloseTo(-0.5, 6);
  // They are copies, so that WebAssembly's memory can go.
  for (const { supports, perClass, coefficients, offsets } of [classes, numbers])
    for (const array of [supports, perClass, ...coefficients, offsets])
      expect(array.buffer.byteLength).toBe(array.byteLength);
  const three = { rows: 3, columns: 1, values: Float64Array.of(-1, 0, 5) };
  const pairs = trainSvm("here", three, Float64Array.of(0, 1, 2), { ...common, type: "classes" });
  expect([pairs.coefficients.length, pairs.offsets.length, [...pairs.perClass]]).toEqual([2, 3, [1, 1, 1]]);
  // Two rows take 48 bytes.
  const filling = { ...common, type: "classes", cacheSize: (4e9 - 48) / 1e6 } as const;
  expect([...trainSvm("here", x, Float64Array.of(0, 1), filling).supports]).toEqual([0, 1]);
  expect(() =>
    trainSvm("here", x, Float64Array.of(0, 1), { ...filling, cacheSize: (4e9 - 46) / 1e6 }),
  ).toThrow("here: the training rows must fit into WebAssembly's 4 GB, got [2, 1]; take fewer rows");
  const tooMany = { rows: 1000, columns: 1000, values: new Float64Array(0) };
  expect(() =>
    trainSvm("here", tooMany, Float64Array.of(), { ...common, type: "numbers", cacheSize: 3977 }),
  ).toThrow("here: the training rows must fit into WebAssembly's 4 GB, got [1000, 1000]; take fewer rows");
});

test("an SVM's tolerance, price and tube reach libsvm", async () => {
  const x = Array.from({ length: 12 }, (_, row) => [row, (row * row) % 7]);
  const y = x.map(([a, b]) => Number(a + 2 * b > 12));
  const decided = async (options: object) => plain(await (await SVC(options).fit(x, y)).decisionFunction(x));
  expect(await decided({ C: 0.01 })).not.toEqual(await decided({ C: 100 }));
  expect(await decided({ tol: 1e-1 })).not.toEqual(await decided({ tol: 1e-9 }));
  const flat = await SVR({ epsilon: 2 }).fit(x, y);
  expect([...flat.support]).toEqual([]);
  expect(new Set(await flat.predict(x)).size).toBe(1);
});

const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
afterAll(() => warned.mockRestore());

test("each estimator that stops early says so once, by its own name", async () => {
  for (let fits = 0; fits < 2; fits++) await lasso({ maxIter: 1, tol: 1e-300, alpha: 1e-3 }).fit([[1, 2], [2, 3], [3, 5], [5, 1]], [1, 2, 4, 3]); // prettier-ignore
  expect(warned.mock.calls).toEqual([
    ["lasso.fit: stopped after maxIter 1 before it converged; scale the features, or raise maxIter or tol"],
  ]);
});

describe("a network", () => {
  const x = Array.from({ length: 12 }, (_, row) => [row / 6 - 1, ((row * 5) % 7) / 3 - 1]);
  const labels = x.map(([a, b]) => Number(a > 0) + Number(b > 0));
  const given = { hidden: [5], activation: "tanh", dropout: 0.2, l2: 0.01, batchNorm: true } as const;
  const options = {
    ...given,
    epochs: 3,
    batchSize: 5,
    seed: 6,
    optimizer: "momentum",
    learningRate: 0.05,
  } as const;

  /** The same by hand: `nn.mlp` with the seed's weights, trained by `fit`. */
  async function byHand(task: "classification" | "regression", outputs: number, seed = 6) {
    const random = freshRandom("network", seed);
    const original = Math.random;
    Math.random = () => random.uniform();
    const model = mlp({ ...given, hidden: [5], inputs: 2, outputs, task });
    Math.random = original;
    const data =
      task === "regression"
        ? fromArrays({ x, targets: labels })
        : fromArrays({ x, labels, classNames: ["0", "1", "2"] });
    await fit(model, data, {
      optimizer: optim.momentum({ learningRate: 0.05 }),
      epochs: 3,
      batchSize: 5,
      seed,
    });
    const said = (await predict(model, { values: x.flat(), shape: [12, 2] })) as tf.Tensor;
    const rows = (await said.array()) as number[][];
    tf.dispose(said);
    model.dispose();
    return rows;
  }

  test("is nn.mlp trained by fit, with its own stream of weights", async () => {
    const random = Math.random;
    const classes = await network(options).fit(x, labels);
    expect(Math.random).toBe(random);
    const probabilities = await byHand("classification", 3);
    expect(plain(await classes.predictProba(x))).toEqual(probabilities);
    expect([...(await classes.predict(x))]).toEqual(
      probabilities.map((row) => row.indexOf(Math.max(...row))),
    );
    const numbers = await network({ ...options, task: "regression" }).fit(x, labels);
    expect([...(await numbers.predict(x))]).toEqual((await byHand("regression", 1)).map(([value]) => value));
    classes.dispose();
    numbers.dispose();
  });

  test("that cannot be made leaves Math.random, and no tensor", async () => {
    const [random, { numTensors }] = [Math.random, tf.memory()];
    const wrong = network({ ...options, hidden: [2 ** 40] });
    await expect(wrong.fit(x, labels)).rejects.toThrow();
    expect(Math.random).toBe(random);
    expect([wrong.isFitted, tf.memory().numTensors]).toEqual([false, numTensors]);
  });

  test("has no tensors once it is disposed, or fitted anew", async () => {
    const { numTensors } = tf.memory();
    const [classes, numbers] = [network(options), network({ ...options, task: "regression" })];
    await classes.fit(x, labels);
    await numbers.fit(x, labels);
    const held = tf.memory().numTensors;
    await classes.fit(x, labels);
    await numbers.fit(x, labels);
    await classes.predict(x);
    await numbers.predict(x);
    expect(tf.memory().numTensors).toBe(held);
    expect([classes.model.countParams(), numbers.model.countParams()]).toEqual([48, 36]);
    classes.dispose();
    numbers.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
