import { checkEqualLength, checkInteger, checkNotEmpty, DataError } from "../../core/index";
import { barOutline, checkLooks, mostBars } from "../basics/looks";
import { Figure } from "../figure/figure";
import { checkNotNegative, numberColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { quantileOf, sumOf } from "../../math/index";
import { namesOf } from "../input/named";
import { evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { list, orGap, percent, plural, sentences, short } from "../input/words";
import { colourCount, ink, repeatNotice } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link stepTimeline} draws. */
export interface StepTimelineOptions extends FrameOptions {
  /** At most so many steps are drawn, evenly chosen, the longest and the shortest among them. Default 20. */
  count?: number;
}

/** The numbers of {@link stepTimeline}. */
export interface StepTimelineData {
  /** How many steps were given. */
  steps: number;
  /** By part, in the order of time: median milliseconds and share of the sum of all steps, in [0, 1]. */
  parts: Record<string, { medianMs: number; share: number }>;
  /** Indices of the steps that are drawn. */
  drawn: number[];
}

const where = "stepTimeline";

/**
 * Where the time of a training step goes: its parts one after the other, step by step, under the median of all.
 *
 * A time that is not finite counts as missing, and its part as not run.
 *
 * ```ts
 * stepTimeline({ data: [0.4, 0.5], forward: [1.1, 1.0], backward: [2.3, 2.2], update: [0.3, 0.3] });
 * ```
 *
 * @param parts by name, in the order of time: milliseconds of each step
 * @throws ShapeError `stepTimeline: data and forward must have equal length, got 100 and 99`
 */
export function stepTimeline(
  parts: Record<string, Numbers>,
  options?: StepTimelineOptions,
): Figure<StepTimelineData> {
  const chosen = figureOptions<StepTimelineOptions>(where, options, {
    ...frame(),
    height: undefined,
    count: 20,
  });
  checkInteger(where, "count", chosen.count!, "[1, 60]");
  const columns = read(parts);
  const data = summarise(columns, chosen.count!);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(columns, data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawn(...Object.values(columns).map((values) => ({ mark: "time", values }))),
  });
}

type Columns = Record<string, ArrayLike<number>>;

function read(parts: Record<string, Numbers>): Columns {
  const names = namesOf(where, "the parts", parts);
  checkLooks(where, names.length, { most: mostBars, what: "parts" });
  const columns = Object.fromEntries(names.map((name) => [name, numberColumn(where, name, parts[name])]));
  for (const name of names) checkEqualLength(where, { [names[0]]: columns[names[0]], [name]: columns[name] });
  checkNotEmpty(where, names[0], columns[names[0]]);
  for (const name of names) checkNotNegative(where, name, columns[name]);
  return columns;
}

function summarise(columns: Columns, count: number): StepTimelineData {
  const finite = Object.entries(columns).map(
    ([name, values]) => [name, Float64Array.from(values).filter(Number.isFinite).sort()] as const,
  );
  const sum = (values: Float64Array) => sumOf(values);
  const all = finite.reduce((total, [, values]) => total + sum(values), 0);
  if (!(all > 0)) throw new DataError({ where, required: "a part must take time", got: "none that does" });
  const parts = finite.map(([name, values]) => [
    name,
    { medianMs: quantileOf(values), share: sum(values) / all },
  ]);
  const steps = Object.values(columns)[0].length;
  return {
    steps,
    parts: Object.fromEntries(parts),
    drawn: evenlyWithExtremes([totalsOf(columns), ...Object.values(columns)], count),
  };
}

/** How long each step takes, of the times that are known. */
function totalsOf(columns: Columns): Float64Array {
  const all = Object.values(columns);
  return Float64Array.from(all[0], (_, at) => sumOf(all.map((times) => times[at]).filter(Number.isFinite)));
}

const medianRow = "median";

function specOf(columns: Columns, data: StepTimelineData, options: StepTimelineOptions) {
  const names = Object.keys(columns);
  const rows = [medianRow, ...data.drawn.map(String)];
  const values = rows.flatMap((step) => {
    const times = names.map((name) =>
      step === medianRow ? data.parts[name].medianMs : columns[name][Number(step)],
    );
    return barsOf(step, names, times);
  });
  const { title, width, height = 40 + 16 * rows.length } = options;
  const color = { field: "part", type: "nominal", scale: { domain: names }, legend: legendOf(names) };
  const outline = (of: "width" | "dash") => ({
    ...color,
    scale: { type: "ordinal", domain: names, range: names.map((_, at) => barOutline(at)[of]) },
  });
  const isRepeated = names.length > colourCount;
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes(data)),
    data: { values },
    mark: { type: "bar", cornerRadius: 1, ...(isRepeated && { stroke: ink }) },
    encoding: {
      x: { field: "from", type: "quantitative", title: "ms from the beginning of the step" },
      x2: { field: "to" },
      y: { field: "step", type: "nominal", sort: null, title: "step", axis: { grid: false, ticks: false } },
      color,
      ...(isRepeated && { strokeWidth: outline("width"), strokeDash: outline("dash") }),
      opacity: { condition: { test: `datum.step === '${medianRow}'`, value: 1 }, value: 0.75 },
      tooltip: ["step", "part", "ms"].map((field) => ({ field })),
    },
  });
}

function barsOf(step: string, names: string[], times: number[]): object[] {
  let from = 0;
  return names.flatMap((part, at) => {
    if (!Number.isFinite(times[at])) return [];
    const bar = { step, part, from: orGap(from), to: orGap(from + times[at]), ms: orGap(times[at]) };
    from += times[at];
    return [bar];
  });
}

function notes({ steps, parts, drawn }: StepTimelineData): (string | false)[] {
  const shares = Object.entries(parts).map(([name, { share }]) => `${name} ${percent(share, 0)}`);
  return [
    list(shares),
    drawn.length < steps &&
      `${plural(steps, "step")}, ${short(drawn.length)} of them drawn, with the longest and the shortest`,
    repeatNotice(Object.keys(parts).length, "outlines tell parts apart"),
  ];
}

function altOf(data: StepTimelineData, { title }: StepTimelineOptions): string {
  const medians = Object.entries(data.parts).map(([name, { medianMs }]) =>
    Number.isNaN(medianMs) ? `${name} without a finite time` : `${name} ${short(medianMs)} ms`,
  );
  const [shares, drawn] = notes(data);
  return sentences(
    title,
    `Parts of ${plural(data.steps, "training step")}`,
    `Medians: ${list(medians)}`,
    `Shares of all time: ${shares}`,
    drawn,
  );
}
