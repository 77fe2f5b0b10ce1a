import { PNG } from "pngjs";

/** How many pixels of each colour a PNG has, as "#rrggbb"; what is not quite opaque is left out. */
export function inkOf(png: Buffer): Map<string, number> {
  const { data } = PNG.sync.read(png);
  const ink = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 250) continue;
    const colour = `#${data.subarray(at, at + 3).toString("hex")}`;
    ink.set(colour, (ink.get(colour) ?? 0) + 1);
  }
  return ink;
}
