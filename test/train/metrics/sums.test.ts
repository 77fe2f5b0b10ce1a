import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { metrics, type MetricName } from "../../../src/train/metrics/metricOf";
import { meanOfKnown, ratio, type MeasuredOutput, type Metric } from "../../../src/train/metrics/metric";
import { metric as own } from "../../../src/train/metrics/ownMetric";
import { accuracy, topK } from "../../../src/train/metrics/accuracy";
import { f1, precision, recall } from "../../../src/train/metrics/precisionRecall";

type Kind = MeasuredOutput["kind"];

/** What a metric makes of one batch. */
function of(made: Metric, kind: Kind, truth: number[][], guess: number[][], weight?: number[], logits?: number[][]) {
  const units = truth[0].length;
  const batch = {
    ...{ kind, units, truth: tf.tensor2d(truth), prediction: tf.tensor2d(guess) },
    weights: tf.tensor1d(weight ?? truth.map(() => 1)),
    logits: logits && tf.tensor2d(logits),
  };
  const all = made.sums(batch).dataSync();
  const [size, sums] = made.size(units) === "told" ? [all[0], all.slice(1)] : [made.size(units), all];
  expect(sums).toHaveLength(Number(size));
  const total = made.merge?.(new Float64Array(0), sums, batch) ?? sums;
  return made.result(total, batch);
} // prettier-ignore

const column = (...values: number[]) => values.map((value) => [value]);

test.each<[string, Kind, truth: number[][], guess: number[][], weight: number[] | undefined, accuracy: number]>([
  ["classes by the largest", "classes", [[1, 0], [0, 1], [0, 1]], [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], undefined, 2 / 3],
  ["classes of soft truths", "classes", [[0.6, 0.4], [0.3, 0.7]], [[0.9, 0.1], [0.9, 0.1]], undefined, 1 / 2],
  ["weighted classes", "classes", [[1, 0], [0, 1]], [[0.9, 0.1], [0.6, 0.4]], [3, 1], 3 / 4],
  ["labels each by itself", "labels", [[1, 0], [1, 1]], [[0.9, 0.1], [0.2, 0.8]], undefined, 3 / 4],
  ["a probability of one half says no", "labels", column(0, 1), column(0.5, 0.5), undefined, 1 / 2],
  ["a truth of one half says no", "labels", column(0.5, 0.75), column(0.25, 0.25), undefined, 1 / 2],
  ["margins by their sign", "margins", column(1, -1, 0, 1), column(0.25, -0.25, -3, -2), undefined, 3 / 4],
  ["a margin of 0 says no", "margins", column(-1, 1), column(0, 0), undefined, 1 / 2],
  ["numbers of one unit by one half", "numbers", column(1, 0), column(0.75, 0.75), undefined, 1 / 2],
  ["numbers of several by the largest", "numbers", [[1, 0], [0, 1]], [[-1, -2], [7, 6]], undefined, 1 / 2],
])("accuracy of %s", (_, kind, truth, guess, weight, expected) => {
  expect(of(accuracy(), kind, truth, guess, weight)).toBeCloseTo(expected, 6);
}); // prettier-ignore

test("a true class without a finite score is among no k", () => {
  const guess = [[NaN, 0.1], [Infinity, 0], [0.2, NaN]]; // prettier-ignore
  expect(of(topK(2), "classes", [[1, 0], [1, 0], [1, 0]], guess)).toBeCloseTo(1 / 3, 6); // prettier-ignore
});

test("the true class is among k where fewer are likelier: of equal ones all are in, as in Keras", () => {
  const truth = [[0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]]; // prettier-ignore
  const guess = [[0.4, 0.3, 0.2, 0.1], [0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4]]; // prettier-ignore
  expect([1, 2, 3, 4, 9].map((k) => Math.round(3 * of(topK(k), "classes", truth, guess)))).toEqual([
    1, 2, 2, 3, 3,
  ]);
  expect([topK().name, topK(3).name, topK().mode]).toEqual(["top5", "top3", "max"]);
  expect(() => topK(0)).toThrow(new RangeError("topK: k must be a whole number in [1, ∞), got 0"));
  expect(() => topK(1.5)).toThrow(new RangeError("topK: k must be a whole number in [1, ∞), got 1.5"));
});

// Of yes or no, at one half: 2 hits, 1 false alarm, 1 miss, 1 rightly no.
const yes = { truth: column(1, 1, 1, 0, 0), guess: column(0.9, 0.6, 0.4, 0.7, 0.2) };

