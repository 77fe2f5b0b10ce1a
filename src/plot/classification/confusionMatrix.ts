import { checkEqualLength, checkNotEmpty, OptionError } from "../../core/index";
import { sumOf } from "../../math/index";
import { Figure } from "../figure/figure";
import type { Numbers } from "../input/column";
import { classIndices, countClasses } from "../input/labels";
import { checkClassNames, distinctNames } from "../input/names";
import { figureOptions } from "../input/options";
import { list, percent, plural, short, range } from "../input/words";
import { ink } from "../theme/colours";
import {
  columnAxis,
  fittingNames,
  longestAlong,
  nameOf,
  rowFont,
  thinnedNotice,
  widestOf,
} from "../theme/nameAxis";
import { heading, vegaLite, windowRoom } from "../theme/vegaTheme";

/** How {@link confusionMatrix} draws. */
export interface ConfusionMatrixOptions {
  /** Names of the classes, in the order of their indices. Default their numbers. */
  classNames?: readonly string[];
  /** Colours by share of the row rather than by count, and writes percentages. Default false. */
  normalize?: boolean;
  /** Above the figure. Default none. */
  title?: string;
  /** Width and height of a cell, CSS px. Default as the names need, at most 340 for all. */
  cell?: number;
}

/** The numbers of {@link confusionMatrix}. */
export interface ConfusionMatrixData {
  classNames: string[];
  /** [true class][predicted class]: how many. */
  counts: number[][];
  /** Share of predictions that are right, in [0, 1]. */
  accuracy: number;
}

const most = 200;

/** With more classes, cells without a count are left out: they are see-through. */
const mostOfFull = 60;

/** The colours of full cells, right and wrong; see-through below, so that they work on light and dark pages alike. */
const full = { right: "#1c49b0", wrong: "#8f3f00" };

/**
 * How often each true class was predicted as each class; the diagonal is right.
 *
 * ```ts
 * confusionMatrix(test.labels, model.predict(x).argMax(-1), { classNames: test.classNames });
 * ```
 *
 * @param labels int [points]: the true classes, from 0
 * @param predictions int [points]: the predicted ones
 * @throws ShapeError `confusionMatrix: labels and predictions must have equal length, got 1000 and 992`
 * @throws DataError `confusionMatrix: labels must be class indices 0 to 2, got 3 at [17]`
 */
export function confusionMatrix(
  labels: Numbers,
  predictions: Numbers,
  options?: ConfusionMatrixOptions,
): Figure<ConfusionMatrixData> {
  const chosen = figureOptions<ConfusionMatrixOptions>("confusionMatrix", options, {
    classNames: undefined,
    normalize: false,
    title: undefined,
    cell: undefined,
  });
  const data = count(labels, predictions, chosen);
  // Written by itself: shares under the pointer are not read beside it.
  const right = summary(data);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, right, chosen),
    data,
    alt: () => altOf(data, right, chosen),
  });
}

function count(
  labels: Numbers,
  predictions: Numbers,
  { classNames }: ConfusionMatrixOptions,
): ConfusionMatrixData {
  const where = "confusionMatrix";
  checkClassNames(where, "classNames", classNames);
  const size = classNames?.length ?? countClasses(where, 1, labels, predictions);
  if (size > most)
    throw new OptionError({ where, required: `there must be at most ${most} classes`, got: size });
  if (size === 0) throw new OptionError({ where, required: "classNames must not be empty" });
  const own = classIndices(where, "labels", labels, size);
  const predicted = classIndices(where, "predictions", predictions, size);
  checkEqualLength(where, { labels: own, predictions: predicted });
  checkNotEmpty(where, "labels", own);
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  own.forEach((label, at) => counts[label][predicted[at]]++);
  const right = counts.reduce((sum, row, at) => sum + row[at], 0);
  const names = classNames ? [...classNames] : counts.map((_, at) => String(at));
  return { classNames: names, counts, accuracy: right / own.length };
}

