/** Jupyter counts in Unicode code points, JavaScript in UTF-16 units; they differ after an emoji. */
export function toUtf16(text: string, codePoints: number): number {
  let units = 0;
  for (const character of text) {
    if (codePoints-- <= 0) break;
    units += character.length;
  }
  return units;
}

/** The way back: how many code points the first `units` UTF-16 units are. */
export function toCodePoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
