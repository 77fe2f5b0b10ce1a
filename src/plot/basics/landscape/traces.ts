import { orGap, range } from "../../input/words";
import { wayLook } from "../looks";
import { midInk, palette, plotlySymbols, translucent } from "../../theme/colours";
import { escapedForPlotly } from "../../../show/index";
import { legendName } from "../../theme/plotlyTheme";
import { leveled, type Landscape, type Path } from "./landscape";

const levels = 14;

/** Level lines over see-through fills that add up, deeper the lower. */
export function contourTrace(land: Landscape): object {
  const { z } = leveled(land);
  const [low, high] = range(z.flat());
  const size = (high - low) / levels || 1;
  const shade = (at: number): [number, string] => [
    at / levels,
    translucent(palette[0], at === 0 ? 0 : 0.075),
  ];
  return {
    type: "contour",
    x: land.across.map(orGap),
    y: land.up.map(orGap),
    // Upside down, as Plotly paints each level over the ones below it: the valley is then the deepest.
    z: z.map((row) => row.map((value) => orGap(0 - value))),
    contours: { coloring: "fill", start: -high + size / 2, end: 0 - low, size },
    colorscale: Array.from({ length: levels + 1 }, (_, at) => shade(at)),
    line: { color: midInk, width: 0.6, smoothing: 0.6 },
    autocontour: false,
    showscale: false,
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** The ways that optimisers went, with a dot where each began. */
export function pathTraces(paths: Path[]): object[] {
  const looks = paths.map((_, at) => wayLook(at));
  return paths.map(({ name, x, y }, at) => ({
    type: "scatter",
    mode: x.length > 60 ? "lines" : "lines+markers",
    name: legendName(name),
    x: x.map(orGap),
    y: y.map(orGap),
    line: { color: looks[at].colour, width: 2, dash: looks[at].dash },
    marker: { color: looks[at].colour, size: 4 },
    hovertemplate: `${escapedForPlotly(name)}<br>%{x}, %{y}<extra></extra>`,
    showlegend: paths.length > 1,
  }));
}

/** Where each optimiser is at a moment of the race, as a share of the longest way. */
export function headTrace(paths: Path[], at: number): object {
  const place = ({ x, y }: Path) => {
    const step = Math.min(x.length - 1, at);
    return [x[step], y[step]].map(orGap);
  };
  return {
    type: "scatter",
    mode: "markers",
    x: paths.map((path) => place(path)[0]),
    y: paths.map((path) => place(path)[1]),
    marker: {
      color: paths.map((_, k) => wayLook(k).colour),
      symbol: paths.map((_, k) => plotlySymbols[k % plotlySymbols.length]),
      size: 12,
      line: { color: "#ffffff", width: 1.5 },
    },
    hoverinfo: "skip",
    showlegend: false,
  };
}
