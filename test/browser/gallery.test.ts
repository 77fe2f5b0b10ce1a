import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";

import { runChild } from "../child";
import { shownExamples } from "../contracts/figures.examples";
import { missingChromium, startChromium } from "./chromium";

interface Violation {
  id: string;
  nodes: { html: string }[];
}

let browser: Browser;
let address: string;

beforeAll(async () => {
  const missing = missingChromium();
  if (missing) throw new Error(missing);
  address = `file://${(await runChild("test/gallery/main.ts")).stdout.trim()}`;
  browser = await startChromium();
}, 300_000);
afterAll(() => browser?.close());

describe.each(["light", "dark"] as const)("the gallery on %s", (colorScheme) => {
  test("passes axe, loads every picture, fits 400 px and asks the network for nothing", async () => {
    const page = await browser.newPage({ viewport: { width: 400, height: 900 }, colorScheme });
    const requests: string[] = [];
    page.on("request", (request) => {
      if (/^(http|ws)/.test(request.url())) requests.push(request.url());
    });
    await page.goto(address);
    const pictures = await page.evaluate(
      'Array.from(document.images, ({ naturalWidth, alt }) => naturalWidth > 0 && alt !== "")',
    );
    expect(pictures).toEqual(Object.keys(shownExamples()).map(() => true));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    const violations = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as Violation[];
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  }, 120_000);
});
