import { legendOf, scaleAndAxis } from "./theme/vegaTheme";

/** One value of a line, as a Vega-Lite figure holds it; null is a gap. */
export interface CurveRow {
  x: number | null;
  y: number | null;
  series: string;
  low?: number | null;
  high?: number | null;
}

/** An axis of lines. */
export interface CurveAxis {
  title: string;
  log: boolean;
}

interface CurveStyle {
  /** The lines in the order of the legend. */
  names: string[];
  /** How many values all lines have. */
  count: number;
  x: CurveAxis;
  y: CurveAxis;
  points: boolean;
  banded: boolean;
}

/**
 * A solid line as a dash: Vega-Lite's usual `[1, 0]` has resvg cut the line into pieces of 1 px, 6 s for 2 000 points.
 */
const solid = [10000, 0];

/** Dashes of the first, second, … line, so that lines differ without colour; the fifth begins again. */
export const dashes = [solid, [6, 3], [2, 3], [9, 3, 2, 3]];

/** More values than this cannot be pointed at one by one, and their invisible marks cost a second to draw. */
export const hoverable = 500;

/** A legend that shows a stretch of the line. */
export const stroked = { symbolType: "stroke", symbolSize: 300 };

/** The Vega-Lite layers of lines: bands, the lines, their points, and what the pointer reads off. */
export function curveLayers({ names, count, x, y, points, banded }: CurveStyle): object[] {
  const legend = legendOf(names, stroked);
  const encoding = {
    x: { field: "x", type: "quantitative", title: x.title, ...scaleAndAxis(x.log) },
    y: { field: "y", type: "quantitative", title: y.title, ...scaleAndAxis(y.log) },
    color: { field: "series", type: "nominal", scale: { domain: names }, legend },
  };
  const strokeDash = { field: "series", type: "nominal", scale: { domain: names, range: dashes }, legend };
  const tooltip = [
    { field: "series", title: "line" },
    { field: "x", type: "quantitative", title: x.title, format: ".4~g" },
    { field: "y", type: "quantitative", title: y.title, format: ".4~g" },
  ];
  const band = { mark: { type: "area", opacity: 0.18 }, encoding: bandOf(encoding) };
  const line = { mark: { type: "line", clip: true }, encoding: { ...encoding, strokeDash } };
  const point = {
    mark: { type: "point", opacity: points ? 1 : 0, size: points ? 40 : 60 },
    encoding: { ...encoding, tooltip },
  };
  return [...(banded ? [band] : []), line, ...(points || count <= hoverable ? [point] : [])];
}

function bandOf({ x, y, color }: { x: object; y: object; color: object }): object {
  return { x, color, y: { ...y, field: "low" }, y2: { field: "high" } };
}
