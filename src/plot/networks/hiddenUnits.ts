import { checkFinite, checkInteger } from "../../core/index";
import { gridOver, gridRows, judgedPoints, wholeRows } from "../classification/boundary/grid";
import { scores, type Decider } from "../classification/boundary/model";
import { Figure } from "../figure/figure";
import { points, type PointsInput } from "../input/points";
import { checkNameCount, figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { listFirst, plural, range, sentences, short, shorts } from "../input/words";
import { largest } from "../theme/heat";
import { signedUrls, tilesSpec } from "../theme/tiles";

/** How {@link hiddenUnits} draws. */
export interface HiddenUnitsOptions {
  /** The two features shown, by name or column from 0; the others are held at their mean. Default the first two. */
  features?: readonly (number | string)[];
  /** Words below each unit. Default their numbers from 0. */
  names?: readonly string[];
  /** At most so many units are shown. Default 32. */
  count?: number;
  /** Units in a row. Default as many as fit 400 px. */
  columns?: number;
  /** Columns and rows of the grid on which the units are asked. Default 33. */
  resolution?: number;
  /** Width of a unit's tile, CSS px. Default 72. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link hiddenUnits}. */
export interface HiddenUnitsData {
  axes: [string, string];
  /** Coordinates of the grid's columns and rows. */
  grid: { across: number[]; up: number[] };
  /** For each unit, its activations on the grid, row after row from the lowest. */
  units: number[][];
}

const where = "hiddenUnits";

/**
 * What each hidden unit answers over the plane: the pieces from which the next layer builds its boundary. Blue above 0, orange
 * below, all units on one scale.
 *
 * ```ts
 * const hidden = tf.model({ inputs: model.inputs, outputs: model.layers[0].output as tf.SymbolicTensor });
 * hiddenUnits(hidden, moons());
 * ```
 *
 * @param layer a model whose outputs are the units, or a function of points [points][features] to [points][units]
 * @param data the points that say which part of the plane is shown
 */
export function hiddenUnits(
  layer: Decider,
  data: PointsInput,
  options?: HiddenUnitsOptions,
): Figure<HiddenUnitsData> {
  const chosen = figureOptions<HiddenUnitsOptions>(where, options, {
    features: undefined,
    names: undefined,
    count: 32,
    columns: undefined,
    resolution: 33,
    size: 72,
    title: undefined,
  });
  checkInteger(where, "count", chosen.count!, "[1, 200]");
  checkInteger(where, "resolution", chosen.resolution!, "[2, 101]");
  checkInteger(where, "size", chosen.size!, "[16, 400]");
  const cloud = points(where, data, chosen);
  const grid = gridOver(cloud, chosen.resolution!);
  checkFinite(where, "the points", [...grid.across, ...grid.up]);
  const answers = scores(where, layer, gridRows(grid, cloud, judgedPoints(cloud, 1000)));
  const units = answers[0].map((_, unit) => answers.map((row) => row[unit]));
  units.forEach((values) => checkFinite(where, "activations", values));
  const drawn = { count: Math.min(units.length, chosen.count!), what: "units", orMore: true };
  checkNameCount(where, "names", chosen.names, drawn);
  const result = { axes: cloud.axes, grid, units };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(result, chosen),
    data: result,
    alt: () => altOf(result, chosen),
    undrawn: undrawn({ mark: "point", values: wholeRows(cloud) }),
  });
}

function specOf({ units, axes }: HiddenUnitsData, options: HiddenUnitsOptions): Record<string, unknown> {
  const { title, columns, names } = options;
  const [size, side] = [options.size!, options.resolution!];
  const shown = units.slice(0, options.count);
  const full = largest(...shown);
  const maps = shown.map((values) => upsideDown(values, side));
  const urls = signedUrls(maps, { width: side, height: side, full, size });
  const tiles = urls.map((url, unit) => ({ url, caption: [names?.[unit] ?? String(unit)] }));
  const notes = [
    `Across ${axes[0]}, up ${axes[1]}; deepest colour: ± ${short(full)}`,
    units.length > shown.length && `${short(shown.length)} of ${plural(units.length, "unit")}`,
  ];
  return tilesSpec(tiles, { width: size, height: size, columns, title, notes });
}

/** A picture begins at the top, the grid at the bottom. */
function upsideDown(values: number[], side: number): number[] {
  return values.map((_, at) => values[(side - 1 - Math.floor(at / side)) * side + (at % side)]);
}

function altOf({ units, axes }: HiddenUnitsData, options: HiddenUnitsOptions): string {
  const each = units.slice(0, options.count).map((values, unit) => {
    const [low, high] = shorts(range(values));
    return `${options.names?.[unit] ?? `unit ${unit}`} from ${low} to ${high}`;
  });
  return sentences(
    options.title,
    `Activations of ${plural(units.length, "unit")} over ${axes.join(" and ")}: ${listFirst(each, 8)}`,
    units.length > options.count! && `${short(options.count!)} of ${plural(units.length, "unit")} drawn`,
  );
}
