import { sumOf } from "../../math/index";
import { escapedForPlotly } from "../../show/index";
import { ink, midInk, palette, translucent } from "./colours";
import { fontFamily, textWidth } from "./font";
import { besidePlot, narrowFigure } from "./fitted";
import { shortened, wrapped, type TextSize } from "./wrapped";

const grid = translucent("#808080", 0.25);

/**
 * Text that takes the page's colour.
 *
 * Plotly knows no `currentColor`, but hands the style of a span to the SVG; where it does not, mid-grey remains.
 */
export function inked(text: string, bold = false): string {
  const plain = escapedForPlotly(text);
  return `<span style="color:${ink}">${bold ? `<b>${plain}</b>` : plain}</span>`;
}

/** Lines of text, as Plotly has them. */
function linesOf(text: string, width: number, size?: TextSize): string {
  return wrapped(text, width, size)
    .map((line) => inked(line, size?.bold))
    .join("<br>");
}

/** An axis in the theme. */
export function plotlyAxis(title: string, more: object = {}): object {
  return {
    title: {
      text: linesOf(title, narrowFigure - besidePlot - edges),
      font: { size: 12 },
      standoff: 8,
    },
    tickprefix: `<span style="color:${ink}">`,
    ticksuffix: "</span>",
    gridcolor: grid,
    zeroline: false,
    showline: false,
    ticks: "",
    nticks: 7,
    automargin: true,
    ...more,
  };
}

const edges = 24;
/** Plotly puts the foot of the first of several lines where it puts the top of a single one. */
const hanging = 0.7;
const titleSize = { size: 15, bold: true };

/** A title with a note below it, in lines that fit a narrow window: the layout's part of it, also for a frame that changes the note. */
export function plotlyHeading(title: string, note: string): { title: object } {
  const told = linesOf(note, narrowFigure - edges);
  const subtitle = { subtitle: { text: told, font: { size: 12 } } };
  const text = title ? linesOf(title, narrowFigure - edges, titleSize) : told;
  const size = title ? titleSize.size : 12;
  return {
    title: {
      text,
      font: { size },
      pad: padOf(text, size),
      ...(title && note && subtitle),
    },
  };
}

function padOf(text: string, size: number): object {
  return { t: 6 + (text.includes("<br>") ? hanging * size : 0), l: edges / 2 };
}

/** A layout, or a frame's part of one, with one more note in its heading, and the room that it takes. */
export function notedLayout(layout: Record<string, unknown>, note: string): Record<string, unknown> {
  const { title, height, margin } = layout as {
    title: { text: string; font: { size: number }; subtitle?: { text: string } };
    height?: number;
    margin?: { t: number };
  };
  const told = linesOf(note, narrowFigure - edges);
  const below = (text = "") => (text ? `${text}<br>${told}` : told);
  const isTitled = title.font.size > 12;
  const room =
    ((title.subtitle ?? (!isTitled && title.text)) ? 0 : partRoom - lineRoom.note) +
    lineRoom.note * told.split("<br>").length;
  return {
    ...layout,
    title: isTitled
      ? { ...title, subtitle: { font: { size: 12 }, ...title.subtitle, text: below(title.subtitle?.text) } }
      : { ...title, text: below(title.text), pad: padOf(below(title.text), 12) },
    ...(height !== undefined && { height: height + room }),
    ...(margin && { margin: { ...margin, t: margin.t + room } }),
  };
}

/** Room of a part of the heading, and of each further line of it, CSS px. */
const partRoom = 23;
const lineRoom = { title: 20, note: 16, legend: 19 };

/** Px above what is drawn, in a narrow window. */
function headRoom(title: string, note: string, names: readonly string[]): number {
  const further = (part: keyof typeof lineRoom, lines: number) => Math.max(0, lines - 1) * lineRoom[part];
  const width = narrowFigure - edges;
  return (
    edges / 2 +
    partRoom * [title, note, "legend"].filter(Boolean).length +
    further("title", wrapped(title, width, titleSize).length) +
    further("note", wrapped(note, width).length) +
    further("legend", legendRows(names))
  );
}

