import {
  kNeighbors,
  randomForest,
  scorers,
  type KNeighborsOptions,
  type RandomForestOptions,
} from "../../src/classic/index";
import type { Predictor } from "../../src/classic/estimator";
import { freshRandom, Random } from "../../src/core/index";

// What the room does fast is done here slowly, by the book; the numbers are whole, so that sums are exact.
const random = new Random(23, "twins");
const drawn = (rows: number, columns: number, levels: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.integer(levels)));

interface Node {
  mean: number[];
  ask?: { feature: number; threshold: number; left: Node; right: Node };
}
interface Growing {
  x: number[][];
  /** [rows][slots]: what each row adds. */
  amounts: number[][];
  features: number;
  options: RandomForestOptions;
}

const range = (count: number) => Array.from({ length: count }, (_, at) => at);
const totals = (rows: number[], amounts: number[][]) =>
  amounts[0].map((_, slot) => rows.reduce((sum, row) => sum + amounts[row][slot], 0));
const squares = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0);

/** Breiman's forest with the draws of ours: rows first, then for each node features until so many vary. */
function slowForest({ x, amounts, features, options }: Growing) {
  const { nEstimators = 100, bootstrap = true, seed } = options;
  const { maxDepth = Infinity, minSamplesSplit = 2, minSamplesLeaf = 1 } = options;
  const draws = freshRandom("randomForest", seed);
  const importances = x[0].map(() => 0);
  const trees = range(nEstimators).map(() => {
    const sample = x.map((_, row) => (bootstrap ? draws.integer(x.length) : row));
    const gains = x[0].map(() => 0);
    const order = range(x[0].length);
    const bestOn = (rows: number[], feature: number) => {
      const values = [...new Set(rows.map((row) => x[row][feature]))].sort((a, b) => a - b);
      if (values.length === 1) return undefined;
      let best: { feature: number; gain: number; threshold: number } | null = null;
      for (let at = 1; at < values.length; at++) {
        const threshold = (values[at - 1] + values[at]) / 2;
        const left = rows.filter((row) => x[row][feature] <= threshold);
        const right = rows.filter((row) => x[row][feature] > threshold);
        if (Math.min(left.length, right.length) < minSamplesLeaf) continue;
        const impurity = (side: number[]) => squares(totals(side, amounts)) / side.length;
        const gain = impurity(left) + impurity(right) - impurity(rows);
        if (!best || gain > best.gain) best = { feature, gain, threshold };
      }
      return best;
    };
    const grow = (rows: number[], depth: number): Node => {
      const mean = totals(rows, amounts).map((sum) => sum / rows.length);
      const isPure = rows.every((row) => String(amounts[row]) === String(amounts[rows[0]]));
      if (depth >= maxDepth || rows.length < minSamplesSplit || isPure) return { mean };
      let best: ReturnType<typeof bestOn> = undefined;
      for (let at = 0, tried = 0; at < order.length && tried < features; at++) {
        const other = at + draws.integer(order.length - at);
        [order[at], order[other]] = [order[other], order[at]];
        const found = bestOn(rows, order[at]);
        if (found !== undefined) tried++;
        if (found && (!best || found.gain > best.gain)) best = found;
      }
      if (!best) return { mean };
      const { feature, threshold } = best;
      gains[feature] += Math.max(best.gain, 0);
      const left = grow(rows.filter((row) => x[row][feature] <= threshold), depth + 1); // prettier-ignore
      const right = grow(rows.filter((row) => x[row][feature] > threshold), depth + 1); // prettier-ignore
      return { mean, ask: { feature, threshold, left, right } };
    };
    const tree = grow(sample, 0);
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    if (total > 0) gains.forEach((gain, feature) => (importances[feature] += gain / total));
    return tree;
  });
  const all = importances.reduce((sum, share) => sum + share, 0) || 1;
  const leafOf = ({ mean, ask }: Node, row: number[]): number[] =>
    ask ? leafOf(row[ask.feature] <= ask.threshold ? ask.left : ask.right, row) : mean;
  const meansOf = (row: number[]) =>
    trees
      .map((tree) => leafOf(tree, row))
      .reduce((sums, leaf) => sums.map((sum, slot) => sum + leaf[slot]))
      .map((sum) => sum / nEstimators);
  return { importances: importances.map((share) => share / all), meansOf };
}

