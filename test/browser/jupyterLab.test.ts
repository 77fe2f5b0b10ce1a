import type { Browser } from "playwright-core";
import { describeWith, missingKernel } from "../notebooks/available";
import { someOf } from "../someOf";
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

  const parts: Record<string, (opened: Opened) => void> = {
    "notebook 01": notebook01,
    cells,
    "a window 400 px wide": narrow,
    "a widget": widget,
    training,
    "a notebook that came from elsewhere": untrusted,
  };
  describe.each(someOf(Object.keys(parts), 2))("%s", (name) => parts[name](opened));
});