test.each<[string, Metric, number]>([
  ["precision", precision(), 2 / 3],
  ["recall", recall(), 2 / 3],
  ["f1", f1(), 2 / 3],
  ["precision at 0.65", precision({ threshold: 0.65 }), 1 / 2],
  ["recall at 0.65", recall({ threshold: 0.65 }), 1 / 3],
  ["f1 at 0.65", f1({ threshold: 0.65 }), 2 / 5],
  ["precision at 0.95, of nothing", precision({ threshold: 0.95 }), 0],
  ["recall at 0.3", recall({ threshold: 0.3 }), 1],
])("%s", (_, made, expected) => expect(of(made, "labels", yes.truth, yes.guess)).toBeCloseTo(expected, 6));

test("precision and recall are the mean over the classes that are there, and over all labels", () => {
  // Of three classes the last is neither true nor said.
  const truth = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]]; // prettier-ignore
  const guess = [[0.9, 0, 0.1], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1], [0.1, 0.9, 0]]; // prettier-ignore
  expect(of(precision(), "classes", truth, guess)).toBeCloseTo((1 + 2 / 3) / 2, 6);
  expect(of(recall(), "classes", truth, guess)).toBeCloseTo((1 / 2 + 1) / 2, 6);
  expect(of(f1(), "classes", truth, guess)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 6);
  expect(of(precision(), "labels", truth, guess)).toBeCloseTo((1 + 2 / 3 + 0) / 3, 6);
  expect(of(precision(), "classes", truth, guess, [1, 0, 1, 1])).toBeCloseTo(1, 6);
  expect(of(f1(), "classes", truth, guess, [0, 0, 0, 0])).toBe(0);
});

test.each([0, 1, -0.1])("a threshold of %d is refused", (threshold) => {
  for (const [name, make] of Object.entries({ precision, recall, f1 }))
    expect(() => make({ threshold })).toThrow(new RangeError(`${name}: threshold must be in (0, 1), got ${threshold}`));
}); // prettier-ignore

test("the surprise of the true class, bounded by that of the least number", () => {
  const made = metrics.logLoss();
  const [p, q] = [[0.25, 0.75], [0.5, 0.5]]; // prettier-ignore
  const truth = [[0, 1], [1, 0]]; // prettier-ignore
  expect(of(made, "classes", truth, [p, q])).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5)) / 2, 6);
  expect(of(made, "classes", truth, [p, q], [3, 1])).toBeCloseTo(
    -(3 * Math.log(0.75) + Math.log(0.5)) / 4,
    6,
  );
  expect(of(made, "classes", [[0.5, 0.5]], [p])).toBeCloseTo(-(Math.log(0.25) + Math.log(0.75)) / 2, 6);
  expect(of(made, "labels", [[0, 1]], [p])).toBeCloseTo(-Math.log(0.75), 6);
  expect(of(made, "labels", column(1, 0), column(0.25, 0.25))).toBeCloseTo(
    -(Math.log(0.25) + Math.log(0.75)) / 2,
    6,
  );
  const most = -Math.log(Number.EPSILON);
  for (const kind of ["classes", "labels"] as const)
    expect(of(made, kind, [[1, 0]], [[0, 1]])).toBeCloseTo(most, 4);
  // Scores before the softmax tell more than probabilities in 32 bits.
  expect(of(made, "classes", [[1, 0]], [[0, 1]], undefined, [[0, 30]])).toBeCloseTo(30, 5);
  expect(of(made, "classes", [[1, 0]], [[0, 1]], undefined, [[0, 50]])).toBeCloseTo(most, 4);
  expect(of(made, "labels", column(0), column(1), undefined, column(30))).toBeCloseTo(30, 5);
  expect(of(made, "labels", column(1), column(0), undefined, column(-30))).toBeCloseTo(30, 5);
});

test.each<[MetricName, number]>([
  ["mae", (1 + 3 + 1 + 2) / 4],
  ["mse", (1 + 9 + 1 + 4) / 4],
])("%s is the mean over units and rows", (name, expected) => {
  const made = metrics[name]();
  const [truth, guess] = [[[1, 2], [3, 4]], [[2, 5], [2, 6]]]; // prettier-ignore
  expect(of(made, "numbers", truth, guess)).toBeCloseTo(expected, 6);
  const ofRows = name === "mae" ? [2, 1.5] : [5, 2.5];
  expect(of(made, "numbers", truth, guess, [3, 1])).toBeCloseTo((3 * ofRows[0] + ofRows[1]) / 4, 6);
});

