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
    width,
    height,
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
    mark: { type: "rect", ...mark },
    encoding: { x: px("x"), x2: { field: "x2" }, y: px("y"), y2: { field: "y2" }, ...more },
  };
}

/** Straight lines between pixels: rows of {x, y, x2, y2}. */
export function strokes(values: object[], mark: object = {}, more: object = {}): object {
  return {
    data: { values },
    mark: { type: "rule", ...mark },
    encoding: { x: px("x"), x2: { field: "x2" }, y: px("y"), y2: { field: "y2" }, ...more },
  };
}
