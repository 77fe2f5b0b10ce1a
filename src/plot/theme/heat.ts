import { evenly } from "../input/thin";
import { orGap, short } from "../input/words";
import { ink, palette } from "./colours";
import { textWidth } from "./font";

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
export function pooled(heat: Heat, most = mostCells): Heat & { block: [rows: number, columns: number] } {
  const { rows, columns } = heat;
  const across = Math.ceil(columns / Math.max(Math.sqrt(most), Math.floor(most / rows)));
  const down = Math.ceil(rows / Math.floor(most / Math.ceil(columns / across)));
  if (across === 1 && down === 1) return { ...heat, block: [1, 1] };
  const size = { rows: Math.ceil(rows / down), columns: Math.ceil(columns / across) };
  const values = new Float64Array(size.rows * size.columns).map((_, at) =>
    blockMean(heat, Math.floor(at / size.columns) * down, (at % size.columns) * across, [down, across]),
  );
  return { ...size, values, block: [down, across] };
}

function blockMean({ values, rows, columns }: Heat, top: number, left: number, [down, across]: number[]) {
  let [sum, count] = [0, 0];
  for (let row = top; row < Math.min(rows, top + down); row++)
    for (let column = left; column < Math.min(columns, left + across); column++)
      if (Number.isFinite(values[row * columns + column])) {
        sum += values[row * columns + column];
        count++;
      }
  return count ? sum / count : NaN;
}

/** What a pooled map says of itself; nothing where every cell is drawn. */
export function blockNotice({ block: [down, across] }: { block: [number, number] }): string | false {
  return (down > 1 || across > 1) && `Each cell is the mean of ${short(down)} × ${short(across)} values`;
}

/** The largest size of a finite number; 1 where all are 0. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
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
  const place = {
    x: axisOf("left", style.x, heat.columns, { names: style.columnNames, most: 12 }),
    y: axisOf("top", style.y, heat.rows, { names: style.rowNames, most: 24, reverse: true }),
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
    names ? `${JSON.stringify(names)}[datum.${field}]` : `datum.${field}`;
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

/** px along which names must fit: what cells have in a narrow window. */
const narrowest = 300;

interface AxisChoice {
  names?: readonly (string | number)[];
  /** At most so many labels. */
  most: number;
  reverse?: boolean;
}

/** An axis of cells, with labels at their middles. */
function axisOf(field: string, title: string, count: number, { names, most, reverse }: AxisChoice): object {
  const label = `floor(datum.value)`;
  const places = evenly(count, most);
  const values = places.map((at) => at + 0.5);
  const widest = names ? Math.max(...places.map((at) => textWidth(String(names[at]), 12))) : 0;
  const crowded = field === "left" && (Math.min(130, widest) + 6) * places.length > narrowest;
  return {
    field,
    type: "quantitative",
    title,
    scale: { domain: [0, count], nice: false, zero: false, reverse },
    axis: {
      ...{ grid: false, labelAngle: crowded ? -45 : 0, labelLimit: 130, labelFlush: false },
      ...(crowded && { labelOverlap: false }),
      ...{ values, tickCount: values.length },
      labelExpr: names ? `${JSON.stringify(names)}[${label}]` : label,
    },
  };
}
