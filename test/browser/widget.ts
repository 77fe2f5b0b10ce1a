import type { LabPage } from "./labPage";
import type { Opened } from "./opened";
import { widgetCells } from "./widgetCells";

const notebook = "widget.ipynb";

/** A live chart by the protocol of Jupyter's widgets, with anywidget's front end. */
export function widget(opened: Opened): void {
  let page: LabPage;
  beforeAll(async () => {
    opened.lab.write(notebook, widgetCells);
    page = await opened.open(notebook, { name: "widget" });
    await page.run("import * as d");
  }, 120_000);

  const chart = () => page.cell("import * as d").locator(".jp-OutputArea-output");

  it("appears with the points of its state", async () => {
    await chart().locator("canvas").waitFor();
    await page.until(async () => (await inked(chart())) > 0);
  });

  it("is heard by the kernel, and shows what the kernel answers", async () => {
    await chart().locator("button").click();
    await chart().locator("output", { hasText: "the kernel heard click 1" }).waitFor();
    await chart().locator("button").click();
    await chart().locator("output", { hasText: "the kernel heard click 2" }).waitFor();
  });

  it("is there again in a second window", async () => {
    await page.command("docmanager:save");
    const second = await opened.open(notebook, { name: "widget-second" });
    await second.page.locator("output", { hasText: "the kernel heard click 2" }).waitFor();
    await second.shoot("window");
    await second.page.close();
  });

  it("gets and draws every one of 3000 updates, sent at 700 a second", async () => {
    const cell = await page.start("JSON.stringify(await report)");
    await page.page.waitForTimeout(500);
    await page.shoot("growing");
    await page.ended(cell);
    const said = await cell.locator(".jp-OutputArea-output").last().textContent();
    const { whole, points, drawn, seconds } = JSON.parse(said!.slice(1, -1));
    console.log(
      `anywidget in JupyterLab: ${Math.round(points / seconds)} updates/s, drawn ${Math.round(drawn / seconds)} times a second`,
    );
    expect([whole, points]).toEqual([true, 3000]);
    expect(drawn).toBeGreaterThan(10);
  });

  it("is a still where there is no widget manager", async () => {
    const bare = await opened.open(notebook, {
      name: "widgetless",
      without: /extensions\/(@jupyter-widgets|anywidget)\//,
    });
    const still = bare.cell("import * as d").locator(".jp-OutputArea-output img");
    await still.waitFor();
    await bare.shoot("still");
    expect((await still.boundingBox())!.width).toBeGreaterThan(200);
    await bare.page.close();
  });

  it("leaves a figure in the notebook when it has ended", async () => {
    await page.run("update: true");
    await chart().locator(".vega-embed").waitFor();
    await page.command("docmanager:save");
    const [{ outputs }] = opened.lab.read(notebook).cells;
    expect(outputs).toHaveLength(1);
    expect(Object.keys(outputs[0].data!).sort()).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    expect(page.errors).toEqual([]);
  });
}

/** How many pixels of a chart are not empty. */
function inked(chart: ReturnType<LabPage["cell"]>): Promise<number> {
  return chart.locator("canvas").evaluate((canvas) => {
    const context = (canvas as unknown as InBrowserCanvas).getContext("2d");
    return context.getImageData(0, 0, 600, 160).data.filter((value) => value > 0).length;
  });
}

interface InBrowserCanvas {
  getContext(kind: "2d"): { getImageData(...rectangle: number[]): { data: Uint8ClampedArray } };
}
