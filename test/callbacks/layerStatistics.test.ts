import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../../src/backend/index";
import { histogramsOf, samples } from "../../src/callbacks/histograms";
import {
  kernelOf,
  layerStatistics,
  statisticNames,
  type StatisticName,
} from "../../src/callbacks/layerStatistics";
import { record } from "../../src/callbacks/record";
import { OptionError } from "../../src/core/index";
import { displaySymbol, type MimeBundle } from "../../src/show/index";
import type { TracedLayer, TracedWeight } from "../../src/train/index";

beforeAll(() => useBackend("cpu"));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

type Parts = Partial<Pick<TracedLayer, "activation" | "delta" | "weights" | "name">>;

const layerOf = (output: tf.Tensor, parts: Parts = {}) =>
  ({
    name: "some",
    className: "Dense",
    activation: "linear",
    weights: [],
    output,
    ...parts,
  }) as unknown as TracedLayer;

const weightOf = (
  value: tf.Tensor,
  gradient: tf.Tensor = value,
  update: tf.Tensor = value,
): TracedWeight => ({
  name: "w",
  value,
  gradient,
  update,
});

function statisticsOf(output: tf.Tensor, parts?: Parts): Record<StatisticName, number> {
  const values = [...layerStatistics(layerOf(output, parts)).dataSync()];
  return Object.fromEntries(statisticNames.map((name, at) => [name, values[at]])) as Record<
    StatisticName,
    number
  >;
}

test("a layer's numbers are those by hand", () => {
  const output = tf.tensor2d([
    [1, 2, 3],
    [1, 6, 5],
  ]);
  const kernel = weightOf(tf.tensor2d([[3, 4]]), tf.tensor2d([[6, 8]]), tf.tensor2d([[0.3, 0.4]]));
  const bias = weightOf(tf.tensor1d([100]), tf.tensor1d([100]), tf.tensor1d([100]));
  const numbers = statisticsOf(output, { delta: tf.tensor2d([[2, 3, 6]]), weights: [bias, kernel] });
  expect(numbers).toEqual({
    delta: 7,
    gradientNorm: 10,
    updateRatio: expect.closeTo(0.1, 6),
    activationMean: 3,
    activationDeviation: expect.closeTo(Math.sqrt((4 + 1 + 0 + 4 + 9 + 4) / 6), 6),
    saturated: 0,
    dead: expect.closeTo(1 / 3, 6),
    weightNorm: 5,
  });
});

test("what a layer does not have is NaN, and an update of weights that are all 0 is no infinity", () => {
  const bare = statisticsOf(tf.tensor1d([1, 3]));
  expect(bare).toEqual({
    delta: NaN,
    gradientNorm: NaN,
    updateRatio: NaN,
    activationMean: 2,
    activationDeviation: 1,
    saturated: 0,
    dead: NaN,
    weightNorm: NaN,
  });
  expect(statisticsOf(tf.tensor2d([[1, 3]])).dead).toBeNaN();
  const zero = weightOf(tf.zeros([2]), tf.zeros([2]), tf.zeros([2]));
  expect(statisticsOf(tf.ones([2, 1]), { weights: [zero] })).toMatchObject({ updateRatio: 0, weightNorm: 0 });
  const moved = weightOf(tf.zeros([2]), tf.zeros([2]), tf.tensor1d([3e-12, 4e-12]));
  expect(statisticsOf(tf.ones([2, 1]), { weights: [moved] }).updateRatio).toBeCloseTo(5, 5);
});

test.each<[string, number[], number]>([
  ["sigmoid", [0.04, 0.06, 0.94, 0.96, 0.5], 2 / 5],
  ["hardSigmoid", [0, 1, 0.5, 0.1], 2 / 4],
  ["softmax", [0.96, 0.04, 0.5, 0.5], 2 / 4],
  ["tanh", [0.96, -0.96, 0.94, -0.94, 0], 2 / 5],
  ["softsign", [0.96, -0.96, -0.94, 0.5], 2 / 4],
  ["relu", [0, 0, 0, 1e-6, 5], 3 / 5],
  ["relu6", [0, 6, 5, 5], 1 / 4],
  ["linear", [0, 1, -1, 2], 0],
  ["elu", [0, 1, -1, 2], 0],
])("of %s %j the saturated share is %d", (activation, output, share) => {
  expect(statisticsOf(tf.tensor2d([output]), { activation }).saturated).toBeCloseTo(share, 6);
});

