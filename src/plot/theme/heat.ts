import { meanOf } from "../../math/index";
import { evenly } from "../input/thin";
import { orGap, plural, short } from "../input/words";
import { ink, palette } from "./colours";
import { columnAxis, fittingNames, listOf, longestAlong, widestOf } from "./nameAxis";

/** Numbers in rows and columns, to be drawn as cells. */
export interface Heat {
  /** Row after row. */
  values: ArrayLike<number>;
  rows: number;
  columns: number;
}

/** How cells are drawn. */
export interface HeatStyle {
  /** What stands beside rows and below columns; by default their numbers from 0. */
  rowNames?: readonly (string | number)[];
  columnNames?: readonly (string | number)[];
  x: string;
  y: string;
  /** What a cell's number is, in the tooltip. */
  value: string;
  /** The size of number that gets the deepest colour. Default the largest there is. */
  full?: number;
}

/** More cells than this are drawn by the means of blocks. */
const mostCells = 4000;

/** The cells, or means of blocks of them where there are too many to draw, and the size of a block. */
export function pooled(
  heat: Heat,
  { most = mostCells, cell = meanOf }: PoolChoice = {},
): Heat & { block: [rows: number, columns: number] } {
  const { rows, columns } = heat;
  const across = Math.ceil(columns / Math.max(Math.sqrt(most), Math.floor(most / rows)));
  const down = Math.ceil(rows / Math.floor(most / Math.ceil(columns / across)));
  if (across === 1 && down === 1) return { ...heat, block: [1, 1] };
  const size = { rows: Math.ceil(rows / down), columns: Math.ceil(columns / across) };
  const values = new Float64Array(size.rows * size.columns).map((_, at) =>
    inBlock(heat, Math.floor(at / size.columns) * down, (at % size.columns) * across, [down, across], cell),
  );
  return { ...size, values, block: [down, across] };
}

/** How {@link pooled} makes few cells of many. */
interface PoolChoice {
  /** At most so many cells. */
  most?: number;
  /** What stands for the finite values of a block; NaN of none. Default their mean. */
  cell?: (values: number[]) => number;
}

/** The value farthest from 0, so that extremes are seen. */
export function farthestOf(values: number[]): number {
  return values.reduce((far, value) => (Math.abs(value) <= Math.abs(far) ? far : value), NaN);
}

function inBlock(
  { values, rows, columns }: Heat,
  top: number,
  left: number,
  [down, across]: number[],
  cell: (values: number[]) => number,
): number {
  const block: number[] = [];
  for (let row = top; row < Math.min(rows, top + down); row++)
    for (let column = left; column < Math.min(columns, left + across); column++)
      if (Number.isFinite(values[row * columns + column])) block.push(values[row * columns + column]);
  return cell(block);
}

/** What a pooled map says of itself; nothing where every cell is drawn. */
export function blockNotice({ block: [down, across] }: { block: [number, number] }): string | false {
  return (
    (down > 1 || across > 1) && `Each cell is the farthest from 0 of ${short(down)} × ${short(across)} values`
  );
}

/** The largest size of a finite number, of one map or of several on one scale; 1 where all are 0. */
export function largest(...maps: ArrayLike<number>[]): number {
  let most = 0;
  for (const values of maps)
    for (let at = 0; at < values.length; at++)
      if (Number.isFinite(values[at])) most = Math.max(most, Math.abs(values[at]));
  return most || 1;
}

/**
 * A layer of cells: blue above 0, orange below, see-through near 0, so that they work on light and dark pages alike; what is
 * not finite is crossed out.
 */
