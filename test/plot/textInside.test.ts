import { pageBox, type DrawnElement } from "../../src/plot/render/textBox";
import { textWidth } from "../../src/plot/theme/font";
import * as plot from "../../src/plot/index";

const count = (length: number) => Array.from({ length }, (_, at) => at);
const long = (of: number) => count(of).map((at) => (at % 3 ? `f${at}` : `a rather long name, number ${at}`));
const study: plot.Tuned = {
  directions: ["minimize"],
  trials: count(20).map((number) => ({
    ...{ number, state: "complete", params: { kind: `category ${number}`, rate: 1 + number } },
    values: [number / 3],
    constraints: { c: number % 5 ? 0 : 1 },
  })),
};
const sixParams: plot.Tuned = {
  directions: ["minimize"],
  trials: count(6).map((number) => ({
    ...{ number, state: "complete", values: [number] },
    params: Object.fromEntries(["a rather long name", "b", "c", "d", "e", "f"].map((name) => [name, number])),
  })),
};
const square = count(12).map((row) => count(12).map((column) => Math.sin(row + column)));

const figures: Record<string, () => plot.Figure> = {
  confusionMatrix: () => plot.confusionMatrix(count(12), count(12), { classNames: long(12) }),
  parallelCoordinates: () => plot.parallelCoordinates(sixParams),
  weightMatrix: () => plot.weightMatrix(square, { inputs: long(12), outputs: long(12) }),
  gridHeatmap: () => plot.gridHeatmap({ x: long(12), y: long(12), values: square }),
  scatter: () => plot.scatter({ x: count(24), y: count(24), label: count(24).map((at) => at % 12) }),
  lines: () => plot.lines([0, 1], Object.fromEntries(long(12).map((name, at) => [name, [at, at + 1]]))),
  paramSlices: () => plot.paramSlices(study, { width: 150 }),
  optimizationHistory: () => plot.optimizationHistory(study, { width: 260 }),
  paramImportances: () => plot.paramImportances(Object.fromEntries(long(12).map((name) => [name, 0.05]))),
};

test.each(Object.keys(figures))("no text of %s leaves the figure or lies on another's", async (name) => {
  const svg = await figures[name]().svg();
  const { parseHTML } = (await import("linkedom/worker")) as typeof import("linkedom");
  const { document } = parseHTML(svg);
  const [width, height] = ["width", "height"].map((side) =>
    Number(document.querySelector("svg")!.getAttribute(side)),
  );
  const texts = [...document.querySelectorAll("text")].filter(
    (text) => text.textContent && text.getAttribute("opacity") !== "0",
  );
  const boxes = texts.map((text) => ({
    ...pageBox(text as unknown as DrawnElement),
    text: text.textContent,
    turned: /rotate\((?!0\b|0\))/.test(text.getAttribute("transform") ?? ""),
  }));
  expect(boxes.length).toBeGreaterThan(10);
  const outside = boxes.filter(
    ({ x, y, width: w, height: h }) => x < -2 || y < -3 || x + w > width + 2 || y + h > height + 3,
  );
  expect(outside).toEqual([]);
  const upright = boxes.filter(({ turned }) => !turned);
  const clash = upright.flatMap((one, at) =>
    upright
      .slice(at + 1)
      .filter(
        (other) =>
          Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > 2 &&
          Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) > 4,
      )
      .map((other) => [one.text, other.text]),
  );
  expect(clash).toEqual([]);
});

test("every axis of parallelCoordinates is named, also where there are more than Vega has ticks", async () => {
  const svg = await plot.parallelCoordinates(sixParams).svg();
  const names = [...svg.matchAll(/<text[^>]*rotate\(-45\)[^>]*>([^<]+)<\/text>/g)].map(([, name]) => name);
  expect(names).toEqual(["a rather long name", "b", "c", "d", "e", "f", "value"]);
});

test.each([2, 12, 20])(
  "the numbers of a confusion matrix of %i classes stay in their cells",
  async (classes) => {
    const labels = Int32Array.from({ length: 120_000 }, (_, at) => at % classes);
    const predictions = labels.map((label, at) => (at === 0 ? 1 : label));
    for (const normalize of [false, true]) {
      const svg = await plot.confusionMatrix(labels, predictions, { normalize }).svg();
      const cell = Number(/aria-roledescription="rect mark"[^>]*d="M[\d.]+,[\d.]+L([\d.]+)/.exec(svg)?.[1]);
      const marks = [...svg.matchAll(/<text aria-label[^>]*font-size="([\d.]+)px"[^>]*>([^<]+)</g)];
      expect(cell).toBeGreaterThan(10);
      for (const [, size, text] of marks)
        expect(textWidth(text.replace("&lt;", "<").replace("&gt;", ">"), Number(size))).toBeLessThan(cell);
      if (classes === 2) expect(marks.map(([, size]) => size)).toEqual(["12", "12", "12", "12"]);
    }
  },
);
