import { checkArray, checkEqualLength, checkFinite, checkInteger, ShapeError, shown } from "../../core/index";
import { Figure } from "../figure/figure";
import { isTensor, type TensorLike } from "../input/column";
import { checkPixels, imageStack, imageUrls, rangeNotice, type Images, type ImageStack } from "./images";
import { volume, type Nested, type Volume } from "./volume";
import { checkNameCount, figureOptions } from "../input/options";
import { plural, sentences, short, withNotice } from "../input/words";
import { largest } from "../theme/heat";
import { signedUrls, tilesSpec } from "../theme/tiles";

/** Maps that say how they were computed and for which classes, as `train.saliency`, `gradCam` and `occlusion` give them. */
export interface AttributionMapsLike {
  /** Map after map, row after row. */
  values: ArrayLike<number>;
  /** [images, rows, columns]. */
  shape: readonly number[];
  method?: string;
  /** The class that each map explains. */
  classes?: ArrayLike<number>;
}

/** How {@link attribution} draws. */
export interface AttributionOptions {
  /** Words below each image. Default the classes that the maps explain, where they say so. */
  captions?: readonly string[];
  /** At most so many images are shown. Default 6. */
  count?: number;
  /** Pixel values that are black and white. Default 0 and 1, and 0 and 255 for bytes and whole numbers beyond 1; where pixels leave them, their extent, which the figure says. */
  range?: readonly [number, number];
  /** Width of an image, CSS px. Default 88. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link attribution}. */
export interface AttributionData {
  /** [images, height, width] of the maps. */
  shape: number[];
  /** For each image shown, where its map is strongest: row and column of the map, and the value there. */
  strongest: { row: number; column: number; value: number }[];
}

const where = "attribution";

// What blue and orange mean, by the way in which maps were computed.
const meanings: Record<string, string> = {
  saliency: "Beside each image: the deeper the blue, the more the pixel moves the score",
  gradCam: "Beside each image: blue speaks for the class",
  occlusion: "Beside each image: blue where covering it makes the class less probable, orange more",
};
const signedMeaning = "Beside each image: blue speaks for the decision, orange against it";

/**
 * Which parts of an image a decision rests on: each image beside its map of saliency, Grad-CAM or occlusion, blue where a part
 * speaks for the decision, orange where it speaks against it.
 *
 * A map may be coarser than its image, as Grad-CAM's is. Each has its own scale.
 *
 * ```ts
 * const some = test.take([0, 1, 2]);
 * attribution(some, await train.gradCam(model, some)); // or train.saliency, train.occlusion
 * ```
 *
 * @param images [images, height, width] or [images, height, width, channels], channels 1, 3 or 4; or an image data set
 * @param maps float [images, rows, columns], or what `train.saliency`, `train.gradCam` and `train.occlusion` return
 * @throws ShapeError `attribution: images and maps must have equal length, got 4 and 3`
 */
export function attribution(
  images: Images,
  maps: Nested | TensorLike | AttributionMapsLike,
  options?: AttributionOptions,
): Figure<AttributionData> {
  const chosen = figureOptions<AttributionOptions>(where, options, {
    captions: undefined,
    count: 6,
    range: undefined,
    size: 88,
    title: undefined,
  });
  checkInteger(where, "count", chosen.count!, "[1, 100]");
  checkInteger(where, "size", chosen.size!, "[8, 400]");
  const stack = imageStack(where, images);
  checkPixels(where, stack);
  const heat = isMaps(maps) ? checkedMaps(maps) : volume(where, "maps", maps, "[images, rows, columns]");
  checkFinite(where, "maps", heat.values);
  checkEqualLength(where, { images: { length: stack.count }, maps: { length: heat.shape[0] } });
  const shown = Array.from({ length: Math.min(stack.count, chosen.count!) }, (_, at) => at);
  const captioned = { count: shown.length, what: "images", orMore: true };
  checkNameCount(where, "captions", chosen.captions, captioned);
  const data = { shape: heat.shape, strongest: shown.map((at) => strongestOf(heat, at)) };
  if (isMaps(maps)) chosen.captions ??= classCaptions(images, maps);
  const meaning = (isMaps(maps) && !isSigned(maps) && meanings[maps.method!]) || signedMeaning;
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(stack, heat, data, { ...chosen, meaning }),
    data,
    alt: () => withNotice(altOf(data, { ...chosen, meaning }), rangeNotice(stack, chosen.range)),
  });
}

