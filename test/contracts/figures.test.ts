import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { displaySymbol, type DisplayData } from "../../src/core/index";
import * as plot from "../../src/plot/index";
import { examples } from "./figures.examples";

const figures = Object.entries(plot)
  .filter(([name, value]) => typeof value === "function" && name !== "Figure")
  .map(([name]) => name);

const budget = 300_000;

test("every figure of the library has examples here", () => {
  expect(Object.keys(examples).sort()).toEqual([...figures].sort());
});

describe.each(figures)("%s", (name) => {
  const example = examples[name];

  test("is data: its numbers and its spec survive JSON and copying", () => {
    const figure = example.ordinary();
    expect(JSON.parse(JSON.stringify(figure.spec))).toEqual(figure.spec);
    expect(structuredClone(figure.data())).toEqual(figure.data());
    expect(JSON.stringify(figure.spec).length).toBeLessThan(budget);
  });

  test("says in words what it shows, with numbers of its data", () => {
    const { alt } = example.ordinary();
    for (const number of example.names) expect(alt).toContain(number);
    expect(alt).toMatch(/\.$/);
    expect(alt).not.toMatch(/undefined|NaN|null|\[object/);
  });

  test("renders as SVG and PNG without a browser, on light and dark", async () => {
    const figure = example.ordinary();
    const svg = await figure.svg();
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="/);
    expect(svg).not.toMatch(/currentColor|NaN|undefined|TOBESTRIPPED/);
    expect(svg.match(/<text/g)!.length).toBeGreaterThan(1);
    const [light, dark] = [await figure.png(), await figure.png({ theme: "dark", scale: 1 })];
    expect(sizeOf(light)).toEqual(sizeOf(dark).map((side) => 2 * side));
    expect(sizeOf(dark)[0]).toBeLessThanOrEqual(700);
  });

  test("shows in Jupyter as its MIME type, a still and the words, and as nothing that would hide them", async () => {
    const figure = example.ordinary();
    const { data, metadata } = (await figure[displaySymbol]()) as DisplayData;
    const live = {
      "vega-lite": "application/vnd.vegalite.v5+json",
      plotly: "application/vnd.plotly.v1+json",
    };
    const still = { "vega-lite": "image/png", plotly: "image/svg+xml" }[figure.renderer];
    expect(Object.keys(data)).toEqual([live[figure.renderer], still, "text/plain"]);
    if (still === "image/png") {
      const [width, height] = sizeOf(Buffer.from(data[still] as string, "base64"));
      expect(metadata["image/png"]).toEqual({ width: width / 2, height: height / 2 });
    }
  });

  test("takes no number from the seeded stream while it renders", async () => {
    const random = jest.spyOn(Math, "random");
    await example.ordinary().png();
    expect(random).not.toHaveBeenCalled();
    random.mockRestore();
  });

  test("names the option that was meant", () => {
    expect(example.misspelt).toThrow(new RegExp(`^${name}: unknown option ".*"; did you mean ".*"\\?$`));
  });

  test("refuses empty data by its name", () => {
    expect(example.empty).toThrow(new RegExp(`^${name}: .* must not be empty`));
  });

  test("draws a single value", async () => {
    expect(sizeOf(await example.single().png())[0]).toBeGreaterThan(50);
  });

  test(
    example.nanRefused ? "refuses NaN with its place or value" : "draws what is left beside NaN",
    async () => {
      if (example.nanRefused) expect(example.nan).toThrow(new RegExp(`^${name}: .*, got NaN`));
      else expect(await example.nan().svg()).not.toContain("NaN,");
    },
  );

  test("draws a million values within the payload, and says what it left out", async () => {
    const figure = example.huge();
    const spec = JSON.stringify(figure.spec);
    expect(spec.length).toBeLessThan(budget);
    if (example.notice) {
      expect(figure.alt).toMatch(example.notice);
      const words = spec.replaceAll('","', " ");
      if (!example.notice.source.includes("epochs")) expect(words).toMatch(example.notice);
    }
    expect((await figure.png()).length).toBeLessThan(budget);
  });
});

describe("saved files", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "figures-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(figures)(
    "%s as a page carries its library once and asks the network for nothing",
    async (name) => {
      const page = await readFile(await examples[name].ordinary().save(join(folder, `${name}.html`)), "utf8");
      expect(page.match(/<script/g)).toHaveLength(2);
      expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="?http/);
      expect(page.length).toBeLessThan(2_000_000);
    },
  );

  test.each([".svg", ".png", ".json"])("%s holds the same figure", async (ending) => {
    const figure = examples.lines.ordinary();
    const bytes = await readFile(await figure.save(join(folder, `lines${ending}`)));
    const expected = { ".svg": () => figure.svg(), ".png": () => figure.png(), ".json": () => "" }[ending]!;
    if (ending === ".json") expect(JSON.parse(bytes.toString())).toEqual(figure.spec);
    else expect(bytes.equals(Buffer.from((await expected()) as string))).toBe(true);
  });

  test("another ending is refused, and a missing folder is told", async () => {
    const figure = examples.lines.ordinary();
    await expect(figure.save("x.gif")).rejects.toThrow(
      "save: the file must end in .svg, .png, .html, .json, got x.gif",
    );
    const missing = join(folder, "none", "x.svg");
    await expect(figure.save(missing)).rejects.toThrow(
      `save: cannot write ${missing} (ENOENT); create the folder first`,
    );
  });
});

function sizeOf(png: Buffer): number[] {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
