import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PNG } from "pngjs";

import { type DisplayData, displaySymbol } from "../../src/show/index";
import * as plot from "../../src/plot/index";
import { runChild } from "../child";
import { inkOf } from "../plot/ink";
import { someOf } from "../someOf";
import { examples } from "./figures.examples";
import type { DrawnHuge } from "./hugeFigures";

const figures = Object.entries(plot)
  .filter(([name, value]) => typeof value === "function" && name !== "Figure")
  .map(([name]) => name);
const looked = someOf(figures, 20);

const budget = 300_000;

test("every figure of the library has examples here", () => {
  expect(Object.keys(examples).sort()).toEqual([...figures].sort());
});

describe.each(looked)("%s", (name) => {
  const example = examples[name];
  let figure: plot.Figure;
  let svg: string;
  let random: jest.SpyInstance;

  beforeAll(async () => {
    figure = example.ordinary();
    random = jest.spyOn(Math, "random");
    svg = await figure.svg();
  });
  afterAll(() => random.mockRestore());

  test("is data: its numbers and its spec survive JSON and copying", () => {
    const spec = JSON.stringify(figure.spec);
    expect(JSON.parse(spec)).toEqual(figure.spec);
    expect(structuredClone(figure.data())).toEqual(figure.data());
    expect(spec.length).toBeLessThan(budget);
  });

  test("says in words what it shows, with numbers of its data", () => {
    const { alt } = figure;
    for (const number of example.names) expect(alt).toContain(number);
    expect(alt).toMatch(/\.$/);
    expect(alt).not.toMatch(/undefined|NaN|null|\[object/);
  });

  test("renders as SVG and PNG without a browser, on light and dark, and takes no seeded number", async () => {
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="/);
    expect(svg).not.toMatch(/currentColor|NaN|undefined|TOBESTRIPPED/);
    expect(svg.match(/<text/g)!.length).toBeGreaterThan(1);
    const png = await figure.png({ theme: "dark", scale: 1 });
    expect(sizeOf(png)).toEqual(sizeOfSvg(svg));
    expect(sizeOf(png)[0]).toBeLessThanOrEqual(700);
    // Its light writing on a dark ground, and what it shows.
    expect(inkOf(png).size).toBeGreaterThan(10);
    expect(random).not.toHaveBeenCalled();
  });

  test("shows in Jupyter as its MIME type, a still and the words, and as nothing that would hide them", async () => {
    const { data, metadata } = (await figure[displaySymbol]()) as DisplayData;
    const live = {
      "vega-lite": "application/vnd.vegalite.v5+json",
      plotly: "application/vnd.plotly.v1+json",
    };
    const still = { "vega-lite": "image/png", plotly: "image/svg+xml" }[figure.renderer];
    expect(Object.keys(data)).toEqual([live[figure.renderer], still, "text/plain"]);
    if (still === "image/png") {
      const [width, height] = sizeOf(Buffer.from(data[still] as string, "base64"));
      expect(metadata["image/png"]).toEqual({ width: width / 2, height: height / 2, alt: figure.alt });
    } else expect(metadata["image/svg+xml"]).toEqual({ alt: figure.alt });
  });

  test("has no button that would upload what it shows", () => {
    if (figure.renderer !== "plotly") return;
    expect(figure.spec.config).toMatchObject({ showSendToCloud: false, plotlyServerURL: "" });
  });

  test("names the option that was meant", () => {
    expect(example.misspelt).toThrow(new RegExp(`^${name}: unknown option ".*"; did you mean ".*"\\?$`));
  });

  test("refuses empty data by its name", () => {
    expect(example.empty).toThrow(new RegExp(`^${name}: .* must not be empty`));
  });

  test("draws a single value", async () => {
    expect(await example.single().svg()).toMatch(/<\/svg>$/);
  });

  test(
    example.nanRefused ? "refuses NaN with its place or value" : "draws what is left beside NaN",
    async () => {
      if (example.nanRefused) expect(example.nan).toThrow(new RegExp(`^${name}: .*, got NaN`));
      else expect(await example.nan().svg()).not.toContain("NaN,");
    },
  );
});

describe("with a million values", () => {
  let drawn: Record<string, DrawnHuge>;
  beforeAll(async () => {
    drawn = JSON.parse(
      (await runChild("test/contracts/hugeFigures.ts", { FIGURES: looked.join("\n") })).stdout,
    );
  }, 300_000);

  test.each(looked)("%s stays within the payload, and says what it left out", (name) => {
    const { alt, specLength, bundleLength, svgLength, noticed } = drawn[name];
    const { notice } = examples[name];
    expect(specLength).toBeLessThan(budget);
    expect(svgLength).toBeLessThan(3 * budget);
    expect(bundleLength).toBeLessThan(5_000_000);
    if (notice) expect(alt).toMatch(notice);
    expect(noticed).toBe(true);
  });
});

describe("of more values than can be seen, the highest and the lowest are kept by", () => {
  const count = 20_000;
  const [highest, lowest] = [123_457, -76_543];
  const some = Array.from({ length: count }, (_, at) => Math.sin(at * 12.9898));
  const peaked = some.map((value, at) => (at === 7919 ? highest : at === 15_013 ? lowest : value));
  const places = some.map((_, at) => at);
  const high = peaked.map((value) => (value === highest ? highest : 2));
  const shares = places.map((at) => (at === 7919 ? 0.98765 : at === 15_013 ? 0.01234 : 0.5));
  const bells = places.map((at) => {
    const reach = at === 7919 ? 120_000 : at === 15_013 ? -80_000 : 4;
    return { low: Math.min(-4, reach), high: Math.max(4, reach), counts: [1, 1] };
  });
  const study = {
    directions: ["minimize" as const],
    trials: peaked.map((value, number) => ({
      ...{
        number,
        state: "complete",
        params: { rate: some[number], kind: number % 3 ? "a" : "b" },
        values: [value],
      },
      reports: [[number, value]] as const,
    })),
  };
  const points = { x: some, y: peaked, label: places.map((at) => at % 2) };
  const linear = { weights: [1, 0], bias: 0 };
  const scoreBetween = (mean: number, at: number) => {
    const loss = { mean, low: mean - 0.1234567, high: mean + 0.7654321 };
    return { at, train: { loss }, validation: { loss } };
  };
  const score = (mean: number, at: number) => ({
    at,
    train: { loss: { mean } },
    validation: { loss: { mean } },
  });

  const soughtIn: Record<string, number[]> = {
    noiseByBatchSize: [highest],
    stepTimeline: [highest],
    saturationMap: [0.98765, 0.01234],
    // Half a bin beyond the lowest and the highest.
    activationHistograms: [-80_000 - 80_004 / 4, 120_000 + 120_004 / 4],
    batchNormRidges: [-80_000 - 80_004 / 4, 120_000 + 120_004 / 4],
    // Upside down.
    contour: [-highest, -lowest],
  };

  test.each<[string, () => plot.Figure]>([
    ["lines", () => plot.lines(places, { a: peaked })],
    ["lines, along x", () => plot.lines(peaked, { a: places })],
    ["lossCurve", () => plot.lossCurve({ loss: peaked })],
    ["lossCurve, of two seeds", () => plot.lossCurve([{ loss: peaked }, { loss: peaked }])],
    ["trainingCurves", () => plot.trainingCurves({ loss: some, accuracy: peaked })],
    ["scatter", () => plot.scatter(points)],
    [
      "residuals",
      () =>
        plot.residuals(
          peaked,
          some.map(() => 0),
        ),
    ],
    ["regressionFit", () => plot.regressionFit(some, peaked)],
    ["fitsByDegree", () => plot.fitsByDegree(points, { degrees: [1] })],
    ["decisionBoundary", () => plot.decisionBoundary(linear, points)],
    [
      "learningRateFinder",
      () =>
        plot.learningRateFinder({
          rates: places.map((at) => at + 1),
          losses: peaked,
          smoothed: some,
        } as never),
    ],
    ["learningCurve", () => plot.learningCurve(peaked.map(score))],
    ["learningCurve, with intervals", () => plot.learningCurve(peaked.map(scoreBetween))],
    [
      "biasVariance",
      () => plot.biasVariance({ complexity: places, bias2: peaked, variance: some }, { logY: false }),
    ],
    [
      "noiseByBatchSize",
      () =>
        plot.noiseByBatchSize(
          places.map((at) => at + 1),
          peaked.map((value) => Math.abs(value)),
        ),
    ],
    ["optimizationHistory", () => plot.optimizationHistory(study)],
    ["paramSlices", () => plot.paramSlices(study)],
    [
      "paramContour",
      () =>
        plot.paramContour({
          ...study,
          trials: study.trials.map((one) => ({ ...one, params: { a: one.values[0], b: one.number } })),
        }),
    ],
    ["parallelCoordinates", () => plot.parallelCoordinates(study)],
    [
      "trialCurves",
      () =>
        plot.trialCurves({
          ...study,
          trials: [{ ...study.trials[0], reports: peaked.map((value, at) => [at, value] as const) }],
        }),
    ],
    [
      "paretoFront",
      () =>
        plot.paretoFront({
          directions: ["minimize", "minimize"],
          trials: study.trials.map((one) => ({ ...one, values: [one.values[0], -one.values[0]] })),
        }),
    ],
    ["stepTimeline", () => plot.stepTimeline({ forward: some.map(() => 1), backward: high })],
    [
      "saturationMap",
      () =>
        plot.saturationMap({
          steps: places,
          layers: { a: { saturated: shares }, b: { saturated: places.map(() => 0.5) } },
        }),
    ],
    [
      "activationHistograms",
      () =>
        plot.activationHistograms({ steps: places, layers: { a: { histograms: { activations: bells } } } }),
    ],
    ["batchNormRidges", () => plot.batchNormRidges({ a: bells })],
    ["weightMatrix", () => plot.weightMatrix({ dataSync: () => peaked, shape: [200, 100] })],
    [
      "contour",
      () =>
        plot.contour({
          across: some.slice(0, 100).map((_, at) => at),
          up: places.slice(0, 200),
          loss: Array.from({ length: 200 }, (_, row) => peaked.slice(100 * row, 100 * row + 100)),
        }),
    ],
  ])("%s", (name, draw) => {
    const spec = JSON.stringify(draw().spec);
    expect((soughtIn[name] ?? [highest, lowest]).filter((value) => !spec.includes(String(value)))).toEqual(
      [],
    );
    expect(spec.length).toBeLessThan(budget);
  });
});

describe("saved files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "figures-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(looked)(
    "%s as a page carries its library once and asks the network for nothing",
    async (name) => {
      const page = await readFile(await examples[name].ordinary().save(join(folder, `${name}.html`)), "utf8");
      expect(page.match(/<script/g)).toHaveLength(2);
      expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="?http/);
      // Plotly's part for 3-D is three times the other.
      expect(page.length).toBeLessThan(/"type":"surface"/.test(page) ? 5_000_000 : 2_000_000);
    },
  );

  test("squares are squares on a page, too, and a curve has the width of the page", async () => {
    const updates = async (name: string) => {
      const page = await readFile(await examples[name].ordinary().save(join(folder, "sides.html")), "utf8");
      const [, compiled] = /vega\.parse\((.*)\), \{renderer/.exec(
        page.slice(page.lastIndexOf("vega.parse(")),
      )!;
      const { signals } = JSON.parse(compiled) as { signals: { name: string; update?: string }[] };
      return ["width", "height"].map((side) => signals.find((signal) => signal.name === side)?.update);
    };
    const [width, height] = await updates("confusionMatrix");
    expect(width).toBe(height);
    expect((await updates("lines"))[0]).toBe("clamp(windowSize()[0] - 32, 260, 720)");
  });

  test.each([".svg", ".png", ".json"])("%s holds the same figure", async (ending) => {
    const figure = examples.lines.ordinary();
    const bytes = await readFile(await figure.save(join(folder, `lines${ending}`)));
    const expected = { ".svg": () => figure.svg(), ".png": () => figure.png(), ".json": () => "" }[ending]!;
    if (ending === ".json") expect(JSON.parse(bytes.toString())).toEqual(figure.spec);
    else expect(bytes.equals(Buffer.from((await expected()) as string))).toBe(true);
  });

  test("another ending is refused, and a missing folder is told", async () => {
    const figure = examples.lines.ordinary();
    await expect(figure.save("x.gif")).rejects.toThrow(
      "save: the file must end in .svg, .png, .html, .json, got x.gif",
    );
    const missing = join(folder, "none", "x.svg");
    await expect(figure.save(missing)).rejects.toThrow(
      `save: cannot write ${missing} (ENOENT); create the folder first`,
    );
  });
});

function sizeOf(png: Buffer): number[] {
  const { width, height } = PNG.sync.read(png);
  return [width, height];
}

function sizeOfSvg(svg: string): number[] {
  const [opening] = /^<svg [^>]*>/.exec(svg)!;
  const [width, height] = ["width", "height"].map(
    (side) => new RegExp(` ${side}="([\\d.]+)"`).exec(opening)![1],
  );
  return [Number(width), Number(height)].map(Math.round);
}
