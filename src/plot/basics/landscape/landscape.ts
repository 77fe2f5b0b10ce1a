import { checkFinite, checkInteger, DataError } from "../../../core/index";
import { checkLooks, mostWays } from "../looks";
import { checkEnds, numbersOf, type NumberFunction } from "../../input/asked";
import { placeColumn, type Numbers } from "../../input/column";
import { matrix, type Rows } from "../../input/matrix";
import { checkByName, checkParts } from "../../input/named";
import { evenly, evenlyWithExtremes } from "../../input/thin";
import { countAlike, tieNote } from "../../input/ties";
import { together, undrawn } from "../../input/undrawn";
import { list, plural, range, short } from "../../input/words";

/** A function of two numbers, or its values on a grid: loss [up][across], row after row from the lowest. */
export type LandscapeInput = ((x: number, y: number) => number) | GivenLandscape;

interface GivenLandscape {
  across: Numbers;
  up: Numbers;
  loss: Rows;
}

/** A function over a grid. */
export interface Landscape {
  across: number[];
  up: number[];
  /** [up][across]. */
  z: number[][];
  lowest: { x: number; y: number; z: number };
  /** Rows and columns that were given, where there are more than are drawn. */
  given?: [rows: number, columns: number];
}

/** Which part of the plane is shown, and how finely. */
export interface LandscapeChoice {
  xRange?: readonly [number, number];
  yRange?: readonly [number, number];
  resolution?: number;
}

const most = 81;

/**
 * A landscape, asked on a grid or given on one; a finer one than can be drawn is thinned.
 *
 * @throws DataError `contour: the function must be finite somewhere, got NaN`
 */
export function landscape(where: string, input: LandscapeInput, choice: LandscapeChoice): Landscape {
  const f = heightOf(where, input);
  const found = f ? asked(where, f, choice) : given(where, checked(where, input as GivenLandscape));
  let lowest = { x: NaN, y: NaN, z: Infinity };
  found.z.forEach((row, at) =>
    row.forEach((z, k) => {
      if (Number.isFinite(z) && z < lowest.z) lowest = { x: found.across[k], y: found.up[at], z };
    }),
  );
  if (!Number.isFinite(lowest.z))
    throw new DataError({ where, required: "the function must be finite somewhere", got: NaN });
  return { ...found, lowest };
}

/** The height at a place, of a landscape that is a function. */
export function heightOf(where: string, input: LandscapeInput): NumberFunction | undefined {
  return typeof input === "function" ? numbersOf(where, "the function", input) : undefined;
}

function checked<Given>(where: string, input: Given): Given {
  checkParts(where, "the landscape", input, ["across", "up", "loss"]);
  return input;
}

function asked(where: string, f: NumberFunction, choice: LandscapeChoice) {
  const { xRange = [-2, 2], yRange = [-2, 2], resolution = 61 } = choice;
  checkInteger(where, "resolution", resolution, "[2, 81]");
  const [across, up] = [
    spread(where, "xRange", xRange, resolution),
    spread(where, "yRange", yRange, resolution),
  ];
  return { across, up, z: up.map((y) => across.map((x) => f(x, y))) };
}

function spread(where: string, name: string, ends: readonly [number, number], size: number): number[] {
  const [low, high] = checkEnds(where, name, ends);
  return Array.from({ length: size }, (_, at) => low + ((high - low) * at) / (size - 1));
}

function coordinates(where: string, name: string, values: Numbers): number[] {
  const found = placeColumn(where, name, values);
  checkFinite(where, name, found);
  return found;
}

function given(where: string, { across, up, loss }: GivenLandscape) {
  const [x, y] = [coordinates(where, "across", across), coordinates(where, "up", up)];
  const table = matrix(where, "loss", loss);
  if (table.rows !== y.length || table.columns !== x.length)
    throw new DataError({
      where,
      required: `loss must be [${y.length}, ${x.length}], a row for each of up`,
      got: [table.rows, table.columns],
    });
  const cell = (row: number, column: number) => table.values[row * table.columns + column];
  const spans = {
    columns: x.map((_, column) => range(y.map((__, row) => cell(row, column)))),
    rows: y.map((_, row) => range(x.map((__, column) => cell(row, column)))),
  };
  const [columns, rows] = [spans.columns, spans.rows].map((each) =>
    evenlyWithExtremes(
      [0, 1].map((end) => each.map((span) => span[end])),
      most,
    ),
  );
  const isThinned = columns.length < x.length || rows.length < y.length;
  return {
    ...(isThinned && { given: [y.length, x.length] as [number, number] }),
    across: columns.map((at) => x[at]),
    up: rows.map((at) => y[at]),
    z: rows.map((row) => columns.map((at) => cell(row, at))),
  };
}

