import type { Opened } from "./opened";

const ofStranger = {
  "text/html": `<p>harmless</p><script>globalThis.ran = "script"</script><img src="x" onerror="globalThis.ran = 'image'">`,
  "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.ran = 'svg'"></svg>`,
};

/** Notebooks that Lab does not trust, as those that somebody else ran. */
export function untrusted(opened: Opened): void {
  it("shows its figures as they were recorded, without having run", async () => {
    const page = await opened.open("01-perceptron.ipynb", { name: "untrusted" });
    await page.page.locator(".js-plotly-plot").nth(3).waitFor();
    const charts = page.page.locator(".vega-embed canvas, .vega-embed svg.marks");
    await charts.nth(9).waitFor();
    await page.shoot("figures");
    expect(page.errors).toEqual([]);
    await page.page.close();
  }, 120_000);

  it("runs no script of its outputs", async () => {
    const outputs = Object.entries(ofStranger).map(([type, text]) => ({
      ...{ output_type: "display_data", metadata: {}, data: { [type]: text } },
    }));
    opened.lab.write("stranger.ipynb", [{ source: "1", outputs }]);
    const page = await opened.open("stranger.ipynb", { name: "stranger" });
    await page.page.locator(".jp-OutputArea-output", { hasText: "harmless" }).waitFor();
    expect(await page.page.evaluate(() => (globalThis as { ran?: string }).ran)).toBeUndefined();
    await page.page.close();
  }, 120_000);
}