/** The options, and what the colours mean. */
type Meant = AttributionOptions & { meaning: string };

function isMaps(maps: Nested | TensorLike | AttributionMapsLike): maps is AttributionMapsLike {
  return typeof maps === "object" && maps !== null && "values" in maps && "shape" in maps && !isTensor(maps);
}

/** What `train` computed, checked to be as many values as it says. */
function checkedMaps({ values, shape }: AttributionMapsLike): Volume {
  checkArray(where, "the maps' values", values);
  const count =
    Array.isArray(shape) && shape.length === 3
      ? shape.reduce((all: number, size: number) => all * size, 1)
      : NaN;
  if (values.length === count) return { values, shape: [...shape] };
  const required = `maps must have a value for each of their shape [images, rows, columns]`;
  throw new ShapeError({ where, required, got: `${values.length} for ${shown(shape)}` });
}

function scaleOf(map: Float64Array): string {
  return `${map.some((value) => value < 0) ? "±" : "up to"} ${short(largest(map))}`;
}

/** Whether saliency kept the gradient's sign, which its meaning above leaves out. */
function isSigned({ method, values }: AttributionMapsLike): boolean {
  return method === "saliency" && Array.from(values).some((value) => value < 0);
}

function classCaptions(images: Images, { classes }: AttributionMapsLike): string[] | undefined {
  const { classNames } = images as { classNames?: readonly string[] };
  return classes && Array.from(classes, (each) => classNames?.[each] ?? `class ${each}`);
}

function mapOf({ values, shape: [, rows, columns] }: Volume, at: number): Float64Array {
  return new Float64Array(rows * columns).map((_, place) => values[at * rows * columns + place]);
}

function strongestOf(heat: Volume, at: number): AttributionData["strongest"][number] {
  const map = mapOf(heat, at);
  const place = map.reduce((best, value, index) => (Math.abs(value) > Math.abs(map[best]) ? index : best), 0);
  const columns = heat.shape[2];
  return { row: Math.floor(place / columns), column: place % columns, value: map[place] };
}

function specOf(stack: ImageStack, heat: Volume, data: AttributionData, options: Meant) {
  const size = options.size!;
  const indices = data.strongest.map((_, at) => at);
  const pictures = imageUrls(stack, indices, size, options.range);
  const [, rows, columns] = heat.shape;
  const tiles = indices.flatMap((at) => {
    const map = mapOf(heat, at);
    const [url] = signedUrls([map], { width: columns, height: rows, full: largest(map), size });
    const caption = options.captions?.[at];
    return [
      { url: pictures[at], caption: caption ? [caption] : [] },
      { url, caption: caption ? [scaleOf(map)] : [] },
    ];
  });
  const height = Math.round((size * stack.height) / stack.width);
  const across = Math.min(2 * Math.max(1, Math.floor(400 / (2 * (size + 6)))), tiles.length);
  return tilesSpec(tiles, {
    width: size,
    height,
    columns: across,
    title: options.title,
    notes: [...notes(data, options), rangeNotice(stack, options.range)],
  });
}

function notes(
  { shape, strongest }: AttributionData,
  { meaning }: Pick<Meant, "meaning">,
): (string | false)[] {
  return [
    meaning,
    strongest.length < shape[0] && `${short(strongest.length)} of ${plural(shape[0], "image")}`,
  ];
}

function altOf(data: AttributionData, { title, captions, meaning }: Meant): string {
  const each = data.strongest.slice(0, 6).map(({ row, column, value }, at) => {
    const name = captions?.[at] ?? `image ${at}`;
    return `${name} at row ${row}, column ${column} (${short(value)})`;
  });
  const [, notice] = notes(data, { meaning });
  return sentences(
    title,
    `Attribution maps of ${plural(data.strongest.length, "image")}, ${data.shape[1]} × ${data.shape[2]}`,
    `Strongest: ${each.join("; ")}`,
    notice,
  );
}
