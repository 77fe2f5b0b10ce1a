import { checkNotEmpty, DataError, ShapeError } from "../../core/index";
import { pictureUrl } from "../theme/tiles";
import { isTensor, type TensorLike } from "./column";
import { range } from "./words";

/** Nested numbers. */
export type Nested = ArrayLike<number> | ArrayLike<Nested>;

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
}

/**
 * Images, whatever they came as.
 *
 * @throws ShapeError `imageGrid: images must be [images, height, width] or [images, height, width, channels], got [64]`
 */
export function imageStack(where: string, given: Images): ImageStack {
  const { values, shape } = flat(where, given);
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
  return { values, count, height, width, channels: channels as 1 | 3 | 4 };
}

function flat(where: string, given: Images): { values: ArrayLike<number>; shape: number[] } {
  if (isTensor(given)) return { values: given.dataSync(), shape: given.shape };
  if (given && "features" in given) {
    const { features, shape, imageShape } = given;
    return { values: features, shape: imageShape ? [shape[0], ...imageShape] : [...shape] };
  }
  if (!given || typeof given !== "object" || !("length" in given))
    throw new ShapeError({ where, required: "images must be nested arrays or a tensor", got: given });
  checkNotEmpty(where, "images", given);
  const shape: number[] = [];
  for (let level: unknown = given; typeof level === "object"; level = (level as Nested)[0])
    shape.push((level as Nested).length);
  return { values: flatten(given as Nested), shape };
}

function flatten(nested: Nested): number[] {
  return Array.from(nested as ArrayLike<number | Nested>, (each) =>
    typeof each === "object" ? flatten(each) : each,
  ).flat();
}

/** The smallest and largest pixel, checked to be finite: what black and white stand for. */
export function checkPixels(where: string, { values }: ImageStack): void {
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    throw new DataError({ where, required: "pixels must be finite", got: values[at] });
  }
}

/** One image as 8-bit pixels, each enlarged to `zoom` × `zoom`. */
export function pixelsOf(
  stack: ImageStack,
  index: number,
  [low, high]: [number, number],
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
 * @param limits pixel values that are black and white; by default 0 or the smallest value, and the largest
 */
export function imageUrls(
  stack: ImageStack,
  indices: readonly number[],
  size: number,
  limits?: readonly [number, number],
): string[] {
  const [low, high] = limits ?? widened(range(stack.values));
  const zoom = Math.max(1, Math.ceil((2 * size) / stack.width));
  return indices.map((at) => {
    const pixels = pixelsOf(stack, at, [low, high], zoom);
    return pictureUrl(pixels, stack.width * zoom, stack.height * zoom, stack.channels);
  });
}

function widened([low, high]: [number, number]): [number, number] {
  return [Math.min(0, low), high];
}