const near = (actual: ArrayLike<number>, expected: number[]) => {
  expect(actual.length).toBe(expected.length);
  Array.from(actual).forEach((value, at) => expect(value).toBeCloseTo(expected[at], 12));
};

// Few values, many equal; and nearly all different, where small nodes are sorted another way.
const tables: [string, number[][]][] = [
  ["few values", drawn(40, 5, 4)],
  ["many values", drawn(64, 5, 4096)],
];
const asked = drawn(40, 5, 9).map((row) => row.map((value) => value / 2));
const ways: [RandomForestOptions, number][] = [
  [{ bootstrap: false, maxFeatures: "all" }, 5],
  [{ maxFeatures: 1 }, 1],
  [{ maxFeatures: 2, maxDepth: 3 }, 2],
  [{ maxFeatures: 0.6, minSamplesLeaf: 3 }, 3],
  [{ maxFeatures: 0.1, minSamplesSplit: 7 }, 1],
  [{ maxFeatures: "sqrt" }, 2],
  [{ maxFeatures: "log2", maxDepth: 1 }, 2],
  [{ maxFeatures: 30, minSamplesLeaf: 5, minSamplesSplit: 12, bootstrap: false }, 5],
];

describe.each(tables)("a forest on %s", (_, x) => {
  const labels = x.map((row, at) => (row[0] + row[1] + (at % 3 ? 0 : row[2])) % 3);
  const numbers = x.map((row, at) => row[0] - 2 * row[3] + (at % 4));
  // A mean that is whole keeps what is summed whole.
  numbers[0] -= numbers.reduce((sum, value) => sum + value, 0) % x.length;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / x.length;

  test.each(ways)("with %j is the forest by the book", async (options, features) => {
    const given = { nEstimators: 4, seed: 11, ...options };
    const classes = await randomForest(given).fit(x, labels);
    const amounts = labels.map((label) => [0, 1, 2].map((one) => Number(one === label)));
    const slow = slowForest({ x, amounts, features, options: given });
    near(classes.importances, slow.importances);
    const shares = await classes.predictProba([...x, ...asked]);
    [...x, ...asked].forEach((row, at) => near(shares[at], slow.meansOf(row)));
    const said = await classes.predict(asked);
    const chosen = asked.map((row) => slow.meansOf(row)).map((each) => each.indexOf(Math.max(...each)));
    expect([...said]).toEqual(chosen);
    const regressor = await randomForest({ ...given, task: "regression" }).fit(x, numbers);
    const slower = slowForest({
      x,
      amounts: numbers.map((value) => [value - mean]),
      features,
      options: given,
    });
    near(regressor.importances, slower.importances);
    near(await regressor.predict(asked), asked.map((row) => mean + slower.meansOf(row)[0])); // prettier-ignore
  });
});

test.each([
  [1, { sqrt: 1, log2: 1, all: 1 }],
  [3, { sqrt: 1, log2: 1, all: 3 }],
  [8, { sqrt: 2, log2: 3, all: 8 }],
  [16, { sqrt: 4, log2: 4, all: 16 }],
])("of %i features splits choose from %j", async (columns, counts) => {
  const x = drawn(16, columns, 16);
  const labels = x.map((_, row) => row % 2);
  for (const [rule, count] of Object.entries(counts)) {
    const forest = (maxFeatures: RandomForestOptions["maxFeatures"]) =>
      randomForest({ nEstimators: 3, seed: 5, maxFeatures }).fit(x, labels);
    const [byRule, byCount] = [await forest(rule as "all"), await forest(count)];
    expect(byRule.importances).toEqual(byCount.importances);
  }
});

test("classes choose from the square root of the features by default, numbers from all", async () => {
  const x = drawn(30, 9, 20);
  const y = x.map((row) => (row[0] + row[4]) % 2);
  const forest = async (options: object) =>
    (await randomForest({ nEstimators: 3, seed: 5, ...options }).fit(x, y)).importances;
  expect(await forest({})).toEqual(await forest({ maxFeatures: 3 }));
  expect(await forest({ task: "regression" })).toEqual(await forest({ task: "regression", maxFeatures: 9 }));
});

