import type { Browser } from "playwright-core";
import { describeWith, missingKernel } from "../notebooks/available";
import { cells } from "./cells";
import { missingChromium, startChromium } from "./chromium";
import { startJupyterLab, type JupyterLab } from "./jupyterLab";
import { LabPage } from "./labPage";
import { narrow } from "./narrow";
import { notebook01 } from "./notebook01";
import type { Opened } from "./opened";
import { training } from "./training";
import { untrusted } from "./untrusted";
import { widget } from "./widget";

describeWith(missingKernel() ?? missingChromium())("In JupyterLab", () => {
  let lab: JupyterLab;
  let browser: Browser;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([startJupyterLab(), startChromium()]);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  }, 60_000);

  const opened: Opened = {
    get lab() {
      return lab;
    },
    open: (notebook, look) => LabPage.open(browser, lab, notebook, look),
  };

  describe("notebook 01", () => notebook01(opened));
  describe("cells", () => cells(opened));
  describe("a window 400 px wide", () => narrow(opened));
  describe("a widget", () => widget(opened));
  describe("training", () => training(opened));
  describe("a notebook that came from elsewhere", () => untrusted(opened));
});