test("units are dead over all rows, and channels over all places", () => {
  const images = tf.tensor4d([1, 5, 1, 6, 1, 7, 1, 8], [2, 1, 2, 2]);
  expect(statisticsOf(images).dead).toBe(0.5);
  expect(statisticsOf(tf.tensor4d([1, 5, 2, 5, 1, 5, 2, 5], [2, 1, 2, 2])).dead).toBe(0.5);
  expect(statisticsOf(tf.tensor4d([1, 5, 1, 5, 1, 5, 1, 5], [2, 1, 2, 2])).dead).toBe(1);
});

test("of large outputs the first examples count: as many as have 65 536 values, and eight at least", () => {
  const counted = (rows: number, width: number) => {
    // The mean over the first n rows 1, 2, … is (n + 1)/2.
    const values = Float32Array.from({ length: rows * width }, (_, at) => 1 + Math.floor(at / width));
    return 2 * statisticsOf(tf.tensor2d(values, [rows, width])).activationMean - 1;
  };
  expect(counted(4, 16_384)).toBeCloseTo(4, 3);
  expect(counted(9, 16_384)).toBeCloseTo(8, 3);
  expect(counted(10, 7000)).toBeCloseTo(9, 3);
  expect(statisticsOf(tf.range(0, 66_000)).activationMean / 32_999.5).toBeCloseTo(1, 4);
});

test("the kernel is the largest weight, the first of equals", () => {
  const [small, large, equal] = [tf.zeros([2]), tf.zeros([3]), tf.ones([3])].map((value) => weightOf(value));
  const kernel = (...weights: TracedWeight[]) => kernelOf(layerOf(tf.zeros([1]), { weights }));
  expect(kernel()).toBeUndefined();
  expect(kernel(small, large, equal)).toBe(large);
  expect(kernel(large, small)).toBe(large);
  expect(kernel(weightOf(tf.zeros([0])))).toBeUndefined();
});

describe("histograms", () => {
  const of = (...tensors: tf.Tensor[]) =>
    histogramsOf(samples(tensors).dataSync<"float32">(), tensors.length);
  /** Counts at the places that are named, 0 at the others. */
  const counts = (at: Record<number, number>) => Array.from({ length: 30 }, (_, bin) => at[bin] ?? 0);

  test("have 30 bins from the least to the greatest value, each tensor its own", () => {
    expect(of(tf.tensor1d([0, 1, 29.5, 30]), tf.tensor2d([[-1], [1]], undefined, "float32"))).toEqual([
      { low: 0, high: 30, counts: counts({ 0: 1, 1: 1, 29: 2 }) },
      { low: -1, high: 1, counts: counts({ 0: 1, 29: 1 }) },
    ]);
    expect(of(tf.tensor1d([0, 0.99, 1, 15, 30, 30])).map((each) => each.counts)).toEqual([
      counts({ 0: 2, 1: 1, 15: 1, 29: 2 }),
    ]);
    expect(of(tf.tensor1d([0, 60, 6, 30], "int32"))).toEqual([
      { low: 0, high: 60, counts: counts({ 0: 1, 3: 1, 15: 1, 29: 1 }) },
    ]);
  });

  test("of equal values have them in one bin, and leave out what is not finite", () => {
    expect(of(tf.tensor1d([2, 2, 2]))).toEqual([{ low: 2, high: 2, counts: counts({ 0: 3 }) }]);
    expect(of(tf.tensor1d([NaN, -1, Infinity, 1, -Infinity]))).toEqual([
      { low: -1, high: 1, counts: counts({ 0: 1, 29: 1 }) },
    ]);
    expect(of(tf.tensor1d([NaN, Infinity]))).toEqual([{ low: NaN, high: NaN, counts: counts({}) }]);
  });

  test.each([
    [1024, 1024, 1],
    [1025, 513, 2],
    [1536, 768, 2],
    [2048, 1024, 2],
    [2049, 683, 3],
    [10_000, 1000, 10],
  ])("of %i values count %i, evenly spaced up to the end", (size, counted, step) => {
    const [{ low, high, counts }] = of(tf.range(0, size));
    expect([low, high, counts.reduce((a, b) => a + b)]).toEqual([0, step * (counted - 1), counted]);
    expect(size - 1 - high).toBeLessThan(step);
  });
});

