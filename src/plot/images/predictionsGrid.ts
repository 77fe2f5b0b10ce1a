import { checkEqualLength, checkInteger } from "../../core/index";
import { Figure } from "../figure/figure";
import type { Numbers } from "../input/column";
import { checkPixels, imageStack, imageUrls, rangeNotice, type Images, type ImageStack } from "./images";
import { checkClassNames, classNamer } from "../input/names";
import { classIndices } from "../input/labels";
import { matrix, type Matrix, type Rows } from "../input/matrix";
import { checkProbabilities } from "../input/probabilities";
import { checkNameCount, figureOptions } from "../input/options";
import { listFirst, percent, plural, sentences, short, withNotice } from "../input/words";
import { boxes, cellsSpec, labels, px } from "../theme/canvas";
import { ink, midInk, palette } from "../theme/colours";
import { fittingNames, widestOf } from "../theme/nameAxis";

/** How {@link predictionsGrid} draws. */
export interface PredictionsGridOptions {
  /** The true class of each image, indices from 0. Default: the data set's, else none. */
  labels?: Numbers;
  /** Names of the classes, in the order of their indices. Default the data set's, else numbers. */
  classNames?: readonly string[];
  /** At most so many images are shown. Default 8. */
  count?: number;
  /** How many classes are shown for each image, the likeliest first. Default 3. */
  top?: number;
  /** Images in a row. Default as many as fit 400 px. */
  columns?: number;
  /** Pixel values that are black and white. Default 0 and 1, and 0 and 255 for bytes and whole numbers beyond 1; where pixels leave them, their extent, which the figure says. */
  range?: readonly [number, number];
  /** Width of an image, CSS px. Default 64. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** What a model says about an image. */
export interface ImagePrediction {
  /** The likeliest classes, with their probabilities as given. */
  top: { name: string; probability: number }[];
  label?: string;
  right?: boolean;
}

/** The numbers of {@link predictionsGrid}. */
export interface PredictionsGridData {
  /** How many images were given. */
  images: number;
  shown: ImagePrediction[];
}

const where = "predictionsGrid";

/**
 * Images with the classes that the model thinks likeliest, and how sure it is.
 *
 * ```ts
 * predictionsGrid(test, model.predict(x)); // probabilities [images, classes]
 * ```
 *
 * @param images [images, height, width] or [images, height, width, channels], channels 1, 3 or 4; or an image data set
 * @param probabilities float [images, classes]
 * @throws ShapeError `predictionsGrid: images and probabilities must have equal length, got 100 and 99`
 */
export function predictionsGrid(
  images: Images,
  probabilities: Rows,
  options?: PredictionsGridOptions,
): Figure<PredictionsGridData> {
  const known = images as { labels?: Numbers; classNames?: readonly string[] } | null;
  const chosen = figureOptions<PredictionsGridOptions>(where, options, {
    labels: known?.labels,
    classNames: known?.classNames,
    count: 8,
    top: 3,
    columns: undefined,
    range: undefined,
    size: 64,
    title: undefined,
  });
  checkInteger(where, "count", chosen.count!, "[1, 100]");
  checkInteger(where, "top", chosen.top!, "[1, 10]");
  checkInteger(where, "size", chosen.size!, "[16, 400]");
  const stack = imageStack(where, images);
  checkPixels(where, stack);
  const data = read(stack, matrix(where, "probabilities", probabilities), chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(stack, data, chosen),
    data,
    alt: () => withNotice(altOf(data, chosen), rangeNotice(stack, chosen.range)),
  });
}

function read(stack: ImageStack, table: Matrix, options: PredictionsGridOptions): PredictionsGridData {
  checkEqualLength(where, { images: { length: stack.count }, probabilities: { length: table.rows } });
  checkProbabilities(where, table.values);
  if (options.classNames)
    checkNameCount(where, "classNames", options.classNames, {
      count: table.columns,
      what: "columns of probabilities",
    });
  const own = options.labels && classIndices(where, "labels", options.labels, table.columns);
  if (own) checkEqualLength(where, { images: { length: stack.count }, labels: own });
  checkClassNames(where, "classNames", options.classNames);
  const { name } = classNamer(options.classNames);
  const shown = Array.from({ length: Math.min(options.count!, stack.count) }, (_, at) => {
    const likeliest = likeliestOf(table, at, options.top!);
    return {
      top: likeliest.map(({ index, probability }) => ({ name: name(index), probability })),
      ...(own && { label: name(own[at]), right: likeliest[0].index === own[at] }),
    };
  });
  return { images: stack.count, shown };
}

