import { checkNotEmpty, DataError, freshRandom } from "../../core/index";
import { meanOf } from "../../math/index";
import { Figure } from "../figure/figure";
import { columnOf, matrix, type Rows } from "../input/matrix";
import { namesOf } from "../input/named";
import { thinPoints } from "../input/thin";
import { figureOptions } from "../input/options";
import { together, undrawn } from "../input/undrawn";
import { fixed, list, plural, range, sentences, short } from "../input/words";
import { cellsSpec, labels, px } from "../theme/canvas";
import { ink, palette } from "../theme/colours";
import { shortened } from "../theme/wrapped";

/** How {@link dartboards} draws. */
export interface DartboardsOptions {
  /** Decides the shots that are made where none are given. Default the seed of `setSeed`. */
  seed?: number;
  /** Width of a board, CSS px. Default 170. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** One board: shots around the middle, which is the truth. */
export interface Dartboard {
  name: string;
  /** float [shots][2]; the outer ring has radius 1. */
  shots: number[][];
  /** Squared distance of the mean shot from the middle. */
  bias2: number;
  /** Mean squared distance of the shots from their mean. */
  variance: number;
}

/** The numbers of {@link dartboards}. */
export interface DartboardsData {
  boards: Dartboard[];
}

const where = "dartboards";
const mostShots = 200;
const mostBoards = 12;
/** Radii of the board: shots farther out are counted, not drawn, as they would hit the boards beside it. */
const farthest = 3;

/**
 * Bias and variance as shots at a target: each shot is what a model says that was trained on another sample. Far from the middle
 * together is bias, scattered is variance; their sum is the mean squared error.
 *
 * ```ts
 * dartboards();
 * dartboards({ "degree 1": predictions1, "degree 9": predictions9 }); // [samples, 2]: predictions − truth at two places
 * ```
 *
 * @param shots by name: float [shots, 2], the middle is 0, 0; those not finite are left out. Default the four cases of the textbook
 */
export function dartboards(
  shots?: Record<string, Rows>,
  options?: DartboardsOptions,
): Figure<DartboardsData> {
  const chosen = figureOptions<DartboardsOptions>(where, options, {
    seed: undefined,
    size: 170,
    title: undefined,
  });
  const given = shots ?? textbook(chosen.seed);
  const names = namesOf(where, "the boards", given);
  const data = { boards: names.map((name) => boardOf(name, given[name])) };
  const shotsOf = names.map((name) => matrix(where, name, given[name]));
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawn(
      ...shotsOf.map((table) => ({ mark: "shot", values: together(columnOf(table, 0), columnOf(table, 1)) })),
    ),
  });
}

function textbook(seed?: number): Record<string, number[][]> {
  const random = freshRandom(where, seed);
  const shots = (bias: number, deviation: number) =>
    Array.from({ length: 16 }, () => [random.normal(bias, deviation), random.normal(0.75 * bias, deviation)]);
  return {
    "low bias, low variance": shots(0, 0.09),
    "low bias, high variance": shots(0, 0.32),
    "high bias, low variance": shots(0.45, 0.09),
    "high bias, high variance": shots(0.4, 0.3),
  };
}

function boardOf(name: string, given: Rows): Dartboard {
  const { values, rows, columns } = matrix(where, name, given);
  if (columns !== 2)
    throw new DataError({ where, required: `${name} must be [shots, 2]`, got: [rows, columns] });
  const shots = Array.from({ length: rows }, (_, at) => [values[2 * at], values[2 * at + 1]]).filter((shot) =>
    shot.every(Number.isFinite),
  );
  checkNotEmpty(where, `finite shots of ${name}`, shots);
  const mean = [0, 1].map((axis) => meanOf(shots.map((shot) => shot[axis])));
  const squares = shots.map(([x, y]) => (x - mean[0]) ** 2 + (y - mean[1]) ** 2);
  return {
    name,
    shots,
    bias2: mean[0] ** 2 + mean[1] ** 2,
    variance: meanOf(squares),
  };
}

