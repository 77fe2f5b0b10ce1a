import { thinCurve } from "../../math/index";
import type { FrameOptions } from "../input/frame";
import { hoverFormat } from "../input/drawnDigits";
import { passesOf } from "../input/passes";
import { orGap } from "../input/words";
import { dashes, dashOf, lineWidth } from "./looks";
import { colourCount, repeatNotice } from "../theme/colours";
import { bandBetween } from "../theme/marks";
import { besidePlot } from "../theme/fitted";
import { legendOf } from "../theme/legend";
import { columnAxis, fittingNames, listOf } from "../theme/nameAxis";
import { heading, scaleAndAxis, wholeTicks, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** One value of a line, as a Vega-Lite figure holds it; null is a gap. */
export interface CurveRow {
  x: number | null;
  y: number | null;
  series: string;
  low?: number | null;
  high?: number | null;
  /** Which time a line goes over its axis, where it does so again. */
  pass?: number;
  /** Whether no line reaches it, so that it is marked. */
  alone?: boolean;
}

/** An axis of lines. */
export interface CurveAxis {
  title: string;
  log?: boolean;
  /** From where to where; what lies outside is cut off. Default as the values need. */
  domain?: readonly [number, number];
  /** Names of 1, 2, 3 …, in the place of numbers. */
  names?: readonly string[];
}

/** Lines over two axes. */
export interface Curves extends FrameOptions {
  /** The lines in the order of the legend. */
  names: readonly string[];
  rows: CurveRow[];
  x: CurveAxis;
  y: CurveAxis;
  /** Marks each value with a point. Default: with at most 12 values a line. */
  points?: boolean;
  /** How a line goes from value to value. Default straight. */
  interpolate?: "linear" | "step-after" | "step-before";
  /** Below the title. */
  notes?: (string | false | undefined)[];
  /** Layers below and above the lines, which share their axes. */
  below?: (axes: CurveAxes) => object[];
  above?: (axes: CurveAxes) => object[];
}

/** The encoding of both axes, with the fields `x` and `y`. */
export interface CurveAxes {
  x: object;
  y: object;
}

export { dashes, solid } from "./looks";

/** More values than this cannot be pointed at one by one, and their invisible marks cost a second to draw. */
export const hoverable = 500;

/** A legend that shows a stretch of the line. */
export const stroked = { symbolType: "stroke", symbolSize: 300 };

const most = 2000;
const mostOfAll = 4000;

/** How many values a line may have, of so many lines, so that all of them stay within the payload. */
export function valuesEach(lineCount: number): number {
  return Math.max(4, Math.min(most, Math.floor(mostOfAll / lineCount)));
}

/** What {@link curveRows} may be told. */
interface RowChoice {
  /** At most so many rows. */
  limit: number;
  low?: ArrayLike<number>;
  high?: ArrayLike<number>;
  logX?: boolean;
  logY?: boolean;
  /** Where a line begins anew; see {@link passesOf}. */
  again?: Parameters<typeof passesOf>[1];
}

/** The rows of one line: thinned, and without what has no place on a logarithmic axis. */
export function curveRows(
  series: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { limit, low, high, logX, logY, again }: RowChoice,
): CurveRow[] {
  const drawable = (value: number, log?: boolean) => orGap(log && value <= 0 ? NaN : value);
  const passes = passesOf(x, again);
  const each = Math.max(4, Math.floor(limit / passes.length));
  return passes.flatMap((places, pass) => {
    const kept = thinCurve(
      places.map((at) => y[at]),
      each,
    );
    const rows = kept
      .map((index) => places[index])
      .map((at) => ({
        x: drawable(x[at], logX),
        y: drawable(y[at], logY),
        series,
        ...(low && high && { low: drawable(low[at], logY), high: drawable(high[at], logY) }),
        ...(passes.length > 1 && { pass }),
      }));
    return markedAlone(rows);
  });
}

/** A value between two gaps, which no line reaches. */
function markedAlone(rows: CurveRow[]): CurveRow[] {
  const isDrawn = (row?: CurveRow) => row !== undefined && row.x !== null && row.y !== null;
  return rows.map((row, at) =>
    isDrawn(row) && !isDrawn(rows[at - 1]) && !isDrawn(rows[at + 1]) ? { ...row, alone: true } : row,
  );
}

/** Lines as a Vega-Lite spec: bands, the lines, their points, and what the pointer reads off. */
export function curveSpec(curves: Curves): Record<string, unknown> {
  const { title, width, height, rows, notes = [], below, above } = curves;
  const axes = { x: axisOf("x", curves), y: axisOf("y", curves) };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes, repeatNotice(curves.names.length, tellingLines(curves.names.length))),
    data: { values: rows },
    layer: [...(below?.(axes) ?? []), ...curveLayers(curves, axes), ...(above?.(axes) ?? [])],
  });
}

