import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";

import * as plot from "../../src/plot/index";
import { scripts } from "../../src/plot/render/libraries";
import { grounds, palette } from "../../src/plot/theme/colours";
import { fontFiles } from "../../src/plot/theme/font";
import { examples } from "../contracts/figures.examples";
import { missingChromium, startChromium } from "./chromium";

type Theme = "light" | "dark";
type Rgb = [number, number, number];

/** A rectangle of the page, CSS px. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

let browser: Browser;
const pages = new Map<number, Page>();

beforeAll(async () => {
  const missing = missingChromium();
  if (missing) throw new Error(missing);
  browser = await startChromium({ webgl: true });
  for (const width of [400, 800]) pages.set(width, await openPage(width));
}, 120_000);
afterAll(() => browser?.close());

async function openPage(width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const face = `@font-face { font-family: Inter; src: url(data:font/ttf;base64,${readFileSync(fontFiles[0]).toString("base64")}) }`;
  const looks = (["light", "dark"] as const).map(
    (theme) => `body.${theme} { color: ${grounds[theme].ink}; background: ${grounds[theme].background} }`,
  );
  await page.setContent(`<!doctype html><style>${face} ${looks.join("")}
    body { margin: 0; padding: 20px; font-family: Inter } #figure { width: ${width - 140}px }
    svg * { pointer-events: all !important }</style><body><div id="figure"></div>`);
  for (const path of [scripts.plotly(), join(__dirname, "page/textFaults.js")])
    await page.addScriptTag({ path });
  return page;
}

/** Draws a figure as a notebook does, and photographs the page. */
async function drawn(page: Page, figure: plot.Figure, theme: Theme): Promise<PNG> {
  await page.evaluate(`setTheme("${theme}")`);
  await page.evaluate(`showAlive(${JSON.stringify(figure.spec)}, "plotly")`);
  return PNG.sync.read(await page.screenshot());
}

const at = ({ data, width }: PNG, x: number, y: number): Rgb => {
  const place = (Math.round(y) * width + Math.round(x)) * 4;
  return [data[place], data[place + 1], data[place + 2]];
};

describe("in space, drawn by WebGL,", () => {
  const figures = {
    surface: examples.surface.ordinary,
    criticalPoints: examples.criticalPoints.ordinary,
    lossLandscape: () =>
      plot.lossLandscape({ across: [-1, 0, 1], up: [-1, 0, 1], loss: [[1, 0.5, 1], [0.5, 0, 0.5], [1, 0.5, 1]] }, { surface: true }), // prettier-ignore
  };
  const isSurface = ([red, , blue]: Rgb) => blue > red + 25;
  const isAxis = ([red, green, blue]: Rgb) =>
    Math.max(red, green, blue) - Math.min(red, green, blue) < 8 && Math.abs(red - 0x79) < 40;

  describe.each(Object.entries(figures))("%s", (name, draw) => {
    test.each([
      [400, "light"],
      [800, "dark"],
    ] as const)(
      "is whole, with its texts and axes, in a window of %i px on %s",
      async (width, theme) => {
        const page = pages.get(width)!;
        const figure = draw();
        const picture = await drawn(page, figure, theme);
        const scenes = (await page.evaluate(scenesOnPage)) as Box[];
        const surfaces = (figure.spec.data as { type: string }[]).filter(({ type }) => type === "surface");
        expect(scenes).toHaveLength(surfaces.length);
        for (const scene of scenes) {
          const seen = pixelsIn(picture, scene).filter(([, , colour]) => isSurface(colour));
          expect(seen.length / (scene.width * scene.height)).toBeGreaterThan(0.04);
          const across = seen.map(([x]) => x);
          expect(Math.min(...across)).toBeGreaterThan(scene.x + 1);
          expect(Math.max(...across)).toBeLessThan(scene.x + scene.width - 2);
        }
        if (name !== "criticalPoints")
          expect(
            pixelsIn(picture, scenes[0]).filter(([, , colour]) => isAxis(colour)).length,
          ).toBeGreaterThan(100);
        const faults = await page.evaluate(`textFaults(document.getElementById("figure"), ${width - 140})`);
        expect(faults).toEqual([]);
      },
      120_000,
    );
  });

  test("holds the heights that it was given", async () => {
    const page = pages.get(800)!;
    const figure = plot.surface((x, y) => 3 * x + y, { xRange: [0, 1], yRange: [0, 2], resolution: 3 });
    await drawn(page, figure, "light");
    const held = "document.getElementById('figure')._fullLayout.scene._scene.fullSceneLayout.zaxis.range";
    const [low, high] = (await page.evaluate(held)) as number[];
    expect([low, high]).toEqual([expect.closeTo(0, 0), expect.closeTo(5, 0)]);
  }, 60_000);

  /** In the page: where the scenes lie. */
  const scenesOnPage = `Array.from(document.querySelectorAll("#figure .gl-container > div"), (scene) => {
    const { x, y, width, height } = scene.getBoundingClientRect();
    return { x, y, width, height };
  })`;

  function pixelsIn(picture: PNG, { x, y, width, height }: Box): [number, number, Rgb][] {
    const all: [number, number, Rgb][] = [];
    for (let down = Math.ceil(y); down < Math.floor(y + height); down++)
      for (let across = Math.ceil(x); across < Math.floor(x + width); across++)
        all.push([across, down, at(picture, across, down)]);
    return all;
  }
});

