import type { Locator } from "playwright-core";
import type { LabPage } from "./labPage";
import type { Opened } from "./opened";

const notebook = "training.ipynb";
const sources = [
  `import * as d from "tsdescent";
const { train, validation } = d.data.split(d.data.digits(), { validation: 0.2, test: 0 });
const model = d.nn.mlp({ inputs: 64, hidden: [32], outputs: 10 });`,
  `const { progress, liveFigure } = d.callbacks;
const history = await d.fit(model, train, { epochs: 100_000, validation, callbacks: [progress(), liveFigure()] });`,
  `history.stepLoss.length > 10 && model.getWeights()[0].shape`,
  `const moons = d.data.moons({ seed: 1 });
const small = d.nn.mlp({ inputs: 2, hidden: [16], outputs: 2 });
const boundary = d.callbacks.liveFigure({ figure: () => d.plot.decisionBoundary(small, moons) });
await d.fit(small, moons, { epochs: 200_000, callbacks: [boundary] });`,
  `model.su`,
];

/** A fit that is watched while it trains. */
export function training(opened: Opened): void {
  let page: LabPage;
  let cell: Locator;
  beforeAll(async () => {
    opened.lab.write(notebook, sources);
    page = await opened.open(notebook, { name: "training" });
    await page.run("import * as d");
    cell = await page.start("epochs: 100_000");
    await cell.locator("[data-live] canvas").waitFor({ timeout: 30_000 });
  }, 180_000);

  const outputs = () => cell.locator(".jp-OutputArea-output");

  it("is one progress bar and one chart, however often they update", async () => {
    const told = async () => String(await outputs().first().textContent());
    await page.until(async () => (await told()).includes("val_loss"));
    await page.shoot("under-way");
    expect(await outputs().count()).toBe(2);
    expect(await cell.locator("progress").count()).toBe(1);
    expect(await told()).toMatch(
      /^epoch \d+\/100000 batch \d+\/45 loss \d\S* val_loss \d\S* rate 0.001 \d\S* samples\/s .* left$/,
    );
    const before = await told();
    await page.until(async () => (await told()) !== before);
    expect(await outputs().count()).toBe(2);
  });

  it("is drawn anew without a flicker, ten times a second at most", async () => {
    const frames = await watch(cell, 1500, 3);
    expect(frames.updates).toBeLessThanOrEqual(frames.ms / 100 + 1);
    expect(frames.heights).toHaveLength(1);
    expect(frames.empty).toBe(0);
  });

  it("keeps the part that the reader chose by dragging, until a double click", async () => {
    const part = () =>
      page.page.evaluate(() => Object.values((globalThis as unknown as InPage).tsdescentLiveParts)[0].part);
    expect(await part()).toBeUndefined();
    const { x, y, width } = await place(cell);
    await page.page.mouse.move(x + width * 0.3, y + 100);
    await page.page.mouse.down();
    await page.page.mouse.move(x + width * 0.5, y + 100, { steps: 5 });
    await page.page.waitForTimeout(700); // several updates come while the button is held
    await page.page.mouse.move(x + width * 0.7, y + 100, { steps: 5 });
    await page.page.mouse.up();
    const [from, to] = (await part())!;
    expect(to).toBeGreaterThan(from);
    await page.page.waitForTimeout(1000);
    expect(await part()).toEqual([from, to]);
    await page.shoot("zoomed");
    await page.page.mouse.dblclick(x + width * 0.5, y + 100);
    expect(await part()).toBeUndefined();
  });

  it("answers while it trains: a completion comes", async () => {
    await page.cell("model.su").locator(".cm-content").click();
    await page.page.keyboard.press("End");
    const summary = page.page.locator(".jp-Completer-item", { hasText: "summary" });
    await page.pressUntil("Tab", summary);
    await summary.click();
    await page.cell("model.summary").waitFor();
  });

  it("ends at the stop button with a figure, and what it learnt is kept", async () => {
    await page.click("notebook:interrupt-kernel");
    await page.ended(cell);
    await cell.locator(".vega-embed").waitFor();
    expect(await outputs().first().textContent()).toMatch(
      /^epoch \d+\/100000 .* in all stopped: interrupted$/,
    );
    expect(await outputs().nth(2).textContent()).toMatch(
      /^fit: interrupted after step \d+, in epoch \d+ of 100000/,
    );
    expect(await outputs().count()).toBe(3);
    expect(await cell.locator("[data-live]").count()).toBe(0);
    const kept = await page.run("history.stepLoss");
    expect(await kept.locator(".jp-OutputArea-output").textContent()).toBe("[ 64, 32 ]");
    await page.shoot("stopped");
  });

  it("leaves one static figure in the file, and no script", async () => {
    await page.command("docmanager:save");
    const [, { outputs: saved }] = opened.lab.read(notebook).cells;
    expect(saved.map(({ output_type }) => output_type)).toEqual(["display_data", "display_data", "stream"]);
    expect(Object.keys(saved[1].data!).sort()).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    expect(JSON.stringify(saved)).not.toContain("<script");
  });

  it("draws any figure of the fit so far, and ends with the live one", async () => {
    const drawing = await page.start("epochs: 200_000");
    await drawing
      .locator(".jp-OutputArea-output svg, .jp-OutputArea-output img")
      .first()
      .waitFor({ timeout: 60_000 });
    await page.shoot("boundary");
    await drawing.locator(".jp-InputArea-prompt", { hasText: "[*]" }).waitFor();
    await page.click("notebook:interrupt-kernel");
    await page.ended(drawing);
    await drawing.locator(".js-plotly-plot svg.main-svg").first().waitFor();
    await page.shoot("boundary-ended");
    const [figure, said, ...result] = await drawing.locator(".jp-OutputArea-output").all();
    expect([(await figure.locator("svg.main-svg").count()) > 0, result.length]).toEqual([true, 1]);
    expect(await said.textContent()).toContain("fit: interrupted after step");
  });

  it("leaves no complaint in the browser's console", () => {
    expect(page.errors).toEqual([]);
  });
}

