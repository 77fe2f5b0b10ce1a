import type { LabPage } from "./labPage";
import type { Opened } from "./opened";

const notebook = "cells.ipynb";
const sources = [
  `import * as d from "tsdescent";\nconst data = d.data.iris();`,
  `console.log("hello"); 6 * 7`,
  `let kept = 1; kept = 2;\nwhile (true) {}`,
  `kept + 40`,
  `const name = await input("What is your name? ");\nname.toUpperCase()`,
  `function tooBig(size: number): never {\n  throw new RangeError(\`\${size} is too big\`);\n}\ntooBig(3);`,
  `const wrong: number = "three";`,
  `data.fea`,
  `d.plot.lossCurve`,
];

/** What a reader does with cells, by mouse and keyboard. */
export function cells(opened: Opened): void {
  let page: LabPage;
  beforeAll(async () => {
    opened.lab.write(notebook, sources);
    page = await opened.open(notebook, { name: "cells" });
  }, 120_000);

  const output = ".jp-OutputArea-output";

  it("run, print, and show their result", async () => {
    await page.run("import * as d");
    const cell = await page.run("hello");
    expect(await cell.locator(output).allTextContents()).toEqual(["hello\n", "42"]);
  });

  it("are stopped by the stop button, and what they did is kept", async () => {
    const cell = await page.start("while (true)");
    await cell.locator(".jp-InputArea-prompt", { hasText: "[*]" }).waitFor();
    await page.page.waitForTimeout(500);
    await page.click("notebook:interrupt-kernel");
    await page.ended(cell);
    expect(await cell.locator(output).textContent()).toContain("Interrupted: the cell was stopped");
    expect(await (await page.run("kept + 40")).locator(output).textContent()).toBe("42");
    await page.shoot("interrupted");
  });

  it("ask, and go on with the answer", async () => {
    const cell = await page.start("What is your name");
    const box = cell.locator(".jp-Stdin-input");
    await box.waitFor();
    await page.shoot("asking");
    await box.fill("Ada");
    await box.press("Enter");
    await page.ended(cell);
    await cell.locator(output, { hasText: "'ADA'" }).waitFor();
  });

  it("show an error with the code around it, by its place in the cell", async () => {
    const cell = await page.run("tooBig(3)");
    const error = cell.locator("[data-mime-type='application/vnd.jupyter.stderr']");
    const text = await error.textContent();
    expect(text).toContain("RangeError: 3 is too big");
    expect(text).toMatch(/In \[\d+\]:2:9/);
    expect(text).toContain("2 |   throw new RangeError");
    expect(await error.locator(".ansi-red-fg").first().textContent()).toBe("RangeError");
  });

  it("with a type error say so before they run", async () => {
    const text = await (await page.run("const wrong")).locator(output).textContent();
    expect(text).toContain("TypeScriptError: Type 'string' is not assignable to type 'number'.");
    expect(text).toContain("~~~~~");
    await page.shoot("errors");
  });

  it("complete a name with Tab, and say what each completion is", async () => {
    const editor = page.cell("data.fea").locator(".cm-content");
    await editor.click();
    await page.page.keyboard.press("End");
    const popup = page.page.locator(".jp-Completer");
    await page.pressUntil("Tab", popup.locator(".jp-Completer-item").first());
    await page.shoot("completion");
    const item = popup.locator(".jp-Completer-item", { hasText: "featureNames" });
    expect(await item.locator(".jp-Completer-type, .jp-Completer-typeExtended").allTextContents()).toContain(
      "field",
    );
    await page.pressAndClick("Tab", item);
    expect(await editor.textContent()).toBe("data.featureNames");
  });

  it("explain a name with Shift+Tab", async () => {
    await page.cell("d.plot.lossCurve").locator(".cm-content").click();
    await page.page.keyboard.press("End");
    const tooltip = page.page.locator(".jp-Tooltip");
    await page.pressUntil("Shift+Tab", tooltip);
    await page.shoot("tooltip");
    const text = await tooltip.textContent();
    expect(text).toContain("LossCurveOptions");
    expect(text).toContain("A metric over the epochs");
    await page.page.keyboard.press("Escape");
  });

  it("find nothing of what was before after a restart", async () => {
    await page.click("notebook:restart-kernel");
    await page.page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.kernelReady();
    await page.command("notebook:clear-all-cell-outputs");
    const text = await (await page.run("kept + 40")).locator(output).textContent();
    expect(text).toContain("TypeScriptError: Cannot find name 'kept'.");
    expect(await (await page.run("hello")).locator(output).allTextContents()).toEqual(["hello\n", "42"]);
  });

  it("leave no complaint in the browser's console", () => {
    expect(page.errors).toEqual([]);
  });
}
