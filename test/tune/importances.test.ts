import { importances, sharesOf } from "../../src/tune/importances";
import { categorical, float } from "../../src/tune/space/space";
import type { TrialRecord } from "../../src/tune/trialRecord";

const leaf = (mean: number) => ({ mean, variance: 0 });

test("shares of a tree's variance are those of its marginals over the cube, as worked out by hand", () => {
  const right = { side: 1, threshold: 0.25, below: leaf(4), above: leaf(8) };
  const tree = { side: 0, threshold: 0.5, below: leaf(0), above: right };
  // Volumes .5, .125, .375: mean 3.5, variance 13.75; marginals of the first side 0 and 7, of the second 2 and 4.
  const shares = sharesOf(tree, 3)!;
  expect(shares[0]).toBeCloseTo(12.25 / 13.75, 12);
  expect(shares[1]).toBeCloseTo(0.75 / 13.75, 12);
  expect(shares[2]).toBe(0);
});

test("pieces between several thresholds of one side count each by its length", () => {
  const tree = {
    side: 0,
    threshold: 0.25,
    below: leaf(-1),
    above: {
      side: 0,
      threshold: 0.75,
      below: leaf(1),
      above: { side: 1, threshold: 0.5, below: leaf(2), above: leaf(4) },
    },
  };
  // Marginals -1, 1 and 3 over lengths .25, .5, .25: variance 2 of 2.25 in all; the second side's are .75 and 1.25.
  const [first, second] = sharesOf(tree, 2)!;
  expect(first).toBeCloseTo(2 / 2.25, 12);
  expect(second).toBeCloseTo(0.0625 / 2.25, 12);
});

test("a tree that is the same everywhere has no shares", () => {
  expect(sharesOf(leaf(3), 2)).toBeUndefined();
  const split = (by: number) =>
    sharesOf({ side: 0, threshold: 0.5, below: leaf(1e3), above: leaf(1e3 + by) }, 1);
  expect(split(1e-4)).toBeUndefined();
  expect(split(1e-2)).toEqual([1]);
  const around = (by: number) => sharesOf({ side: 0, threshold: 0.5, below: leaf(-by), above: leaf(by) }, 1);
  expect([around(0.99e-6), around(1.01e-6)]).toEqual([undefined, [1]]);
});

const distributions = { kind: categorical(["a", "b"]), x: float(0, 1), still: float(2, 2) };

function trialsOf(
  values: (kind: string, x: number) => number[],
  more: Partial<TrialRecord> = {},
): TrialRecord[] {
  return Array.from({ length: 24 }, (_, number) => {
    const [kind, x] = ["ab"[number % 2], ((number * 7) % 24) / 24];
    const params = { kind, x, still: 2 };
    return {
      number,
      state: "complete",
      params,
      distributions,
      values: values(kind, x),
      ...more,
    } as TrialRecord;
  });
}

test("what decides alone has all of the variance, whichever way the study goes; what has one value is left out", () => {
  const trials = trialsOf((kind) => [kind === "a" ? 1 : 5]);
  for (const direction of ["minimize", "maximize"] as const) {
    const shares = importances({ trials, directions: [direction] }, { seed: 1 });
    expect(shares).toEqual({ kind: 1, x: 0 });
    expect(Object.keys(shares)).toEqual(["kind", "x"]);
  }
});

test("each objective has shares of its own, the largest first", () => {
  const trials = trialsOf((kind, x) => [kind === "a" ? 1 : 5, 10 * x + (kind === "a" ? 0 : 1e-6)]);
  const study = { trials, directions: ["minimize", "maximize"] as const };
  expect(importances(study, { seed: 1 }).kind).toBe(1);
  const second = importances(study, { objective: 1, seed: 1 });
  expect(Object.keys(second)).toEqual(["x", "kind"]);
  expect(second.x).toBeGreaterThan(0.99);
  expect(second.x).toBeLessThanOrEqual(1);
});

test("values that are all equal owe nothing to any parameter", () => {
  const trials = trialsOf(() => [3]);
  expect(importances({ trials, directions: ["minimize"] })).toEqual({ kind: 0, x: 0 });
});

test("the same seed grows the same forest, of as many trees as are asked for", () => {
  const study = {
    trials: trialsOf((kind, x) => [Math.sin(9 * x) + (kind === "a" ? 0.3 : 0)]),
    directions: ["minimize"] as const,
  };
  const [one, many] = [importances(study, { trees: 1, seed: 4 }), importances(study, { seed: 4 })];
  expect(importances(study, { seed: 4, trees: 64 })).toEqual(many);
  expect(importances(study, { seed: 5 })).not.toEqual(many);
  expect(importances(study, { seed: 4, trees: 65 })).not.toEqual(many);
  expect(one).not.toEqual(many);
});

test("only complete trials count, and there must be four; options are in their ranges", () => {
  const trials = trialsOf((kind) => [kind === "a" ? 1 : 5]);
  const others = trialsOf(() => [], { state: "pruned", values: [] });
  const of = (count: number) => ({
    trials: [...others, ...trials.slice(0, count)],
    directions: ["minimize"] as const,
  });
  expect(importances(of(4), { seed: 2 }).kind).toBeGreaterThan(0);
  expect(() => importances(of(3))).toThrow("importances: there must be 4 complete trials, got 3");
  expect(() => importances(of(4), { trees: 0 })).toThrow(
    "importances: trees must be a whole number in [1, ∞), got 0",
  );
  expect(() => importances(of(4), { objective: 1 })).toThrow(
    "importances: objective must be a whole number in [0, 0], got 1",
  );
  expect(() => importances(of(4), { tree: 3 } as never)).toThrow('importances: unknown option "tree"');
});
