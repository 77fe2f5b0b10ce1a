import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PNG } from "pngjs";

import { displaySymbol, type DisplayData } from "../../src/show/index";
import * as plot from "../../src/plot/index";
import { svgPdf } from "../../src/plot/render/svgPdf";

/** The one font that the machine has besides ours. */
const machine = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf");
const drawn: { svg: string; fonts: string[] }[] = [];

jest.mock("@resvg/resvg-js", () => {
  const real = jest.requireActual<typeof import("@resvg/resvg-js")>("@resvg/resvg-js");
  return {
    Resvg: class extends real.Resvg {
      constructor(svg: string, options: { font: { fontFiles: string[]; loadSystemFonts: boolean } }) {
        const { font } = options;
        const fonts = font.loadSystemFonts ? [...font.fontFiles, machine] : font.fontFiles;
        if (svg.length > 400) drawn.push({ svg, fonts });
        super(svg, { ...options, font: { ...font, fontFiles: fonts, loadSystemFonts: false } });
      }
    },
  };
});

const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
beforeEach(() => {
  drawn.length = 0;
  warn.mockClear();
});
afterAll(() => warn.mockRestore());

const named = (...names: string[]) =>
  plot.lines([0, 1], Object.fromEntries(names.map((name, at) => [name, [at, 2 - at]])));
const line = /Boxes stand for ([^<]*), which no font of this\s?machine has/;
/** What the picture that was drawn last says of its boxes. */
const saidBoxes = () => line.exec(drawn.at(-1)!.svg.replace(/<\/text><text[^>]*>/g, " "))?.[1];
const sizeOf = (png: Buffer) => (({ width, height }) => ({ width, height }))(PNG.sync.read(png));

describe("a character that no font of the machine has", () => {
  const figure = () => named("猫 and 🙂", "é → α ✓");
  const said = "U+732B and U+1F642";
  let higher: number;

  test("is named below the picture, which is higher by that line", async () => {
    const plain = sizeOf(await named("me and you", "é → α ✓").png({ scale: 1 }));
    expect(saidBoxes()).toBeUndefined();
    const { height } = sizeOf(await figure().png({ scale: 1 }));
    expect(saidBoxes()).toBe(said);
    higher = height - plain.height;
    expect(higher).toBe(20);
  });

  test("is named in a saved PNG, in the notebook's bundle, on dark and in a PDF", async () => {
    const folder = await mkdtemp(join(tmpdir(), "boxes-"));
    const saved = await readFile(await figure().save(join(folder, "cat.png"), { theme: "dark" }));
    await rm(folder, { recursive: true });
    expect(saidBoxes()).toBe(said);
    expect(drawn.pop()!.svg).toContain('fill="#111111"');
    const { data, metadata } = (await figure()[displaySymbol]()) as DisplayData;
    expect(saidBoxes()).toBe(said);
    const inBundle = sizeOf(Buffer.from(data["image/png"] as string, "base64"));
    expect(inBundle).toEqual(sizeOf(saved));
    expect(metadata["image/png"]).toMatchObject({ width: inBundle.width / 2, height: inBundle.height / 2 });
    drawn.length = 0;
    svgPdf(await figure().svg());
    expect(saidBoxes()).toBe(said);
  });

  test("is named in Plotly's pictures and in stills of surfaces", async () => {
    const points = { x: [0, 1, 2], y: [1, 0, 2], label: [0, 1, 1] };
    await plot.decisionBoundary({ weights: [1, 1], bias: 0 }, points, { title: "猫" }).png();
    expect(saidBoxes()).toBe("U+732B");
    await plot.surface((x: number, y: number) => x * y, { title: "猫", resolution: 5 }).png();
    expect(saidBoxes()).toBe("U+732B");
  });

  test("is told once with what shows it, as it is written", async () => {
    await named("犬 on 犬", "鳥").png();
    await named("犬").png();
    expect(warn.mock.calls).toEqual([
      [
        "figure: no font of this machine has 犬 鳥, for which a PNG has boxes; install one, or save the figure as .svg or .html, where the reader's fonts are used",
      ],
    ]);
  });

  test("is one of twelve that are named, of more", async () => {
    await named(String.fromCodePoint(...Array.from({ length: 30 }, (_, at) => 0x4e00 + at))).png();
    expect(saidBoxes()).toMatch(/^U\+4E00, U\+4E01, .*, U\+4E0B and 18 more$/);
  });

  test("of an SVG of others is found behind its number, and not in what is not seen", () => {
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><title>鹿</title><style>/* 鹿 */</style>${" ".repeat(400)}<text x="9" y="20">${text}</text></svg>`;
    svgPdf(svg("&#x9e7f; &#40575;"));
    expect(saidBoxes()).toBe("U+9E7F");
    svgPdf(svg("a deer"));
    expect(saidBoxes()).toBeUndefined();
  });
});

test("a character that only the machine's font has is drawn by it, and nothing is said", async () => {
  await named("⌒", "😀").png();
  expect(drawn.at(-1)!.fonts).toContain(machine);
  await named("é → α ✓").png();
  expect(drawn.at(-1)!.fonts).not.toContain(machine);
  expect(drawn.map(({ svg }) => line.test(svg))).toEqual([false, false]);
  expect(warn).not.toHaveBeenCalled();
});

test("a picture in other units than pixels stays as it is, and its boxes are told", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4cm" height="2cm" viewBox="0 0 400 200">${" ".repeat(400)}<text x="9" y="20">狐</text></svg>`;
  svgPdf(svg);
  expect(drawn.at(-1)!.svg).toBe(svg);
  expect(warn).toHaveBeenCalledTimes(1);
});
