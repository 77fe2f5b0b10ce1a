import { ink, midInk, palette, translucent } from "./colours";
import { fontFamily } from "./font";
import { wrapped } from "./wrapped";

const grid = translucent("#808080", 0.25);

/**
 * Text that takes the page's colour.
 *
 * Plotly knows no `currentColor`, but hands the style of a span to the SVG; where it does not, mid-grey remains.
 */
export function inked(text: string, bold = false): string {
  const plain = escaped(text);
  return `<span style="color:${ink}">${bold ? `<b>${plain}</b>` : plain}</span>`;
}

/** Text in which Plotly sees no tags. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An axis in the theme. */
export function plotlyAxis(title: string, more: object = {}): object {
  return {
    title: { text: inked(title), font: { size: 12 }, standoff: 8 },
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

const lineRoom = 23;

/** What is left of a figure's width beside the names of its vertical axis, CSS px. */
const noteWidth = 480;

/** A title with a note below it: the layout's part of it, also for a frame that changes the note. */
export function plotlyHeading(title: string, note: string): object {
  const lines = wrapped(note, noteWidth).map((line) => inked(line));
  const told = lines.join("<br>");
  const subtitle = { subtitle: { text: told, font: { size: 12 } } };
  return {
    title: {
      text: title ? inked(title, true) : told,
      font: { size: title ? 15 : 12 },
      ...(title && note && subtitle),
    },
  };
}

/** The look of every Plotly figure: the layout's part of it. */
export function plotlyLayout(title: string, note: string, more: object): object {
  const heading = plotlyHeading(title, note) as { title: object };
  const lines = [title, ...wrapped(note, noteWidth), "legend"].filter(Boolean).length;
  return {
    title: {
      ...heading.title,
      x: 0,
      xref: "paper",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { t: 6 },
    },
    margin: { l: 12, r: 12, t: 12 + lines * lineRoom, b: 12, autoexpand: true },
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
    legend: { orientation: "h", x: 0, y: 1, xanchor: "left", yanchor: "bottom", itemwidth: 30 },
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

/** Axes in space. Drawn by WebGL, which cannot follow the page's colour. */
export function scene(x: string, y: string, z: string): object {
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
    camera: { eye: { x: 1.2, y: -1.7, z: 1.05 }, center: { x: 0, y: 0, z: -0.1 } },
    aspectmode: "manual",
    aspectratio: { x: 1, y: 1, z: 0.7 },
  };
}
