import { Random } from "../../../src/core/index";
import { RankedScores } from "../../../src/train/metrics/rankedScores";

interface Row {
  scores: number[];
  truths: number[];
  weight: number;
}

/** A batch as the metric gives it: scores, then truths, then weights. */
const batchOf = (rows: Row[]) => [
  ...rows.flatMap(({ scores }) => scores),
  ...rows.flatMap(({ truths }) => truths),
  ...rows.map(({ weight }) => weight),
];
const ofOne = (list: [score: number, truth: number, weight?: number][]): Row[] =>
  list.map(([score, truth, weight = 1]) => ({ scores: [score], truths: [truth], weight }));
const empty = () => new Float64Array(0);

/** Every pair of a positive and a negative, a tie as a half. */
function areaByPairs(rows: Row[], unit: number): number {
  let [right, all] = [0, 0];
  for (const a of rows)
    for (const b of rows) {
      const weight = a.weight * a.truths[unit] * b.weight * (1 - b.truths[unit]);
      const [better, worse] = [a.scores[unit], b.scores[unit]];
      right += weight * (better > worse ? 1 : better === worse ? 0.5 : 0);
      all += weight;
    }
  return right / all;
}

test.each<[string, Row[], area: number]>([
  ["in order", ofOne([[1, 0], [2, 0], [3, 1], [4, 1]]), 1],
  ["the other way round", ofOne([[1, 1], [2, 0]]), 0],
  ["with one pair of four wrong", ofOne([[1, 0], [2, 1], [3, 0], [4, 1]]), 3 / 4],
  ["all equal", ofOne([[5, 0], [5, 1], [5, 1]]), 1 / 2],
  ["with a tie", ofOne([[1, 0], [2, 0], [2, 1]]), 3 / 4],
  ["weighted", ofOne([[1, 1, 3], [2, 0, 1], [3, 1, 1]]), 1 / 4],
  ["of weight 0 left out", ofOne([[1, 0], [2, 1], [9, 0, 0], [NaN, 1, 0]]), 1],
  ["half true", ofOne([[1, 0], [2, 0.5], [3, 1]]), (0.5 * 1 + 1 * 1.5 + 0.5 * 0.5 / 2) / (1.5 * 1.5)],
  ["negative", ofOne([[-1, 1], [-2, 0], [-3, 0], [-0.5, 0]]), 2 / 3],
  ["of one class", ofOne([[1, 1], [2, 1]]), NaN],
  ["of no rows", [], NaN],
  ["with one that is no number", ofOne([[1, 0], [NaN, 1], [2, 1]]), NaN],
])("the area of scores %s", (_, rows, area) => {
  expect(new RankedScores(empty(), 1).add(batchOf(rows)).areas()).toEqual([area]);
}); // prettier-ignore

/** Rows of so many units: scores on a grid, so that many are equal. */
function drawn(count: number, units: number, seed: number, grid = 12): Row[] {
  const random = new Random(seed, "test");
  return Array.from({ length: count }, () => ({
    scores: Array.from({ length: units }, () => random.integer(grid) / 4),
    truths: Array.from({ length: units }, () => Number(random.uniform() < 0.4)),
    weight: random.integer(3),
  }));
}

test.each([[1, 5], [2, 16], [3, 17], [2, 100], [4, 333]])(
  "of %d units and %d rows the area is the count of all pairs, however they came",
  (units, count) => {
    const rows = drawn(count, units, units + count);
    const exact = Array.from({ length: units }, (_, unit) => areaByPairs(rows, unit));
    for (const size of [1, 7, 16, 17, 1000]) {
      let values: Float64Array = empty();
      for (let from = 0; from < count; from += size)
        values = new RankedScores(values, units).add(batchOf(rows.slice(from, from + size))).values;
      new RankedScores(values, units).areas().forEach((area, unit) => expect(area).toBeCloseTo(exact[unit], 12));
      // Of each unit as many scores as rows that count, in room that has doubled from 16.
      const counted = rows.filter(({ weight }) => weight > 0).length;
      const room = 2 ** Math.max(4, Math.ceil(Math.log2(counted)));
      expect([values[0], ...values.subarray(1, 1 + units)]).toEqual([room, ...new Array(units).fill(counted)]);
      expect(values).toHaveLength(1 + units + 3 * units * room);
    }
  },
); // prettier-ignore

test("scores are kept as they came: score, positives, negatives, unit after unit", () => {
  const { values } = new RankedScores(empty(), 2).add(
    batchOf([
      { scores: [5, 6], truths: [1, 0], weight: 2 },
      { scores: [7, 8], truths: [0.25, 1], weight: 4 },
    ]),
  );
  expect([...values.subarray(0, 9)]).toEqual([16, 2, 2, 5, 2, 0, 7, 1, 3]);
  expect([...values.subarray(3 + 3 * 16, 3 + 3 * 16 + 6)]).toEqual([6, 0, 2, 8, 4, 0]);
});

test("where room ends, equal scores become one, and the area stays", () => {
  const rows = drawn(500, 2, 9, 3);
  const few = new RankedScores(empty(), 2, 64).add(batchOf(rows));
  expect(few.values).toHaveLength(1 + 2 + 2 * 64 * 3);
  few.areas().forEach((area, unit) => expect(area).toBeCloseTo(areaByPairs(rows, unit), 12));
});

test("neighbours become one at the score of the first while they are a small share of both kinds", () => {
  // 16 rows fill the room. A share of 4.1 / 8 of all positives and negatives is what two of one kind among eight have, and not three.
  const rows = ofOne(Array.from({ length: 17 }, (_, at) => [at, Number(at >= 8)]));
  const { values } = new RankedScores(empty(), 1, 16).add(batchOf(rows));
  const scores = Array.from({ length: values[1] }, (_, at) => [...values.subarray(2 + 3 * at, 5 + 3 * at)]);
  expect(values[0]).toBe(16);
  expect(scores).toEqual([[0, 0, 4], [4, 0, 4], [8, 4, 0], [12, 4, 0], [16, 1, 0]]);
  // Of one kind alone the share is of that kind.
  const positives = ofOne(Array.from({ length: 17 }, (_, at) => [at, 1]));
  const merged = new RankedScores(empty(), 1, 16).add(batchOf(positives)).values;
  expect([...merged.subarray(1, 8)]).toEqual([3, 0, 8, 0, 8, 8, 0]);
}); // prettier-ignore

test.each([
  [1, 131_072],
  [8, 131_072],
  [9, 65_536],
  [16, 65_536],
  [100, 8192],
  [256, 4096],
  [1000, 4096],
])("of %d units each keeps %d scores at most", (units, most) => {
  const ranked = new RankedScores(empty(), units);
  expect((ranked as unknown as { most: number }).most).toBe(most);
});
