import { checkEqualLength, checkOneOf, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { numberColumn, placeColumn, type Numbers } from "../input/column";
import { checkByName, checkParts, checkUpright, namesOf } from "../input/named";
import { passesOf } from "../input/passes";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { fromTo, plural, range, sentences, shorts } from "../input/words";
import { checkLooks, mostLines } from "./looks";
import { curveRows, curveSpec, valuesEach, type CurveRow } from "./curves";

/** A band around a line, such as a standard deviation over seeds. */
export interface Band {
  low: Numbers;
  high: Numbers;
}

/** How {@link lines} draws. */
export interface LinesOptions {
  /** Above the figure. Default none. */
  title?: string;
  /** Below the horizontal axis. Default "x". */
  xLabel?: string;
  /** Beside the vertical axis. Default: the name of the only line, else "y". */
  yLabel?: string;
  /** A logarithmic horizontal axis; values of 0 or less are not shown. Default false. */
  logX?: boolean;
  /** A logarithmic vertical axis; values of 0 or less are not shown. Default false. */
  logY?: boolean;
  /** Marks each value with a point. Default: with at most 12 values a line. */
  points?: boolean;
  /** Bands, by the name of the line that they surround. Default none. */
  bands?: Record<string, Band>;
  /** CSS px. Default 560, less in a narrow window. */
  width?: number;
  /** CSS px. Default 280. */
  height?: number;
}

/** The numbers of {@link lines}. */
export interface LinesData {
  x: number[];
  /** By name. */
  lines: Record<string, number[]>;
}

/**
 * Lines over a common horizontal axis, with a legend.
 *
 * NaN, or null as in JSON, leaves a gap. Values are drawn in the order of `x`; one that comes back to earlier places, as a run that was
 * started again, is drawn as one line for each pass. Of more than 2 000 values a line is drawn by the extremes of 1 000 stretches, and says so.
 *
 * ```ts
 * lines([0, 1, 2], { sigmoid: [0.5, 0.73, 0.88], tanh: [0, 0.76, 0.96] }, { xLabel: "z" });
 * ```
 *
 * @param x the horizontal coordinates: [values]
 * @param series by name, the vertical ones: [values] each
 * @throws ShapeError `lines: x and tanh must have equal length, got 3 and 2`
 * @throws DataError when there is nothing to draw
 */
export function lines(
  x: Numbers,
  series: Record<string, Numbers>,
  options?: LinesOptions,
): Figure<LinesData> {
  const chosen = figureOptions<LinesOptions>("lines", options, {
    title: undefined,
    xLabel: "x",
    yLabel: undefined,
    logX: false,
    logY: false,
    points: undefined,
    bands: {},
    width: undefined,
    height: 280,
  });
  const data = read(x, series);
  checkByName("lines", "bands", chosen.bands);
  for (const name of Object.keys(chosen.bands!))
    checkOneOf("lines", "line of a band", name, Object.keys(data.lines));
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(data, chosen),
  });
}

function read(given: Numbers, series: Record<string, Numbers>): LinesData {
  const x = placeColumn("lines", "x", given);
  const names = namesOf("lines", "the lines", series);
  checkLooks("lines", names.length, { most: mostLines, what: "lines" });
  const all = Object.fromEntries(
    names.map((name) => [name, Array.from(numberColumn("lines", name, series[name]))]),
  );
  for (const name of names) checkEqualLength("lines", { x, [name === "x" ? "line x" : name]: all[name] });
  if (!Object.values(all).some((y) => y.some(Number.isFinite)))
    throw new DataError({ where: "lines", required: "there must be a finite value", got: "none" });
  return { x, lines: all };
}

function rowsOf({ x, lines }: LinesData, { bands, logX, logY }: LinesOptions): CurveRow[] {
  const limit = valuesEach(Object.keys(lines).length);
  return Object.entries(lines).flatMap(([name, y]) => {
    const band = bands && Object.hasOwn(bands, name) && readBand(name, bands[name], x);
    return curveRows(name, x, y, { limit, logX, logY, ...(band || {}) });
  });
}

function readBand(name: string, given: Band, x: number[]) {
  checkParts("lines", `${name}'s band`, given, ["low", "high"]);
  const { low, high } = given;
  const band = {
    low: numberColumn("lines", `${name}'s low`, low),
    high: numberColumn("lines", `${name}'s high`, high),
  };
  checkEqualLength("lines", { x, [`${name}'s low`]: band.low, [`${name}'s high`]: band.high });
  checkUpright("lines", `${name}'s band`, band);
  return band;
}

function specOf(data: LinesData, options: LinesOptions): Record<string, unknown> {
  const names = Object.keys(data.lines);
  const { title, points = data.x.length <= 12, width, height, logX, logY } = options;
  return curveSpec({
    ...{ title, width, height, names, points },
    rows: rowsOf(data, options),
    notes: notices(data, options),
    x: { title: options.xLabel!, log: logX },
    y: { title: options.yLabel ?? (names.length === 1 ? names[0] : "y"), log: logY },
  });
}

function notices({ x, lines }: LinesData, { xLabel }: LinesOptions): string[] {
  const drawn = valuesEach(Object.keys(lines).length);
  const notes = [
    x.length > drawn && `${plural(x.length, "value")} a line, drawn by their extremes`,
    orderNote(x, xLabel!),
  ];
  return notes.filter((note): note is string => typeof note === "string");
}

function undrawnOf({ x, lines }: LinesData, { bands, logX, logY }: LinesOptions): string | false {
  const up = (mark: string, values: ArrayLike<number>, marks?: string) => ({
    mark,
    marks,
    values,
    log: logY && ("logY" as const),
  });
  const ends = Object.entries(bands!).flatMap(([name, band]) => {
    const { low, high } = readBand(name, band, x);
    return [low, high].map((values) => up("end of a band", values, "ends of bands"));
  });
  const places = {
    mark: "place along x",
    marks: "places along x",
    values: x,
    log: logX && ("logX" as const),
  };
  return undrawn(places, ...Object.values(lines).map((y) => up("value", y)), ...ends);
}

/** What is said where values are not drawn one after the other. */
function orderNote(x: number[], xLabel: string): string | false {
  const passes = passesOf(x);
  if (passes.length > 1) return `${xLabel} comes back to earlier places: drawn as ${passes.length} passes`;
  const isOrdered = passes[0].every((at, index, places) => index === 0 || at > places[index - 1]);
  return !isOrdered && `Drawn in the order of ${xLabel}, not of the values`;
}

function altOf(data: LinesData, options: LinesOptions): string {
  const { x, lines } = data;
  const placed = passesOf(x).map((places) => places.filter((at) => Number.isFinite(x[at])));
  const each = Object.entries(lines).map(([name, y]) => {
    const [low, high] = shorts(range(y));
    if (!y.some(Number.isFinite)) return `${name} has no finite value`;
    return `${name} lies between ${low} and ${high}${ends(y, placed)}`;
  });
  const over = `${plural(each.length, "line")} over ${options.xLabel} ${fromTo(...range(x))}`;
  return sentences(options.title, over, each.join("; "), ...notices(data, options));
}

const mostPassesTold = 4;

/** Where a line begins and ends on the page, from left to right. */
function ends(y: number[], passes: number[][]): string {
  if (passes.length > mostPassesTold) return "";
  const each = passes.map((places) => [y[places[0]], y[places.at(-1)!]] as const);
  if (!each.flat().every(Number.isFinite)) return "";
  return ` and goes ${each.map(([first, last]) => fromTo(first, last)).join(", then ")}`;
}
