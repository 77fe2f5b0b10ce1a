import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";

import { python, root } from "../notebooks/available";
import { folder, names } from "../notebooks/notebook";
import { someOf } from "../someOf";
import { missingChromium, startChromium } from "./chromium";

const aside = mkdtempSync(join(tmpdir(), "site-"));
const site = join(aside, "site");
const pages = names.map((name) => name.replace(".ipynb", ".html"));

/** What builds a site and tells its lines, as `npm run site` does after set-up. */
function builder(from: object): string[] {
  const script = `
    import { buildSite } from "./src/setup/commands/site.mjs";
    import { Progress } from "./src/setup/terminal/progress.mjs";
    await new Progress().run("Site", (line) => buildSite(line, JSON.parse(process.argv[1])));`;
  return ["--input-type=module", "-e", script, JSON.stringify(from)];
}

const build = (from: object) => promisify(execFile)(process.execPath, builder(from), { cwd: root });

// A busy machine draws the figures of a notebook for a minute.
jest.setTimeout(300_000);
const patienceMs = 120_000;

let browser: Browser;
let told: string;

beforeAll(async () => {
  const missing = missingChromium();
  if (missing) throw new Error(missing);
  told = (await build({ site })).stdout;
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(aside, { recursive: true, force: true });
});

/** A page from the file system, and what it complained of or asked the network for. */
async function open(name: string, look: { width?: number; height?: number; dark?: boolean } = {}) {
  const { width = 1280, height = 900, dark = false } = look;
  const viewport = { width, height };
  const page = await browser.newPage({ viewport, colorScheme: dark ? "dark" : "light", offline: true });
  page.setDefaultTimeout(patienceMs);
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("request", (request) => /^(http|ws)/.test(request.url()) && faults.push(request.url()));
  await page.goto(`file://${join(site, name)}`);
  return { page, faults };
}

/** Waits until every figure of a page is drawn by its library, which happens when it comes near. */
async function enlivened(page: Page): Promise<void> {
  const waiting = page.locator("figure[data-library]:not([data-alive])");
  while (await waiting.count()) {
    await page.evaluate(
      'document.querySelector("figure[data-library]:not([data-alive])")?.scrollIntoView({behavior: "instant"})',
    );
    await page.waitForTimeout(100);
  }
}