interface InPage {
  tsdescentLiveParts: Record<string, { part?: [number, number] }>;
}

/** Where the chart is; it is replaced too often for Playwright to find it there twice. */
function place(cell: Locator): Promise<{ x: number; y: number; width: number }> {
  return cell.evaluate((element) => {
    const canvas = element.querySelector("[data-live] canvas") as unknown as Canvas;
    const { x, y, width } = canvas.getBoundingClientRect();
    return { x, y, width };
  });
}

/** What was seen of a chart: for how long, how often it was replaced, its heights, and how often it was empty. */
interface Frames {
  ms: number;
  updates: number;
  heights: number[];
  empty: number;
}

/** Looks at the chart in every frame, at least for so long and until it was replaced so often. */
function watch(cell: Locator, ms: number, times: number): Promise<Frames> {
  return cell.evaluate(
    (element, { ms, times }) => {
      const { requestAnimationFrame } = globalThis as unknown as {
        requestAnimationFrame(then: () => void): void;
      };
      const heights = new Set<number>();
      let [updates, empty, last] = [-1, 0, undefined as unknown];
      const start = performance.now();
      return new Promise((resolve) => {
        const look = () => {
          const canvas = element.querySelector("[data-live] canvas");
          if (canvas !== last) updates += 1;
          last = canvas;
          heights.add(
            Math.round(
              (element as { getBoundingClientRect(): { height: number } }).getBoundingClientRect().height,
            ),
          );
          const pixels = (canvas as unknown as Canvas | null)
            ?.getContext("2d")
            .getImageData(58, 8, 200, 200).data;
          if (!pixels?.some((value) => value > 0)) empty += 1;
          const passed = performance.now() - start;
          if (passed < ms || updates < times) requestAnimationFrame(look);
          else resolve({ ms: passed, updates, heights: [...heights], empty });
        };
        look();
      });
    },
    { ms, times },
  );
}

interface Canvas {
  getBoundingClientRect(): { x: number; y: number; width: number };
  getContext(kind: "2d"): { getImageData(...rectangle: number[]): { data: Uint8ClampedArray } };
}