function isOnBoard([x, y]: number[]): boolean {
  return Math.hypot(x, y) <= farthest;
}

function specOf({ boards }: DartboardsData, { title, size }: DartboardsOptions): Record<string, unknown> {
  const shown = boards.slice(0, mostBoards);
  const grid = {
    count: shown.length,
    width: size! + 24,
    height: size! + 54,
    gap: { x: 0, y: 8 },
    columns: { most: 2 },
  };
  const far = shown.flatMap(({ shots }) => shots.filter(isOnBoard).map(([x, y]) => 1.05 * Math.hypot(x, y)));
  const [, reach] = range([1, ...far]);
  const middle = { x: grid.width / 2, y: size! / 2 + 2 };
  const radius = size! / 2 / Math.min(reach, farthest);
  const rings = shown.flatMap((_, at) =>
    [1, 2 / 3, 1 / 3].map((r) => ({ at, ...middle, area: (r * radius * 2) ** 2 })),
  );
  const darts = shown.flatMap(({ shots }, at) =>
    drawnShots(shots).map(([x, y]) => ({ at, x: middle.x + radius * x, y: middle.y - radius * y })),
  );
  return cellsSpec(grid, {
    title,
    notes: notes(boards),
    layers: [
      points(
        rings,
        { stroke: ink, strokeOpacity: 0.35, fill: palette[0], fillOpacity: 0.07, filled: false },
        { size: sizes },
      ),
      points(
        shown.map((_, at) => ({ at, ...middle })),
        { shape: "cross", size: 50, color: ink, opacity: 0.6 },
      ),
      points(darts, { size: 34, color: palette[1], opacity: 0.9, stroke: "white", strokeWidth: 0.5 }),
      captions(shown, middle, size!),
    ],
  });
}

const sizes = { field: "area", type: "quantitative", scale: null, legend: null };

function points(values: object[], mark: object, more: object = {}): object {
  return {
    data: { values },
    mark: { type: "point", shape: "circle", opacity: 1, clip: true, aria: false, ...mark },
    encoding: { x: px("x"), y: px("y"), ...more },
  };
}

function captions(boards: Dartboard[], { x, y }: { x: number; y: number }, size: number): object {
  const below = y + size / 2 + 12;
  const rows = boards.flatMap(({ name, bias2, variance }, at) => [
    { at, x, y: below, text: shortened(name, size) },
    { at, x, y: below + 16, text: `bias² ${fixed(bias2, 3)}, variance ${fixed(variance, 3)}` },
  ]);
  return labels(rows, { fontSize: 11 });
}

function drawnShots(shots: Dartboard["shots"]): Dartboard["shots"] {
  const near = shots.filter(isOnBoard);
  const columns = [0, 1].map((axis) => near.map((shot) => shot[axis]));
  return thinPoints(near.length, mostShots, columns).map((at) => near[at]);
}

function notes(boards: Dartboard[]): (string | false)[] {
  const most = Math.max(...boards.map(({ shots }) => shots.filter(isOnBoard).length));
  const beyond = boards.flatMap(({ shots }) => shots).filter((shot) => !isOnBoard(shot)).length;
  return [
    "Each shot: a model trained on another sample",
    beyond > 0 && `${plural(beyond, "shot")} too far out to draw`,
    boards.length > mostBoards && `${plural(boards.length, "board")}, ${mostBoards} of them drawn`,
    most > mostShots && `${plural(most, "shot")}, ${mostShots} of them drawn`,
  ];
}

function altOf({ boards }: DartboardsData, { title }: DartboardsOptions): string {
  const each = boards
    .slice(0, mostBoards)
    .map(({ name, bias2, variance }) => `${name}: bias² ${short(bias2)}, variance ${short(variance)}`);
  return sentences(title, `${plural(boards.length, "dartboard")}`, list(each), ...notes(boards).slice(1));
}
