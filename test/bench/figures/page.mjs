import { statSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
load("../../typescript.cjs");

/** A browser that opens pages, one at a time. */
export class Page {
  /** @type {import("playwright-core").Browser} */
  #browser;

  /** @param {import("playwright-core").Browser} browser */
  constructor(browser) {
    this.#browser = browser;
  }

  static async open() {
    return new Page(await load("../../browser/chromium.ts").startChromium());
  }

  /**
   * Milliseconds from opening a file to the frame after its figure is there, and the bytes of the file.
   *
   * @param {string} file
   */
  async paint(file) {
    const page = await this.#browser.newPage({ viewport: { width: 800, height: 600 }, offline: true });
    try {
      await page.goto(`file://${file}`);
      const ms = /** @type {number} */ (await page.evaluate(shown));
      return { ms, bytes: statSync(file).size };
    } finally {
      await page.close();
    }
  }

  close() {
    return this.#browser.close();
  }
}

/** Runs in the page: the time since it was opened, when Vega's or Plotly's drawing is there and two frames have passed. */
const shown = `new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("its page drew nothing within 20 s")), 20_000);
  const look = () =>
    document.querySelector(".marks, .main-svg :is(.trace, image)")
      ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
      : requestAnimationFrame(look);
  look();
})`;
