import { checkInteger } from "../../core/index";
import { Figure } from "../figure/figure";
import { checkEnds, numbersOf } from "../input/asked";
import { namesOf } from "../input/named";
import { figureOptions } from "../input/options";
import { list, orGap, plural, range, sentences, short } from "../input/words";
import { landscape, undrawnOf, type Landscape } from "../basics/landscape/landscape";
import { surfacesSvg } from "../basics/landscape/project";
import { textWidth } from "../theme/font";
import { inked, plotlyConfig, plotlyLayout, scene, surfaceColours } from "../theme/plotlyTheme";
import { shortened } from "../theme/wrapped";

/** How {@link criticalPoints} draws. */
export interface CriticalPointsOptions {
  /** From where to where, both axes. Default [-1, 1]. */
  range?: readonly [number, number];
  /** Columns and rows on which each function is asked, at most 41. Default 25. */
  resolution?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** One place of {@link criticalPoints}, at the middle of its picture. */
export interface CriticalPoint {
  name: string;
  /** Slope at 0, 0. */
  gradient: [number, number];
  /** Curvatures at 0, 0, the smaller first: eigenvalues of the Hessian. */
  curvatures: [number, number];
  /** By the signs of the curvatures. */
  kind: "minimum" | "maximum" | "saddle" | "flat" | "slope" | "unknown";
}

/** The numbers of {@link criticalPoints}. */
export interface CriticalPointsData {
  points: CriticalPoint[];
}

const where = "criticalPoints";

/** Places at which the slope is 0, by the textbook. */
const examples: Record<string, (x: number, y: number) => number> = {
  minimum: (x, y) => x ** 2 + y ** 2,
  maximum: (x, y) => -(x ** 2) - y ** 2,
  saddle: (x, y) => x ** 2 - y ** 2,
  "local minimum": (x, y) => 0.6 * x ** 2 - 1.1 * x ** 3 - 0.35 * x ** 4 + 0.6 * y ** 2,
  plateau: (x, y) => x ** 4 + y ** 4,
  "monkey saddle": (x, y) => x ** 3 - 3 * x * y ** 2,
};

/**
 * Places where the slope is 0 and a descent may stop, side by side: minima, maxima, saddles and plateaus, told apart by their
 * curvatures.
 *
 * ```ts
 * criticalPoints();
 * criticalPoints({ ravine: (x, y) => x ** 2 + 100 * y ** 2 }).data().points[0].curvatures // [2, 200]
 * ```
 *
 * @param functions of x and y by name, each with the place in question at 0, 0. Default six of the textbook
 */
export function criticalPoints(
  functions: Record<string, (x: number, y: number) => number> = examples,
  options?: CriticalPointsOptions,
): Figure<CriticalPointsData> {
  const chosen = figureOptions<CriticalPointsOptions>(where, options, {
    range: [-1, 1],
    resolution: 25,
    title: undefined,
  });
  checkInteger(where, "resolution", chosen.resolution!, "[2, 41]");
  const names = namesOf(where, "the functions", functions);
  const ends = checkEnds(where, "range", chosen.range);
  const shown = names.slice(0, most);
  const asked = names.map((name) => numbersOf(where, name, functions[name]));
  const lands = asked
    .slice(0, most)
    .map((f) => landscape(where, f, { xRange: ends, yRange: ends, resolution: chosen.resolution }));
  const data = { points: names.map((name, at) => pointOf(name, asked[at], ends)) };
  const left = undrawnOf({ z: lands.flatMap(({ z }) => z) });
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(lands, shown, data, chosen),
    still: () => stillOf(lands, data, { ...chosen, left }),
    data,
    alt: () => altOf(data, chosen),
    undrawn: left,
  });
}

const most = 9;

type Surface = (x: number, y: number) => number;

/** How much of what a surface spans in its picture counts as flat. */
const unseen = 1e-4;

function pointOf(name: string, f: Surface, [low, high]: readonly [number, number]): CriticalPoint {
  const reach = (high - low) / 2;
  const along = (dx: number, dy: number) => (step: number) => f(dx * step, dy * step);
  const [right, up, askew] = [along(1, 0), along(0, 1), along(1, 1)];
  const [xx, yy, diagonal] = [right, up, askew].map((line) => bendOf(line, reach));
  const xy = (diagonal.value - xx.value - yy.value) / 2;
  const [middle, radius] = [(xx.value + yy.value) / 2, Math.hypot((xx.value - yy.value) / 2, xy)];
  const flat = unseen * spanOf(f, [low, high]);
  const slopes = [right, up].map((line) => slopeOf(line, reach));
  const steep = slopes.map(({ value, error }) => tidy({ value, error }, flat / reach));
  const blur = Math.max(xx.error, yy.error, diagonal.error);
  const bent = [middle - radius, middle + radius].map((value) =>
    tidy({ value, error: blur }, flat / reach ** 2),
  );
  const [gradient, curvatures] = [steep as [number, number], bent as [number, number]];
  return { name, gradient, curvatures, kind: kindOf(gradient, curvatures) };
}

/** A derivative, and by how much it may be off. */
interface Derivative {
  value: number;
  error: number;
}

/** Four digits, as far as they are known; 0 of what is flat. */
function tidy({ value, error }: Derivative, flat: number): number {
  if (Math.abs(value) <= flat + error) return 0;
  const known = Math.floor(Math.log10(Math.abs(value) / error));
  return Number(value.toPrecision(Math.min(4, Math.max(1, known || 1))));
}

function slopeOf(line: (step: number) => number, reach: number): Derivative {
  return steadiest(reach, (h) => {
    const [ahead, behind] = [line(h), line(-h)];
    return { value: (ahead - behind) / (2 * h), error: roundingOf(ahead, behind) / (2 * h) };
  });
}