function specOf(
  data: ConfusionMatrixData,
  right: string,
  options: ConfusionMatrixOptions,
): Record<string, unknown> {
  const classes = distinctNames(data.classNames);
  const count = classes.length;
  const names = fittingNames(classes);
  const values = cellsOf(data, options.normalize!);
  const written = options.normalize ? "percent" : "count";
  const widest = widestOf(values.map((cell) => String(cell[written])));
  const size =
    options.cell === undefined ? fittingSize(names, widest) : squareOf(String(count * options.cell));
  const pitch = `width / ${count}`;
  const axis = { grid: false, labelLimit: 2 * longestAlong, labelExpr: nameOf(classes, names) };
  const thinned = { labelOverlap: count > mostNamed };
  const place = {
    x: {
      field: "predicted",
      type: "nominal",
      scale: { domain: classes },
      title: "predicted",
      axis: { ...axis, orient: "bottom", ...columnAxis(names, pitch), ...thinned },
    },
    y: {
      field: "true",
      type: "nominal",
      scale: { domain: classes },
      title: "true",
      axis: { ...axis, labelFontSize: { expr: rowFont(pitch) }, ...thinned },
    },
  };
  const squares = {
    mark: { type: "rect", stroke: ink, strokeOpacity: 0.15, cornerRadius: 2 },
    encoding: {
      ...place,
      color: { condition: { test: "datum.true === datum.predicted", value: full.right }, value: full.wrong },
      fillOpacity: { field: "share", type: "quantitative", scale: null, legend: null },
      tooltip: ["true", "predicted", "count", "percent"].map((field) => ({ field })),
    },
  };
  const numbers = {
    mark: { type: "text", fontSize: { expr: fontSize(pitch, widest) } },
    encoding: {
      ...place,
      text: { field: written },
      color: { condition: { test: `datum.share > ${textFlip}`, value: "#ffffff" }, value: ink },
    },
  };
  return vegaLite({
    autosize: { type: "pad" },
    ...size,
    ...heading(options.title, right, thinnedNotice(count, mostNamed, "classes")),
    data: { values },
    layer: [squares, numbers],
    resolve: { scale: { color: "independent" } },
  });
}

/** Above this opacity of a full colour, white reads better than the page's ink, on light and dark pages. */
const textFlip = 0.55;

const atMost = 340;

/** With more classes not every name is written. */
const mostNamed = 24;

/** Wide enough for the names and the numbers, as far as all cells together stay within a narrow window. */
function fittingSize(names: string[], widest: number): object {
  const wished = Math.max(48, widestOf(names) + 12, widest + beside);
  const cell = Math.max(28, Math.min(wished, Math.floor(atMost / names.length)));
  const title = 52;
  const width = windowRoom(8 * names.length, cell * names.length, widestOf(names) + title);
  return squareOf(width);
}

/** Both sides by an expression; without numbers of their own Vega-Lite would give every cell 20 px. */
function squareOf(expr: string): object {
  return { width: atMost, height: atMost, params: ["width", "height"].map((name) => ({ name, expr })) };
}

/** What a number leaves free in a cell that may be as wide as it wishes, CSS px. */
const beside = 8;

/** The size of the numbers in cells so wide, of which the widest takes so many px at 12; none where they would not fit. */
function fontSize(cell: string, widest: number): string {
  const fits = (size: number) => `${cell} < ${Math.ceil((widest * size) / 12) + 2}`;
  return `${cell} < 18 || ${fits(8)} ? 0 : ${cell} < 28 || ${fits(10)} ? 8 : ${cell} < 36 || ${fits(12)} ? 10 : 12`;
}

/** A cell, as it is drawn and as the pointer reads it off. */
interface Cell {
  true: string;
  predicted: string;
  count: number;
  percent: string;
  share: number;
}

function cellsOf({ classNames: names, counts }: ConfusionMatrixData, normalize: boolean): Cell[] {
  const classes = distinctNames(names);
  const highest = Math.max(1, range(counts.flat())[1]);
  const sparse = classes.length > mostOfFull;
  return counts.flatMap((row, own) => {
    const total = sumOf(row);
    return row.flatMap((value, predicted) => {
      if (sparse && value === 0) return [];
      const share = total ? value / total : 0;
      return [
        {
          true: classes[own],
          predicted: classes[predicted],
          count: value,
          percent: percent(share).replace(".0 ", " "),
          share: depth(normalize ? share : value / highest),
        },
      ];
    });
  });
}

/** Opacity of a cell: any mistake is seen, and none lies where neither white nor ink is easy to read. */
function depth(share: number): number {
  if (share === 0) return 0;
  const opacity = 0.1 + 0.9 * share;
  return Number((opacity < 0.5 ? opacity : Math.max(opacity, 0.75)).toFixed(3));
}

function summary({ counts, accuracy }: ConfusionMatrixData): string {
  const total = sumOf(counts.flat());
  return `${short(Math.round(accuracy * total))} of ${plural(total, "prediction")} right (${percent(accuracy)})`;
}

function altOf(data: ConfusionMatrixData, right: string, { title }: ConfusionMatrixOptions): string {
  const { counts } = data;
  const classes = distinctNames(data.classNames);
  const wrong = counts
    .flatMap((row, own) => row.map((value, predicted) => ({ value, own, predicted })))
    .filter(({ value, own, predicted }) => value > 0 && own !== predicted)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ value, own, predicted }) => `${classes[own]} as ${classes[predicted]} (${short(value)})`);
  const named = title ? `${title}: ` : "";
  const mistakes = wrong.length ? ` Most frequent mistakes: ${list(wrong)}.` : "";
  return `${named}confusion matrix of ${plural(classes.length, "class", "classes")}, ${right}.${mistakes}`;
}
