import { Figure } from "../figure/figure";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { fromTo, plural, sentences, short } from "../input/words";
import {
  heightOf,
  landscape,
  leavingNotice,
  leveled,
  longNotice,
  lowestInWords,
  readPaths,
  stepLabel,
  undrawnOf,
  type Landscape,
  type LandscapeInput,
  type Path,
  type PathsInput,
} from "./landscape/landscape";
import { contourTrace, headTrace, pathTraces } from "./landscape/traces";
import { framedSpec, type Step } from "../theme/frames";
import { isOneScale, scaleNote, scaleOf } from "../theme/oneScale";
import { plotlyAxis } from "../theme/plotlyTheme";

/** How {@link contour} draws. */
export interface ContourOptions {
  /** Where optimisers were, by name, [places, 2] each, from the start on; several race with a slider. Default none. */
  paths?: PathsInput;
  /** From where to where, of a function. Default [-2, 2]. */
  xRange?: readonly [number, number];
  /** From where to where, of a function. Default [-2, 2]. */
  yRange?: readonly [number, number];
  /** Columns and rows on which a function is asked, at most 81. Default 61. */
  resolution?: number;
  /** One scale on both axes, so that circles are round. Default true, unless one spans more than three times the other. */
  equalScale?: boolean;
  /** How long Play shows a step, ms. Default 80. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** Below the horizontal axis. Default "w₁". */
  xLabel?: string;
  /** Beside the vertical axis. Default "w₂". */
  yLabel?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 420. */
  height?: number;
}

/** The numbers of {@link contour}. */
export interface ContourData extends Landscape {
  paths: Path[];
  /** The height at the end of each path, by its name; of a function only. */
  reached?: Record<string, number>;
}

const where = "contour";

/**
 * A function of two numbers as a map with level lines, the valley deepest, and the ways that optimisers take through it; the slider
 * races them.
 *
 * Levels are logarithmic where the function spans several powers of ten.
 *
 * ```ts
 * contour((x, y) => x ** 2 + 10 * y ** 2, { paths: { sgd: steps, momentum: other } });
 * ```
 *
 * @param input a function of x and y, or {across, up, loss [up, across]}
 * @throws DataError when the function is finite nowhere
 */
export function contour(input: LandscapeInput, options?: ContourOptions): Figure<ContourData> {
  const chosen = figureOptions<ContourOptions>(where, options, {
    paths: {},
    xRange: undefined,
    yRange: undefined,
    resolution: undefined,
    equalScale: undefined,
    frameMs: 80,
    title: undefined,
    xLabel: "w₁",
    yLabel: "w₂",
    width: undefined,
    height: 420,
  });
  const land = landscape(where, input, chosen);
  const { paths, longest } = readPaths(where, chosen.paths!);
  const f = heightOf(where, input);
  const reached = f && paths.length > 0 ? reachedBy(f, paths) : undefined;
  const data = { ...land, paths, ...(reached && { reached }) };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, longest, chosen),
    data,
    alt: () => altOf(data, longest, chosen),
    undrawn: undrawnOf(data, paths),
  });
}

function reachedBy(f: (x: number, y: number) => number, paths: Path[]): Record<string, number> {
  return Object.fromEntries(paths.map(({ name, x, y }) => [name, f(x.at(-1)!, y.at(-1)!)]));
}

const mostFrames = 60;

function specOf(data: ContourData, longest: number, options: ContourOptions): Record<string, unknown> {
  const { title, width, height, frameMs } = options;
  return framedSpec({
    ...{ title, width, height: height!, frameMs: frameMs!, stepName: "step" },
    below: [contourTrace(data), ...pathTraces(data.paths)],
    steps: stepsOf(data, longest),
    layout: mapAxes(data, options),
  });
}

/** Axes that end where the landscape does, to one scale where they are asked to be or may be. */
export function mapAxes(
  { across, up }: Landscape,
  { xLabel = "w₁", yLabel = "w₂", equalScale }: Pick<ContourOptions, "xLabel" | "yLabel" | "equalScale">,
): object {
  const ends = (values: number[]) => ({ range: [values[0], values.at(-1)], showgrid: false });
  const [own, other] = scaleOf(isOneScale(equalScale, across, up));
  return {
    xaxis: plotlyAxis(xLabel, { ...ends(across), ...own }),
    yaxis: plotlyAxis(yLabel, { ...ends(up), ...other }),
  };
}

function stepsOf(data: ContourData, longest: number): Step[] {
  const { paths } = data;
  const note = [levelNote(data), longNotice(longest), leavingNotice(data, paths)].filter(Boolean).join("; ");
  if (paths.length === 0) return [{ label: "", traces: [], note }];
  const drawn = Math.max(...paths.map(({ x }) => x.length));
  return evenly(drawn, mostFrames).map((at) => ({
    label: stepLabel(at, drawn, longest),
    traces: [headTrace(paths, at)],
    note,
  }));
}

function levelNote(data: Landscape): string {
  return `Lowest on the grid: ${lowestInWords(data)}${leveled(data).log ? "; logarithmic levels" : ""}`;
}

function altOf(data: ContourData, longest: number, options: ContourOptions): string {
  const { across, up, paths, reached } = data;
  const extent = `${options.xLabel} ${fromTo(across[0], across.at(-1)!)} and ${options.yLabel} ${fromTo(up[0], up.at(-1)!)}`;
  const left = leavingNotice(data, paths);
  const each = paths.map(({ name, x, y }) => {
    const to = reached ? `, height ${short(reached[name])}` : "";
    return `${name} ends at ${short(x.at(-1)!)}, ${short(y.at(-1)!)}${to}`;
  });
  return sentences(
    options.title,
    `Level lines over ${extent}`,
    levelNote(data),
    paths.length > 0 &&
      `${plural(paths.length, "path")} of up to ${plural(longest - 1, "step")}: ${each.join("; ")}`,
    longNotice(longest),
    left && `B${left.slice(1)}`,
    scaleNote(isOneScale(options.equalScale, across, up)),
  );
}