function bendOf(line: (step: number) => number, reach: number): Derivative {
  const middle = line(0);
  return steadiest(reach, (h) => {
    const [ahead, behind] = [line(h), line(-h)];
    const value = (ahead - middle + (behind - middle)) / h ** 2;
    return { value, error: (2 * roundingOf(ahead, middle, behind)) / h ** 2 };
  });
}

function roundingOf(...heights: number[]): number {
  return Number.EPSILON * Math.max(...heights.map(Math.abs));
}

/**
 * A derivative by differences, over steps from 1/1000 to 1/4 of the picture's half that double: the one that rounding, which small
 * steps magnify, and the bending between one step and the next leave off least.
 */
function steadiest(reach: number, differences: (h: number) => Derivative): Derivative {
  const found = Array.from({ length: 9 }, (_, at) => differences(1e-3 * 2 ** at * reach));
  const judged = found.slice(0, -1).map(({ value, error }, at) => {
    const bending = Math.abs(found[at + 1].value - value) / 3;
    return { value, error: error + (Number.isNaN(bending) ? Infinity : bending) };
  });
  return judged.reduce((best, one) => (one.error < best.error ? one : best));
}

/** How far apart the heights of a surface are in its picture. */
function spanOf(f: Surface, [low, high]: readonly [number, number]): number {
  const places = [0, 1, 2, 3, 4].map((at) => low + ((high - low) * at) / 4);
  const [least, most] = range(places.flatMap((x) => places.map((y) => f(x, y))));
  return most > least ? most - least : 0;
}

function kindOf(gradient: number[], [small, large]: number[]): CriticalPoint["kind"] {
  if ([...gradient, small, large].some(Number.isNaN)) return "unknown";
  if (gradient.some((value) => value !== 0)) return "slope";
  if (small < 0 && large > 0) return "saddle";
  if (small > 0) return "minimum";
  return large < 0 ? "maximum" : "flat";
}

function captionOf({ name, curvatures }: CriticalPoint, width: number): [name: string, bends: string] {
  const bends = curvatures.map(short).join(", ");
  return [shortened(name, width), bends];
}

/** The size of a surface, px. */
const size = 186;
/** What a name of 11 px has in a narrow window, as one of 12 px. */
const narrow = 128;

/** In a row of the still, and of the figure alive, which may have a narrow window: a surface is cut where it is higher than wide. */
const [stillColumns, columns] = [3, 2];
const rowHeight = 170;

/** The part of a row that is its caption. */
const captionPart = 0.2;

function specOf(
  lands: Landscape[],
  names: string[],
  { points }: CriticalPointsData,
  { title = "" }: CriticalPointsOptions,
) {
  const rows = Math.ceil(lands.length / columns);
  const across = (at: number, count: number) => [at / count, (at + 1) / count];
  const up = (row: number) => [(row + captionPart) / rows, (row + 1) / rows];
  const scenes = lands.map((_, at) => [
    `scene${at ? at + 1 : ""}`,
    {
      ...bareScene(),
      domain: {
        x: across(at % columns, Math.min(columns, lands.length)),
        y: up(rows - 1 - Math.floor(at / columns)),
      },
    },
  ]);
  return {
    data: lands.map((land, at) => surfaceOf(land, at)),
    layout: plotlyLayout(
      { title, note: noteOf(points), height: 40 + rowHeight * rows },
      {
        ...Object.fromEntries(scenes),
        annotations: names.map((_, at) => ({
          text: captionOf(points[at], narrow)
            .map((line) => inked(line))
            .join("<br>"),
          font: { size: 11 },
          ...{ showarrow: false, xref: "paper", yref: "paper", xanchor: "center", yanchor: "bottom" },
          x: ((at % columns) + 0.5) / Math.min(columns, lands.length),
          y: (rows - 1 - Math.floor(at / columns)) / rows,
        })),
      },
    ),
    config: plotlyConfig,
  };
}

function bareScene(): object {
  const bare = { visible: false };
  return { ...scene("", "", "", 0.84), xaxis: bare, yaxis: bare, zaxis: bare };
}

function surfaceOf({ across, up, z }: Landscape, at: number): object {
  return {
    type: "surface",
    scene: `scene${at ? at + 1 : ""}`,
    x: across.map(orGap),
    y: up.map(orGap),
    z: z.map((row) => row.map(orGap)),
    colorscale: surfaceColours,
    showscale: false,
    hoverinfo: "skip",
  };
}

function stillOf(
  lands: Landscape[],
  { points }: CriticalPointsData,
  { title, left }: CriticalPointsOptions & { left: string | false },
) {
  const surfaces = lands.map((land, at) => {
    const [, bends] = captionOf(points[at], size);
    const [name] = captionOf(points[at], size - 12 - textWidth(`: ${bends}`, 12));
    return { land, name: `${name}: ${bends}` };
  });
  return surfacesSvg(surfaces, {
    title,
    note: [noteOf(points), left].filter(Boolean).join(". "),
    xLabel: "",
    yLabel: "",
    size,
    columns: stillColumns,
  });
}

function noteOf(points: CriticalPoint[]): string {
  const notice = points.length > most ? `; ${plural(points.length, "function")}, ${most} of them drawn` : "";
  return `below each: the curvatures at its middle${notice}`;
}

function altOf({ points }: CriticalPointsData, { title }: CriticalPointsOptions): string {
  const each = points.slice(0, most).map(({ name, kind, curvatures }) => {
    return `${name} (${kind}), curvatures ${curvatures.map(short).join(" and ")}`;
  });
  return sentences(
    title,
    `${plural(points.length, "surface")} about a place: ${list(each)}`,
    points.length > most && noteOf(points),
  );
}