/** Where optimisers were, by name: [places][2] each, the first before any step. */
export type PathsInput = Record<string, Rows>;

/** One optimiser's steps. */
export interface Path {
  name: string;
  x: number[];
  y: number[];
}

const mostSteps = 300;

/** Paths, read; of more steps than can be drawn an even choice, which the figure tells. */
export function readPaths(where: string, paths: PathsInput): { paths: Path[]; longest: number } {
  let longest = 0;
  checkByName(where, "paths", paths);
  checkLooks(where, Object.keys(paths).length, { most: mostWays, what: "paths" });
  const read = Object.entries(paths).map(([name, steps]) => {
    const { values, rows, columns } = matrix(where, name, steps);
    if (columns !== 2)
      throw new DataError({ where, required: `${name} must be [steps, 2]`, got: [rows, columns] });
    longest = Math.max(longest, rows);
    const kept = evenly(rows, mostSteps);
    return { name, x: kept.map((at) => values[2 * at]), y: kept.map((at) => values[2 * at + 1]) };
  });
  return { paths: read, longest };
}

/** What is said of paths with more places than can be drawn. */
export function longNotice(longest: number): string | false {
  return longest > mostSteps && `${plural(longest, "place")}, ${mostSteps} of them drawn`;
}

/** What is said of paths that leave the part of the plane that is drawn. */
export function leavingNotice(
  { across, up }: Pick<Landscape, "across" | "up">,
  paths: readonly Path[],
): string | false {
  const isBeyond = (value: number, places: number[]) => value < places[0] || value > places.at(-1)!;
  const told = paths.flatMap(({ name, x, y }) => {
    const beyond = x.filter((place, at) => isBeyond(place, across) || isBeyond(y[at], up)).length;
    return beyond > 0 ? [`${name} at ${short(beyond)} of ${plural(x.length, "place")}`] : [];
  });
  return told.length > 0 && `beyond the map: ${list(told)}`;
}

/** The step, from 0 at the start, whose place is the one `at` of those that are drawn. */
export function stepLabel(at: number, drawn: number, longest: number): string {
  return String(Math.round((at * (longest - 1)) / Math.max(1, drawn - 1)));
}

/** The levels of a landscape as what is drawn: logarithms above the lowest, where it spans several powers of ten. */
export function leveled({ z }: Landscape): { z: number[][]; log: boolean } {
  const [low, high] = range(z.flat());
  const middle = z
    .flat()
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  const log = (high - low) / (middle[middle.length >> 1] - low || 1) > 6;
  if (!log) return { z, log };
  const floor = (high - low) * 1e-4;
  return { z: z.map((row) => row.map((value) => Math.log10(value - low + floor))), log };
}

/** What is said of heights, and of places of paths, that are not finite. */
export function undrawnOf(
  { z, given: all }: Pick<Landscape, "z" | "given">,
  paths: readonly Path[] = [],
): string | false {
  const places = paths.map(({ x, y }) => ({
    mark: "place of a path",
    marks: "places of paths",
    values: together(x, y),
  }));
  const thinned =
    all &&
    `${short(all[0])} × ${short(all[1])} heights, ${short(z.length)} × ${short(z[0].length)} of them drawn, with the lowest and the highest`;
  const lost = undrawn({ mark: "height", values: z.flat() }, ...places);
  return [thinned, lost].filter(Boolean).join(". ") || false;
}

/** The lowest of the heights and where it lies, the first of several that are as low. */
export function lowestInWords({ z: heights, lowest: { x, y, z }, given: all }: Landscape): string {
  const alike = countAlike(heights.flat(), z);
  const note = all && alike > 1 ? ", the first of several alike" : tieNote(alike);
  return `${short(z)} at ${short(x)}, ${short(y)}${note}`;
}
