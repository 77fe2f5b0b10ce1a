import { short } from "../../input/words";
import { largest } from "../../theme/heat";
import { midInk, palette, translucent } from "../../theme/colours";
import { inked } from "../../theme/plotlyTheme";
import { shortened } from "../../theme/wrapped";
import type { DrawnEdge, DrawnUnit } from "./layout";

const widths = [0.4, 1.1, 2, 3.4];
const room = { x: 0.035, y: 0.045 };

/** Connections as lines, a trace for each sign and width: blue above 0, orange below, thicker the stronger. */
export function edgeTraces(edges: DrawnEdge[], strength: (edge: DrawnEdge) => number): object[] {
  const strengths = edges.map(strength);
  const full = largest(strengths);
  const level = (value: number) =>
    Math.min(widths.length - 1, Math.floor((Math.abs(value) / full) * widths.length));
  return [1, -1].flatMap((sign, at) =>
    widths.map((width, k) => {
      const mine = edges.filter((_, index) => {
        const value = strengths[index];
        return value !== 0 && Math.sign(value) === sign && level(value) === k;
      });
      const ends = mine.map(fromRimToRim);
      return {
        type: "scatter",
        mode: "lines",
        x: ends.flatMap(({ x }) => [...x, null]),
        y: ends.flatMap(({ y }) => [...y, null]),
        line: { color: translucent(palette[at], 0.3 + 0.15 * k), width },
        hoverinfo: "skip",
        showlegend: false,
      };
    }),
  );
}

/** From rim to rim, so that no line shows through a unit. */
export function fromRimToRim({ from, to }: DrawnEdge): { x: number[]; y: number[] } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = 1 / Math.hypot(dx / room.x, dy / room.y);
  const place = (along: number) =>
    [from.x + along * dx, from.y + along * dy].map((v) => Number(v.toFixed(3)));
  const [start, end] = [place(share), place(1 - share)];
  return { x: [start[0], end[0]], y: [start[1], end[1]] };
}

/** Units as circles, filled by what they hold: blue above 0, orange below. */
export function unitTrace(
  units: DrawnUnit[],
  value: (unit: DrawnUnit) => number | undefined,
  name: (unit: DrawnUnit) => string,
): object {
  const values = units.map(value);
  const full = largest(values.map((each) => each ?? 0));
  const fill = (each: number | undefined) =>
    each === undefined || Number.isNaN(each)
      ? "rgba(0,0,0,0)"
      : translucent(palette[each < 0 ? 1 : 0], 0.08 + 0.5 * Math.min(1, Math.abs(each) / full));
  return {
    type: "scatter",
    mode: "markers+text",
    x: units.map(({ x }) => Number(x.toFixed(3))),
    y: units.map(({ y }) => Number(y.toFixed(3))),
    // Never empty: Plotly takes empty texts out, and forgets them in the next frame.
    text: values.map((each) => inked(each === undefined ? "\u00a0" : brief(each))),
    textfont: { size: 10, color: midInk },
    marker: { size: 32, color: values.map(fill), line: { color: midInk, width: 1.2 } },
    customdata: units.map(
      (unit, at) => `${name(unit)}${values[at] === undefined ? "" : `: ${short(values[at]!)}`}`,
    ),
    hovertemplate: "%{customdata}<extra></extra>",
    showlegend: false,
  };
}

/** As much of a number as a circle holds; what is not 0, 1 or −1 does not become it. */
function brief(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (Number.isNaN(value)) return "NaN";
  if (size === 0) return "0";
  if (size === Infinity) return `${sign}∞`;
  if (size < 0.005) return `${value < 0 ? ">" : "<"}${sign}.01`;
  if (size > 0.995 && size < 1) return `${value < 0 ? "<" : ">"}${sign}.99`;
  if (size < 999.5) return sign + decimals(size, 2).replace(/^0\./, ".");
  const [unit, letter] = units.find(([most]) => size < 999.5 * most) ?? [];
  return sign + (unit ? decimals(size / unit, 1) + letter : size.toExponential(0).replace("+", ""));
}

const units = [
  [1e3, "k"],
  [1e6, "M"],
  [1e9, "G"],
] as const;

/** Three digits, with at most so many behind the point. */
function decimals(size: number, most: number): string {
  return size.toFixed(Math.min(most, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2));
}

/** An axis along which the units of one layer have their names: Plotly gives it the room that they need. */
export function namesAxis(units: DrawnUnit[], names: readonly string[], most: number): object {
  const named = units.filter(({ unit }) => names[unit]);
  return {
    tickvals: named.map(({ y }) => y),
    ticktext: named.map(({ unit }) => inked(shortened(names[unit], most))),
    ...{ tickfont: { size: 12, color: midInk }, automargin: true, fixedrange: true },
    ...{ showgrid: false, zeroline: false, showline: false, ticks: "" },
  };
}
