import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";

/** Where the pictures are kept. */
export const committed = join(__dirname, "pictures");
const seen = join(__dirname, "screenshots", "pictures");

/** Rewrites the committed pictures by what is seen, instead of comparing the two. */
const rewrites = process.env.UPDATE_PICTURES === "1";

/** The share of pixels that may differ: edges of letters, which another build of Chromium smooths otherwise. */
const TOLERATED = 0.0005;

/**
 * What is wrong with a picture, by the eye's measure of colours (Kotsarenko and Ramos, 2010), or `undefined` if it shows
 * what the committed one of that name shows.
 */
export async function differenceFrom(name: string, taken: Buffer): Promise<string | undefined> {
  const place = join(committed, `${name}.png`);
  if (rewrites) {
    mkdirSync(committed, { recursive: true });
    writeFileSync(place, taken);
    return undefined;
  }
  if (!existsSync(place)) return `${place} is missing; look at the figure and commit it (UPDATE_PICTURES=1)`;
  const [was, is] = [PNG.sync.read(readFileSync(place)), PNG.sync.read(taken)];
  const inPlace = keep(`${name}.png`, taken);
  if (was.width !== is.width || was.height !== is.height)
    return `${inPlace} has ${is.width} × ${is.height} px, ${place} ${was.width} × ${was.height}`;
  const { default: pixelmatch } = await import("pixelmatch");
  const marked = new PNG({ width: is.width, height: is.height });
  const different = pixelmatch(was.data, is.data, marked.data, is.width, is.height, { threshold: 0.06 });
  const share = different / (is.width * is.height);
  if (share <= TOLERATED) return undefined;
  const where = keep(`${name}-difference.png`, PNG.sync.write(marked));
  return `${(100 * share).toFixed(2)} % of ${inPlace} differ from ${place}; ${where} marks them (UPDATE_PICTURES=1 commits what is seen)`;
}

function keep(file: string, picture: Buffer): string {
  mkdirSync(seen, { recursive: true });
  const place = join(seen, file);
  writeFileSync(place, picture);
  return place;
}
