import { checkEqualLength, checkNotEmpty, checkOptions, DataError } from "../core/index";
import { Figure } from "./figure";
import { numberColumn, type Numbers } from "./input/column";
import { fromTo, plural, range, shorts } from "./input/words";
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
 * NaN leaves a gap. Of more than 2 000 values a line is drawn by the extremes of 1 000 stretches, and says so.
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
  const chosen = checkOptions<LinesOptions>("lines", options, {
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
  return new Figure({
    renderer: "vega-lite",
    spec: specOf(data, chosen),
    data,
    alt: altOf(data, chosen),
  });
}

function read(given: Numbers, series: Record<string, Numbers>): LinesData {
  const x = Array.from(numberColumn("lines", "x", given));
  const names = Object.keys(series ?? {});
  checkNotEmpty("lines", "the lines", names);
  checkNotEmpty("lines", "x", x);
  if (!x.some(Number.isFinite))
    throw new DataError({ where: "lines", required: "x must have a finite value", got: "none" });
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

function readBand(name: string, { low, high }: Band, x: number[]) {
  const band = {
    low: numberColumn("lines", `${name}'s low`, low),
    high: numberColumn("lines", `${name}'s high`, high),
  };
  checkEqualLength("lines", { x, [`${name}'s low`]: band.low, [`${name}'s high`]: band.high });
  return band;
}

function specOf(data: LinesData, options: LinesOptions): Record<string, unknown> {
  const names = Object.keys(data.lines);
  const { title, points = data.x.length <= 12, width, height, logX, logY } = options;
  return curveSpec({
    ...{ title, width, height, names, points },
    rows: rowsOf(data, options),
    notes: [notice(data)],
    x: { title: options.xLabel!, log: logX },
    y: { title: options.yLabel ?? (names.length === 1 ? names[0] : "y"), log: logY },
  });
}

function notice({ x, lines }: LinesData): string | false {
  const drawn = valuesEach(Object.keys(lines).length);
  return x.length > drawn && `${plural(x.length, "value")} a line, drawn by their extremes`;
}

function altOf({ x, lines }: LinesData, { title, xLabel }: LinesOptions): string {
  const [from, to] = shorts(range(x));
  const each = Object.entries(lines).map(([name, y]) => {
    const [low, high] = shorts(range(y));
    if (!y.some(Number.isFinite)) return `${name} has no finite value`;
    const gaps = y.filter((value) => !Number.isFinite(value)).length;
    return `${name} lies between ${low} and ${high}${ends(y)}${gaps ? `, with ${plural(gaps, "gap")}` : ""}`;
  });
  const named = title ? `${title}: ` : "";
  const note = notice({ x, lines });
  const over = `${plural(each.length, "line")} over ${xLabel} from ${from} to ${to}`;
  return `${named}${over}. ${each.join("; ")}.${note ? ` ${note}.` : ""}`;
}

function ends(y: number[]): string {
  const [first, last] = [y[0], y.at(-1)!];
  return Number.isFinite(first) && Number.isFinite(last) ? ` and goes ${fromTo(first, last)}` : "";
}
