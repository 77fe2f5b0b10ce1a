import { inflateSync } from "node:zlib";
import { svgPdf } from "../../src/plot/render/svgPdf";

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
  <rect width="20" height="20" fill="#ff0000" fill-opacity="0.5"/><rect x="20" width="10" height="20" fill="#0000ff"/></svg>`;

const file = svgPdf(picture);
const text = file.toString("latin1");

/** The object with this number, without what encloses it. */
const object = (number: number) => new RegExp(`\\n${number} 0 obj\\n([^]*?)\\nendobj\\n`).exec(text)![1];

describe("an SVG as a PDF", () => {
  it("is a page of the picture's size, at 96 px an inch", () => {
    expect(object(3)).toContain("/MediaBox[0 0 30 15]");
    expect(object(5)).toContain("30 0 0 15 0 0 cm /I Do");
  });

  it("has the picture at three pixels a px, on white where one sees through it", () => {
    const image = object(4);
    expect(image).toContain("/Width 120/Height 60");
    const from = image.indexOf("stream\n") + "stream\n".length;
    const pixels = inflateSync(Buffer.from(image.slice(from, image.lastIndexOf("\nendstream")), "latin1"));
    const at = (x: number, y: number) => [...pixels.subarray((y * 120 + x) * 3, (y * 120 + x) * 3 + 3)];
    expect(pixels).toHaveLength(120 * 60 * 3);
    expect([at(30, 30), at(75, 30), at(110, 30)]).toEqual([
      [255, 127, 127],
      [0, 0, 255],
      [255, 255, 255],
    ]);
  });

  it("says where each of its objects begins", () => {
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    const rows = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(text.slice(table, table + 5)).toBe("xref\n");
    expect(rows.map((place, index) => text.startsWith(`${index + 1} 0 obj\n`, place))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });
});
