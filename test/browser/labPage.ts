import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import type { JupyterLab } from "./jupyterLab";

const screenshots = join(__dirname, "screenshots");

/** What Lab itself says in the console without our doing. */
const notOurs = [
  /favicon/,
  /Failed to load resource/,
  /ERR_(INTERNET_DISCONNECTED|NAME_NOT_RESOLVED|CONNECTION)/,
  /preload/i,
  /jupyterlab\/plugin-manager/,
  // Windows on one kernel hear of each other's comms: of the one by which widgets ask for widgets that are there.
  /Comm not found/,
];

/** What Lab's option expose_app_in_browser gives a page. */
interface InLab {
  jupyterapp: {
    commands: { execute(id: string, args?: object): Promise<unknown> };
    shell: {
      currentWidget: {
        sessionContext: { ready: Promise<void>; session: { kernel: { info: Promise<unknown> } } };
      };
    };
  };
}

/** How a notebook is opened. */
export interface Look {
  /** Begins the names of its pictures. */
  name: string;
  /** Of the window. Default 1200 px. */
  width?: number;
  /** Addresses that cannot be reached. */
  without?: RegExp;
  /** Fonts that the page has, whatever the machine has. */
  fonts?: Font[];
}

/** A font for a page. */
export interface Font {
  family: string;
  weight: number;
  /** The font's file. */
  base64: string;
}

/** A JupyterLab in the browser, with one notebook open. */
export class LabPage {
  /** Console errors and exceptions since the page was opened, without those of Lab itself. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly name: string,
  ) {
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !notOurs.some((pattern) => pattern.test(text)))
        this.errors.push(text);
    });
  }

  /** Opens a notebook and waits until its kernel is idle. */
  static async open(
    browser: Browser,
    lab: JupyterLab,
    notebook: string,
    { name, width = 1200, without, fonts = [] }: Look,
  ): Promise<LabPage> {
    const page = await browser.newPage({ viewport: { width, height: 1500 } });
    if (without) await page.route(without, (route) => route.abort());
    if (fonts.length) await page.addInitScript(adding(fonts));
    const opened = new LabPage(page, name);
    await page.goto(lab.address(notebook));
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
    await opened.kernelReady();
    return opened;
  }

  /** Runs one of Lab's commands. */
  async command(id: string, args: Record<string, unknown> = {}): Promise<void> {
    await this.page.evaluate(
      ([command, given]) => (globalThis as unknown as InLab).jupyterapp.commands.execute(command, given),
      [id, args] as const,
    );
  }

  /** Waits until the notebook has a kernel that answers; before that, running asks which kernel to take. */
  async kernelReady(): Promise<void> {
    await this.page.evaluate(async () => {
      const { sessionContext } = (globalThis as unknown as InLab).jupyterapp.shell.currentWidget;
      await sessionContext.ready;
      await sessionContext.session.kernel.info;
    });
  }

  /** Clears every output, runs all cells and waits until the last one has its number. */
  async runAll(timeoutMs: number): Promise<void> {
    await this.command("notebook:clear-all-cell-outputs");
    await this.command("notebook:run-all-cells");
    const last = this.page.locator(".jp-CodeCell .jp-InputArea-prompt").last();
    await last.filter({ hasText: /\[\d+\]/ }).waitFor({ timeout: timeoutMs });
    await this.page.waitForTimeout(1500); // the last figures are still being drawn
  }

  /** Waits until something holds, as long as the test may take. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await this.page.waitForTimeout(50);
  }

  /** Clicks a button of the notebook's toolbar, by its command. */
  async click(command: string): Promise<void> {
    await this.page.locator(`.jp-NotebookPanel-toolbar [data-command="${command}"]`).click();
  }

  /**
   * Presses a key until something shows, as a reader does. Lab closes a popup when the editor says that its cursor
   * moved, which on a busy machine it says late.
   */
  async pressUntil(key: string, shown: Locator): Promise<void> {
    for (let tries = 5; ; tries--) {
      await this.page.keyboard.press(key);
      try {
        return await shown.waitFor({ timeout: 10_000 });
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  /** Clicks what a key shows, and presses the key again where Lab has closed it in between. */
  async pressAndClick(key: string, shown: Locator): Promise<void> {
    for (let tries = 5; ; tries--) {
      if (!(await shown.isVisible())) await this.page.keyboard.press(key);
      try {
        return await shown.click({ timeout: 10_000 });
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  /** Starts a cell by mouse and keyboard. */
  async start(source: string): Promise<Locator> {
    const cell = this.cell(source);
    await cell.locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
    return cell;
  }

  /** Runs a cell that has not run yet, and waits until it has ended. */
  async run(source: string): Promise<Locator> {
    const cell = await this.start(source);
    await this.ended(cell);
    return cell;
  }

  /** Waits until a cell has its number. */
  async ended(cell: Locator): Promise<void> {
    await cell.locator(".jp-InputArea-prompt", { hasText: /\[\d+\]/ }).waitFor({ timeout: 60_000 });
  }

  /** Saves what is in the window as `<name>-<what>.png`. */
  async shoot(what: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${this.name}-${what}.png`) });
  }

  /** The cell that has this text in its source. */
  cell(source: string): Locator {
    return this.page
      .locator(".jp-CodeCell")
      .filter({ has: this.page.locator(".jp-InputArea", { hasText: source }) });
  }

  /** Saves the notebook in pages, from top to bottom, as `<name>-01.png` and so on. */
  async photograph(name = this.name): Promise<number> {
    mkdirSync(screenshots, { recursive: true });
    const notebook = this.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer");
    // Not the panel's own height: Lab leaves a window's height free below the last cell.
    const last = (await this.page.locator(".jp-Cell").last().boundingBox())!;
    const { above, visible } = await notebook.evaluate((panel) => ({
      above: panel.scrollTop - panel.getBoundingClientRect().top,
      visible: panel.clientHeight,
    }));
    const height = above + last.y + last.height;
    let pages = 0;
    const overlap = 40;
    for (let top = 0; pages === 0 || top < height - overlap; top += visible - overlap) {
      await notebook.evaluate((panel, to) => panel.scrollTo(0, to), top);
      await this.page.waitForTimeout(250);
      pages++;
      await notebook.screenshot({ path: join(screenshots, `${name}-${String(pages).padStart(2, "0")}.png`) });
    }
    return pages;
  }
}

/** Runs in a page, before anything of it. */
function adding(fonts: Font[]): string {
  return fonts
    .map(({ family, weight, base64 }) => {
      const source = JSON.stringify(`url(data:font/ttf;base64,${base64})`);
      const face = `new FontFace(${JSON.stringify(family)}, ${source}, { weight: "${weight}" })`;
      return `{ const face = ${face}; document.fonts.add(face); face.load(); }`;
    })
    .join("\n");
}
