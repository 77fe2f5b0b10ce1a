import { heading, vegaLite, windowRoom } from "./vegaTheme";

/** A figure whose marks lie at pixels rather than on axes, y downwards. */
export interface Canvas {
  /** CSS px. */
  width: number;
  height: number;
  title?: string;
  notes?: (string | false | undefined)[];
  layers: object[];
}

/** A place in pixels: a field of the rows, as it is. */
export function px(field: string): object {
  return { field, type: "quantitative", scale: null, axis: null };
}

/** A diagram as a Vega-Lite spec. */
export function canvasSpec({ width, height, title, notes = [], layers }: Canvas): Record<string, unknown> {
  return vegaLite({
    autosize: { type: "pad" },
    ...{ width: Math.ceil(width), height: Math.ceil(height) },
    ...heading(title, ...notes),
    layer: layers,
  });
}

/** Cells of one size, side by side and one row below the other. */
export interface CellGrid {
  count: number;
  /** The size of a cell with the room beside and below it, CSS px. */
  width: number;
  height: number;
  /** Room beside and below a cell, which the last ones lack. */
  gap: { x: number; y: number };
  /** At most so many in a row, fewer in a narrow window; or as many in any. */
  columns: { most: number } | number;
}

/** The same drawing in each of several cells: a row of the layers' data says by `at` in which it is, and where in it. */
export function cellsSpec(grid: CellGrid, canvas: Omit<Canvas, "width" | "height">): Record<string, unknown> {
  const { count, width, height, gap, columns } = grid;
  const fitting = (most: number) =>
    `floor((${windowRoom(width - gap.x, most * width - gap.x, 12)} + ${gap.x}) / ${width})`;
  const across = typeof columns === "number" ? String(columns) : fitting(columns.most);
  const spec = canvasSpec({
    ...canvas,
    width,
    height,
    layers: canvas.layers.map((layer) => inCells(layer, grid)),
  });
  const params = [
    { name: "columns", expr: `min(${count}, ${across})` },
    { name: "width", expr: `columns * ${width} - ${gap.x}` },
    { name: "height", expr: `ceil(${count} / columns) * ${height} - ${gap.y}` },
  ];
  return { ...spec, params: [...params, ...(spec.params as object[])] };
}

const sides = { x: ["x", "x2"], y: ["y", "y2"] };

function inCells(layer: object, { width, height }: CellGrid): object {
  const [first] = (layer as { data: { values: object[] } }).data.values;
  const move = (names: string[], by: string) =>
    names
      .filter((name) => first && name in first)
      .map((name) => ({ calculate: `datum.${name} + ${by}`, as: name }));
  const transform = [
    ...move(sides.x, `(datum.at % columns) * ${width}`),
    ...move(sides.y, `floor(datum.at / columns) * ${height}`),
  ];
  return { ...layer, transform };
}

/** Words at pixels: rows of {x, y, text}. */
export function labels(values: object[], mark: object = {}, more: object = {}): object {
  return {
    data: { values },
    mark: { type: "text", ...mark },
    encoding: { x: px("x"), y: px("y"), text: { field: "text" }, ...more },
  };
}

/** Rectangles at pixels: rows of {x, x2, y, y2}. */
export function boxes(values: object[], mark: object = {}, more: object = {}): object {
  return {
    data: { values },
    mark: { type: "rect", aria: false, ...mark },
    encoding: { x: px("x"), x2: { field: "x2" }, y: px("y"), y2: { field: "y2" }, ...more },
  };
}

/** Straight lines between pixels: rows of {x, y, x2, y2}. */
export function strokes(values: object[], mark: object = {}, more: object = {}): object {
  return {
    data: { values },
    mark: { type: "rule", aria: false, ...mark },
    encoding: { x: px("x"), x2: { field: "x2" }, y: px("y"), y2: { field: "y2" }, ...more },
  };
}

/** Arrows between pixels: strokes with a head at {x2, y2}; each goes right, up or down. */
export function arrows(values: { x: number; y: number; x2: number; y2: number }[], mark: object): object[] {
  const heads = values.map(({ x, y, x2, y2 }) => ({ x: x2, y: y2, to: x2 > x ? 90 : y2 < y ? 0 : 180 }));
  const head = {
    data: { values: heads },
    mark: { type: "point", shape: "triangle-up", size: 28, aria: false, ...mark, strokeWidth: 0 },
    encoding: { x: px("x"), y: px("y"), angle: { field: "to", type: "quantitative", scale: null } },
  };
  return [strokes(values, mark), head];
}
