import { escapedForPlotly } from "../../../show/index";
import { colour, colourRound, midInk, plotlySymbols, shifted, translucent } from "../../theme/colours";
import { legendName } from "../../theme/plotlyTheme";
import { orGap } from "../../input/words";
import { distinctNames } from "../../input/names";
import type { Points } from "../../input/points";
import type { Grid } from "./grid";
import type { Margins } from "./model";

const strength = 10000;

/**
 * The regions of the classes, one trace each in its colour; where the model grades, deeper where it is surer.
 *
 * Plotly paints each level over the ones below it, so that one see-through colour adds up.
 */
export function regionTraces(grid: Grid, { of, graded }: Margins): object[] {
  return of.map((margin, k) => ({
    type: "contour",
    x: grid.across,
    y: grid.up,
    z: packed(margin, grid),
    contours: { coloring: "fill", start: 0, end: (graded ? 0.8 : 0) * strength, size: 0.4 * strength },
    colorscale: stepped(depthOf(k, of.length, graded), colour(k), graded ? 4 : 2),
    line: { color: midInk, width: graded ? 0.75 : 2, smoothing: 0 },
    autocontour: false,
    showscale: false,
    hoverinfo: "skip",
    showlegend: false,
  }));
}

/** Deeper from round to round of the colours. */
function depthOf(k: number, classes: number, graded: boolean): number {
  const first = graded ? 0.14 : 0.22;
  const step = Math.min(first, (0.8 - first) / Math.max(1, colourRound(classes - 1)));
  return first + step * colourRound(k);
}

function stepped(alpha: number, hex: string, count: number): [number, string][] {
  return Array.from({ length: count }, (_, at) => [at / (count - 1), translucent(hex, at === 0 ? 0 : alpha)]);
}

/** Margins as base64 of 16-bit numbers: a fifth of the bytes of their digits. */
function packed(margin: Float64Array, { across, up }: Grid): object {
  const numbers = Int16Array.from(margin, (value) => Math.round(value * strength));
  const bdata = Buffer.from(numbers.buffer).toString("base64");
  return { dtype: "i2", bdata, shape: `${up.length}, ${across.length}` };
}

/** The points, one trace a class; the legend has the classes that are seen, in points or in regions. */
export function pointTraces({ x, y, classes }: Points, drawn: number[], regions: Set<number>): object[] {
  const names = distinctNames(classes?.names ?? ["points"]);
  const of = classes?.of;
  return names.map((name, k) => {
    const mine = of ? drawn.filter((at) => of[at] === k) : drawn;
    // Of a class that has a region and no point Plotly has no legend, unless there is a place for one.
    const placed = (values: ArrayLike<number>) =>
      mine.length > 0 || !regions.has(k) ? mine.map((at) => orGap(values[at])) : [null];
    return {
      type: "scatter",
      mode: "markers",
      name: legendName(name),
      x: placed(x),
      y: placed(y),
      marker: {
        color: colour(k),
        symbol: shifted(plotlySymbols, k),
        size: 8,
        line: { color: "rgba(255,255,255,0.8)", width: 1 },
      },
      showlegend: names.length > 1 && (mine.length > 0 || regions.has(k)),
      hovertemplate: `${escapedForPlotly(name)}<br>%{x}, %{y}<extra></extra>`,
    };
  });
}

/** A ring around the point that a step is about. */
export function ringTrace({ x, y }: Points, highlight: number | undefined): object {
  const at = highlight === undefined ? [] : [highlight];
  return {
    type: "scatter",
    mode: "markers",
    x: at.map((index) => orGap(x[index])),
    y: at.map((index) => orGap(y[index])),
    marker: { symbol: "circle-open", size: 18, color: midInk, line: { width: 3 } },
    hoverinfo: "skip",
    showlegend: false,
  };
}
