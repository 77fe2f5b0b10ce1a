import { escapedForPlotly } from "../../../show/index";
import type { ComputationGraphData, ComputationGraphOptions, GraphValue } from "./computation";
import { plural, short } from "../../input/words";
import { slider, sliderRoom } from "../../theme/animation";
import { colour, midInk, translucent } from "../../theme/colours";
import { narrowFigure } from "../../theme/fitted";
import { textWidth } from "../../theme/font";
import { inked, plotlyConfig, plotlyHeading, plotlyLayout } from "../../theme/plotlyTheme";
import { shortened } from "../../theme/wrapped";

/** What a step of the walk has computed: so many values forward, and the slopes of so many from the end. */
interface Step {
  values: number;
  slopes: number;
  /** The value that the step is about. */
  at: number;
  note: string;
}

/** Plotly's spec of a computation graph, with a frame for each step forward and back. */
export function graphSpec(
  data: ComputationGraphData,
  options: ComputationGraphOptions,
): Record<string, unknown> {
  const { values } = data;
  const steps = stepsOf(values);
  const last = { values: values.length, slopes: values.length, at: -1, note: "" };
  const edges = edgeTrace(values);
  const left =
    data.total > values.length && `${plural(data.total, "value")}, the last ${values.length} drawn`;
  const note = ["value above, slope of the result below", left].filter(Boolean).join("; ");
  const rows = 1 + Math.max(...values.map(({ row }) => 2 * Math.abs(row)));
  const heading = {
    ...{ title: options.title, note, otherNotes: steps.map((step) => step.note) },
    height: (options.height ?? Math.min(720, 114 + 84 * rows)) + sliderRoom,
  };
  return {
    data: [
      edges,
      texts(
        values,
        (value) => inked(shortened(value.operation || nameOf(value), radius - 4)),
        "middle center",
      ),
      ...movingTraces(values, last),
    ],
    layout: plotlyLayout(heading, {
      ...widthOf(values, options.width),
      xaxis: hiddenAxis(values.map(({ column }) => column)),
      yaxis: hiddenAxis(values.map(up)),
      ...slider([...steps.map((step) => step.note), "all"], "", options.frameMs!),
    }),
    config: plotlyConfig,
    frames: [...steps, last].map((step, at) => ({
      name: String(at),
      data: movingTraces(values, step).map(changing),
      traces: [2, 3, 4],
      layout: plotlyHeading(options.title ?? "", step.note || note),
    })),
  };
}

/** As wide as its numbers need to stand apart, where a narrow window has less room than that: then it scrolls. */
function widthOf(values: GraphValue[], asked?: number): { width?: number } {
  if (asked) return { width: asked };
  const widest = Math.max(
    radius,
    ...values.flatMap((value) => [titled(value), short(value.slope)]).map((text) => textWidth(text, 12)),
  );
  const columns =
    1 + Math.max(...values.map(({ column }) => column)) - Math.min(...values.map(({ column }) => column));
  const needed = Math.ceil(columns * (widest + 8)) + 24;
  return needed > narrowFigure ? { width: Math.max(560, needed) } : {};
}

/** A constant is called by its value, which stands above it. */
function nameOf({ name, constant }: GraphValue): string {
  return constant ? "" : name;
}

function stepsOf(values: GraphValue[]): Step[] {
  const forward = values.flatMap((value, at) =>
    value.operation ? [{ values: at + 1, slopes: 0, at, note: computed(value, values) }] : [],
  );
  const back = values.map((_, from) => {
    const at = values.length - 1 - from;
    return {
      values: values.length,
      slopes: from + 1,
      at,
      note: `back: slope of ${values[at].name} = ${short(values[at].slope)}`,
    };
  });
  return [...forward, ...back];
}

function computed({ name, operation, inputs, value }: GraphValue, values: GraphValue[]): string {
  const names = inputs.map((input) => values[input].name);
  const how = names.length === 2 ? names.join(` ${operation} `) : `${operation}(${names.join("")})`;
  return `forward: ${name} = ${how} = ${short(value)}`;
}

function movingTraces(values: GraphValue[], step: Step): object[] {
  const isComputed = (at: number) => at < step.values || !values[at].operation;
  const hasSlope = (at: number) => at >= values.length - step.slopes;
  return [
    circles(values, step.at),
    texts(values, (value, at) => (isComputed(at) ? titled(value) : ""), "top center", 0),
    texts(values, ({ slope }, at) => (hasSlope(at) ? short(slope) : ""), "bottom center", 1),
  ];
}

/** What a step changes of a trace. */
function changing(trace: object): object {
  const { text, marker } = trace as { text?: string[]; marker: object };
  return text ? { text } : { marker };
}

function titled({ name, operation, value }: GraphValue): string {
  const own = operation && !/^v\d+$/.test(name);
  return own ? `${escapedForPlotly(shortened(name, 60))} = ${short(value)}` : short(value);
}

const radius = 34;
const gap = 0.16;

function circles(values: GraphValue[], current: number): object {
  return {
    ...placed(values),
    mode: "markers",
    marker: {
      size: radius,
      color: translucent("#808080", 0.22),
      line: { width: values.map((_, at) => (at === current ? 3 : 1)), color: midInk },
    },
    hovertemplate: values.map(
      ({ name, value, slope }) =>
        `${escapedForPlotly(name)}<br>value ${short(value)}<br>slope ${short(slope)}<extra></extra>`,
    ),
    showlegend: false,
  };
}

function texts(
  values: GraphValue[],
  text: (value: GraphValue, at: number) => string,
  position: string,
  colourAt?: number,
): object {
  // Plotly puts a text at the edge of its marker; an unseen one as large as the circle keeps it clear of that.
  return {
    ...placed(values),
    mode: "markers+text",
    marker: { size: position === "middle center" ? 1 : radius, opacity: 0 },
    text: values.map(text),
    textposition: position,
    textfont: { size: 12, color: colourAt === undefined ? midInk : colour(colourAt) },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function placed(values: GraphValue[]): object {
  return {
    type: "scatter",
    x: values.map(({ column }) => column),
    y: values.map(up),
    cliponaxis: false,
  };
}

function up({ row }: GraphValue): number {
  return 0 - row;
}

function edgeTrace(values: GraphValue[]): object {
  const ends = values.flatMap((value) => value.inputs.map((input) => fromRimToRim(values[input], value)));
  return {
    type: "scatter",
    mode: "lines",
    x: ends.flatMap(([from, to]) => [from[0], to[0], null]),
    y: ends.flatMap(([from, to]) => [from[1], to[1], null]),
    line: { color: translucent("#808080", 0.6), width: 1.5 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** An edge from circle to circle, clear of the texts inside them. */
function fromRimToRim(from: GraphValue, to: GraphValue): [number[], number[]] {
  const part = gap / Math.max(1, to.column - from.column);
  const between = (share: number) => [
    from.column + share * (to.column - from.column),
    up(from) + share * (up(to) - up(from)),
  ];
  return [between(part), between(1 - part)];
}

function hiddenAxis(values: number[]): object {
  const room = 0.5;
  return {
    visible: false,
    fixedrange: true,
    range: [Math.min(...values) - room, Math.max(...values) + room],
  };
}
