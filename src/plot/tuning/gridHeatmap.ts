import {
  checkInteger,
  checkNotEmpty,
  checkNumber,
  checkOneOf,
  DataError,
  ShapeError,
  shown,
} from "../../core/index";
import { Figure } from "../figure/figure";
import { numberColumn } from "../input/column";
import { checkParts } from "../input/named";
import { distinctNames } from "../input/names";
import { figureOptions } from "../input/options";
import { countAlike, tieNote } from "../input/ties";
import { undrawn } from "../input/undrawn";
import { decimalsApart, fixed, orGap, plural, sentences, short, shortAmong } from "../input/words";
import { ink } from "../theme/colours";
import { columnAxis, fittingNames, longestAlong, nameOf, thinnedNotice, widestOf } from "../theme/nameAxis";
import { heading, vegaLite, windowRoom } from "../theme/vegaTheme";

/** How {@link gridHeatmap} draws. */
export interface GridHeatmapOptions {
  /** Below the table. Default "column". */
  xLabel?: string;
  /** Beside the table. Default "row". */
  yLabel?: string;
  /** Whether the best cell is the largest or the smallest. Default "maximize". */
  direction?: "minimize" | "maximize";
  /** A cell known from elsewhere, framed with dashes and told of above the table: `{ x: 0.2, y: 0.3, value: 0.726, from: "the notes" }`. */
  known?: KnownCell;
  /** Decimals of the numbers in the cells. Default 3, more where the values lie closer, none where more than 6 would be needed. */
  digits?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** A result that others had with the same parameters. */
export interface KnownCell {
  /** One of the columns, and one of the rows. */
  x: number | string;
  y: number | string;
  value: number;
  /** Who had it. */
  from: string;
}

/** The table of {@link gridHeatmap}. */
export interface GridHeatmapInput {
  /** What the columns and rows stand for. */
  x: readonly (number | string)[];
  y: readonly (number | string)[];
  /** [row][column]; NaN for a cell that was not tried. */
  values: readonly (readonly number[])[];
}

/** The numbers of {@link gridHeatmap}. */
export interface GridHeatmapData {
  /** Equal ones are told apart by a number behind them. */
  x: string[];
  y: string[];
  values: number[][];
  best: { x: string; y: string; value: number };
  known?: KnownCell;
}

const where = "gridHeatmap";
const most = 1600;
const mostNamed = 24;

/**
 * The scores of a grid search over two parameters as a table of colours, the best cell framed. A result of others may be framed too.
 *
 * ```ts
 * gridHeatmap({ x: [0.2, 0.5, 0.8, 1], y: [0.1, 0.3, 1], values: scores }, { xLabel: "alpha", yLabel: "C" });
 * ```
 *
 * @throws ShapeError `gridHeatmap: values must be [3, 4], rows of y and columns of x, got [3, 5]`
 */
export function gridHeatmap(table: GridHeatmapInput, options?: GridHeatmapOptions): Figure<GridHeatmapData> {
  const chosen = figureOptions<Required<GridHeatmapOptions>>(where, options as Required<GridHeatmapOptions>, {
    xLabel: "column",
    yLabel: "row",
    direction: "maximize",
    digits: undefined as unknown as number,
    known: undefined as unknown as KnownCell,
    title: undefined as unknown as string,
  });
  checkOneOf(where, "direction", chosen.direction, ["minimize", "maximize"]);
  if (chosen.digits !== undefined) checkInteger(where, "digits", chosen.digits, "[0, 20]");
  const data = read(table, chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawn({ mark: "cell", values: data.values.flat() }),
  });
}

/** What columns and rows stand for: values that have a text. */
function checkNames(side: string, names: readonly unknown[]): void {
  const odd = Array.from(names).findIndex((name) => Object(name) === name);
  if (odd < 0) return;
  const got = `${shown(names[odd])} at [${odd}]`;
  throw new DataError({ where, required: `${side} must be numbers or text`, got });
}

function read(table: GridHeatmapInput, { direction, known }: GridHeatmapOptions): GridHeatmapData {
  checkParts(where, "the table", table, ["x", "y", "values"]);
  const { x, y } = table;
  checkNotEmpty(where, "x", x);
  checkNotEmpty(where, "y", y);
  checkNotEmpty(where, "values", table.values);
  for (const [side, names] of [["x", x], ["y", y]] as const) checkNames(side, names); // prettier-ignore
  const values = Array.from(table.values, (row) => Array.from(numberColumn(where, "values", row)));
  const columns = values.find((row) => row.length !== x.length)?.length ?? x.length;
  if (values.length !== y.length || columns !== x.length) {
    const required = `values must be [${y.length}, ${x.length}], rows of y and columns of x`;
    throw new ShapeError({ where, required, got: `[${values.length}, ${columns}]` });
  }
  const [across, down] = [x, y].map((names) => distinctNames(names.map(String)));
  let best: GridHeatmapData["best"] | undefined;
  values.forEach((row, i) =>
    row.forEach((value, j) => {
      const isBetter = !best || (direction === "maximize" ? value > best.value : value < best.value);
      if (Number.isFinite(value) && isBetter) best = { x: across[j], y: down[i], value };
    }),
  );
  if (!best) throw new DataError({ where, required: "a cell must have a finite value", got: "none" });
  if (known) {
    checkParts(where, "known", known, ["x", "y", "value", "from"]);
    checkNumber(where, "the value of known", known.value);
    checkOneOf(where, "column of known", String(known.x), x.map(String));
    checkOneOf(where, "row of known", String(known.y), y.map(String));
  }
  return {
    x: across,
    y: down,
    values,
    best,
    ...(known && { known }),
  };
}

