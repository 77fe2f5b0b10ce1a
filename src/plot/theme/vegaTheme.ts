import { ink, palette, symbols } from "./colours";
import { besidePlot, fitted, narrowFigure } from "./fitted";
import { fontFamily } from "./font";
import { withNumberAxes } from "./numberAxis";

const text = { labelFontSize: 12, labelColor: ink, titleFontSize: 12, titleFontWeight: 400, titleColor: ink };

/** The look of every Vega-Lite figure. */
export const vegaTheme = {
  background: "transparent",
  font: fontFamily,
  padding: 6,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    offset: 12,
    color: ink,
    fontSize: 15,
    fontWeight: 600,
    subtitleColor: ink,
    subtitleFontSize: 12,
    subtitlePadding: 5,
  },
  axis: {
    ...text,
    titlePadding: 8,
    labelPadding: 5,
    labelOverlap: true,
    labelSeparation: 6,
    domain: false,
    ticks: false,
    gridColor: ink,
    gridOpacity: 0.14,
    gridWidth: 1,
    tickCount: 6,
  },
  // A number near the end of the axis, of which a part would lie outside the figure, ends there.
  axisXQuantitative: { labelFlush: 24 },
  legend: {
    ...text,
    orient: "top",
    direction: "horizontal",
    title: null,
    offset: 8,
    columnPadding: 16,
    layout: { top: { direction: "vertical", anchor: "start", margin: 4 } },
    labelLimit: 240,
    symbolOpacity: 1,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    symbolLimit: 0,
  },
  range: { category: palette, symbol: symbols },
  // A width here would be stronger than a width by data; Vega's own is 2.
  line: { strokeJoin: "round", strokeCap: "round" },
  point: { size: 50, filled: true, opacity: 0.85 },
  rule: { color: ink },
  text: { color: ink, fontSize: 12 },
};

/**
 * The width of a Vega-Lite figure: the one asked for, or 560 px (`most`) and less in a narrow window.
 *
 * `width: "container"` would say the same, but it hangs JupyterLab 4.6 (a resize loop).
 */
export function vegaWidth(asked?: number, most = widest): object {
  if (asked !== undefined) return { width: asked };
  return { params: [{ name: "width", expr: windowRoom(narrowFigure, most) }] };
}

/**
 * The width of panels one above the other, without their axes: `most` and less in a narrow window. Vega-Lite has one width for
 * panels that all leave it open, and this is its name.
 */
export function panelsWidth(most: number): object {
  return { params: [{ name: "width", expr: windowRoom(narrowFigure - besidePlot, most, besidePlot) }] };
}

const widest = 560;

// What the page has beside a figure: in JupyterLab the prompt, the margins and the scroll bar.
const besideFigure = 140;

/**
 * The px that a window has for a figure, between two bounds, as a Vega expression; the upper one where there is no window.
 *
 * @param beside px that the figure itself has beside what it asks for, as the names along an axis
 */
export function windowRoom(least: number, most: number, beside = 0): string {
  const room = `windowSize()[0] - ${besideFigure + Math.ceil(beside)}`;
  return `(isFinite(windowSize()[0]) ? clamp(${room}, ${least}, ${most}) : ${most})`;
}

/**
 * A Vega-Lite spec in the theme, with the parameter `room`: the px that the figure has in width.
 *
 * The `$schema` says 5, because JupyterLab brings Vega-Lite 5; nothing here needs 6. SVG is asked for, as only
 * SVG follows the page's text colour.
 */
export function vegaLite(content: Record<string, unknown>): Record<string, unknown> {
  const params = (content.params as object[] | undefined) ?? [];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    usermeta: { embedOptions: { renderer: "svg", actions: { source: false, editor: false } } },
    autosize: { type: "fit-x", contains: "padding" },
    ...withNumberAxes(fitted(content)),
    params: [...params, { name: "room", ...roomOf(content) }],
    config: vegaTheme,
  };
}

/** A figure of panels of their own widths has as much as fits 400 px. */
function roomOf({ autosize, width }: Record<string, unknown>): object {
  if (autosize) return { expr: windowRoom(narrowFigure, 400) };
  return typeof width === "number" ? { value: width } : { expr: windowRoom(narrowFigure, widest) };
}

/** A title with notes below it; nothing where both are missing. */
export function heading(title: string | undefined, ...notes: (string | false | undefined)[]): object {
  const lines = notes.filter((note) => typeof note === "string" && note !== "");
  if (title) return { title: { text: title, ...(lines.length && { subtitle: lines }) } };
  return lines.length ? { title: { text: lines, ...noteTitle } } : {};
}

/** The look of notes without a title above them. */
export const noteTitle = { fontSize: 12, fontWeight: 400, offset: 8 };

const decade = "round(1e6 * log(datum.value) / LN10) % 1e6 === 0";

/**
 * The parts of an axis that differ where it is logarithmic: strong lines at powers of ten only.
 *
 * @param values what is drawn along it: without any, a logarithmic axis needs limits of its own
 */
export function scaleAndAxis(
  log: boolean,
  values?: readonly (number | null | undefined)[],
): { scale: object; axis: object } {
  if (!log) return { scale: { zero: false, nice: true }, axis: {} };
  const gridOpacity = { condition: { test: decade, value: 1 }, value: 0.3 };
  const limits = values && lacksValues(values) && { domain: [0.1, 1] };
  return { scale: { type: "log", ...limits }, axis: { format: "~g", tickCount: 5, gridOpacity } };
}

/** Whether nothing is left to draw. */
function lacksValues(values: readonly (number | null | undefined)[]): boolean {
  return values.every((value) => value === null || value === undefined);
}

/** An axis whose ticks are whole numbers: older Vega, such as JupyterLab's, heeds only the number of ticks. */
export function wholeTicks(from: number, to: number): { tickMinStep: number; tickCount: number } {
  const span = Number.isFinite(to - from) ? Math.floor(to - from) : 1;
  return { tickMinStep: 1, tickCount: Math.max(1, Math.min(6, span)) };
}
