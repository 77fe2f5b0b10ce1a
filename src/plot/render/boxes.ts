import { Resvg, type ResvgRenderOptions } from "@resvg/resvg-js";

import { midInk } from "../theme/colours";
import { charactersLacked, fontFamily, fontFiles } from "../theme/font";
import { list, short } from "../input/words";
import { wrapped } from "../theme/wrapped";

type Fonts = NonNullable<ResvgRenderOptions["font"]>;

/** A picture as it can be drawn here: with a line below it, where boxes stand for characters that no font has. */
export interface Drawing {
  svg: string;
  fonts: Fonts;
  /** The characters for which boxes stand. */
  boxes: string[];
}

/** With the bundled fonts and no others, unless they lack a character that one of the machine's has. */
export function drawing(svg: string): Drawing {
  const lacked = charactersLacked(wordsOf(svg));
  const boxes = lacked.filter((character) => !isDrawnHere(character));
  const fonts = fontsWith(lacked.length > boxes.length);
  return { svg: boxes.length > 0 ? withLine(svg, boxes) : svg, fonts, boxes };
}

function fontsWith(loadSystemFonts: boolean): Fonts {
  return { fontFiles, loadSystemFonts, defaultFontFamily: "Inter" };
}

/** What an SVG shows as text; its title and its styles are not seen. */
function wordsOf(svg: string): string {
  return svg
    .replace(/<(title|desc|style|metadata)\b[^]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([\da-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)));
}

/** A place of Unicode that never holds a character. */
const nothing = "\u{1fffe}";

const drawnHere = new Map<string, boolean>();

function isDrawnHere(character: string): boolean {
  let drawn = drawnHere.get(character);
  if (drawn === undefined) drawnHere.set(character, (drawn = !alone(character).equals(alone(nothing))));
  return drawn;
}

/** The pixels of a character, drawn with all fonts there are. */
function alone(character: string): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="8" y="30" font-size="20" font-family="${fontFamily}">${character}</text></svg>`;
  return new Resvg(svg, { font: fontsWith(true) }).render().pixels;
}

const lineHeight = 16;
const most = 12;

/** The picture, higher by lines that say for what its boxes stand. */
function withLine(svg: string, boxes: string[]): string {
  const [open] = /<svg\b[^>]*>/.exec(svg) ?? [""];
  const size = sizeOf(open);
  if (!size) return svg;
  const { left, top, width, height } = size;
  const lines = wrapped(noteOf(boxes), width - 12, { size: 11 });
  const more = lineHeight * lines.length + 4;
  const texts = lines.map(
    (line, at) =>
      `<text x="${left + 6}" y="${top + height + 11 + lineHeight * at}" font-family="${fontFamily}" font-size="11" fill="${midInk}">${line}</text>`,
  );
  const higher = open
    .replace(/\sviewBox="[^"]*"/, "")
    .replace(
      /\sheight="[^"]*"/,
      ` height="${height + more}" viewBox="${left} ${top} ${width} ${height + more}"`,
    );
  return svg.replace(open, () => higher).replace(/<\/svg>\s*$/, () => `${texts.join("")}</svg>`);
}

function noteOf(boxes: string[]): string {
  const named = boxes.slice(0, most).map((one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase()}`);
  const others = boxes.length - named.length;
  const which = list(others > 0 ? [...named, `${short(others)} more`] : named);
  return `Boxes stand for ${which}, which no font of this machine has`;
}

interface Size {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The size of a picture whose px are its units, as those of figures are; another is left as it is. */
function sizeOf(open: string): Size | undefined {
  const [width, height] = ["width", "height"].map((side) =>
    Number(new RegExp(`\\s${side}="([\\d.]+)(?:px)?"`).exec(open)?.[1]),
  );
  const [left, top, wide, high] = (/\sviewBox="([^"]*)"/.exec(open)?.[1] ?? `0 0 ${width} ${height}`)
    .split(/[\s,]+/)
    .map(Number);
  return width > 0 && width === wide && height === high ? { left, top, width, height } : undefined;
}
