import type { Locator } from "playwright-core";
import { LabPage } from "./labPage";
import type { Opened } from "./opened";

const notebook = "01-perceptron.ipynb";

/** The first notebook, run whole: its figures, its exercises, its looks. */
export function notebook01({ open }: Opened): void {
  let page: LabPage;
  beforeAll(async () => {
    page = await open(notebook, { name: "light" });
    await page.runAll(240_000);
  }, 300_000);

  const outputs = () => page.page.locator(".jp-OutputArea-output");

  it("runs every cell on the descent kernel without an error", async () => {
    const kernel = await page.page.locator(".jp-KernelName, .jp-Toolbar-kernelName").first().textContent();
    expect(kernel).toContain("Descent (TypeScript)");
    const complaints = page.page.locator(
      ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']",
    );
    expect(await complaints.allTextContents()).toEqual([]);
    expect(
      await outputs()
        .filter({ hasText: /Error:/ })
        .count(),
    ).toBe(0);
  });

  it("shows every figure, none of them empty", async () => {
    const { plots, charts } = await drawnIn(page);
    for (const figure of [...(await plots.all()), ...(await charts.all())]) {
      const box = await figure.boundingBox();
      expect(box!.width).toBeGreaterThan(200);
      expect(box!.height).toBeGreaterThan(100);
    }
  });

  it("moves the boundary when the slider of the updates is moved", async () => {
    const figure = page.cell("run.updates.map").locator(".js-plotly-plot");
    await figure.scrollIntoViewIfNeeded();
    const before = await drawing(figure);
    const rail = (await figure.locator(".slider-rail-touch-rect").boundingBox())!;
    await page.page.mouse.click(rail.x + rail.width * 0.15, rail.y + rail.height / 2);
    await page.until(async () => (await drawing(figure)) !== before);
    expect(
      await figure
        .locator(".slider-labels, .slider-current-value-group, .slider-label")
        .first()
        .textContent(),
    ).toMatch(/mistake/);
    expect((await figure.boundingBox())!.height).toBeGreaterThan(300);
  });

  it("shows the exercises as cards without an answer yet", async () => {
    expect(await outputs().filter({ hasText: "not answered yet" }).count()).toBe(6);
  });

  it("reads well in light and in dark", async () => {
    expect(await page.photograph()).toBeGreaterThan(3);
    await page.command("apputils:change-theme", { theme: "JupyterLab Dark" });
    await page.page.waitForTimeout(1500);
    expect(await page.photograph("dark")).toBeGreaterThan(3);
    await page.command("apputils:change-theme", { theme: "JupyterLab Light" });
  }, 240_000);

  it("fits a window 400 px wide, from its committed outputs", async () => {
    const narrow = await open(notebook, { name: "narrow", width: 400 });
    await drawnIn(narrow);
    expect(await narrow.photograph()).toBeGreaterThan(3);
    expect(await cutOff(narrow)).toEqual([]);
    expect(narrow.errors).toEqual([]);
  }, 240_000);

  it("leaves no complaint in the browser's console", () => {
    expect(page.errors).toEqual([]);
  });
}

/** The figures of the notebook, at least four of Plotly's and six of Vega's, once they are drawn. */
async function drawnIn({ page }: LabPage): Promise<{ plots: Locator; charts: Locator }> {
  const plots = page.locator(".js-plotly-plot");
  const charts = page.locator(".vega-embed canvas, .vega-embed svg.marks");
  await plots.nth(3).waitFor();
  await charts.nth(5).waitFor();
  return { plots, charts };
}

/** What a Plotly figure draws between its axes. */
function drawing(figure: Locator): Promise<string> {
  return figure.locator(".cartesianlayer").first().innerHTML();
}

interface InBrowser {
  getComputedStyle(element: object): { overflowX: string };
}

/** Outputs that are cut off: wider than their cell, and without a way to scroll. */
function cutOff(page: LabPage): Promise<string[]> {
  return page.page.locator(".jp-OutputArea-output").evaluateAll((outputs) =>
    outputs
      .filter((output) => output.scrollWidth > output.clientWidth + 2)
      .filter(
        (output) =>
          !["auto", "scroll"].includes(
            (globalThis as unknown as InBrowser).getComputedStyle(output).overflowX,
          ),
      )
      .map((output) => output.textContent!.slice(0, 60)),
  );
}
