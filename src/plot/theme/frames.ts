import { slider, sliderRoom } from "./animation";
import { plotlyConfig, plotlyHeading, plotlyLayout } from "./plotlyTheme";

/** One position of the slider. */
export interface Step {
  label: string;
  /** The traces that change, the same number at every step. */
  traces: object[];
  /** Below the title. */
  note?: string;
}

/** A Plotly figure, with a slider where it has several steps. */
export interface Framed {
  title?: string;
  width?: number;
  height: number;
  /** Traces below and above those that change. */
  below?: object[];
  above?: object[];
  steps: Step[];
  /** What the slider says before a step's label. */
  stepName: string;
  /** How long Play shows a step, ms. */
  frameMs: number;
  /** Axes and what else the figure needs. */
  layout: object;
}

/** What of a trace may change from step to step; the rest stays as it is in the last one. */
const changing = ["x", "y", "z", "text", "marker", "line", "customdata"];

/** A Plotly spec whose steps work without a kernel; a still picture shows the last. */
export function framedSpec(framed: Framed): Record<string, unknown> {
  const { title = "", below = [], above = [], steps, width, height } = framed;
  const last = steps.at(-1)!;
  const several = steps.length > 1;
  const labels = steps.map(({ label }) => label);
  const heading = {
    ...{ title, note: last.note, otherNotes: steps.map(({ note = "" }) => note) },
    traces: [...below, ...last.traces, ...above],
    height: height + (several ? sliderRoom : 0),
  };
  return {
    data: heading.traces,
    layout: plotlyLayout(heading, {
      ...(width && { width }),
      ...framed.layout,
      ...(several && slider(labels, `${framed.stepName} `, framed.frameMs)),
    }),
    config: plotlyConfig,
    ...(several && { frames: steps.map((step, at) => frameOf(step, at, below.length, title)) }),
  };
}

function frameOf({ traces, note = "" }: Step, at: number, before: number, title: string): object {
  return {
    name: String(at),
    data: traces.map((trace) =>
      Object.fromEntries(Object.entries(trace).filter(([name]) => changing.includes(name))),
    ),
    traces: traces.map((_, index) => before + index),
    layout: plotlyHeading(title, note),
  };
}