test("each metric says its name, its mode and what it is of", () => {
  const [deciding, all] = [["classes", "labels", "margins", "numbers"], undefined];
  const said = Object.fromEntries(
    Object.entries(metrics).map(([name, make]) => {
      const { name: key, mode, kinds } = make();
      return [name, [key, mode, kinds]];
    }),
  );
  expect(said).toEqual({
    accuracy: ["accuracy", "max", deciding],
    auc: ["auc", "max", deciding],
    f1: ["f1", "max", deciding],
    logLoss: ["logLoss", "min", ["classes", "labels"]],
    mae: ["mae", "min", all],
    mse: ["mse", "min", all],
    precision: ["precision", "max", deciding],
    r2: ["r2", "max", all],
    recall: ["recall", "max", deciding],
    topK: ["top5", "max", ["classes", "numbers"]],
  });
});

const squaredSum = (values: number[], of: number) =>
  values.reduce((sum, value) => sum + (value - of) ** 2, 0);

test.each([[0], [1e6], [-3e5]])("R² of units about %d, in batches of any size, weighted", (shift) => {
  const made = metrics.r2();
  const [truth, guess] = [[0, 1, 3, 4, 9], [0.5, 1, 2, 4, 8]]; // prettier-ignore
  const wide = truth.map((value, at) => [value + shift, shift - 2 * truth[at]]);
  const said = guess.map((value, at) => [value + shift, shift - 2 * truth[at] + 1]);
  const mean = 17 / 5;
  const expected = (1 - (0.25 + 1 + 1) / squaredSum(truth, mean) + 1 - 5 / (4 * squaredSum(truth, mean))) / 2;
  const output = { units: 2, kind: "numbers" as const };
  for (const size of [1, 2, 3, 5]) {
    let total: Float64Array = new Float64Array(0);
    for (let from = 0; from < 5; from += size) {
      const [y, p] = [wide, said].map((rows) => tf.tensor2d(rows.slice(from, from + size)));
      const weights = tf.ones([y.shape[0]]);
      total = made.merge!(
        total,
        made.sums({ truth: y, prediction: p, weights, ...output }).dataSync(),
        output,
      );
    }
    expect(made.result(total, output)).toBeCloseTo(expected, 6);
  }
  // A weight of 2 counts as two rows, one of 0 as none.
  const twice = of(made, "numbers", wide, said, [2, 1, 0, 1, 1]);
  const rows = [0, 0, 1, 3, 4];
  const repeated = of(made, "numbers", rows.map((row) => wide[row]), rows.map((row) => said[row])); // prettier-ignore
  expect(twice).toBeCloseTo(repeated, 6);
});

test("R² of one truth alone is 1 where it is said and 0 where not, and of no rows there is none", () => {
  const made = metrics.r2();
  expect(of(made, "numbers", column(3, 3), column(3, 3))).toBe(1);
  expect(of(made, "numbers", column(3, 3), column(3, 4))).toBe(0);
  expect(of(made, "numbers", column(3, 5), column(3, 5), [0, 0])).toBeNaN();
  expect(of(made, "numbers", [[3, 1], [3, 2]], [[4, 1], [4, 2]])).toBeCloseTo((0 + 1) / 2, 9); // prettier-ignore
  // Rows of weight 0 are not looked at, whatever is in them.
  expect(of(made, "numbers", column(1, 2, -1e30), column(1, 2, 7), [1, 1, 0])).toBe(1);
  const output = { units: 1, kind: "numbers" as const };
  const none = Float64Array.of(0, Infinity, 0, 0, 0);
  expect([...made.merge!(Float64Array.of(2, 5, 0, 1, 0.5), none, output)]).toEqual([2, 5, 0, 1, 0.5]);
});

test("a metric of one's own: a number for each row, each value, or for all; weighted", () => {
  const [truth, guess] = [[[1, 2], [3, 4]], [[2, 5], [2, 6]]]; // prettier-ignore
  const difference = (y: tf.Tensor, p: tf.Tensor) => p.sub(y);
  const run = (made: Metric, weight?: number[]) => of(made, "numbers", truth, guess, weight);
  expect(run(own(difference))).toBeCloseTo((1 + 3 - 1 + 2) / 4, 6);
  expect(run(own(difference), [3, 1])).toBeCloseTo((3 * 2 + 0.5) / 4, 6);
  expect(
    run(
      own((y, p) => difference(y, p).sum(-1)),
      [3, 1],
    ),
  ).toBeCloseTo((3 * 4 + 1) / 4, 6);
  expect(
    run(
      own(() => tf.scalar(7, "int32")),
      [3, 1],
    ),
  ).toBe(7);
  expect(run(own((y, p) => p.greater(y)))).toBeCloseTo(3 / 4, 6);
  expect(run(own(difference), [0, 0])).toBe(0);
  expect(own(difference)).toMatchObject({ name: "difference", own: difference, mode: undefined });
  expect(own(() => tf.scalar(0)).name).toBe("metric");
  expect(own(difference, { name: "bias", mode: "min" })).toMatchObject({ name: "bias", mode: "min" });
  expect(() => run(own((y) => y.slice(0, 1), { name: "odd" }))).toThrow(
    new RangeError("odd: a metric must return [] or [2, …], got [1,2]"),
  );
  expect(() => own(5 as never)).toThrow(
    new RangeError("metric: what is measured must be a function of truth and prediction, got 5"),
  );
  expect(() => own(difference, { mode: "most" as never })).toThrow(/^metric: unknown mode "most"/);
});

