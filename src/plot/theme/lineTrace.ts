import { orGap } from "../input/words";
import { inked } from "./plotlyTheme";

/** A line of a Plotly figure that says nothing under the pointer. */
export function lineTrace(x: number[], y: number[], name: string, line: object): object {
  return {
    type: "scatter",
    mode: "lines",
    name: inked(name),
    x: x.map(orGap),
    y: y.map(orGap),
    line,
    hoverinfo: "skip",
  };
}