test("a forest gives others a turn after each tree", async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await randomForest({ nEstimators: 12, seed: 1 }).fit([[0], [1]], [0, 1]);
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(12);
});

test("values that are neighbours in floating point, or as far apart as can be, are told apart", async () => {
  const steps = [1, 2, 3, 4].map((step) => 1 + step * Number.EPSILON);
  for (const values of [steps, [-Number.MAX_VALUE, -1e308, 1e308, Number.MAX_VALUE]]) {
    const x = values.map((value) => [value]);
    const options = { nEstimators: 1, bootstrap: false, task: "regression" } as const;
    const model = await randomForest(options).fit(x, [4, 8, 16, 32]);
    expect([...(await model.predict(x))]).toEqual([4, 8, 16, 32]);
  }
});

/** All rows by their distance, those of one distance in their order. */
function slowNeighbours(
  known: number[][],
  row: number[],
  { nNeighbors = 5, weights, p = 2 }: KNeighborsOptions,
) {
  const distances = known.map((other) => other.reduce((sum, value, at) => sum + Math.abs(value - row[at]) ** p, 0) ** (1 / p)); // prettier-ignore
  const rows = range(known.length).sort((a, b) => distances[a] - distances[b] || a - b).slice(0, nNeighbors); // prettier-ignore
  const isThere = distances[rows[0]] === 0;
  return rows.map((at) => {
    const far = distances[at];
    return { at, weight: weights !== "distance" ? 1 : isThere ? Number(far === 0) : 1 / far };
  });
}

test.each([
  { nNeighbors: 1 },
  { nNeighbors: 4, p: 1 },
  { weights: "uniform" },
  { weights: "distance" },
  { nNeighbors: 7, weights: "distance", p: 1 },
  { nNeighbors: 6, weights: "distance", p: 3 },
  { nNeighbors: 60 },
] as KNeighborsOptions[])("neighbours with %j are those of the whole table sorted", async (options) => {
  const known = drawn(60, 3, 5);
  const rows = drawn(40, 3, 6);
  const labels = known.map((row) => (row[0] * row[1] + row[2]) % 3);
  const numbers = known.map((row, at) => row[0] - row[2] + (at % 5));
  const classes = await kNeighbors(options).fit(known, labels);
  const shares = await classes.predictProba(rows);
  const said = await classes.predict(rows);
  const means = await (
    await kNeighbors({ ...options, task: "regression" }).fit(known, numbers)
  ).predict(rows);
  for (const [at, row] of rows.entries()) {
    const near = slowNeighbours(known, row, options);
    const all = near.reduce((sum, { weight }) => sum + weight, 0);
    const shareOf = (label: number) => near.reduce((sum, one) => sum + (labels[one.at] === label ? one.weight : 0), 0) / all; // prettier-ignore
    [0, 1, 2].forEach((label) => expect(shares[at][label]).toBeCloseTo(shareOf(label), 9));
    expect(said[at]).toBe(shares[at].indexOf(Math.max(...shares[at])));
    expect(means[at]).toBeCloseTo(near.reduce((sum, one) => sum + one.weight * numbers[one.at], 0) / all, 9);
  }
});

test("rocAuc is the share of pairs that are ranked right, a tie counting half", async () => {
  for (let round = 0; round < 20; round++) {
    const truth = [0, 1, ...drawn(12, 1, 2).flat()];
    const ranking = truth.map((label) => label + random.integer(4));
    const pairs = truth.flatMap((positive, a) =>
      truth.flatMap((other, b) =>
        positive === 1 && other === 0 ? [Math.sign(ranking[a] - ranking[b])] : [],
      ),
    );
    const share = pairs.reduce((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
    const told = {
      kind: "classifier",
      name: "told",
      classes: Int32Array.of(0, 1),
      decisionFunction: () => Promise.resolve(ranking.map((value) => Float64Array.of(value))),
    } as unknown as Predictor;
    expect(await scorers.rocAuc(told, [[0]], truth)).toBeCloseTo(share, 12);
  }
});