describe("in the plane, a map has", () => {
  const themes = ["light", "dark"] as const;
  const rgb = (hex: string): Rgb => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16)) as Rgb;

  /** Of a palette's colours, see-through on the page, the one that a pixel has. */
  function nearestClass(pixel: Rgb, theme: Theme, classes: number): number {
    const ground = rgb(grounds[theme].background);
    const off = palette.slice(0, classes).map((hex) => {
      const way = rgb(hex).map((value, side) => value - ground[side]);
      const seen = pixel.map((value, side) => value - ground[side]);
      const dot = (one: number[], other: number[]) =>
        one.reduce((sum, value, side) => sum + value * other[side], 0);
      const share = Math.max(0.05, Math.min(1, dot(way, seen) / dot(way, way)));
      return Math.hypot(...way.map((value, side) => seen[side] - share * value));
    });
    return off.indexOf(Math.min(...off));
  }

  /** The middle of the colours around a place of the figure, in which no line of its grid counts. */
  async function colourAt(page: Page, picture: PNG, x: number, y: number): Promise<Rgb> {
    const [left, top] = (await page.evaluate(`(() => {
      const figure = document.getElementById("figure");
      const { xaxis, yaxis } = figure._fullLayout;
      const { x, y } = figure.getBoundingClientRect();
      return [x + xaxis._offset + xaxis.l2p(${x}), y + yaxis._offset + yaxis.l2p(${y})];
    })()`)) as number[];
    const around = [-3, 0, 3].flatMap((dx) => [-3, 0, 3].map((dy) => at(picture, left + dx, top + dy)));
    return [0, 1, 2].map((side) => around.map((one) => one[side]).sort((a, b) => a - b)[4]) as Rgb;
  }

  const corners = { x: [-4, 4, -4, 4, 0], y: [-4, -4, 4, 4, 4.2] };
  const models = {
    "three classes in stripes": {
      classes: 3,
      of: (x: number) => (x < -1 ? 0 : x < 1.5 ? 1 : 2),
    },
    "eight classes around a middle": {
      classes: 8,
      of: (x: number, y: number) => Math.floor((Math.atan2(y, x) / Math.PI + 1) * 3.999),
    },
  };
  test.each(
    Object.entries(models).flatMap(([name, model]) => themes.map((theme) => [name, theme, model] as const)),
  )(
    "of %s the colour of a place's class there, on %s",
    async (_, theme, { classes, of }) => {
      const page = pages.get(800)!;
      const label = Array.from({ length: corners.x.length }, (__, at) => at % classes);
      const model = (points: number[][]) =>
        points.map(([x, y]) => Array.from({ length: classes }, (__, k) => Number(k === of(x, y))));
      const figure = plot.decisionBoundary(model, { ...corners, label });
      const picture = await drawn(page, figure, theme);
      for (let x = -3.3; x < 3.4; x += 1.1)
        for (let y = -3.2; y < 3.4; y += 1.1) {
          const isInside = [-0.25, 0.25].every((dx) =>
            [-0.25, 0.25].every((dy) => of(x + dx, y + dy) === of(x, y)),
          );
          if (!isInside) continue;
          expect([x, y, nearestClass(await colourAt(page, picture, x, y), theme, classes)]).toEqual([
            x,
            y,
            of(x, y),
          ]);
        }
    },
    120_000,
  );

  test.each(themes)(
    "of level lines a deeper colour the lower a place lies, on %s",
    async (theme) => {
      const page = pages.get(800)!;
      const height = (x: number, y: number) => (x - 0.5) ** 2 + 2 * (y + 0.3) ** 2;
      for (const figure of [plot.contour(height), plot.lossLandscape(gridOf(height))]) {
        const picture = await drawn(page, figure, theme);
        const places = Array.from({ length: 20 }, (_, k) => [-1.7 + 0.17 * k, Math.sin(7 * k) * 1.6]);
        const ground = rgb(grounds[theme].background);
        const deep: { height: number; depth: number }[] = [];
        for (const [x, y] of places) {
          const colour = await colourAt(page, picture, x, y);
          deep.push({
            height: height(x, y),
            depth: Math.hypot(...colour.map((value, side) => value - ground[side])),
          });
        }
        deep.sort((one, other) => one.height - other.height);
        const level = (16 - 0) / 14;
        for (const [k, { height: low, depth }] of deep.entries())
          for (const other of deep.slice(k + 1))
            if (other.height - low > 1.5 * level) expect(depth).toBeGreaterThan(other.depth);
        expect(deep[0].depth - deep.at(-1)!.depth).toBeGreaterThan(30);
      }
    },
    60_000,
  );

  function gridOf(height: (x: number, y: number) => number) {
    const places = Array.from({ length: 41 }, (_, at) => -2 + at / 10);
    return { across: places, up: places, loss: places.map((y) => places.map((x) => height(x, y))) };
  }

  test("a legend of classes that have a region and no point", async () => {
    const page = pages.get(800)!;
    const figure = plot.decisionBoundary(
      { weights: [1, -1], bias: 0 },
      { x: [1, 2, 3], y: [2, 1, 1], label: [3, 4, 4] },
    );
    await drawn(page, figure, "light");
    const names = await page.locator("#figure .legendtext").allTextContents();
    expect(names).toEqual(["class 0", "class 1", "class 3", "class 4"]);
  }, 60_000);
});