/** What a legend's entry has beside its name: Plotly's mark, and the gaps around it. */
const besideName = 45;

function legendRows(names: readonly string[]): number {
  const widths = names.map((name) => textWidth(name, 12) + besideName);
  const columns = Math.max(1, Math.floor(narrowFigure / Math.max(...widths)));
  return widths.length === 0 || sumOf(widths) <= narrowFigure ? 1 : Math.ceil(names.length / columns);
}

/** The name of a trace as it stands in a legend: the middle of a long one is left out. */
export function legendName(name: string): string {
  return inked(shortened(name, narrowFigure - edges - besideName));
}

/** What a legend of the traces says, without its tags. */
function namesOf(traces: readonly object[]): string[] {
  const named = traces as readonly { name?: string; showlegend?: boolean }[];
  const shown = named.filter(({ name, showlegend }) => name && showlegend !== false);
  return shown.map(({ name }) => name!.replace(/<[^>]*>/g, ""));
}

/** What a figure's layout is made of. */
export interface Heading {
  title?: string;
  note?: string;
  /** The notes that other frames have in its place. */
  otherNotes?: readonly string[];
  /** What is drawn, and may stand in its legend. */
  traces?: readonly object[];
  /** CSS px with a heading of a line each; a longer one has more. */
  height: number;
}

/** The look of every Plotly figure: the layout's part of it. */
export function plotlyLayout(heading: Heading, more: object): object {
  const { title = "", note = "", otherNotes = [], traces = [], height } = heading;
  const legend = (more as { showlegend?: boolean }).showlegend === false ? [] : namesOf(traces);
  const room = Math.max(...[note, ...otherNotes].map((one) => headRoom(title, one, legend)));
  return {
    title: {
      ...plotlyHeading(title, note).title,
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
    },
    height: height + Math.max(0, room - edges / 2 - 3 * partRoom),
    margin: { l: 12, r: 12, t: room, b: 12, autoexpand: true },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: fontFamily, size: 12, color: midInk },
    // In a row it lies in the margin above, in a column on what is drawn.
    modebar: {
      orientation: "h",
      bgcolor: "rgba(0,0,0,0)",
      color: translucent(midInk, 0.7),
      activecolor: palette[0],
    },
    hoverlabel: { font: { family: fontFamily, size: 12 } },
    legend: {
      orientation: "h",
      // Left of the plot by nothing: Plotly then gives it the width of the figure rather than the plot's.
      x: -1e-6,
      y: 1,
      xanchor: "left",
      yanchor: "bottom",
      itemwidth: 30,
      maxheight: 1,
    },
    ...more,
  };
}

/** The look of every Plotly figure: its tool bar, without a button that would upload what is drawn. */
export const plotlyConfig = {
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
};

/** The colours of a surface, from its lowest to its highest place. */
export const surfaceColours: [number, string][] = [
  [0, "#dbe6ff"],
  [0.5, "#7c9fee"],
  [1, "#1c49b0"],
];

/**
 * Axes in space. Drawn by WebGL, which cannot follow the page's colour.
 *
 * @param far how far away the reader stands: at 1 axes and their names fit a scene that is as high as wide
 */
export function scene(x: string, y: string, z: string, far = 1): object {
  const axis = (title: string) => ({
    title: { text: title, font: { size: 12, color: midInk } },
    tickfont: { size: 10, color: midInk },
    // WebGL blends a translucent line away on a light page.
    gridcolor: midInk,
    zerolinecolor: midInk,
    showbackground: false,
    nticks: 5,
  });
  return {
    ...{ xaxis: axis(x), yaxis: axis(y), zaxis: axis(z) },
    camera: { eye: { x: 1.36 * far, y: -1.93 * far, z: 1.19 * far }, center: { x: 0, y: 0, z: -0.1 } },
    aspectmode: "manual",
    aspectratio: { x: 1, y: 1, z: 0.7 },
  };
}
