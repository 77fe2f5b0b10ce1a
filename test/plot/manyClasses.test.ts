import * as plot from "../../src/plot/index";
import { plotlySymbols, shifted, symbols } from "../../src/plot/theme/colours";

const count = (length: number) => Array.from({ length }, (_, at) => at);
const spread = (classes: number) => ({
  x: count(classes * 2),
  y: count(classes * 2),
  label: count(classes * 2).map((at) => at % classes),
});

interface Scale {
  scale: { domain: string[]; range: string[] };
}

test("fifty classes have fifty looks in a scatter, of colour and mark", () => {
  const figure = plot.scatter(spread(50));
  const { color, shape } = figure.spec.encoding as { color: Scale; shape: Scale };
  const looks = color.scale.range.map((colour, at) => `${colour} ${shape.scale.range[at]}`);
  expect(new Set(looks).size).toBe(50);
  expect(figure.alt).toContain("Colours repeat after 8: marks tell classes apart.");
  expect(plot.scatter(spread(8)).alt).not.toContain("repeat");
  expect(() => plot.scatter(spread(51))).toThrow("scatter: labels must be of at most 50 classes, got 51");
  expect(() => plot.scatter(spread(51), { classNames: count(60).map(String) })).toThrow(
    "scatter: labels must be of at most 50 classes, got 51",
  );
});

test("marks of both renderers go on beyond the eighth, so that none comes twice in a colour", () => {
  for (const marks of [symbols, plotlySymbols]) {
    const looks = count(64).map((at) => `${at % 8} ${shifted(marks, at)}`);
    expect(new Set(looks).size).toBe(64);
  }
});

test("twelve classes of a decision boundary differ in mark and depth", () => {
  const centres = count(12).map((k) => [k % 4, Math.floor(k / 4)]);
  const model = (rows: readonly (readonly number[])[]) =>
    rows.map(([a, b]) => centres.map(([p, q]) => -((a - p) ** 2 + (b - q) ** 2)));
  const input = {
    x: centres.map(([x]) => x),
    y: centres.map(([, y]) => y),
    label: count(12),
  };
  const figure = plot.decisionBoundary(model as never, input);
  const traces = figure.spec.data as {
    type: string;
    colorscale?: unknown;
    marker?: { color: string; symbol: string };
  }[];
  const dots = traces.filter(({ type, marker }) => type === "scatter" && marker?.color.startsWith("#"));
  const looks = dots.map(({ marker }) => `${marker!.color} ${marker!.symbol}`);
  expect(new Set(looks.slice(0, 12)).size).toBe(12);
  const regions = traces
    .filter(({ type }) => type === "contour")
    .map(({ colorscale }) => JSON.stringify(colorscale));
  expect(new Set(regions).size).toBe(12);
  expect(figure.alt).toContain("Colours repeat after 8: marks and depths tell classes apart");
});

test("labels 3 and 4 alone are two classes, in the looks of 3 and 4", () => {
  const input = { x: [1, 2, 3], y: [1, 2, 3], label: [3, 4, 3] };
  const figure = plot.scatter(input);
  expect(figure.alt).toContain("2 classes: class 3 (2) and class 4 (1).");
  const { color } = figure.spec.encoding as { color: Scale };
  const all = plot.scatter(spread(5)).spec.encoding as { color: Scale };
  expect(color.scale.domain).toEqual(["class 3", "class 4"]);
  expect(color.scale.range).toEqual(all.color.scale.range.slice(3));
});

test("twelve lines differ in colour or dash, twelve runs in colour or width", () => {
  const lines = plot.lines([0, 1], Object.fromEntries(count(12).map((at) => [`f${at}`, [at, at + 1]])));
  const layers = lines.spec.layer as { encoding: { strokeDash?: Scale } }[];
  const dashes = layers.find(({ encoding }) => encoding.strokeDash)!.encoding.strokeDash!.scale.range;
  expect(new Set(dashes.map((dash, at) => `${at % 8} ${String(dash)}`)).size).toBe(12);
  const runs = Object.fromEntries(count(12).map((at) => [`run ${at}`, { loss: [at + 2, at + 1] }]));
  const curves = plot.lossCurve(runs).spec.layer as { encoding: { strokeWidth?: Scale } }[];
  const widths = curves.find(({ encoding }) => encoding.strokeWidth)!.encoding.strokeWidth!.scale.range;
  expect(new Set(widths.map((width, at) => `${at % 8} ${width}`)).size).toBe(12);
});

test("a confusion matrix of 200 classes is drawn, and of 400 refused", async () => {
  const classes = count(200).map((at) => `class ${at}`);
  const figure = plot.confusionMatrix(count(200), count(200), { classNames: classes });
  expect(figure.alt).toContain("confusion matrix of 200 classes, 200 of 200 predictions right");
  expect(JSON.stringify(figure.spec).length).toBeLessThan(300_000);
  expect(await figure.svg()).toMatch(/<\/svg>$/);
  expect(() => plot.confusionMatrix([0], [0], { classNames: count(400).map(String) })).toThrow(
    "confusionMatrix: there must be at most 200 classes, got 400",
  );
});

describe("names along axes", () => {
  const long = count(12).map((at) => (at === 5 ? "a very long name of a feature" : `f${at}`));

  test("of twelve, one of them long, all are shown", async () => {
    const square = count(12).map((row) => count(12).map((column) => Math.sin(row + column)));
    const figures = [
      plot.weightMatrix(square, { inputs: long, outputs: long }),
      plot.confusionMatrix(count(12), count(12), { classNames: long }),
    ];
    for (const figure of figures) {
      const svg = await figure.svg();
      for (const name of long.filter((_, at) => at !== 5)) expect(shownTimes(svg, name)).toBe(2);
    }
  });

  test("of twenty categories all are shown, of thirty twenty, which is said", async () => {
    const study = (kinds: number): plot.Tuned => ({
      directions: ["minimize"],
      trials: count(kinds).map((number) => ({
        ...{ number, state: "complete", params: { kind: `kind ${number}`, rate: number }, values: [number] },
      })),
    });
    for (const draw of [plot.parallelCoordinates, plot.paramSlices]) {
      const svg = await draw(study(20)).svg();
      for (const at of count(20)) expect(shownTimes(svg, `kind ${at}`)).toBe(1);
    }
    expect(plot.parallelCoordinates(study(30)).alt).toContain("20 of 30 values of kind are written.");
  });

  /** How many texts are this name and are seen. */
  function shownTimes(svg: string, name: string): number {
    const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)];
    return texts.filter(([, style, text]) => text === name && !/opacity="0"/.test(style)).length;
  }
});