function likeliestOf({ values, columns }: Matrix, row: number, top: number) {
  return Array.from({ length: columns }, (_, index) => ({
    index,
    probability: values[row * columns + index],
  }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, top);
}

const [rightColour, wrongColour] = palette;
const barRoom = 64;
const gap = 18;

function specOf(stack: ImageStack, data: PredictionsGridData, options: PredictionsGridOptions) {
  const { size, title } = options;
  const names = [...new Set(data.shown.flatMap(({ top }) => top.map(({ name }) => name)))];
  const told = new Map(fittingNames(names).map((text, at) => [names[at], text]));
  const nameRoom = Math.ceil(widestOf([...told.values()])) + 8;
  const cell = size! + 8 + nameRoom + barRoom + gap;
  const high = Math.max(Math.round((size! * stack.height) / stack.width), 18 * options.top!) + gap;
  const columns = options.columns ?? { most: Math.max(1, Math.floor(400 / cell)) };
  const shown = data.shown.map((_, at) => at);
  const urls = imageUrls(stack, shown, size!, options.range);
  const from = size! + 8 + nameRoom;
  const rows = data.shown.flatMap((one, at) => rowsOf(one, at));
  const grid = { count: shown.length, width: cell, height: high, gap: { x: gap, y: gap }, columns };
  return cellsSpec(grid, {
    title,
    notes: [...notes(data), rangeNotice(stack, options.range)],
    layers: [
      pictures(
        urls.map((url, at) => ({ at, url, x: size! / 2, y: size! / 2 })),
        size!,
      ),
      barLayer(rows.map((row) => ({ ...row, x: from, x2: from + row.length, y: row.y - 6, y2: row.y + 6 }))),
      labels(
        rows.map(({ at, y, name }) => ({ at, x: from - 4, y, text: told.get(name) })),
        { align: "right" },
      ),
      labels(
        rows.map(({ at, y, length, percent }) => ({ at, x: from + length + 4, y, text: percent })),
        { align: "left", fontSize: 11 },
      ),
    ],
  });
}

function pictures(values: object[], size: number): object {
  const mark = { type: "image", width: size, height: size, align: "center", baseline: "middle" };
  return { data: { values }, mark, encoding: { x: px("x"), y: px("y"), url: { field: "url" } } };
}

/** The classes of one image, one below the other. */
function rowsOf({ top, label, right }: ImagePrediction, at: number) {
  return top.map(({ name, probability }, rank) => {
    const length = Math.max(1, Math.min(1, Math.max(0, probability)) * (barRoom - 30));
    const verdict =
      rank > 0 || right === undefined ? (name === label ? "right" : "none") : right ? "right" : "wrong";
    return { at, name, verdict, length, percent: percent(probability, 0), y: 18 * rank + 8 };
  });
}

function barLayer(bars: object[]): object {
  const color = {
    field: "verdict",
    type: "nominal",
    scale: { domain: ["right", "wrong", "none"], range: [rightColour, wrongColour, midInk] },
    legend: null,
  };
  return boxes(bars, { cornerRadius: 2, stroke: ink, strokeOpacity: 0.1 }, { color });
}

function notes({ images, shown }: PredictionsGridData): (string | false)[] {
  const wrong = shown.filter(({ right }) => right === false).length;
  return [
    shown[0].right !== undefined &&
      `${short(wrong)} of ${plural(shown.length, "prediction")} wrong; blue: the true class, orange: a wrong first choice`,
    shown.length < images && `${short(shown.length)} of ${plural(images, "image")}`,
  ];
}

function altOf(data: PredictionsGridData, { title }: PredictionsGridOptions): string {
  const each = data.shown.map(({ top, label }) => {
    const likeliest = `${top[0].name} (${percent(top[0].probability, 0)})`;
    return label === undefined ? likeliest : `${likeliest}, true ${label}`;
  });
  return sentences(
    title,
    `${plural(data.shown.length, "image")} with the likeliest classes: ${listFirst(each, 8)}`,
    ...notes(data),
  );
}
