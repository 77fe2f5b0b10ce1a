import { metrics, type Metric } from "../../src/train/index";
import { Sums } from "../../src/train/sums";

/** A metric of one unit as a statistic. */
function statistic(metric: Metric) {
  const output = { units: 1, kind: "labels" as const };
  return {
    name: metric.name,
    size: metric.size(1),
    merge:
      metric.merge &&
      ((total: Float64Array, batch: ArrayLike<number>) => metric.merge!(total, batch, output)),
    result: (sums: ArrayLike<number>) => metric.result(sums, output),
  };
}

const statistics = () => [metrics.accuracy(), metrics.auc(), metrics.r2()].map(statistic);

// Hits and weight; how many numbers follow, scores, truths, weights; weight, value, mean above it, squares, errors.
const first = Float32Array.of(1, 2, 6, 0.2, 0.8, 1, 0, 1, 1, 2, 1e6, 0.5, 0.5, 1);
const second = Float32Array.of(3, 3, 3, 0.9, 1, 1, 1, 1e6 + 3, 0, 0, 0.25);

test("sums within an epoch go on from where they were saved", () => {
  const [whole, before, after] = [new Sums(statistics()), new Sums(statistics()), new Sums(statistics())];
  whole.add(first);
  whole.add(second);
  before.add(first);
  after.load(structuredClone(before.save()));
  after.add(second);
  before.add(second);
  const { accuracy, auc, r2 } = after.logs();
  expect(after.logs()).toEqual(whole.logs());
  expect(accuracy).toBe(4 / 5);
  // 0.2 is true, 0.8 is not, 0.9 is true: one pair of two is in order.
  expect(auc).toBe(1 / 2);
  // Truths 0, 1 and 3 above a million.
  expect(r2).toBeCloseTo(1 - 1.25 / (14 / 3), 12);
});

test("sums of other metrics are refused", () => {
  const saved = new Sums(statistics()).save();
  expect(() => new Sums([statistic(metrics.mae())]).load(saved)).toThrow(
    "fit: a run that ended within an epoch must go on with the same metrics, accuracy, auc, r2, got mae",
  );
});