/** What axe finds, but for what KaTeX, Plotly and Vega draw: that is theirs; the names of equations and figures are ours. */
async function violations(page: Page, options: object, include = ["body"]): Promise<string[]> {
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const context = { include, exclude: [".katex", ".live svg"] };
  // It would fetch the style sheets, which a file may not.
  const run = `axe.run(${JSON.stringify(context)}, ${JSON.stringify({ ...options, preload: false })})`;
  const found = await page.evaluate(`${run}.then(({violations}) => violations)`);
  return (found as { id: string; nodes: { html: string }[] }[]).map(
    ({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 300)}`,
  );
}

// Contrast takes axe ten times as long as all the rest, and has its own test. Axe cannot read MathML: to it, an equation
// in a table's head is nothing.
const ofOthers = { "color-contrast": { enabled: false }, "empty-table-header": { enabled: false } };

const nameless = `[
  ...[...document.querySelectorAll("main img")].filter(({alt}) => alt.length < 10),
  ...[...document.querySelectorAll(".live")].filter(({ariaLabel}) => !(ariaLabel?.length > 30)),
].map(({outerHTML}) => outerHTML.slice(0, 200))`;

const equations = `({
  wrong: [...document.querySelectorAll(".katex-error")].map(({title}) => title),
  raw: [...document.querySelectorAll(".prose")].map((prose) => {
    const copy = prose.cloneNode(true);
    copy.querySelectorAll(".katex, code").forEach((element) => element.remove());
    return copy.textContent;
  }).filter((text) => /\\$[^$]+\\$/.test(text)),
})`;

test.each(["index.html", ...someOf(pages, 3)])(
  "%s draws all it has, names it, fits 1280 and 400 px, and needs no network",
  async (name) => {
    const { page, faults } = await open(name);
    await enlivened(page);
    expect(await page.evaluate(nameless)).toEqual([]);
    expect(await page.evaluate(equations)).toEqual({ wrong: [], raw: [] });
    expect(await violations(page, { rules: ofOthers })).toEqual([]);
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
    expect(faults).toEqual([]);
    await page.close();
  },
);

test.each([
  ["index.html", false],
  ["index.html", true],
  [pages[0], false],
  [pages[0], true],
])("%s has enough contrast, dark: %s", async (name, dark) => {
  const { page } = await open(name, { dark });
  // A part has every colour; a whole notebook takes axe half a minute.
  const include = name === "index.html" ? ["body"] : [".bar", ".contents", "#main > :nth-child(-n + 16)"];
  expect(await violations(page, { runOnly: ["color-contrast"] }, include)).toEqual([]);
  await page.close();
});

test("its index shows each notebook's picture, name and minutes", async () => {
  const { page } = await open("index.html", { height: 4000 });
  const cards = page.locator(".card");
  expect(await cards.evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual(pages);
  for (const card of await cards.allInnerTexts()) expect(card).toMatch(/^\d+\n\d+ minutes\n[^]{30,}/);
  await page.waitForFunction(
    "[...document.images].every(({complete, naturalWidth}) => complete && naturalWidth > 0)",
  );
  await page.close();
});

test("every link and file that a page names is there", () => {
  const ids = new Map(
    readPages().map(({ name, html }) => [name, [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)]),
  );
  for (const { name, html } of readPages()) {
    const body = html.replace(/<script[^]*?<\/script>/g, "");
    for (const [, target] of body.matchAll(/\b(?:href|src)="([^"]+)"/g)) {
      if (/^(https?|data):/.test(target)) continue;
      expect(target).not.toMatch(/^\/|\.ipynb/);
      const [path, hash] = target.split("#").map(decodeURIComponent);
      expect([name, target, path === "" || existsSync(join(site, path))]).toEqual([name, target, true]);
      if (hash) expect([name, target, ids.get(path || name)?.includes(hash)]).toEqual([name, target, true]);
    }
  }
});

function readPages() {
  const html = readdirSync(site).filter((name) => name.endsWith(".html"));
  return html.map((name) => ({ name, html: readFileSync(join(site, name), "utf8") }));
}

test("a keyboard is enough: skip, search, open what was found, go on to the next notebook", async () => {
  const { page, faults } = await open("index.html");
  const focused = () => page.evaluate("document.activeElement.textContent.trim()");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
  await page.keyboard.press("/");
  await page.keyboard.type("novikoff bound");
  await page.locator(".search [role=option]").first().waitFor();
  const second = page.locator(".search [aria-selected=true]");
  const first = await second.innerText();
  await page.keyboard.press("ArrowDown");
  expect(await second.innerText()).not.toBe(first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/01-perceptron\.html#/);
  expect(await page.evaluate("document.querySelector('dialog').open")).toBe(false);
  const next = page.locator(".turn .next");
  await next.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(pages[1]));
  await page.keyboard.press("Control+k");
  for (const symbols of ["promise", "array<", "=>"]) {
    await page.keyboard.type(symbols);
    await page.locator(".search mark").first().waitFor();
    await page.keyboard.press("Control+a");
  }
  await page.keyboard.type("xyzzyq");
  await page.getByText("Nothing has “xyzzyq”; try fewer or other words.").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.evaluate("document.querySelector('dialog').open")).toBe(false);
  expect(faults).toEqual([]);
  await page.close();
});

test("a slider moves its figure, by pointer and by arrow keys; the theme switches and is kept", async () => {
  const { page, faults } = await open("01-perceptron.html");
  const place = page.locator("#cell-updates-figure");
  await place.scrollIntoViewIfNeeded();
  const figure = place.locator(".live");
  await figure.locator(".slider-rail-touch-rect").waitFor();
  const active = "document.querySelector('#cell-updates-figure .live').layout.sliders[0].active";
  const before = Number(await page.evaluate(active));
  const drawn = await figure.locator(".main-svg").first().innerHTML();
  await figure.focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(`${active} === ${before - 1}`);
  await figure.locator(".slider-rail-touch-rect").click({ position: { x: 5, y: 5 } });
  await page.waitForFunction(`${active} === 0`);
  const now = 'document.querySelector("#cell-updates-figure .main-svg").innerHTML';
  await page.waitForFunction(`${now} !== ${JSON.stringify(drawn)}`);
  const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
  const light = await ground();
  await page.locator(".theme").click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground()).toBe(dark);
  expect(faults).toEqual([]);
  await page.close();
});

test("without JavaScript a page shows the stills, with their words", async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 800, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`file://${join(site, "01-perceptron.html")}`);
  const figures = page.locator("figure img");
  const words = await figures.evaluateAll((stills) =>
    stills.map((still) => (still as unknown as { alt: string }).alt),
  );
  expect(words.length).toBeGreaterThan(10);
  for (const alt of words) expect(alt.length).toBeGreaterThan(30);
  expect((await figures.first().boundingBox())!.width).toBeGreaterThan(300);
  await context.close();
});