describe("a recording", () => {
  const traced = (name: string, weights: TracedWeight[] = []) =>
    layerOf(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      { name, weights },
    );

  /** One step that is recorded of these layers. */
  function step(recording: ReturnType<typeof record>, layers: TracedLayer[], at: number): void {
    const values = recording.tracer.measure(layers).map((tensor) => tensor.dataSync<"float32">());
    recording.tracer.receive(values, { step: at, epoch: 0 });
  }
  const begun = (options?: Parameters<typeof record>[0]) => {
    const recording = record(options);
    recording.onTrainBegin({ model: {} });
    return recording;
  };

  test("keeps the numbers and histograms of each layer under its name, step after step", () => {
    const recording = begun({ everySteps: 3 });
    expect(recording.tracer.everySteps).toBe(3);
    expect(record().tracer.everySteps).toBe(10);
    const kernel = weightOf(tf.tensor2d([[3, 4]]), tf.tensor2d([[6, 8]]));
    step(recording, [traced("a"), traced("b", [kernel])], 0);
    step(recording, [traced("a"), traced("b", [kernel])], 3);
    const { steps, layers } = recording;
    expect([steps, Object.keys(layers)]).toEqual([
      [0, 3],
      ["a", "b"],
    ]);
    expect(layers.a).toMatchObject({
      className: "Dense",
      activation: "linear",
      weightNorm: [NaN, NaN],
      activationMean: [2.5, 2.5],
    });
    expect(layers.b).toMatchObject({ weightNorm: [5, 5], gradientNorm: [10, 10] });
    const ends = (histograms: { low: number; high: number }[]) =>
      histograms.map(({ low, high }) => [low, high]);
    const { histograms } = layers.b;
    expect(ends(histograms.activations)).toEqual([
      [1, 4],
      [1, 4],
    ]);
    expect(ends(histograms.weights)).toEqual([
      [3, 4],
      [3, 4],
    ]);
    expect(ends(histograms.gradients)).toEqual([
      [6, 8],
      [6, 8],
    ]);
    expect(layers.a.histograms).toMatchObject({ weights: [], gradients: [] });
    expect(ends(layers.a.histograms.activations)).toEqual([
      [1, 4],
      [1, 4],
    ]);
  });

  test("has no histograms where none are asked for", () => {
    const recording = begun({ histograms: false });
    expect(recording.tracer.measure([traced("a")])).toHaveLength(1);
    step(recording, [traced("a")], 0);
    expect(recording.layers.a.histograms).toEqual({ activations: [], weights: [], gradients: [] });
    expect(recording.layers.a.activationMean).toEqual([2.5]);
  });

  test("is a table of the newest values", () => {
    const text = (recording: ReturnType<typeof record>) =>
      String((recording[displaySymbol]() as MimeBundle)["text/plain"]).split("\n");
    const recording = begun();
    expect(text(recording)[0]).toBe("0 recordings, newest at step none");
    step(recording, [traced("a", [weightOf(tf.tensor2d([[3, 4]]))])], 0);
    step(recording, [traced("a", [weightOf(tf.tensor2d([[6, 8]]))])], 10);
    const [title, header, ...rows] = text(recording).filter((line) => line.trim() !== "");
    expect(title).toBe("2 recordings, newest at step 10");
    expect(header.trim().split(/\s{2,}/)).toEqual(["layer", ...statisticNames]);
    expect(
      rows
        .at(-1)!
        .trim()
        .split(/\s{2,}/),
    ).toEqual(["a", "NaN", "10", "1", "2.5", "1.118", "0", "0", "10"]);
  });

  test("goes on with what an earlier run had recorded, whatever its layers are called now", () => {
    const first = begun();
    step(first, [traced("dense"), traced("dense_1")], 0);
    const state = structuredClone(first.save()) as { steps: number[]; layers: typeof first.layers };
    expect(state).toEqual({ steps: [0], layers: first.layers });
    const second = begun();
    second.load(state);
    expect([second.steps, second.layers]).toEqual([[0], first.layers]);
    step(second, [traced("dense_2"), traced("dense_3")], 10);
    step(second, [traced("dense_2"), traced("dense_3")], 20);
    expect(second.steps).toEqual([0, 10, 20]);
    expect(Object.keys(second.layers)).toEqual(["dense_2", "dense_3"]);
    expect(second.layers.dense_3.activationMean).toEqual([2.5, 2.5, 2.5]);
    second.onTrainBegin({ model: {} });
    expect([second.steps, second.layers]).toEqual([[], {}]);
    step(second, [traced("new")], 0);
    expect(Object.keys(second.layers)).toEqual(["new"]);
  });

  test("needs a LayersModel", () => {
    expect(() => record().onTrainBegin({})).toThrow(
      new OptionError({ where: "record", required: "the model must be a LayersModel" }),
    );
  });
});
