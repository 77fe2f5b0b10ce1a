import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

import { fontFiles } from "../../src/plot/theme/font";
import type { JupyterLab, WrittenCell } from "./jupyterLab";
import { LabPage } from "./labPage";

const drawn = ".vega-embed :is(canvas, svg), svg.main-svg";

/** A notebook of figures in JupyterLab, drawn by its own Vega and Plotly, none of them by its still. */
export class FiguresInLab {
  private constructor(
    private readonly pages: LabPage[],
    /** By figure: which page has it, and as which of its cells. */
    private readonly places: Map<string, { page: Page; cell: number }>,
    /** What pages asked of other machines. */
    readonly foreign: readonly string[],
  ) {}

  /** Opens the figures in one notebook, but those in 3-D, which keep a page busy for seconds without a graphics card. */
  static async open(browser: Browser, lab: JupyterLab, cells: WrittenCell[]): Promise<FiguresInLab> {
    const flat = cells.filter((cell) => !isInSpace(cell));
    const notebooks = [flat, ...cells.filter(isInSpace).map((cell) => [cell])];
    const pages: LabPage[] = [];
    const places = new Map<string, { page: Page; cell: number }>();
    const foreign: string[] = [];
    for (const [at, those] of notebooks.entries()) {
      lab.write(`figures-${at}.ipynb`, those);
      const name = `figures-${at}`;
      const opened = await LabPage.open(browser, lab, `${name}.ipynb`, { name, width: 800, fonts });
      pages.push(opened);
      opened.page.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (/^(http|ws)/.test(protocol) && !/^(127\.|localhost$)/.test(hostname)) foreign.push(request.url());
      });
      for (const [cell, { source }] of those.entries()) places.set(source, { page: opened.page, cell });
    }
    return new FiguresInLab(pages, places, foreign);
  }

  async setTheme(theme: "light" | "dark"): Promise<void> {
    const name = theme === "dark" ? "JupyterLab Dark" : "JupyterLab Light";
    for (const page of this.pages) {
      await page.command("apputils:change-theme", { theme: name });
      await page.page.locator(`body[data-jp-theme-name="${name}"]`).waitFor({ state: "attached" });
    }
  }

  /** The titles of the buttons that Plotly's figures have. */
  async buttons(): Promise<string[]> {
    const titles = this.pages.map(({ page }) =>
      page.locator(".modebar-btn").evaluateAll((found) => found.map((one) => one.getAttribute("data-title"))),
    );
    return [...new Set((await Promise.all(titles)).flat().map(String))];
  }

  /** A picture of a figure, once it is drawn and after a pause. */
  async photograph(figure: string, pauseMs: number): Promise<Buffer> {
    const { page, cell } = this.places.get(figure)!;
    const output = page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output");
    await output.locator(drawn).first().waitFor({ state: "attached", timeout: 60_000 });
    await page.waitForTimeout(pauseMs);
    return output.screenshot({ animations: "disabled" });
  }
}

/** The bundled fonts, so that letters are the same on all machines. */
const fonts = [400, 600].map((weight, at) => ({
  ...{ family: "Inter", weight },
  base64: readFileSync(fontFiles[at]).toString("base64"),
}));

function isInSpace({ outputs }: WrittenCell): boolean {
  return /"type":"(surface|scatter3d|mesh3d)"/.test(JSON.stringify(outputs));
}