export function heatLayers(heat: Heat, style: HeatStyle): object[] {
  const missing = Array.from(heat.values).some((value) => !Number.isFinite(value));
  const rows = rowsOf(heat, style);
  const down = { names: style.rowNames, most: mostNamed.rows };
  const rowNames = labelsOf(heat.rows, down).labels;
  const place = {
    x: acrossAxis(style.x, heat.columns, { names: style.columnNames, most: mostNamed.columns }, rowNames),
    y: downAxis(style.y, heat.rows, down),
  };
  const cells = {
    ...rows,
    mark: { type: "rect", aria: false },
    encoding: {
      ...{ ...place, x2: { field: "right" }, y2: { field: "bottom" } },
      color: { condition: { test: "datum.v < 0", value: palette[1] }, value: palette[0] },
      fillOpacity: { field: "depth", type: "quantitative", scale: null, legend: null },
      tooltip: [
        { field: "rowName", title: style.y },
        { field: "columnName", title: style.x },
        { field: "v", title: style.value },
      ],
    },
  };
  const crosses = {
    ...rows,
    transform: [...rows.transform, { filter: "datum.v === null" }],
    mark: { type: "text", text: "×", color: ink, fontSize: 10 },
    encoding: { x: { ...place.x, field: "across" }, y: { ...place.y, field: "down" } },
  };
  return [cells, ...(missing ? [crosses] : [])];
}

/** The numbers alone; Vega counts where they lie. */
function rowsOf({ values, columns }: Heat, { rowNames, columnNames, full = largest(values) }: HeatStyle) {
  const name = (names: readonly (string | number)[] | undefined, field: string) =>
    names ? `${listOf(names.map(String))}[datum.${field}]` : `datum.${field}`;
  const calculated = {
    top: `floor((datum.n - 1) / ${columns})`,
    bottom: "datum.top + 1",
    down: "datum.top + 0.5",
    left: `(datum.n - 1) % ${columns}`,
    right: "datum.left + 1",
    across: "datum.left + 0.5",
    rowName: name(rowNames, "top"),
    columnName: name(columnNames, "left"),
    depth: `datum.v === null ? 0 : min(1, abs(datum.v) / ${full})`,
  };
  return {
    data: { values: [{ v: Array.from(values, orGap) }] },
    transform: [
      { flatten: ["v"] },
      { window: [{ op: "row_number", as: "n" }] },
      ...Object.entries(calculated).map(([as, calculate]) => ({ calculate, as })),
    ],
  };
}

/** At most so many rows and columns have their names written. */
const mostNamed = { rows: 24, columns: 12 };

/** What is said of rows or columns that have names and no room for all. */
export function unnamedNotice(side: keyof typeof mostNamed, count: number, what: string): string | false {
  const most = mostNamed[side];
  return count > most && `${short(most)} of ${plural(count, what)} are named`;
}

interface AxisChoice {
  names?: readonly (string | number)[];
  /** At most so many labels. */
  most: number;
}

/** Rows of cells, with labels at their middles. */
function downAxis(title: string, count: number, choice: AxisChoice): object {
  const { values, labels, labelExpr } = labelsOf(count, choice);
  const axis = { grid: false, labelLimit: 2 * longestAlong, labelFlush: false };
  return {
    ...{ field: "top", type: "quantitative", title },
    scale: { domain: [0, count], nice: false, zero: false, reverse: true },
    axis: { ...axis, values, tickCount: labels.length, labelExpr },
  };
}

/** Columns of cells beside names of their rows, with labels at their middles. */
function acrossAxis(title: string, count: number, choice: AxisChoice, rowNames: readonly string[]): object {
  const { values, labels, labelExpr } = labelsOf(count, choice);
  const beside = Math.ceil(widestOf(rowNames)) + besideNames;
  const axis = { grid: false, ...columnAxis(labels, `(room - ${beside}) / ${labels.length}`) };
  return {
    ...{ field: "left", type: "quantitative", title },
    scale: { domain: [0, count], nice: false, zero: false },
    axis: { ...axis, values, labelExpr },
  };
}

/** The title of the rows, and padding, CSS px. */
const besideNames = 46;

function labelsOf(count: number, { names, most }: AxisChoice) {
  const places = evenly(count, most);
  const labels = fittingNames(places.map((at) => (names ? names[at] : at)));
  return {
    values: places.map((at) => at + 0.5),
    labels,
    labelExpr: `${listOf(labels)}[indexof(${JSON.stringify(places)}, floor(datum.value))]`,
  };
}
