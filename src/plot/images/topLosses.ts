import { checkEqualLength, checkInteger, checkNotEmpty, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { checkClassNames, classNamer, labelColumn } from "../input/names";
import { numberColumn, type Numbers } from "../input/column";
import { checkPixels, imageStack, imageUrls, rangeNotice, type Images, type ImageStack } from "./images";
import { figureOptions } from "../input/options";
import { list, plural, sentences, short, withNotice } from "../input/words";
import { tilesSpec } from "../theme/tiles";

/** How {@link topLosses} draws. */
export interface TopLossesOptions {
  /** The true class of each image: indices or names. Default: the data set's, else none. */
  labels?: Numbers | ArrayLike<string>;
  /** The predicted class of each image: indices or names. Default none. */
  predictions?: Numbers | ArrayLike<string>;
  /** Names of the classes, in the order of their indices. Default the data set's, else numbers. */
  classNames?: readonly string[];
  /** How many images, those with the highest losses first. Default 12. */
  count?: number;
  /** Images in a row. Default as many as fit 400 px. */
  columns?: number;
  /** Pixel values that are black and white. Default 0 and 1, and 0 and 255 for bytes and whole numbers beyond 1; where pixels leave them, their extent, which the figure says. */
  range?: readonly [number, number];
  /** Width of an image, CSS px. Default 64. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link topLosses}. */
export interface TopLossesData {
  /** How many images were given. */
  images: number;
  /** The images shown, the worst first. */
  worst: { index: number; loss: number; label?: string; prediction?: string; right?: boolean }[];
}

const where = "topLosses";

/**
 * The images that the model finds hardest, with their losses: wrong labels and odd pictures gather here.
 *
 * ```ts
 * topLosses(test, losses, { predictions: model.predict(x).argMax(-1) });
 * ```
 *
 * @param images [images, height, width] or [images, height, width, channels], channels 1, 3 or 4; or an image data set
 * @param losses float [images]: one loss an image; those that are NaN are left out
 * @throws ShapeError `topLosses: images and losses must have equal length, got 100 and 99`
 */
export function topLosses(
  images: Images,
  losses: Numbers,
  options?: TopLossesOptions,
): Figure<TopLossesData> {
  const known = images as { labels?: Numbers; classNames?: readonly string[] } | null;
  const chosen = figureOptions<TopLossesOptions>(where, options, {
    labels: known?.labels,
    predictions: undefined,
    classNames: known?.classNames,
    count: 12,
    columns: undefined,
    range: undefined,
    size: 64,
    title: undefined,
  });
  checkInteger(where, "count", chosen.count!, "[1, 100]");
  checkInteger(where, "size", chosen.size!, "[8, 400]");
  const stack = imageStack(where, images);
  checkPixels(where, stack);
  const data = read(stack, losses, chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(stack, data, chosen),
    data,
    alt: () => withNotice(altOf(data, chosen), rangeNotice(stack, chosen.range)),
    undrawn: unknownNotice(losses),
  });
}

function read(stack: ImageStack, given: Numbers, options: TopLossesOptions): TopLossesData {
  const losses = numberColumn(where, "losses", given);
  checkNotEmpty(where, "losses", losses);
  checkEqualLength(where, { images: { length: stack.count }, losses });
  const order = Array.from(losses, (_, at) => at)
    .filter((at) => !Number.isNaN(losses[at]))
    .sort((one, other) => losses[other] - losses[one]);
  if (order.length === 0) throw new DataError({ where, required: "losses must be numbers", got: NaN });
  checkClassNames(where, "classNames", options.classNames);
  const label = checked("labels", options, stack.count);
  const prediction = checked("predictions", options, stack.count);
  const { name, alike } = classNamer(options.classNames);
  const worst = order.slice(0, options.count).map((index) => ({
    index,
    loss: losses[index],
    ...(label && { label: name(label[index]) }),
    ...(prediction && { prediction: name(prediction[index]) }),
    ...(label && prediction && { right: alike(label[index], prediction[index]) }),
  }));
  return { images: stack.count, worst };
}

function unknownNotice(given: Numbers): string | false {
  const unknown = Array.from(numberColumn(where, "losses", given)).filter(Number.isNaN).length;
  return unknown > 0 && `${plural(unknown, "loss", "losses")} not a number and left out`;
}

function checked(what: "labels" | "predictions", options: TopLossesOptions, count: number) {
  const { [what]: values, classNames } = options;
  if (values === undefined) return undefined;
  const each = labelColumn(where, what, values, classNames);
  checkEqualLength(where, { images: { length: count }, [what]: each });
  return each;
}

type Worst = TopLossesData["worst"][number];

function specOf(stack: ImageStack, data: TopLossesData, options: TopLossesOptions): Record<string, unknown> {
  const { size, columns, title } = options;
  const urls = imageUrls(
    stack,
    data.worst.map(({ index }) => index),
    size!,
    options.range,
  );
  const tiles = data.worst.map((one, at) => ({
    url: urls[at],
    caption: [verdict(one), `loss ${short(one.loss)}`].filter(Boolean),
    marked: isWrong(one),
  }));
  const height = Math.round((size! * stack.height) / stack.width);
  return tilesSpec(tiles, {
    width: size!,
    height,
    columns,
    title,
    notes: [notice(data), legendOf(data), rangeNotice(stack, options.range)],
  });
}

function verdict({ label, prediction, right }: Worst): string {
  return right === false ? `${prediction} ≠ ${label}` : (prediction ?? label ?? "");
}

function isWrong({ right }: Worst): boolean {
  return right === false;
}

function notice({ images, worst }: TopLossesData): string {
  return `The ${plural(worst.length, "highest loss", "highest losses")} of ${plural(images, "image")}`;
}

function legendOf({ worst }: TopLossesData): string | false {
  return worst.some(isWrong) && "Framed: predicted ≠ true";
}

function altOf(data: TopLossesData, { title }: TopLossesOptions): string {
  const { worst } = data;
  const each = worst.slice(0, 6).map((one) => `${short(one.loss)} of image ${one.index}${saying(one)}`);
  const wrong = worst.filter(isWrong).length;
  return sentences(
    title,
    notice(data),
    `Worst: ${list(each)}`,
    worst[0].prediction !== undefined && `${short(wrong)} of those shown are predicted wrong`,
  );
}

function saying(one: Worst): string {
  return verdict(one) && ` (${verdict(one)})`;
}
