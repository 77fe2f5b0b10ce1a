import { readFileSync } from "node:fs";

/** The families a spec names: the bundled one first, then what a reader's machine is likely to have. */
export const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Files that PNG rendering uses, so that a picture is the same on all machines; the last has every symbol. */
export const fontFiles = [
  "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
  "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
].map((file) => require.resolve(file));

type AdvanceWidths = (codePoint: number) => number | undefined;

const loaded = new Map<string, AdvanceWidths>();

/**
 * Width of a line of text in the bundled font, in CSS px.
 *
 * ```ts
 * textWidth("Training loss", 12) // 72
 * ```
 *
 * @param size font size, px
 * @param bold whether the semi-bold cut is meant
 */
export function textWidth(text: string, size: number, bold = false): number {
  const widths = [fontFiles[bold ? 1 : 0], fontFiles[2]].map(advanceWidths);
  let ems = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    ems += widths[0](code) ?? widths[1](code) ?? emsOf(character);
  }
  return ems * size;
}

/** How wide a character is that the bundled fonts lack: nothing where it joins others, a square of Chinese, Japanese, Korean and pictures. */
function emsOf(character: string): number {
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  return /[\p{Ideographic}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303f\uff00-\uffef\p{Extended_Pictographic}]/u.test(
    character,
  )
    ? 1
    : 0.6;
}

/** The characters of a text that none of the bundled fonts has; joiners and selectors aside, which are not seen. */
export function charactersLacked(text: string): string[] {
  const widths = [fontFiles[0], fontFiles[2]].map(advanceWidths);
  const lacks = (code: number) => widths.every((width) => width(code) === undefined);
  return [...new Set(text)].filter((each) => /[^\p{C}\p{M}\s]/u.test(each) && lacks(each.codePointAt(0)!));
}

function advanceWidths(file: string): AdvanceWidths {
  let widths = loaded.get(file);
  if (!widths) loaded.set(file, (widths = readAdvanceWidths(readFileSync(file))));
  return widths;
}

/** Reads `cmap` (format 4) and `hmtx` of an OpenType font: all that a text's width needs. */
function readAdvanceWidths(bytes: Buffer): AdvanceWidths {
  const table = (tag: string) => tableOffset(bytes, tag);
  const unitsPerEm = bytes.readUInt16BE(table("head") + 18);
  const metrics = bytes.readUInt16BE(table("hhea") + 34);
  const glyphOf = readCharacterMap(bytes, table("cmap"));
  const hmtx = table("hmtx");
  return (code) => {
    const glyph = glyphOf(code);
    return glyph ? bytes.readUInt16BE(hmtx + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm : undefined;
  };
}

function tableOffset(bytes: Buffer, tag: string): number {
  for (let record = 12; ; record += 16)
    if (bytes.toString("latin1", record, record + 4) === tag) return bytes.readUInt32BE(record + 8);
}

function readCharacterMap(bytes: Buffer, cmap: number): (code: number) => number {
  const start = formatFour(bytes, cmap);
  const segments = bytes.readUInt16BE(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + 2 * segments + 2;
  const word = (at: number) => bytes.readUInt16BE(at);
  return (code) => {
    if (code > 0xffff) return 0;
    let segment = 0;
    while (word(ends + 2 * segment) < code) segment++;
    if (word(starts + 2 * segment) > code) return 0;
    const delta = word(starts + 2 * (segments + segment));
    const rangeAt = starts + 2 * (2 * segments + segment);
    const range = word(rangeAt);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = word(rangeAt + range + 2 * (code - word(starts + 2 * segment)));
    return glyph && (glyph + delta) & 0xffff;
  };
}

function formatFour(bytes: Buffer, cmap: number): number {
  for (let record = cmap + 4; ; record += 8) {
    const start = cmap + bytes.readUInt32BE(record + 4);
    if (bytes.readUInt16BE(start) === 4) return start;
  }
}
