import { Figure } from "../figure/figure";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { fromTo, orGap, plural, range, sentences, shorts } from "../input/words";
import {
  heightOf,
  landscape,
  leavingNotice,
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
import { surfacesSvg } from "./landscape/project";
import { wayLook } from "./looks";
import { framedSpec, type Step } from "../theme/frames";
import { legendName, scene, surfaceColours } from "../theme/plotlyTheme";

/** How {@link surface} draws. */
export interface SurfaceOptions {
  /** The steps of optimisers by name, [steps, 2] each; they race with a slider. Default none. */
  paths?: PathsInput;
  /** From where to where, of a function. Default [-2, 2]. */
  xRange?: readonly [number, number];
  /** From where to where, of a function. Default [-2, 2]. */
  yRange?: readonly [number, number];
  /** Columns and rows on which a function is asked, at most 81. Default 61. */
  resolution?: number;
  /** How long Play shows a step, ms. Default 80. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** The first axis. Default "w₁". */
  xLabel?: string;
  /** The second axis. Default "w₂". */
  yLabel?: string;
  /** The vertical axis. Default "loss". */
  zLabel?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 400. */
  height?: number;
}

/** A path over a surface. */
export interface SurfacePath extends Path {
  z: number[];
}

/** The numbers of {@link surface}. */
export interface SurfaceData extends Landscape {
  paths: SurfacePath[];
}

const where = "surface";

/**
 * A function of two numbers as a surface in space, to be turned with the pointer, with the ways that optimisers take over it.
 *
 * A still picture shows it from one side.
 *
 * ```ts
 * surface((x, y) => x ** 2 - y ** 2, { title: "A saddle" });
 * ```
 *
 * @param input a function of x and y, or {across, up, loss [up, across]}
 * @throws DataError when the function is finite nowhere
 */
export function surface(input: LandscapeInput, options?: SurfaceOptions): Figure<SurfaceData> {
  const chosen = figureOptions<SurfaceOptions>(where, options, {
    paths: {},
    xRange: undefined,
    yRange: undefined,
    resolution: undefined,
    frameMs: 80,
    title: undefined,
    xLabel: "w₁",
    yLabel: "w₂",
    zLabel: "loss",
    width: undefined,
    height: 400,
  });
  const land = landscape(where, input, chosen);
  const { paths, longest } = readPaths(where, chosen.paths!);
  const data = { ...land, paths: paths.map((path) => ({ ...path, z: heights(input, land, path) })) };
  const note = () => [noteOf(data, longest), leavingNotice(data, data.paths)].filter(Boolean).join("; ");
  const shown = () => `Height: ${chosen.zLabel}; ${note()}`;
  const left = undrawnOf(data, paths);
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, stepsOf(data, longest, shown()), chosen),
    still: () => stillOf(data, [shown(), left].filter(Boolean).join(". "), chosen),
    data,
    alt: () => altOf(data, note(), chosen),
    undrawn: left,
  });
}

/** The function along a path; on a grid, the nearest value. */
function heights(input: LandscapeInput, { across, up, z }: Landscape, path: Path): number[] {
  const f = heightOf(where, input);
  if (f) return path.x.map((x, at) => f(x, path.y[at]));
  const nearest = (values: number[], to: number) =>
    values.reduce((best, value, at) => (Math.abs(value - to) < Math.abs(values[best] - to) ? at : best), 0);
  return path.x.map((x, at) => z[nearest(up, path.y[at])][nearest(across, x)]);
}

function specOf(data: SurfaceData, steps: Step[], options: SurfaceOptions): Record<string, unknown> {
  const { title, width, height, xLabel, yLabel, zLabel } = options;
  const base = {
    type: "surface",
    x: data.across.map(orGap),
    y: data.up.map(orGap),
    z: data.z.map((row) => row.map(orGap)),
    colorscale: surfaceColours,
    showscale: false,
    contours: { z: { show: true, color: "rgba(255,255,255,0.35)", width: 1 } },
  };
  return framedSpec({
    ...{ title, width, height: height!, frameMs: options.frameMs!, stepName: "step" },
    below: [base, ...data.paths.map((path, at) => wayTrace(path, at, data))],
    steps,
    layout: { scene: scene(xLabel!, yLabel!, zLabel!) },
  });
}

/** A little above the surface, or it would flicker in and out of it. */
function lifted({ z }: SurfacePath, data: SurfaceData): (number | null)[] {
  const [low, high] = range(data.z.flat());
  return z.map((value) => orGap(value + 0.01 * (high - low)));
}

function wayTrace(path: SurfacePath, at: number, land: SurfaceData): object {
  return {
    type: "scatter3d",
    mode: "lines",
    name: legendName(path.name),
    x: path.x.map(orGap),
    y: path.y.map(orGap),
    z: lifted(path, land),
    line: { color: wayLook(at).colour, width: 5, dash: wayLook(at).dash },
    showlegend: land.paths.length > 1,
  };
}

const mostFrames = 60;

function stepsOf(data: SurfaceData, longest: number, note: string): Step[] {
  if (data.paths.length === 0) return [{ label: "", traces: [], note }];
  const drawn = Math.max(...data.paths.map(({ x }) => x.length));
  return evenly(drawn, mostFrames).map((at) => ({
    label: stepLabel(at, drawn, longest),
    note,
    traces: [headTrace(data, at)],
  }));
}

function headTrace(data: SurfaceData, at: number): object {
  const step = (path: SurfacePath) => Math.min(path.x.length - 1, at);
  return {
    type: "scatter3d",
    mode: "markers",
    x: data.paths.map((path) => orGap(path.x[step(path)])),
    y: data.paths.map((path) => orGap(path.y[step(path)])),
    z: data.paths.map((path) => lifted(path, data)[step(path)]),
    marker: { color: data.paths.map((_, k) => wayLook(k).colour), size: 6 },
    showlegend: false,
  };
}

function stillOf(
  data: SurfaceData,
  note: string,
  { title, xLabel, yLabel, width = 560 }: SurfaceOptions,
): string {
  const paths = data.paths.map((path, at) => ({ ...path, ...wayLook(at) }));
  const named = data.paths.length > 1 ? `${note}; ${data.paths.map(({ name }) => name).join(", ")}` : note;
  return surfacesSvg([{ land: data, paths }], {
    ...{ title, note: named, xLabel: xLabel!, yLabel: yLabel!, size: width, columns: 1 },
  });
}

function noteOf(data: Landscape, longest: number): string {
  return [`lowest on the grid: ${lowestInWords(data)}`, longNotice(longest)].filter(Boolean).join("; ");
}

function altOf(data: SurfaceData, note: string, options: SurfaceOptions): string {
  const [low, high] = shorts(range(data.z.flat()));
  const each = data.paths.map(({ name, z }) => `${name} goes ${fromTo(z[0], z.at(-1)!)}`);
  return sentences(
    options.title,
    `Surface of ${options.zLabel} over ${options.xLabel} and ${options.yLabel}, from ${low} to ${high}`,
    `L${note.slice(1)}`,
    each.length > 0 && `${plural(each.length, "path")}: ${each.join("; ")}`,
  );
}
