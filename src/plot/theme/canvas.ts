import { heading, vegaLite } from "./vegaTheme";

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
