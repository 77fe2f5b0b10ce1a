import * as plot from "../../src/plot/index";
import { distinctNames } from "../../src/plot/input/names";

/** The rows of all data of a spec. */
function rowsOf(part: unknown): Record<string, unknown>[] {
  if (typeof part !== "object" || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(rowsOf);
  const { data, ...rest } = part as { data?: { values?: Record<string, unknown>[] } };
  return [...(data?.values ?? []), ...rowsOf(Object.values(rest))];
}

const odd = ["__proto__", "a.b", "x[0]", "constructor", "", "length", 'say "hi"', "猫", "w".repeat(300)];

test("equal names are told apart by a number, and none is empty", () => {
  expect(distinctNames(["crane", "crane (2)", "crane", "", " ", "crane"])).toEqual([
    ...["crane", "crane (2)", "crane (3)", "(empty)", "(empty) (2)", "crane (4)"],
  ]);
  expect(distinctNames(odd.filter(Boolean))).toEqual(odd.filter(Boolean));
});

describe("two classes of one name", () => {
  const images = [0, 1, 2].map(() => [
    [0, 1],
    [1, 0],
  ]);
  const classNames = ["crane", "crane", "heron"];

  test("are two in pictures with their labels", () => {
    const grid = plot.imageGrid(images, { labels: [0, 1, 2], predictions: [0, 0, 2], classNames });
    expect(grid.data().images).toEqual([
      { label: "crane", prediction: "crane", right: true },
      { label: "crane (2)", prediction: "crane", right: false },
      { label: "heron", prediction: "heron", right: true },
    ]);
    expect(grid.alt).toContain("1 of 3 predictions wrong");
    const worst = plot.topLosses(images, [3, 2, 1], {
      labels: [0, 1, 2],
      predictions: [0, 0, 2],
      classNames,
    });
    expect(worst.data().worst.map(({ right }) => right)).toEqual([true, false, true]);
    expect(JSON.stringify(worst.spec)).toContain("crane ≠ crane (2)");
    const sure = [
      [0.8, 0.1, 0.1],
      [0.8, 0.1, 0.1],
      [0, 0, 1],
    ];
    const shown = plot.predictionsGrid(images, sure, { labels: [0, 1, 2], classNames }).data().shown;
    expect(shown.map(({ right, label }) => [right, label])).toEqual([
      [true, "crane"],
      [false, "crane (2)"],
      [true, "heron"],
    ]);
  });

  test("are compared by their index, by their name, or one by the other", () => {
    const draw = (labels: ArrayLike<string> | number[], predictions: ArrayLike<string> | number[]) =>
      plot
        .imageGrid(images, { labels, predictions, classNames: ["map", "heron", "length"] })
        .data()
        .images.map(({ right }) => right);
    expect(draw(["map", "length", "heron"], ["map", "map", "heron"])).toEqual([true, false, true]);
    expect(draw(["map", "length", "heron"], [0, 2, 0])).toEqual([true, true, false]);
    expect(draw([0, 1, 2], ["map", "length", "heron"])).toEqual([true, false, false]);
    expect(() => draw([0, 1, 2], ["map", "length", "other"])).toThrow(
      'imageGrid: predictions must be among classNames, got "other" at [2]',
    );
  });

  test("have cells, curves and points of their own", () => {
    const matrix = plot.confusionMatrix([0, 1, 2, 1], [0, 0, 2, 1], { classNames: classNames });
    const cells = new Set(rowsOf(matrix.spec).map((row) => `${String(row.true)}|${String(row.predicted)}`));
    expect(cells.size).toBe(9);
    expect(matrix.alt).toContain("Most frequent mistakes: crane (2) as crane (1)");
    const scores = [
      [0.6, 0.3, 0.1],
      [0.5, 0.4, 0.1],
      [0.1, 0.2, 0.7],
      [0.2, 0.7, 0.1],
    ];
    for (const draw of [plot.rocCurve, plot.precisionRecall]) {
      const figure = draw([0, 1, 2, 1], scores, { classNames });
      const series = new Set(rowsOf(figure.spec).flatMap((row) => (row.series ? [row.series] : [])));
      expect([...series]).toHaveLength(3);
    }
    const scatter = plot.scatter({ x: [1, 2, 3], y: [1, 2, 3], label: [0, 1, 2] }, { classNames });
    expect(rowsOf(scatter.spec).map((row) => row.class)).toEqual(["crane", "crane (2)", "heron"]);
    const coefficients = [
      [1, 2],
      [3, 4],
    ];
    const paths = plot.coefficientPaths([1, 2], coefficients, { featureNames: ["age", "age"] });
    expect(new Set(rowsOf(paths.spec).flatMap((row) => (row.series ? [row.series] : []))).size).toBe(2);
  });

  test("columns and rows of a grid have cells of their own, of which one is best", () => {
    const values = [
      [1, 5],
      [3, 2],
    ];
    const figure = plot.gridHeatmap({ x: [0.1, 0.1], y: ["a", "a"], values });
    const cells = rowsOf(figure.spec).map(({ x, y, best }) => [x, y, best]);
    expect(cells).toEqual([
      ["0.1", "a", false],
      ["0.1 (2)", "a", true],
      ["0.1", "a (2)", false],
      ["0.1 (2)", "a (2)", false],
    ]);
  });
});

test("odd names are drawn as they are", async () => {
  const series = JSON.parse(`{${odd.map((name) => `${JSON.stringify(name)}: [1, 2]`).join()}}`) as object;
  const lines = plot.lines([0, 1], series as Record<string, number[]>);
  expect(Object.keys(lines.data().lines)).toEqual(odd);
  expect(await lines.svg()).toContain("__proto__");
  const at = odd.map((_, index) => index);
  const figures = [
    plot.confusionMatrix(at, at, { classNames: odd }),
    plot.scatter({ x: at, y: at, label: at }, { classNames: odd }),
    plot.gridHeatmap({ x: odd, y: odd, values: at.map((row) => at.map((column) => row * column)) }),
    plot.paramImportances(JSON.parse('{"__proto__": 0.5, "constructor": 0.2, "a.b": 0.1}')),
    plot.paramSlices({
      directions: ["minimize"],
      trials: odd.map((kind, number) => ({ number, state: "complete", params: { kind }, values: [number] })),
    }),
  ];
  for (const figure of figures) expect(await figure.svg()).toContain("constructor");
});