function specOf(
  data: GridHeatmapData,
  { xLabel, yLabel, direction, digits, title }: Required<GridHeatmapOptions>,
) {
  const cells = cellsOf(data, direction, digits);
  const [across, down] = [fittingNames(data.x), fittingNames(data.y)];
  const widest = widestOf(cells.map(({ text }) => text));
  const wished = Math.ceil(Math.max(widest, widestOf(across))) + 14;
  const columns = new Set(cells.map(({ x }) => x)).size;
  const step = Math.max(4, Math.min(wished, Math.floor(500 / data.x.length)));
  const pitch = `width / ${columns}`;
  const height = Math.max(4, Math.min(32, Math.floor(500 / data.y.length)));
  const named = { grid: false, labelLimit: 2 * longestAlong };
  const place = {
    x: {
      field: "x",
      type: "nominal",
      sort: null,
      title: xLabel,
      axis: {
        ...{ ...named, orient: "bottom", labelExpr: nameOf(data.x, across) },
        ...{ ...columnAxis(across, pitch), labelOverlap: data.x.length > mostNamed },
      },
    },
    y: {
      field: "y",
      type: "nominal",
      sort: null,
      title: yLabel,
      axis: { ...named, labelExpr: nameOf(data.y, down) },
    },
  };
  const layers = [
    {
      mark: { type: "rect", color: "#1c49b0", cornerRadius: 2 },
      encoding: {
        ...place,
        fillOpacity: { field: "depth", type: "quantitative", scale: null, legend: null },
        tooltip: [
          { field: "x", title: xLabel },
          { field: "y", title: yLabel },
          { field: "text", title: "value" },
        ],
      },
    },
    {
      transform: [{ filter: "datum.best" }],
      mark: { type: "rect", filled: false, stroke: "#e07000", strokeWidth: 3, cornerRadius: 2 },
      encoding: place,
    },
    {
      transform: [{ filter: "datum.known" }],
      mark: {
        type: "rect",
        filled: false,
        stroke: "#e07000",
        strokeWidth: 2,
        strokeDash: [4, 3],
        cornerRadius: 2,
      },
      encoding: place,
    },
  ];
  const numbers = {
    // None where they would not fit beside each other.
    mark: { type: "text", fontSize: { expr: `${pitch} < ${Math.ceil(widest) + 4} ? 0 : 12` } },
    encoding: {
      ...place,
      text: { field: "text" },
      color: { condition: { test: "datum.depth > 0.55", value: "#ffffff" }, value: ink },
    },
  };
  return vegaLite({
    autosize: { type: "pad" },
    ...widthOf(8 * columns, step * columns, widestOf(down) + besideNames),
    height: { step: height },
    ...heading(title, notice(data), thinnedNotice(data.x.length, mostNamed, "columns")),
    data: { values: cells },
    layer: step >= widest + 6 && data.y.length <= 16 ? [...layers, numbers] : layers,
  });
}

/** The title of the rows, in two lines, and padding, CSS px. */
const besideNames = 55;

/** As wide as its cells wish, less in a narrow window. */
function widthOf(least: number, most: number, beside: number): object {
  const expr = windowRoom(Math.min(least, most), most, beside);
  return { width: most, params: [{ name: "width", expr }] };
}

function cellsOf({ x, y, values, best, known }: GridHeatmapData, direction: string, digits?: number) {
  const finite = values.flat().filter(Number.isFinite);
  const decimals = digits ?? decimalsApart(finite);
  const told = (value: number) => (decimals === undefined ? short(value) : fixed(value, decimals));
  const [low, high] = finite.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const everyX = Math.ceil(x.length / 40);
  const everyY = Math.ceil(y.length / 40);
  return values.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const isBest = x[j] === best.x && y[i] === best.y;
      const isKnown = x[j] === String(known?.x) && y[i] === String(known?.y);
      if (!isBest && !isKnown && (i % everyY || j % everyX)) return [];
      const share = high > low ? (value - low) / (high - low) : 1;
      const good = direction === "maximize" ? share : 1 - share;
      // None lies where neither white nor ink is easy to read.
      const raw = 0.08 + 0.92 * good;
      const depth = Number.isFinite(value) ? orGap(raw < 0.5 ? raw : Math.max(raw, 0.75)) : 0;
      return [
        {
          x: x[j],
          y: y[i],
          text: Number.isFinite(value) ? told(value) : "–",
          depth,
          best: isBest,
          known: isKnown,
        },
      ];
    }),
  );
}

function notice({ x, y, values, best, known }: GridHeatmapData): string {
  const ties = tieNote(countAlike(values.flat(), best.value));
  const cells = x.length * y.length;
  const thinned =
    x.length > 40 || y.length > 40 ? `; ${plural(cells, "cell")}, at most ${short(most)} of them drawn` : "";
  const others = known ? `; ${known.from}: ${short(known.value)} at ${known.y} and ${known.x}, dashed` : "";
  return `best ${shortAmong(best.value, values.flat())} at ${best.y} and ${best.x}${ties}${others}${thinned}`;
}

function altOf(data: GridHeatmapData, { title, xLabel, yLabel }: Required<GridHeatmapOptions>): string {
  const { x, y, values, best, known } = data;
  const ties = tieNote(countAlike(values.flat(), best.value));
  return sentences(
    title,
    `Values of ${plural(x.length * y.length, "cell")}, ${plural(y.length, "row")} of ${yLabel} and ${plural(x.length, "column")} of ${xLabel}`,
    `The best is ${shortAmong(best.value, values.flat())}, at ${yLabel} ${best.y} and ${xLabel} ${best.x}${ties}`,
    known && `${known.from} had ${short(known.value)}, at ${yLabel} ${known.y} and ${xLabel} ${known.x}`,
    x.length > 40 || y.length > 40 ? notice(data) : false,
  );
}
