import fc from "fast-check";
import { inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";

import { encodePng } from "../../src/plot/theme/png";
import { ownBox, pageBox, type DrawnElement } from "../../src/plot/render/textBox";
import { fontFiles, textWidth } from "../../src/plot/theme/font";

describe("the width of text", () => {
  test.each(["Training loss", "γ = 0.5, ∂L/∂w", "1.0e−3", "versicolor"])(
    "of %p is the one that is drawn",
    (text) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="99"><text x="9" y="60" font-size="48" font-family="Inter">|${text}|</text></svg>`;
      const drawn = new Resvg(svg, {
        font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter" },
      });
      const width = drawn.getBBox()!.width;
      expect(textWidth(`|${text}|`, 48) / width).toBeGreaterThan(0.98);
      expect(textWidth(`|${text}|`, 48) / width).toBeLessThan(1.1);
    },
  );

  test("grows with its size, and a character that no font has still takes room", () => {
    expect(textWidth("abc", 24)).toBeCloseTo(2 * textWidth("abc", 12));
    expect(textWidth("\u{10ffff}", 10)).toBe(6);
  });
});

test("a PNG holds exactly its pixels", () => {
  const image = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(1, 3, 4),
  );
  fc.assert(
    fc.property(image, ([width, height, channels]) => {
      const pixels = Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 37) % 256);
      const png = encodePng(pixels, width, height, channels as 1 | 3 | 4);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
      const length = png.readUInt32BE(33);
      const rows = inflateSync(png.subarray(41, 41 + length));
      const stride = width * channels + 1;
      const found = rows.filter((_, at) => at % stride !== 0);
      expect(Buffer.from(found).equals(Buffer.from(pixels))).toBe(true);
    }),
  );
});

describe("what an SVG element covers", () => {
  const element = (tagName: string, attributes: Record<string, string>, childNodes: DrawnElement[] = []) => {
    const made: DrawnElement = {
      tagName,
      textContent: attributes.text ?? "",
      parentNode: null,
      childNodes,
      getAttribute: (name) => attributes[name] ?? null,
    };
    for (const child of childNodes) child.parentNode = made;
    return made;
  };
  const rect = (attributes: Record<string, string> = {}) =>
    element("rect", { x: "10", y: "20", width: "30", height: "40", ...attributes });

  test("follows the transforms of its parents", () => {
    const inner = rect({ transform: "rotate(-90)" });
    element("g", { transform: "translate(5,7) scale(2)" }, [inner]);
    expect(pageBox(inner)).toEqual({ x: 45, y: expect.closeTo(-73), width: 80, height: expect.closeTo(60) });
  });

  test("is all its children together", () => {
    const group = element("g", {}, [rect(), rect({ transform: "translate(100)" }), element("path", {})]);
    expect(ownBox(group)).toEqual({ x: 10, y: 20, width: 130, height: 40 });
  });

  test("of centred text lies on both sides of its place", () => {
    const text = element("text", {
      text: "width",
      x: "50",
      y: "9",
      "text-anchor": "middle",
      "font-size": "10",
    });
    const { x, width } = ownBox(text);
    expect(x + width / 2).toBeCloseTo(50);
    expect(width).toBeCloseTo(textWidth("width", 10));
  });
});
