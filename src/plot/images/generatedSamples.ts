import { checkFinite, checkInteger, checkNotEmpty, OptionError, ShapeError, shown } from "../../core/index";
import { Figure } from "../figure/figure";
import type { FrameOptions } from "../input/frame";
import { columnOf, matrix, type Rows } from "../input/matrix";
import { checkParts } from "../input/named";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { apart, list, orGap, plural, range, sentences, short, shorts } from "../input/words";
import { midInk, palette, translucent } from "../theme/colours";
import { framedSpec, type Step } from "../theme/frames";
import { legendName, plotlyAxis } from "../theme/plotlyTheme";

/** How {@link generatedSamples} draws. */
export interface GeneratedSamplesOptions extends FrameOptions {
  /** What a moment is called, before its label. Default "step". */
  stepName?: string;
  /** How long Play shows a moment, ms. Default 600. */
  frameMs?: number;
  /** Below the horizontal axis. Default "x1". */
  xLabel?: string;
  /** Beside the vertical axis. Default "x2". */
  yLabel?: string;
  /** More real points, or more made ones of a moment, are thinned, evenly. Default 500. */
  maxPoints?: number;
}

/** What a generator made at one moment of its training. */
export interface SamplesAt {
  /** The moment, such as the step. */
  label: string | number;
  /** float [points, 2]. */
  points: Rows;
}

/** Points in the plane, as columns. */
interface Plane {
  x: Float64Array;
  y: Float64Array;
}

/** The numbers of {@link generatedSamples}. */
export interface GeneratedSamplesData {
  real: Plane;
  moments: (Plane & { label: string })[];
}

const where = "generatedSamples";

/**
 * What a generator makes, moment by moment of its training, over the real examples that it should be taken for.
 *
 * ```ts
 * generatedSamples(real, [{ label: 0, points: before }, { label: 1000, points: after }]);
 * ```
 *
 * @param real float [points, 2]
 * @param moments in the order of training
 * @throws ShapeError `generatedSamples: points of moment 0 must be [points, 2], got [100, 3]`
 */
export function generatedSamples(
  real: Rows,
  moments: readonly SamplesAt[],
  options?: GeneratedSamplesOptions,
): Figure<GeneratedSamplesData> {
  const chosen = figureOptions<GeneratedSamplesOptions>(where, options, {
    stepName: "step",
    frameMs: 600,
    title: undefined,
    xLabel: "x1",
    yLabel: "x2",
    maxPoints: 500,
    width: undefined,
    height: 400,
  });
  checkInteger(where, "maxPoints", chosen.maxPoints!, "[1, ∞)");
  checkNotEmpty(where, "moments", moments);
  moments.forEach((moment) => checkParts(where, "a moment", moment, ["label", "points"]));
  moments.forEach(({ label }) => {
    if (!["string", "number"].includes(typeof label))
      throw new OptionError({
        where,
        required: "a moment's label must be text or a number",
        got: shown(label),
      });
  });
  const labels = apart(() =>
    moments.map(({ label }) => (typeof label === "number" ? short(label) : String(label))),
  );
  const data = {
    real: plane("real", real),
    moments: moments.map(({ label, points }, at) => ({
      label: labels[at],
      ...plane(`points of moment ${label}`, points),
    })),
  };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function plane(name: string, given: Rows): Plane {
  const points = matrix(where, name, given);
  if (points.columns !== 2)
    throw new ShapeError({
      where,
      required: `${name} must be [points, 2]`,
      got: [points.rows, points.columns],
    });
  checkFinite(where, name, points.values, { columns: 2 });
  return { x: columnOf(points, 0), y: columnOf(points, 1) };
}

function specOf({ real, moments }: GeneratedSamplesData, options: GeneratedSamplesOptions) {
  const { title, width, height, stepName, frameMs, xLabel, yLabel, maxPoints } = options;
  const [across, up] = [roomFor(real.x), roomFor(real.y)];
  return framedSpec({
    ...{ title, width, height: height!, stepName: stepName!, frameMs: frameMs! },
    below: [dots("real", real, maxPoints!, { color: translucent(midInk, 0.7), size: 5 })],
    steps: moments.map((moment): Step => ({
      label: moment.label,
      traces: [
        dots("made", moment, maxPoints!, { color: translucent(palette[1], 0.6), size: 5, symbol: "diamond" }),
      ],
      note: [outside(moment, across, up), notice({ real, moments }, maxPoints!)].filter(Boolean).join("; "),
    })),
    layout: {
      xaxis: plotlyAxis(xLabel!, { range: across }),
      yaxis: plotlyAxis(yLabel!, { range: up }),
    },
  });
}

function dots(name: string, { x, y }: Plane, most: number, marker: object): object {
  const drawn = evenly(x.length, most);
  return {
    type: "scatter",
    mode: "markers",
    name: legendName(name),
    x: drawn.map((at) => orGap(x[at])),
    y: drawn.map((at) => orGap(y[at])),
    marker: { ...marker, line: { width: 0 } },
  };
}

/** The extent of the real points, and as much again: wild moments must not make them small. */
function roomFor(column: Float64Array): [number, number] {
  const [low, high] = range(column);
  const more = (high - low || 1) / 2;
  return [low - more, high + more];
}

/** How many made points of a moment the picture is too small for. */
function outside({ x, y }: Plane, across: [number, number], up: [number, number]): string {
  const beyond = (value: number, [low, high]: [number, number]) => value < low || value > high;
  const count = x.filter((value, at) => beyond(value, across) || beyond(y[at], up)).length;
  return count > 0 ? `${short(count)} of ${plural(x.length, "made point")} beyond the picture` : "";
}

function notice({ real, moments }: GeneratedSamplesData, most: number): string {
  const largest = Math.max(real.x.length, ...moments.map(({ x }) => x.length));
  return largest > most ? `${plural(largest, "point")}, at most ${short(most)} of each kind drawn` : "";
}

function altOf(data: GeneratedSamplesData, { title, stepName, maxPoints }: GeneratedSamplesOptions): string {
  const { real, moments } = data;
  const extent = ({ x, y }: Plane) =>
    `x ${shorts(range(x)).join(" to ")} and y ${shorts(range(y)).join(" to ")}`;
  const ends = [...new Set([moments[0], moments.at(-1)!])];
  return sentences(
    title,
    `${plural(real.x.length, "real point")}, ${extent(real)}`,
    `Made ones at ${plural(moments.length, "moment")}: ${list(
      ends.map((moment) => `at ${stepName} ${moment.label} ${extent(moment)}`),
    )}`,
    notice(data, maxPoints!) || false,
  );
}
