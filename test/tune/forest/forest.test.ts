import { Random } from "../../../src/core/index";
import { Forest } from "../../../src/tune/forest/forest";
import { growTree, isLeaf, leafAt, type Branch, type Leaf } from "../../../src/tune/forest/tree";
import { scripted } from "../samplers/scripted";

const line = [[0], [1], [2], [4]];
const all = [0, 1, 2, 3];
const whole = { leastInLeaf: 1, sideShare: 1 };

test("a tree splits where the error falls most, between two places as chance has it, until its values are equal", () => {
  // A new best is drawn for at once: after one value, after two, and none after three.
  const { random } = scripted({ uniform: [0.5, 0.25] });
  const tree = growTree(line, [0, 0, 10, 10], all, whole, random) as Branch;
  expect(tree).toEqual({
    side: 0,
    threshold: 1.75,
    below: { mean: 0, variance: 0 },
    above: { mean: 10, variance: 0 },
  });
  expect([leafAt(tree, [1.749]), leafAt(tree, [1.75])]).toEqual([tree.below, tree.above]);
  const uneven = growTree(
    line,
    [0, 0, 0, 8],
    all,
    whole,
    scripted({ uniform: [0, 0, 0.5] }).random,
  ) as Branch;
  expect(uneven.threshold).toBe(3);
});

test("a tree that may not split keeps the mean and the variance of its values", () => {
  const { random } = scripted({});
  expect(growTree([[1], [1], [1]], [1, 2, 6], [0, 1, 2], whole, random)).toEqual({
    mean: 3,
    variance: 14 / 3,
  });
  expect(growTree(line, [1, 2, 6, 9], [0, 1, 2], { ...whole, leastInLeaf: 2 }, random)).toEqual({
    mean: 3,
    variance: 14 / 3,
  });
  expect(growTree(line, [5, 5, 5, 7], [0, 1, 2], whole, random)).toEqual({ mean: 5, variance: 0 });
});

test("a leaf has as many values as it must", () => {
  const values = [0, 10, 10, 12];
  const tree = growTree(line, values, all, { ...whole, leastInLeaf: 2 }, scripted({ uniform: [0] }).random);
  expect(tree).toEqual({
    side: 0,
    threshold: 2,
    below: { mean: 5, variance: 25 },
    above: { mean: 11, variance: 1 },
  });
});

test.each([
  [0.1, 0],
  [0.34, 0],
  [0.5, 1],
  [0.84, 2],
  [1, 2],
])("of a share of %p of three sides the last one tried is side %p", (sideShare, last) => {
  // The later a side, the better it splits.
  const places = [[0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1]]; // prettier-ignore
  const tree = growTree(places, [0, 2, 9, 9], all, { leastInLeaf: 1, sideShare }, {
    ...scripted({}).random,
    permutation: () => [0, 1, 2],
    uniform: () => 0.5,
  } as never) as Branch;
  expect(tree.side).toBe(last);
  expect(isLeaf(tree)).toBe(false);
});

test("values far from 0 split as those near 0 do", () => {
  const near = growTree(line, [0, 0.25, 0.5, 0.5], all, whole, new Random(1, "tree")) as Branch;
  const far = growTree(line, [1e9, 1e9 + 0.25, 1e9 + 0.5, 1e9 + 0.5], all, whole, new Random(1, "tree"));
  expect((far as Branch).threshold).toBe(near.threshold);
});

/** A forest of leaves. */
function forestOf(...leaves: Leaf[]): Forest {
  const forest = new Forest([[0]], [1], new Random(1, "forest"), { trees: 1 });
  return Object.assign(forest, { trees: leaves });
}

test("a forest's mean is that of its trees, and its variance is between them and within them", () => {
  const forest = forestOf({ mean: 1, variance: 0.5 }, { mean: 4, variance: 1.5 });
  expect(forest.at([0])).toEqual({ mean: 2.5, deviation: Math.sqrt(2.25 + 1) });
  expect(forestOf({ mean: 3, variance: 0 }).at([0])).toEqual({ mean: 3, deviation: 1e-5 });
});

test("a forest has a hundred trees, each of rows drawn with replacement, unless it is told otherwise", () => {
  const forest = new Forest(line, [1, 2, 3, 4], new Random(1, "forest"));
  expect(forest.trees).toHaveLength(100);
  const seen = forest.trees.map((tree) => leafAt(tree, [0]).mean);
  expect(new Set(seen).size).toBeGreaterThan(1);
  const unlike = new Forest(line, [1, 2, 3, 4], new Random(1, "forest"), { trees: 9, bootstrap: false });
  for (const tree of unlike.trees) line.forEach((place, at) => expect(leafAt(tree, place).mean).toBe(at + 1));
});
