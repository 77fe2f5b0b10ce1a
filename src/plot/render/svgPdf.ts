import { deflateSync } from "node:zlib";

import { drawSvg } from "./svgPng";

/** Pixels per CSS px: sharp on paper. */
const scale = 3;

/** A CSS px is three quarters of PDF's unit, a 72nd of an inch. */
const pointsPerPx = 0.75;

/**
 * Draws an SVG as a PDF file (ISO 32000-1) of one page of its size, for LaTeX, which takes no SVG.
 *
 * ```ts
 * await writeFile("loss.pdf", svgPdf(await figure.svg()));
 * ```
 */
export function svgPdf(svg: string): Buffer {
  const { pixels, width, height } = drawSvg(svg, scale);
  const [wide, high] = [width, height].map((length) => (length / scale) * pointsPerPx);
  const image = `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode`;
  return pdfOf([
    Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
    Buffer.from("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${wide} ${high}]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>`,
    ),
    stream(image, deflateSync(onWhite(pixels))),
    stream("<<", Buffer.from(`${wide} 0 0 ${high} 0 0 cm /I Do`)),
  ]);
}

/** Red, green and blue of pixels that may let white paper through; their colours are multiplied by their opacity. */
function onWhite(pixels: Uint8Array): Buffer {
  const colours = Buffer.alloc((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4) {
    const paper = 255 - pixels[from + 3];
    for (let channel = 0; channel < 3; channel++) colours[to++] = pixels[from + channel] + paper;
  }
  return colours;
}

function stream(dictionary: string, content: Buffer): Buffer {
  const before = `${dictionary}/Length ${content.length}>>\nstream\n`;
  return Buffer.concat([Buffer.from(before), content, Buffer.from("\nendstream")]);
}

/** A file of these objects, numbered from 1, of which the first is the catalog. */
function pdfOf(objects: Buffer[]): Buffer {
  const parts = [Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const places: number[] = [];
  let length = parts[0].length;
  for (const [at, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    places.push(length);
    length += whole.length;
    parts.push(whole);
  }
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + trailer)]);
}
