import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

import * as plot from "../../src/plot/index";
import { grounds } from "../../src/plot/theme/colours";
import { fontFiles } from "../../src/plot/theme/font";
import { scripts } from "../../src/plot/render/libraries";
import { runChild } from "../child";
import { crowded } from "../contracts/crowded/all";
import { someOf } from "../someOf";
import { missingChromium, startChromium } from "./chromium";
import type { DrawnTexts } from "./drawnTexts";

const figures = Object.entries(plot)
  .filter(([name, value]) => typeof value === "function" && name !== "Figure")
  .map(([name]) => name);
const looked = someOf(figures, 20);

/** What a notebook's window has beside a figure, CSS px. */
const besideFigure = 140;
/** A figure as wide as its parts may have so much in any window: names and numbers may be long. */
const naturalWidth = 300;
/** Diagrams as wide as they need, which scroll within their own box in a narrow window. */
const scrolling = new Set(["computationGraph", "deadUnits", "unrolledRnn"]);

test("every figure has a crowded example", () => {
  expect(Object.keys(crowded).sort()).toEqual([...figures].sort());
});

describe("Texts lie inside their figure, apart from one another and readable on light and dark,", () => {
  let browser: Browser;
  let drawn: Map<string, DrawnTexts>;
  const pages = new Map<number, Page>();

  beforeAll(async () => {
    const missing = missingChromium();
    if (missing) throw new Error(missing);
    const aside = mkdtempSync(join(tmpdir(), "texts-"));
    const file = join(aside, "figures.json");
    [browser] = await Promise.all([
      startChromium(),
      runChild("test/browser/drawnTexts.ts", { TEXTS: file, FIGURES: looked.join("\n") }),
    ]);
    const all = JSON.parse(readFileSync(file, "utf8")) as DrawnTexts[];
    rmSync(aside, { recursive: true });
    drawn = new Map(all.map((one) => [`${one.figure} ${one.example}`, one]));
    for (const width of [400, 800]) pages.set(width, await openPage(browser, width));
  }, 300_000);

  afterAll(() => browser?.close());

  describe.each(["ordinary", "crowded"] as const)("%s", (example) => {
    test.each(looked)(
      "%s",
      async (figure) => {
        const one = drawn.get(`${figure} ${example}`)!;
        const found = [
          ...(one.spec ? await faultsOf(pages.get(400)!, one, "alive", 400 - besideFigure) : []),
          ...(one.spec ? await faultsOf(pages.get(800)!, one, "alive", 800 - besideFigure) : []),
          ...(await faultsOf(pages.get(800)!, one, "still", 700)),
        ];
        expect(found).toEqual([]);
      },
      60_000,
    );
  });

  test("a fault is seen: a text that is cut, one on another, one in the colour of the page", async () => {
    const text = (x: number, words: string, more = "") =>
      `<text x="${x}" y="20" font-size="12" ${more}>${words}</text>`;
    const clip = `<clipPath id="cut"><rect width="120" height="40"/></clipPath>`;
    const svg = `<svg width="200" height="40" fill="#24292f">${clip}${text(2, "one")}${text(10, "other")}<g clip-path="url(#cut)">${text(100, "within")}</g>${text(180, "outside")}${text(60, "pale", 'fill="#eeeeee"')}</svg>`;
    const page = pages.get(800)!;
    await page.evaluate(`showStill(${JSON.stringify(svg)}, "light")`);
    const faults = await page.evaluate("textFaults(document.getElementById('figure'), 700)");
    expect(faults).toEqual([
      expect.stringMatching(/^"within" is cut by \d/),
      expect.stringMatching(/^"outside" leaves the figure by \d/),
      expect.stringMatching(/^"one" and "other" overlap by \d/),
      expect.stringMatching(/^"pale" has a contrast of 1\.\d : 1$/),
    ]);
  });
});

async function faultsOf(page: Page, one: DrawnTexts, as: "alive" | "still", room: number): Promise<string[]> {
  const { spec, renderer, stills, natural, figure } = one;
  const width = scrolling.has(figure) ? Infinity : natural ? Math.max(room, naturalWidth) : room;
  const look = (theme: "light" | "dark") =>
    as === "alive" ? `setTheme("${theme}")` : `showStill(${JSON.stringify(stills[theme])}, "${theme}")`;
  if (as === "alive") await page.evaluate(`showAlive(${JSON.stringify(spec)}, "${renderer}")`);
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.evaluate(look(theme));
    const faults = await page.evaluate(`textFaults(document.getElementById("figure"), ${width})`);
    found.push(...(faults as string[]).map((fault) => `${as}, ${theme}, for ${room} px: ${fault}`));
  }
  return found;
}

async function openPage(browser: Browser, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 1200 } });
  const faces = [400, 600].map(
    (weight, at) =>
      `@font-face { font-family: Inter; font-weight: ${weight}; src: url(data:font/ttf;base64,${readFileSync(fontFiles[at]).toString("base64")}) }`,
  );
  const looks = (["light", "dark"] as const).map(
    (theme) => `body.${theme} { color: ${grounds[theme].ink}; background: ${grounds[theme].background} }`,
  );
  // Whatever lies beneath a text is asked for where it is, whether the pointer would meet it or not.
  await page.setContent(`<!doctype html><style>${faces.join("")} ${looks.join("")}
    body { margin: 0; padding: 20px; font-family: Inter } #figure { width: ${width - besideFigure}px }
    svg * { pointer-events: all !important }</style><body><div id="figure"></div>`);
  for (const weight of [400, 600])
    await page.evaluate(`document.fonts.load("${weight} 12px Inter").then(() => {})`);
  const own = join(__dirname, "page/textFaults.js");
  for (const path of [scripts.vega(), scripts.plotlyCartesian(), own]) await page.addScriptTag({ path });
  return page;
}
