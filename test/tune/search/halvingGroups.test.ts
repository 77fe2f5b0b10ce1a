import { kNeighbors } from "../../../src/classic/index";
import { HalvingGridSearchCV } from "../../../src/tune/search/halvingGridSearchCv";

// Group after group of 1, 2, 3 … rows; each row is [group, row].
const sizes = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 2, 3, 4];
const groups = sizes.flatMap((size, group) => Array<number>(size).fill(group));
const x = groups.map((group, row) => [group, row]);

/** The rows of each validation share, by how many rows a round has. */
async function sharesOf(y: number[], options: object, task: "regression" | "classification") {
  const shares: number[][][] = [];
  const scoring = (_: unknown, rows: number[][]) => {
    shares.push(rows.map((row) => [...row]));
    return Promise.resolve(0);
  };
  const grid = { nNeighbors: [1, 2, 3, 4] };
  const search = HalvingGridSearchCV(kNeighbors({ task } as object), grid, {
    ...{ cv: 2, factor: 2, seed: 1, refit: false, progress: false, scoring: scoring as never },
    ...options,
  });
  await search.fit(x, y);
  return { shares, rounds: [...new Set(search.cvResults.rows)] };
}

test.each(["regression", "classification"] as const)(
  "a halving with groups tries its early rounds on whole groups, and on as many as its share of rows needs (%s)",
  async (task) => {
    const y = groups.map((group) => (task === "regression" ? group : group % 3));
    const { shares, rounds } = await sharesOf(y, { groups }, task);
    expect(rounds.length).toBeGreaterThan(1);
    const largest = Math.max(...sizes);
    shares.forEach((rows, call) => {
      const seen = new Map<number, number>();
      for (const [group] of rows) seen.set(group, (seen.get(group) ?? 0) + 1);
      for (const [group, count] of seen) expect([call, group, count]).toEqual([call, group, sizes[group]]);
      expect(new Set(rows.map(([group]) => y[groups.indexOf(group)])).size).toBeGreaterThanOrEqual(
        task === "regression" ? 1 : 3,
      );
    });
    // The first round has four candidates on two folds.
    const first = shares.slice(0, 8).map((rows) => rows.length);
    const share = rounds[0] / x.length;
    const of = (rows: number) => rows / (x.length / 2);
    for (const rows of first) {
      expect(of(rows)).toBeGreaterThan(share * 0.8);
      expect(rows).toBeLessThanOrEqual(share * x.length * 0.6 + 3 * largest);
    }
  },
);

test("without groups it draws rows, of each class its share", async () => {
  const y = groups.map((group) => group % 3);
  const { shares } = await sharesOf(y, {}, "classification");
  const halved = shares[0].filter(
    ([group]) => shares[0].filter(([other]) => other === group).length < sizes[group],
  );
  expect(halved.length).toBeGreaterThan(0);
});