test("a report is one such page in a single file", async () => {
  const file = join(aside, "report.html");
  const script = `
import sys, nbformat, notebookPage
from pathlib import Path
book = nbformat.read(sys.argv[1], as_version=4)
Path(sys.argv[2]).write_text(notebookPage.report(book, Path(sys.argv[1]).parent), encoding="utf-8")`;
  const commands = join(root, "src", "setup", "commands");
  await promisify(execFile)(python, ["-c", script, join(folder, names[0]), file], { cwd: commands });
  const { page, faults } = await open("../report.html");
  await enlivened(page);
  expect(await page.evaluate(nameless)).toEqual([]);
  expect(await page.evaluate(equations)).toEqual({ wrong: [], raw: [] });
  expect(await page.locator(".slider-rail-touch-rect").count()).toBeGreaterThan(0);
  const files =
    "performance.getEntriesByType('resource').map(({name}) => name).filter((name) => !/^data:/.test(name))";
  expect(await page.evaluate(files)).toEqual([]);
  expect(faults).toEqual([]);
  await page.close();
});

test("it tells its progress and how much it built; a link to nowhere is named", async () => {
  expect(told).toMatch(/Site: \d\d-[\w-]+ \d+ %/);
  expect(told).toContain(`✔ Site: ${names.length} notebooks (`);
  const notebooks = join(aside, "notebooks");
  mkdirSync(notebooks);
  const cell = {
    cell_type: "markdown",
    id: "a",
    metadata: {},
    source: "# 1 · A\n\n[there](99-nowhere.ipynb)",
  };
  writeFileSync(
    join(notebooks, "01-a.ipynb"),
    JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  await expect(build({ notebooks, site: join(aside, "broken") })).rejects.toMatchObject({
    stdout: expect.stringContaining(
      "✘ Site: 01-a.ipynb links to 99-nowhere.ipynb, which is not among the notebooks",
    ),
  });
  expect(readdirSync(aside).filter((name) => name.startsWith("broken"))).toEqual([]);
});

test("an interrupted build leaves the old site and nothing else", async () => {
  const before = join(aside, "before");
  mkdirSync(before);
  writeFileSync(join(before, "index.html"), "the old one");
  const child = spawn(process.execPath, builder({ site: before }), { cwd: root });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  expect((await ended)[0]).toBe(143);
  expect(readFileSync(join(before, "index.html"), "utf8")).toBe("the old one");
  expect(readdirSync(aside).filter((name) => name.startsWith("before"))).toEqual(["before"]);
});