/** What tells lines of one colour apart. */
function tellingLines(count: number): string {
  return `dashes${count > colourCount * dashes.length ? " and widths" : ""} tell lines apart`;
}

function axisOf(field: "x" | "y", curves: Curves): object {
  const { title, log = false, domain, names } = curves[field];
  const limits = domain && { domain, nice: false };
  const values = curves.rows.map((row) => row[field]);
  const { scale, axis } = scaleAndAxis(log, values);
  if (names) return { field, type: "quantitative", title, ...namedScale(names) };
  return { field, type: "quantitative", title, scale: { ...scale, ...limits }, axis };
}

/** More names along an axis give way to their numbers. */
export const mostAxisNames = 12;

/** Names in the place of 1, 2, 3 …; of more than fit, numbers. */
function namedScale(names: readonly string[]): object {
  const padding = 12;
  const scale = { domain: [1, Math.max(2, names.length)], nice: false, padding };
  if (names.length > mostAxisNames) return { scale, axis: wholeTicks(1, names.length) };
  const labels = fittingNames(names);
  const pitch = `(room - ${besidePlot + 3 * padding}) / ${Math.max(1, names.length - 1)}`;
  return {
    scale,
    axis: {
      values: names.map((_, at) => at + 1),
      labelExpr: `${listOf(labels)}[datum.value - 1]`,
      ...columnAxis(labels, pitch),
    },
  };
}

function curveLayers(curves: Curves, axes: CurveAxes): object[] {
  const { names, rows, points = rows.length <= 12 * names.length, interpolate = "linear" } = curves;
  const legend = legendOf(names, stroked);
  const color = { field: "series", type: "nominal", scale: { domain: names }, legend };
  const encoding = { ...axes, color };
  const again = rows.some(({ pass }) => pass !== undefined) && { detail: { field: "pass" } };
  const strokeDash = {
    field: "series",
    type: "nominal",
    scale: { domain: names, range: names.map((_, at) => dashOf(at)) },
    legend,
  };
  const strokeWidth = {
    field: "series",
    type: "nominal",
    scale: { type: "ordinal", domain: names, range: names.map((_, at) => lineWidth(at)) },
    legend,
  };
  const isWide = names.length > colourCount * dashes.length;
  const clip = overflows(curves);
  const banded = rows.some(({ low }) => low !== undefined);
  const band = {
    mark: { type: "area", opacity: 0.18, clip },
    encoding: { ...bandBetween(axes), color, ...again },
  };
  const line = {
    mark: { type: "line", clip, interpolate },
    encoding: { ...encoding, strokeDash, ...(isWide && { strokeWidth }), ...again },
  };
  const point = {
    mark: { type: "point", opacity: points ? 1 : 0, size: points ? 40 : 60, clip },
    encoding: { ...encoding, tooltip: tooltipOf(curves) },
  };
  const alone = {
    transform: [{ filter: "datum.alone" }],
    mark: { type: "point", opacity: 1, size: 40, clip },
    encoding,
  };
  const isMarked = !points && rows.some((row) => row.alone);
  return [
    ...(banded ? [band] : []),
    line,
    ...(isMarked ? [alone] : []),
    ...(points || rows.length <= hoverable ? [point] : []),
  ];
}

/** Only then are marks cut off, as that halves the width of a line along the edge. */
function overflows({ rows, x, y }: Curves): boolean {
  const outside = (value: number | null | undefined, domain?: readonly [number, number]) =>
    domain !== undefined && value !== null && value !== undefined && (value < domain[0] || value > domain[1]);
  return rows.some(
    (row) => outside(row.x, x.domain) || [row.y, row.low, row.high].some((v) => outside(v, y.domain)),
  );
}

function tooltipOf({ names, rows, x, y }: Curves): object[] {
  const format = (side: "x" | "y") => hoverFormat(rows.map((row) => row[side]));
  return [
    ...(names.length > 1 ? [{ field: "series", title: "line" }] : []),
    { field: "x", type: "quantitative", title: x.title, format: format("x") },
    { field: "y", type: "quantitative", title: y.title, format: format("y") },
  ];
}
