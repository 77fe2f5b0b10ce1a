import * as plot from "../../src/plot/index";
import { palette, plotlySymbols, shifted, symbols } from "../../src/plot/theme/colours";

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

const named = <Thing>(how: number, thing: (at: number) => Thing) =>
  Object.fromEntries(count(how).map((at) => [`f${at}`, thing(at)]));
const history = (at: number) => ({ loss: [at + 2, at + 1], val_loss: [at + 3, at + 2] });
const chances = (classes: number) => count(classes).map((row) => count(classes).map((at) => +(at === row)));
const bowl = (x: number, y: number) => x ** 2 + y ** 2;
const ways = (how: number) => ({ resolution: 2, paths: named(how, (at) => [[at, 0], [0, at]]) }); // prettier-ignore

/** Figures of several things by name, and how many at most have looks of their own. */
const several: Record<string, [most: number, what: string, draw: (how: number) => plot.Figure]> = {
  lines: [
    128,
    "lines",
    (how) =>
      plot.lines(
        [0, 1],
        named(how, (at) => [at, at + 1]),
      ),
  ],
  learningRateSchedule: [128, "schedules", (how) => plot.learningRateSchedule(named(how, (at) => at), { steps: 2 })], // prettier-ignore
  rocCurve: [128, "classes", (how) => plot.rocCurve(count(how), chances(how))],
  precisionRecall: [128, "classes", (how) => plot.precisionRecall(count(how), chances(how))],
  lossCurve: [32, "runs", (how) => plot.lossCurve(named(how, history))],
  trainingCurves: [32, "runs", (how) => plot.trainingCurves(named(how, history), { metrics: ["loss"] })],
  batchNormRidges: [32, "runs", (how) => plot.batchNormRidges(named(how, (at) => [{ low: at, high: at + 1, counts: [1] }]))], // prettier-ignore
  stepTimeline: [24, "parts", (how) => plot.stepTimeline(named(how, (at) => [at + 1]))],
  contour: [28, "paths", (how) => plot.contour(bowl, ways(how))],
  surface: [28, "paths", (how) => plot.surface(bowl, ways(how))],
};

/** How each thing is drawn: what its marks have of all that tells series apart. */
function looksOf({ spec }: plot.Figure): string[] {
  if (Array.isArray(spec.data)) {
    const lines = (spec.data as { name?: string; line?: object }[]).filter(({ name }) =>
      /f\d/.test(name ?? ""),
    );
    return lines.map(({ line }) => JSON.stringify(line));
  }
  const views = [
    spec,
    ...[spec, ...((spec.vconcat ?? []) as (typeof spec)[])].flatMap(({ layer }) => layer ?? []),
  ];
  const looks = (views as { encoding?: Record<string, Partial<Scale>> }[]).map(({ encoding = {} }) => {
    const scales = ["color", "strokeDash", "strokeWidth"].map((channel) => encoding[channel]?.scale);
    const { domain = [] } = scales[0] ?? {};
    const own = scales.filter(
      (scale) => scale && String(scale.domain) === String(domain),
    ) as Scale["scale"][];
    return domain.map((_, at) =>
      own.map(({ range = palette }) => String(range[at % range.length])).join(" "),
    );
  });
  return looks.reduce((best, one) => (new Set(one).size > new Set(best).size ? one : best));
}

describe.each(Object.entries(several))("%s", (name, [most, what, draw]) => {
  test.each([2, 8, 9, 17, most])(`of %i ${what} gives each a look of its own`, (how) => {
    const looks = looksOf(draw(how));
    expect(looks).toHaveLength(how);
    expect(new Set(looks).size).toBe(how);
  });

  test(`refuses more than ${most} ${what}`, () => {
    expect(() => draw(most + 1)).toThrow(
      `${name}: at most ${most} ${what} can be told apart, got ${most + 1}; draw them in several figures`,
    );
  });
});

test.each<[string, number]>([
  ["lines", 36],
  ["lossCurve", 18],
  ["batchNormRidges", 12],
  ["stepTimeline", 20],
])("%s of %i has as many looks in its picture", async (name, how) => {
  const svg = await several[name][2](how).svg();
  // Marks, not the legend's, which are moved to their places.
  const marks = [...svg.matchAll(/<path (?![^>]*transform)[^>]*>/g)].map(([mark]) => mark);
  const partsOf = (mark: string) =>
    ["fill", "stroke", "stroke-width", "stroke-dasharray"].map(
      (part) => new RegExp(` ${part}="([^"]*)"`).exec(mark)?.[1],
    );
  const coloured = marks
    .map(partsOf)
    .filter((parts) => parts.slice(0, 2).some((one) => palette.includes(one!)));
  expect(new Set(coloured.map(String)).size).toBeGreaterThanOrEqual(how);
  expect(svg).not.toContain("entries");
});

test("what tells things apart where colours repeat is said", () => {
  const said = (name: string, how: number) => {
    const { title = {} } = several[name][2](how).spec as { title?: { text?: string | string[] } };
    return [title.text].flat().join(" ");
  };
  expect(said("lines", 9)).toContain("Colours repeat after 8: dashes tell lines apart");
  expect(said("lines", 33)).toContain("Colours repeat after 8: dashes and widths tell lines apart");
  expect(said("lossCurve", 9)).toContain("Colours repeat after 8: widths tell runs apart");
  expect(said("batchNormRidges", 9)).toContain("Colours repeat after 8: dashes tell runs apart");
  expect(said("stepTimeline", 9)).toContain("Colours repeat after 8: outlines tell parts apart");
  for (const name of ["lossCurve", "batchNormRidges", "stepTimeline"])
    expect(said(name, 8)).not.toContain("repeat");
});

test("regions of fifty classes have fifty depths of colour, none too dark for its points", () => {
  const model = (rows: number[][]) => rows.map((row) => count(50).map((at) => Math.sin(at + row[0])));
  for (const answer of [model, (rows: number[][]) => rows.map(() => 49)]) {
    const figure = plot.decisionBoundary(answer, spread(50), { resolution: 2 });
    const traces = figure.spec.data as { type: string; colorscale: [number, string][] }[];
    const depths = traces
      .filter(({ type }) => type === "contour")
      .map(({ colorscale }) => colorscale.at(-1)![1]);
    expect(new Set(depths).size).toBe(50);
    for (const depth of depths) expect(Number(depth.match(/[\d.]+(?=\))/)![0])).toBeLessThanOrEqual(0.8);
  }
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
