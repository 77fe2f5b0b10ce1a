import * as plot from "../../../src/plot/index";

/** What the contract tries each figure with; each entry draws one. */
export interface FigureExamples {
  /** An ordinary figure, with some numbers of its data that its words must name. */
  ordinary: () => plot.Figure;
  names: string[];
  /** Other faces of the figure, which the gallery shows too. */
  others?: Record<string, () => plot.Figure>;
  /** An option that is close to a real one. */
  misspelt: () => plot.Figure;
  /** No data: must throw. */
  empty: () => plot.Figure;
  /** One point, one value, one image. */
  single: () => plot.Figure;
  /** Data with NaN: drawn with a gap or a note, or refused where NaN has no meaning. */
  nan: () => plot.Figure;
  nanRefused?: boolean;
  /** A million values, thinned or counted. */
  huge: () => plot.Figure;
  /** What the figure says about what it leaves out; none where nothing is left out. */
  notice?: RegExp;
}

const made = new Map<string, Float32Array>();

/** Made once for each length: a million numbers take longer to make than a figure to draw. */
function once(name: string, count: number, value: (at: number) => number): Float32Array {
  const key = `${name} ${count}`;
  if (!made.has(key))
    made.set(
      key,
      Float32Array.from({ length: count }, (_, at) => value(at)),
    );
  return made.get(key)!;
}

export const million = 1_000_000;
export const wave = (count: number) => once("wave", count, (at) => Math.sin(at / 50) + at / count);
export const evaw = (count: number) => once("evaw", count, (at) => wave(count)[count - 1 - at]);
export const ramp = (count: number) => once("ramp", count, (at) => at);
export const classes = (count: number, of = 3) => once(`classes ${of}`, count, (at) => (at * 7) % of);
/** In [0, 1), higher for class 1 of two. */
export const chances = (count: number) =>
  once("chances", count, (at) => (((at * 37) % 101) / 101) * 0.7 + 0.3 * classes(count, 2)[at]);
export const cloud = (count: number) => ({ x: wave(count), y: evaw(count), label: classes(count, 2) });
export const unknown = (options: object) => options as never;

export const images = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => ((x * y + at) % 17) / 16)),
  );
