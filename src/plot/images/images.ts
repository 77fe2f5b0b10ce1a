import { checkNotEmpty, DataError, ShapeError, shown } from "../../core/index";
import { pictureUrl } from "../theme/tiles";
import { isTensor, readTensor, type TensorLike } from "../input/column";
import { flatten, shapeOf, type Nested } from "./volume";
import { plural, range, short } from "../input/words";

/** Images: nested arrays or a tensor [images, height, width] or […, channels], or a data set that knows its image shape. */
export type Images =
  | ArrayLike<Nested>
  | TensorLike
  | { features: ArrayLike<number>; shape: readonly number[]; imageShape?: readonly number[] };

/** Images of one size, pixel after pixel. */
export interface ImageStack {
  values: ArrayLike<number>;
  count: number;
  height: number;
  width: number;
  channels: 1 | 3 | 4;
  /** Pixel values that are black and white. */
  limits: readonly [number, number];
  /** Whether the pixels leave what their type has, so that they are stretched from their lowest to their highest. */
  stretched: boolean;
}

/**
 * Images, whatever they came as.
 *
 * @throws ShapeError `imageGrid: images must be [images, height, width] or [images, height, width, channels], got [64]`
 */
export function imageStack(where: string, given: Images): ImageStack {
  const { values, shape, areBytes } = flat(where, given);
  const [count, height, width, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || ![1, 3, 4].includes(channels)) {
    const required =
      "images must be [images, height, width] or [images, height, width, channels], channels 1, 3 or 4";
    throw new ShapeError({ where, required, got: `[${shape.join(", ")}]` });
  }
  checkNotEmpty(where, "images", { length: count * height * width });
  if (values.length !== count * height * width * channels) {
    const required = `images must have ${count * height * width * channels} values for their shape [${shape.join(", ")}]`;
    throw new ShapeError({ where, required, got: values.length });
  }
  const known = limitsOf(values, areBytes);
  const stretched = !known && range(values)[0] <= range(values)[1];
  const limits = known ?? widened(range(values));
  return { values, count, height, width, channels: channels as 1 | 3 | 4, limits, stretched };
}

const bytes: [number, number] = [0, 255];
const shares: [number, number] = [0, 1];

/**
 * Bytes lie in 0 to 255, floats in 0 to 1, and whole numbers beyond 1 are bytes in whatever form they came; none where pixels
 * leave them.
 */
function limitsOf(values: ArrayLike<number>, areBytes: boolean): [number, number] | undefined {
  const [low, high] = range(values);
  const within = ([least, most]: [number, number]) => low >= least && high <= most;
  if (!areBytes && within(shares)) return shares;
  return within(bytes) && (areBytes || Array.from(values).every(Number.isInteger)) ? bytes : undefined;
}

/** Whether the type says so, and not the values. */
function holdsBytes(values: unknown): boolean {
  return values instanceof Uint8Array || values instanceof Uint8ClampedArray;
}

/** What a figure says of pixels that are stretched, dark as bytes or in the range of an option; nothing of others. */
export function rangeNotice(
  { values, limits, stretched }: ImageStack,
  asked?: readonly number[],
): string | false {
  if (asked) return askedNotice(values, asked);
  const [low, high] = limits.map(short);
  if (stretched) return `Pixels from ${low} to ${high} are stretched over black to white`;
  const brightest = range(values)[1];
  const dark = limits[1] === 255 && brightest < 64;
  return dark && `Pixels up to ${short(brightest)} are drawn as bytes, white at 255; a range stretches them`;
}

/** What a range of the reader's does to the pixels. */
function askedNotice(values: ArrayLike<number>, [black, white]: readonly number[]): string {
  const [low, high] = [Math.min(black, white), Math.max(black, white)];
  let cut = 0;
  for (let at = 0; at < values.length; at++) if (values[at] < low || values[at] > high) cut++;
  const beyond = cut > 0 ? `; ${short(cut)} of ${plural(values.length, "pixel value")} lie beyond` : "";
  return `Black is ${short(black)}, white ${short(white)}${beyond}`;
}

function flat(
  where: string,
  given: Images,
): { values: ArrayLike<number>; shape: number[]; areBytes: boolean } {
  if (isTensor(given)) {
    const values = readTensor(where, "images", given);
    return { values, shape: given.shape, areBytes: holdsBytes(values) };
  }
  if (typeof given === "object" && given && "features" in given) {
    const { features, shape, imageShape } = given;
    const own = imageShape ? [shape[0], ...imageShape] : [...shape];
    return { values: features, shape: own, areBytes: holdsBytes(features) };
  }
  if (!given || typeof given !== "object" || !("length" in given))
    throw new ShapeError({ where, required: "images must be nested arrays or a tensor", got: shown(given) });
  const shape = shapeOf(where, "images", given);
  const innermost = shape.slice(1).reduce<unknown>((level) => (level as Nested)[0], given);
  return { values: flatten(where, "images", given, shape), shape, areBytes: holdsBytes(innermost) };
}

/** The smallest and largest pixel, checked to be finite: what black and white stand for. */
export function checkPixels(where: string, { values }: ImageStack): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    throw new DataError({ where, required: "pixels must be finite", got: values[at] });
  }
}

type Pixels = Omit<ImageStack, "limits" | "stretched">;

/** One image as 8-bit pixels, each enlarged to `zoom` × `zoom`. */
export function pixelsOf(
  stack: Pixels,
  index: number,
  [low, high]: readonly [number, number],
  zoom: number,
): Uint8Array {
  const { values, height, width, channels } = stack;
  const start = index * height * width * channels;
  const bytes = new Uint8Array(height * width * channels * zoom * zoom);
  const scale = 255 / (high - low || 1);
  let to = 0;
  for (let y = 0; y < height * zoom; y++) {
    const row = start + Math.floor(y / zoom) * width * channels;
    for (let x = 0; x < width * zoom; x++) {
      const from = row + Math.floor(x / zoom) * channels;
      for (let channel = 0; channel < channels; channel++)
        bytes[to++] = Math.max(0, Math.min(255, Math.round((values[from + channel] - low) * scale)));
    }
  }
  return bytes;
}

/**
 * Some of the images as data URLs, each pixel enlarged to a square, so that no renderer blurs it.
 *
 * @param size width on the page, CSS px
 * @param limits pixel values that are black and white; by default as the pixels' type has them
 */
export function imageUrls(
  stack: ImageStack,
  indices: readonly number[],
  size: number,
  limits: readonly [number, number] = stack.limits,
): string[] {
  const zoom = Math.max(1, Math.ceil((2 * size) / stack.width));
  return indices.map((at) => {
    const pixels = pixelsOf(stack, at, limits, zoom);
    return pictureUrl(pixels, stack.width * zoom, stack.height * zoom, stack.channels);
  });
}

function widened([low, high]: [number, number]): [number, number] {
  return [Math.min(0, low), high];
}
