import { checkEqualLength, checkInteger } from "../../core/index";
import { Figure } from "../figure/figure";
import type { Numbers } from "../input/column";
import { checkPixels, imageStack, imageUrls, rangeNotice, type Images, type ImageStack } from "./images";
import { checkClassNames, classNamer, labelColumn } from "../input/names";
import { figureOptions } from "../input/options";
import { listFirst, plural, short, withNotice } from "../input/words";
import { tilesSpec } from "../theme/tiles";

/** How {@link imageGrid} draws. */
export interface ImageGridOptions {
  /** The true class of each image: indices or names. Default: the data set's, else none. */
  labels?: Numbers | ArrayLike<string>;
  /** The predicted classes; wrong ones are marked. Default none. */
  predictions?: Numbers | ArrayLike<string>;
  /** Names of the classes, in the order of their indices. Default the data set's, else numbers. */
  classNames?: readonly string[];
  /** Images in a row. Default as many as fit 400 px. */
  columns?: number;
  /** At most so many images are shown. Default 40. */
  count?: number;
  /** Pixel values that are black and white. Default 0 and 1, and 0 and 255 for bytes and whole numbers beyond 1; where pixels leave them, their extent, which the figure says. */
  range?: readonly [number, number];
  /** Width of an image, CSS px. Default 48. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link imageGrid}. */
export interface ImageGridData {
  /** [images, height, width, channels] of what was given. */
  shape: [number, number, number, number];
  /** One for each image shown. */
  images: { label?: string; prediction?: string; right?: boolean }[];
}

/**
 * Images side by side, with their classes; predictions that are wrong get a frame and "predicted ≠ true".
 *
 * Pixels stay squares however small the image is. Grey images show small values black; give `range: [1, 0]` for ink on paper.
 *
 * ```ts
 * imageGrid(digits(), { count: 20 });
 * imageGrid(x, { labels: y, predictions: model.predict(x).argMax(-1) }); // x [images, 28, 28, 1]
 * ```
 *
 * @param images [images, height, width] or [images, height, width, channels], channels 1, 3 or 4; or an image data set
 * @throws ShapeError `imageGrid: images must be [images, height, width] or …, got [64]`
 * @throws DataError when a pixel is NaN
 */
export function imageGrid(images: Images, options?: ImageGridOptions): Figure<ImageGridData> {
  const known = images as { labels?: Numbers; classNames?: readonly string[] } | null;
  const chosen = figureOptions<ImageGridOptions>("imageGrid", options, {
    labels: known?.labels,
    predictions: undefined,
    classNames: known?.classNames,
    columns: undefined,
    count: 40,
    range: undefined,
    size: 48,
    title: undefined,
  });
  checkInteger("imageGrid", "count", chosen.count!, "[1, 400]");
  checkInteger("imageGrid", "size", chosen.size!, "[8, 400]");
  const stack = imageStack("imageGrid", images);
  checkPixels("imageGrid", stack);
  const data = read(stack, chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(stack, data, chosen),
    data,
    alt: () => withNotice(altOf(data, chosen), rangeNotice(stack, chosen.range)),
  });
}

function read(
  stack: ImageStack,
  { labels, predictions, classNames, count }: ImageGridOptions,
): ImageGridData {
  checkClassNames("imageGrid", "classNames", classNames);
  const checked = (what: string, values: Numbers | ArrayLike<string> | undefined) => {
    if (values === undefined) return undefined;
    const each = labelColumn("imageGrid", what, values, classNames);
    checkEqualLength("imageGrid", { images: { length: stack.count }, [what]: each });
    return each;
  };
  const [own, predicted] = [checked("labels", labels), checked("predictions", predictions)];
  const { name, alike } = classNamer(classNames);
  const images = Array.from({ length: Math.min(count!, stack.count) }, (_, at) => ({
    ...(own && { label: name(own[at]) }),
    ...(predicted && { prediction: name(predicted[at]) }),
    ...(own && predicted && { right: alike(own[at], predicted[at]) }),
  }));
  return { shape: [stack.count, stack.height, stack.width, stack.channels], images };
}

function specOf(stack: ImageStack, data: ImageGridData, options: ImageGridOptions): Record<string, unknown> {
  const width = options.size!;
  const shown = Array.from(data.images, (_, at) => at);
  const tiles = imageUrls(stack, shown, width, options.range).map((url, at) => {
    const caption = captionOf(data.images[at]);
    return { url, caption: caption ? [caption] : [], marked: data.images[at].right === false };
  });
  const height = Math.round((width * stack.height) / stack.width);
  const { columns, title } = options;
  return tilesSpec(tiles, {
    width,
    height,
    columns,
    title,
    notes: [...notices(data), rangeNotice(stack, options.range)],
  });
}

function captionOf({ label, prediction, right }: ImageGridData["images"][number]): string {
  if (right === false) return `${prediction} ≠ ${label}`;
  return prediction ?? label ?? "";
}

function notices({ shape, images }: ImageGridData): (string | false)[] {
  const wrong = images.filter(({ right }) => right === false).length;
  return [
    images.length < shape[0] && `${short(images.length)} of ${plural(shape[0], "image")}`,
    images[0].right !== undefined &&
      `${short(wrong)} of ${plural(images.length, "prediction")} wrong${wrong ? ", framed: predicted ≠ true" : ""}`,
  ];
}

function altOf(data: ImageGridData, { title }: ImageGridOptions): string {
  const { shape, images } = data;
  const [, height, width, channels] = shape;
  const colours = channels === 1 ? "grey" : "colour";
  const kinds = [...new Set(images.map(({ label }) => label).filter((label) => label !== undefined))];
  const notes = notices(data)
    .filter(Boolean)
    .map((note) => ` ${note}.`);
  const of =
    kinds.length > 0 ? ` of ${plural(kinds.length, "class", "classes")}: ${listFirst(kinds, 12)}` : "";
  const named = title ? `${title}: ` : "";
  return `${named}${plural(images.length, `${colours} image`)} of ${height} × ${width} pixels${of}.${notes.join("")}`;
}