test("a metric of steps: one number each, or one for each row of steps", () => {
  const made = own((y, p) => p.sub(y));
  const truth = tf.zeros([2, 3, 1]);
  const prediction = tf.tensor3d([1, 2, 3, 4, 5, 6], [2, 3, 1]);
  const weights = tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3]);
  const batch = { truth, prediction, weights, units: 1, kind: "numbers" as const };
  const value = (one: Metric) => one.result(one.sums(batch).dataSync(), batch);
  expect(value(made)).toBeCloseTo((1 + 4 + 5) / 3, 6);
  // The mean over a row's steps, which counts as often as steps of the row do.
  expect(value(own((_, p) => p.squeeze([-1]).mean(1)))).toBeCloseTo((2 * 1 + 5 * 2) / 3, 6);
});

test("parts of nothing are 0, and a mean is over what is known", () => {
  expect([ratio(3, 4), ratio(3, 0), ratio(0, 0)]).toEqual([0.75, 0, 0]);
  expect([meanOfKnown([1, NaN, 4]), meanOfKnown([NaN]), meanOfKnown([])]).toEqual([2.5, NaN, NaN]);
});

/** The area of a class by pairs, by log odds in 64 bits. */
function areaByHand(logits: number[][], truth: number[][], unit: number): number {
  const odds = logits.map((row) => {
    const others = row.filter((_, at) => at !== unit);
    const highest = Math.max(...others);
    return row[unit] - highest - Math.log(others.reduce((sum, each) => sum + Math.exp(each - highest), 0));
  });
  const of = (yes: number) => odds.filter((_, row) => truth[row][unit] === yes);
  const pairs: number[] = of(1).flatMap((a) => of(0).map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
}

test("areas under the curve: of log odds where they are known, each class against the rest", () => {
  const auc = metrics.auc();
  expect(of(auc, "labels", column(0, 1, 0, 1), column(0.1, 0.2, 0.3, 0.4))).toBe(3 / 4);
  expect(of(auc, "margins", column(-1, 1, 0, 1), column(-2, -1, 0, 1))).toBe(3 / 4);
  // As probabilities both are 1 in 32 bits.
  expect(of(auc, "labels", column(0, 1), column(1, 1), undefined, column(20, 21))).toBe(1);
  expect(of(auc, "labels", column(0, 1), column(1, 1))).toBe(1 / 2);
  // Beyond 36.7 they are 1 in 64 bits, too; what went into the sigmoid tells them apart.
  expect(of(auc, "labels", column(0, 1), column(1, 1), undefined, column(40, 41))).toBe(1);
  expect(of(auc, "labels", column(0, 1, 1), column(0, 0, 1), undefined, column(-900, -800, 900))).toBe(1);
  const logits = [[0, 20], [0, 21], [21, 0]]; // prettier-ignore
  const classes = [[1, 0], [0, 1], [1, 0]]; // prettier-ignore
  const sure = tf.tensor2d(logits).softmax().arraySync() as number[][];
  expect(of(auc, "classes", classes, sure, undefined, logits)).toBe(1);
  const far = [[0, -3, 41], [0, 0, 40 + Math.log(2)], [1, 100, 299], [7, 6, 7]]; // prettier-ignore
  const last = [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0]]; // prettier-ignore
  const surest = tf.tensor2d(far).softmax().arraySync() as number[][];
  // 41, 40, 199 and 0.3 of the last class, of which 64 bits see 1 three times.
  expect(areaByHand(far, last, 2)).toBe(1);
  expect(of(auc, "classes", last, surest, undefined, far)).toBeCloseTo(
    (1 + areaByHand(far, last, 0) + areaByHand(far, last, 1)) / 3,
    6,
  );
  // Of the second class the probabilities of the first two rows are equal.
  expect(of(auc, "classes", classes, sure)).toBe((1 + 3 / 4) / 2);
  expect(of(auc, "classes", [[1, 0], [1, 0]], [[1, 0], [1, 0]])).toBeNaN(); // prettier-ignore
});
