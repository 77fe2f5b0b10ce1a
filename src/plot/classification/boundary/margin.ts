import { DataError } from "../../../core/index";
import { midInk } from "../../theme/colours";
import { orGap } from "../../input/words";
import type { Grid } from "./grid";
import { isLinear, type Decider } from "./model";

/** Two lines, with a gap between them. */
export interface MarginLines {
  x: (number | null)[];
  y: (number | null)[];
}

/**
 * The lines on which the score of a linear model of two features is −1 and 1, as far as they lie in the picture: the margin of a
 * support vector machine.
 *
 * @throws DataError when the model is not {weights: [2], bias}
 */
export function marginLines(model: Decider, { across, up }: Grid): MarginLines {
  const flat = isLinear(model) && model.weights.length === 2 && typeof model.weights[0] === "number";
  if (!flat)
    throw new DataError({
      where: "decisionBoundary",
      required: "margin needs a linear model {weights: [2], bias}",
      got: typeof model === "function" ? "a function" : "another model",
    });
  const [a, b] = Array.from(model.weights as ArrayLike<number>);
  const lines = [-1, 1].map((level) => segment(a, b, Number(model.bias ?? 0) - level, [across, up]));
  return {
    x: lines.flatMap((places) => [...places.map(([x]) => orGap(x)), null]),
    y: lines.flatMap((places) => [...places.map(([, y]) => orGap(y)), null]),
  };
}

/** Where a x + b y + c = 0 enters and leaves a rectangle. */
function segment(a: number, b: number, c: number, [across, up]: number[][]): number[][] {
  const [west, east, south, north] = [across[0], across.at(-1)!, up[0], up.at(-1)!];
  const places = [
    ...(b === 0 ? [] : [west, east].map((x) => [x, -(a * x + c) / b])),
    ...(a === 0 ? [] : [south, north].map((y) => [-(b * y + c) / a, y])),
  ];
  const inside = places.filter(([x, y]) => x >= west && x <= east && y >= south && y <= north);
  return inside.length < 2 ? [] : [inside[0], inside.at(-1)!];
}

/** What is said of a margin that is not all in the picture. */
export function marginNotice({ x }: MarginLines): string | false {
  const lines = x.filter((place) => place !== null).length / 2;
  return (
    lines < 2 &&
    `${lines === 1 ? "One line" : "Both lines"} of the margin ${lines === 1 ? "lies" : "lie"} beyond the picture`
  );
}

/** The margin's lines as a dashed trace. */
export function marginTrace(lines: MarginLines): object {
  return {
    type: "scatter",
    mode: "lines",
    ...lines,
    line: { color: midInk, width: 1.5, dash: "dash" },
    hoverinfo: "skip",
    showlegend: false,
  };
}
