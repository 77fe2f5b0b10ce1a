import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";

import { runChild } from "../child";
import { shownExamples } from "../contracts/figures.examples";
import { describeWith, missingKernel } from "../notebooks/available";
import { someOf } from "../someOf";
import { missingChromium, startChromium } from "./chromium";
import { FiguresInLab } from "./figuresInLab";
import { startJupyterLab, type JupyterLab, type WrittenCell } from "./jupyterLab";
import { committed, differenceFrom } from "./samePicture";

const all = Object.keys(shownExamples());
const looked = someOf(all, 12);
const themes = ["light", "dark"] as const;
const pictureOf = (name: string, theme: string) =>
  `${name.replace(/\W+/g, "-")}${theme === "dark" ? "-dark" : ""}`;

test("No picture is committed of a figure that is no more", () => {
  const shown = all.flatMap((name) => themes.map((theme) => `${pictureOf(name, theme)}.png`));
  expect(readdirSync(committed).sort()).toEqual(shown.sort());
});

describeWith(missingKernel() ?? missingChromium())("Alive in JupyterLab, as committed, is", () => {
  let lab: JupyterLab;
  let browser: Browser;
  let figures: FiguresInLab;

  beforeAll(async () => {
    const aside = mkdtempSync(join(tmpdir(), "figures-"));
    const file = join(aside, "cells.json");
    [lab, browser] = await Promise.all([
      startJupyterLab(),
      startChromium(),
      runChild("test/browser/figuresNotebook.ts", { CELLS: file, FIGURES: looked.join("\n") }),
    ]);
    const cells = JSON.parse(readFileSync(file, "utf8")) as WrittenCell[];
    rmSync(aside, { recursive: true });
    figures = await FiguresInLab.open(browser, lab, cells);
  }, 400_000);

  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  }, 60_000);

  describe.each(themes)("in the %s theme", (theme) => {
    beforeAll(() => figures.setTheme(theme), 120_000);

    test.each(looked)(
      "%s",
      async (name) => {
        let difference: string | undefined;
        for (let tries = 0; tries < 4; tries++) {
          difference = await differenceFrom(
            pictureOf(name, theme),
            await figures.photograph(name, tries * 1000),
          );
          if (!difference) return;
        }
        throw new Error(difference);
      },
      60_000,
    );
  });

  test("nothing that asks other machines for anything, or offers to", async () => {
    const buttons = await figures.buttons();
    expect(buttons).toContain("Reset axes");
    expect(buttons.filter((title) => /share|cloud|upload|edit/i.test(title))).toEqual([]);
    expect(figures.foreign).toEqual([]);
  });
});
