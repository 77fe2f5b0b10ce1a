import { readFileSync } from "node:fs";
import { r2Of, type Predictor } from "../../src/classic/estimator";
import { logisticRegression, scorers, type ScorerName } from "../../src/classic/index";

interface LabelCase {
  name: string;
  classes: number[];
  truth: number[];
  said: number[];
  expected: Record<string, number>;
}

const reference = JSON.parse(readFileSync("test/reference/scorers.json", "utf8")) as {
  labels: LabelCase[];
  ranking: { truth: number[]; probabilities: number[][]; rocAuc: number };
};

/** A classifier that says what it is told. */
function saying(parts: object, classes: number[]): Predictor {
  return {
    kind: "classifier",
    name: "told",
    classes: Int32Array.from(classes),
    ...parts,
  } as unknown as Predictor;
}

test.each(reference.labels.map((one) => [one.name, one] as const))(
  "scorers of labels give scikit-learn's scores with %s",
  async (_, { classes, truth, said, expected }) => {
    const told = saying({ predict: () => Promise.resolve(Int32Array.from(said)) }, classes);
    for (const [name, value] of Object.entries(expected))
      expect(await scorers[name as ScorerName](told, [[0]], truth)).toBeCloseTo(value, 12);
  },
);

test("rocAuc of several classes goes by probabilities where there are any, of two by decision values", async () => {
  const { truth, probabilities, rocAuc } = reference.ranking;
  const rows = probabilities.map((row) => Float64Array.from(row));
  const misleading = { decisionFunction: () => Promise.resolve(rows.map((row) => row.map((p) => -p))) };
  const told = saying({ predictProba: () => Promise.resolve(rows), ...misleading }, [0, 1, 2]);
  expect(await scorers.rocAuc(told, [[0]], truth)).toBeCloseTo(rocAuc, 12);
  const undecided = saying({ decisionFunction: () => Promise.resolve(rows) }, [0, 1, 2]);
  expect(await scorers.rocAuc(undecided, [[0]], truth)).toBeCloseTo(rocAuc, 12);
  const two = {
    predictProba: () => Promise.resolve([0, 1, 2].map(() => Float64Array.of(0, 1))), // saturated
    decisionFunction: () => Promise.resolve([40, 50, 60].map((value) => Float64Array.of(value))),
  };
  expect(await scorers.rocAuc(saying(two, [4, 5]), [[0]], [4, 4, 5])).toBe(1);
});

test("rocAuc refuses a label that fit never saw", async () => {
  const two = saying({ predictProba: () => Promise.resolve([0, 1, 2].map(() => [0, 1])) }, [4, 5]);
  await expect(scorers.rocAuc(two, [[0]], [4, 6, 5])).rejects.toThrow(
    "rocAuc: y must have the classes that fit saw, 4, 5, got 6 at [1]",
  );
});

test("a pipeline's and a real model's rocAuc of three classes is that of its probabilities", async () => {
  const x = [[0], [1], [2], [3], [4], [5]];
  const model = await logisticRegression().fit(x, [0, 0, 1, 1, 2, 2]);
  const told = saying({ predictProba: () => model.predictProba(x) }, [0, 1, 2]);
  const y = [0, 1, 1, 2, 0, 2];
  expect(await scorers.rocAuc(model, x, y)).toBe(await scorers.rocAuc(told, x, y));
});

test("R² of a constant truth is 1 for what is exact and 0 for the rest, though the mean of 0.1 is not 0.1", () => {
  const truth = Float64Array.of(0.1, 0.1, 0.1);
  expect([r2Of(truth, truth), r2Of(truth, [0.1, 0.1, 0.2])]).toEqual([1, 0]);
});
