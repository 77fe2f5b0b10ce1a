import { lines } from "../../src/plot/index";
import { textWidth } from "../../src/plot/theme/font";
import { plotlyLayout } from "../../src/plot/theme/plotlyTheme";
import { withNumberAxes } from "../../src/plot/theme/numberAxis";
import { shortened, wrapped } from "../../src/plot/theme/wrapped";

const note =
  "Lowest on the grid: 0.04275 at 0.4067, −0.3083; logarithmic levels; 501 places, 300 of them drawn";

interface Layout {
  title: { text: string };
  margin: { t: number };
  height: number;
}

const layoutOf = (heading: object) => plotlyLayout({ height: 300, ...heading }, {}) as Layout;
const linesOf = (html: string) => html.split("<br>").map((line) => line.replace(/<[^>]*>/g, ""));

test("a note that is longer than a narrow figure is wide has lines of its own, and room", () => {
  const [short, long] = ["Lowest on the grid: 0", note].map((text) => layoutOf({ note: text }));
  const lines = linesOf(long.title.text);
  expect(lines.join(" ")).toBe(note);
  expect(lines.map((line) => textWidth(line, 12) <= 236)).toEqual([true, true, true]);
  expect(short.title.text).not.toContain("<br>");
  expect(long.margin.t - short.margin.t).toBe(32);
  expect(long.height - short.height).toBe(9); // what is beyond three parts of a line each
});

test("a frame's longer note has room from the beginning", () => {
  const frames = ["short", note];
  expect(layoutOf({ note: "short", otherNotes: frames }).margin).toEqual(layoutOf({ note }).margin);
});

test("a legend's rows in a narrow window have room, of the names that stand in it", () => {
  const traces = [..."abcdef"].map((letter) => ({ name: `<span>a class ${letter}</span>` }));
  const hidden = traces.map((trace) => ({ ...trace, showlegend: false }));
  const room = (more: object[]) => layoutOf({ traces: more }).margin.t;
  expect(room(hidden)).toBe(room([]));
  expect(room(traces) - room([])).toBe(2 * 19);
});

test("a number stands on one line with the signs around it", () => {
  const told = "99 999 of 100 000 right (> 99.999 %), 7 ± 1";
  for (let width = 90; width < 300; width += 3) {
    const lines = wrapped(told, width);
    expect(lines.join(" ")).toBe(told);
    expect(lines.filter((line) => /^%|[<>±]$/.test(line))).toEqual([]);
  }
});

test("words that are longer than a line are broken, and names lose their middle", () => {
  expect(wrapped("ab supercalifragilistic", 60)).toEqual(["ab", "supercalif", "ragilistic"]);
  expect(wrapped("猫".repeat(10), 60)).toEqual(["猫".repeat(5), "猫".repeat(5)]);
  expect(shortened("dense", 80)).toBe("dense");
  const told = shortened("a rather long name, number 12", 120);
  expect(told).toMatch(/^a rather.*….*ber 12$/);
  expect(textWidth(told, 12)).toBeLessThanOrEqual(120);
});

describe("an axis of numbers", () => {
  const number = (field: string) => ({ field, type: "quantitative", title: field });
  const view = (x: (number | null)[], y: number[], more: object = {}) => ({
    data: { values: x.map((value, at) => ({ x: value, y: y[at] })) },
    layer: [
      { encoding: { x: { ...number("x"), ...more }, y: number("y") } },
      { encoding: { x: number("x") } },
    ],
  });
  const axes = (spec: Record<string, unknown>) => {
    const { layer } = withNumberAxes(spec) as { layer: { encoding: Record<string, { axis?: unknown }> }[] };
    return layer.map(({ encoding }) => [encoding.x.axis, encoding.y?.axis]);
  };

  test("of one number alone has its digits and no others", () => {
    const written = { format: ",.15~g" };
    expect(axes(view([3], [0.1]))).toEqual([[written, written], [written, undefined]]); // prettier-ignore
    expect(axes(view([2, null, 2], [1, 2, 3]))[0]).toEqual([written, {}]);
  });

  test.each<[number[], ticks: string[]]>([
    [
      [3e-25, 1e-25],
      ["1e-25", "1.5e-25", "2e-25", "2.5e-25", "3e-25"],
    ],
    [
      [1e30, 3e30],
      ["1e+30", "1.5e+30", "2e+30", "2.5e+30", "3e+30"],
    ],
    [
      [-1e-300, 1e-300],
      ["−1e-300", "−5e-301", "0", "5e-301", "1e-300"],
    ],
  ])("of %j writes powers of ten, each tick another one", async (values, ticks) => {
    const svg = await lines([1, 2], { a: values }).svg();
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(ticks));
    expect(texts.filter((text) => /e|^0$/.test(text))).toEqual(ticks);
  });

  test("turns numbers of which two do not fit side by side in a narrow window, there alone", () => {
    const [[turned]] = axes(view([1.7e12, 1.7e12 + 3], [1, 2]));
    expect(turned).toMatchObject({ labelAngle: { expr: expect.stringMatching(/^room < \d+ \? -30 : 0$/) } });
    expect(axes(view([0, 1000], [1e12, 1e12 + 1]))[0]).toEqual([{}, {}]);
  });

  test("of panels is each its own, and one that says how it is written stays so", () => {
    const concat = [view([3], [1, 2]), view([0, 1], [1, 2])];
    const panels = withNumberAxes({ concat }).concat as Record<string, unknown>[];
    expect(panels.map((panel) => axes(panel)[0][0])).toEqual([{ format: ",.15~g" }, {}]);
    expect(axes(view([3], [1, 2], { axis: { format: "~%" } }))[0][0]).toEqual({ format: "~%" });
    expect(axes(view([3], [1, 2], { axis: null }))[0][0]).toBeNull();
    expect(axes(view([3], [1, 2], { scale: { domain: [0, 1] } }))[0][0]).toBeUndefined();
  });
});
