import type { LabPage } from "./labPage";
import type { Opened } from "./opened";

const notebook = "narrow.ipynb";
const sources = [
  `import * as d from "tsdescent";\nconst digits = d.data.digits();`,
  `d.plot.confusionMatrix(digits.labels, digits.labels.map((label, at) => (at % 9 ? label : at % 10)))`,
  `d.plot.confusionMatrix([0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 2, 1], { classNames: ["setosa", "versicolor", "virginica"] })`,
  `d.plot.imageGrid(digits, { count: 16, columns: 8 })`,
  `d.plot.imageGrid(digits, { count: 12, size: 40, columns: 12, labels: digits.labels })`,
  `d.data.split(digits, { validation: 0.1 })`,
  `d.plot.trainingCurves({ loss: [3, 2, 1], val_loss: [3, 2.5, 2], accuracy: [0.1, 0.5, 0.9], val_accuracy: [0.1, 0.4, 0.8] })`,
  `d.plot.activationFunctions(["relu", "tanh", "gelu"])`,
  `d.plot.dartboards()`,
  `d.plot.predictionsGrid(digits, digits.labels.map((label) => Array.from({ length: 10 }, (_, at) => (at === label ? 0.9 : 0.1 / 9))), { count: 4 })`,
];

/** What has a natural width, in a window 400 px wide. */
export function narrow(opened: Opened): void {
  let page: LabPage;
  beforeAll(async () => {
    opened.lab.write(notebook, sources);
    page = await opened.open(notebook, { name: "natural-width", width: 400 });
    await page.runAll(60_000);
  }, 180_000);

  it("fits, without a bar to scroll it", async () => {
    await page.photograph();
    const wider = await page.page
      .locator(".jp-OutputArea-output")
      .evaluateAll((outputs) =>
        outputs
          .filter((output) => output.scrollWidth > output.clientWidth + 2)
          .map(
            (output) => `${output.scrollWidth} > ${output.clientWidth}: ${output.textContent!.slice(0, 60)}`,
          ),
      );
    expect(wider).toEqual([]);
    expect(page.errors).toEqual([]);
  }, 60_000);
}
