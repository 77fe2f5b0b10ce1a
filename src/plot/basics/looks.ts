import { DataError } from "../../core/index";
import { colourCount, colourRound, palette, shifted } from "../theme/colours";

/**
 * A solid line as a dash: Vega-Lite's usual `[1, 0]` has resvg cut the line into pieces of 1 px, 6 s for 2 000 points.
 */
export const solid = [10000, 0];

/** Dashes of the first, second, … line, so that lines differ without colour. */
export const dashes = [solid, [6, 3], [2, 3], [9, 3, 2, 3]];

const widths = [2, 4, 1, 3];

/** The dash of the n-th line: with its colour it comes again after 32. */
export function dashOf(at: number): number[] {
  return shifted(dashes, at);
}

/** The width of the n-th line, of which so many come before colours and dashes repeat. */
function widthOf(at: number, before: number): number {
  return widths[Math.floor(at / before) % widths.length];
}

/** The width of the n-th line that has a dash by its place. */
export function lineWidth(at: number): number {
  return widthOf(at, colourCount * dashes.length);
}

/** The width of the n-th run, whose dash says something else. */
export function runWidth(at: number): number {
  return widthOf(at, colourCount);
}

/** As many lines have looks of their own, and as many runs. */
export const [mostLines, mostRuns] = [
  colourCount * dashes.length * widths.length,
  colourCount * widths.length,
];

/** The outline of bars of the n-th kind: none, a line, dashes, from round to round of the colours. */
export function barOutline(at: number): { width: number; dash: number[] } {
  return outlines[colourRound(at) % outlines.length];
}

const outlines = [
  { width: 0, dash: solid },
  { width: 1.5, dash: solid },
  { width: 1.5, dash: [3, 2] },
];

/** As many kinds of bars have looks of their own. */
export const mostBars = colourCount * outlines.length;

/** Ways over a map, whose blue is the palette's first colour. */
const wayColours = palette.slice(1);
const plotlyDashes = ["solid", "dash", "dot", "dashdot"];

/** As many ways over a map have looks of their own. */
export const mostWays = wayColours.length * plotlyDashes.length;

/** The look of the n-th way over a map: its colour, its dash as Plotly calls it, and the same as SVG has it. */
export function wayLook(at: number): { colour: string; dash: string; svgDash: string } {
  const round = Math.floor(at / wayColours.length) % plotlyDashes.length;
  return {
    colour: wayColours[at % wayColours.length],
    dash: plotlyDashes[round],
    svgDash: ["", "9 5", "2 4", "9 4 2 4"][round],
  };
}

/**
 * Checks that each of several things has a look of its own.
 *
 * @throws DataError `lines: at most 128 lines can be told apart, got 200; draw them in several figures`
 */
export function checkLooks(
  where: string,
  count: number,
  { most, what }: { most: number; what: string },
): void {
  if (count <= most) return;
  const remedy = "draw them in several figures";
  throw new DataError({ where, required: `at most ${most} ${what} can be told apart`, got: count, remedy });
}
