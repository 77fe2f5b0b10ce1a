import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";

import { runChild } from "../child";
import { shownExamples } from "../contracts/figures.examples";
import { describeWith, missingKernel, python } from "../notebooks/available";
import { missingChromium, startChromium } from "./chromium";
import { notebookOf, type WrittenCell } from "./jupyterLab";

const all = Object.keys(shownExamples());

describeWith(missingKernel() ?? missingChromium())(
  "In the page of nbconvert --to html, opened offline",
  () => {
    let browser: Browser;
    let folder: string;
    let cells: WrittenCell[];
    let shown: Shown[];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "figures-"));
      const file = join(folder, "cells.json");
      browser = await startChromium();
      await runChild("test/browser/figuresNotebook.ts", { CELLS: file, FIGURES: all.join("\n") });
      cells = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(join(folder, "figures.ipynb"), JSON.stringify(notebookOf(cells)));
      await promisify(execFile)(python, ["-m", "nbconvert", "--to", "html", "figures.ipynb"], {
        cwd: folder,
      });
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      await page.goto(`file://${join(folder, "figures.html")}`, { waitUntil: "load" });
      shown = await page.evaluate<Shown[]>(inPage);
    }, 400_000);
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await browser?.close();
    });

    test.each(all)("%s is a picture", (name) => {
      const { pictures, width, height } = shown[cells.findIndex(({ source }) => source === name)];
      expect([pictures, width > 100, height > 50]).toEqual([1, true, true]);
    });
  },
);

interface Shown {
  pictures: number;
  width: number;
  height: number;
}

/** Runs in the page: of each cell, how many pictures it shows, and the size of the last. */
const inPage = `[...document.querySelectorAll(".jp-CodeCell")].map((cell) => {
  const pictures = [...cell.querySelectorAll(".jp-OutputArea-output > :is(img, svg)")];
  const { width = 0, height = 0 } = pictures.at(-1)?.getBoundingClientRect() ?? {};
  return { pictures: pictures.length, width, height };
})`;
