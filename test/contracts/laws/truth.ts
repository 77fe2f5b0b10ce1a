import fc from "fast-check";

import type * as plot from "../../../src/plot/index";
import type { Told } from "./said";

/** What holds of one figure, whatever it draws. */
export interface FigureTruth<Given extends unknown[]> {
  /** What the figure is called with: finite numbers of any size, with ties. */
  draw: fc.Arbitrary<Given>;
  /** How often it is drawn in each test, where that takes long. Default 15. */
  runs?: number;
  /** Draws it; default the figure of the entry's name, called with what is drawn. */
  call?: (...given: Given) => plot.Figure;
  /** Of a figure that is not called with what is drawn: calls that must be drawn, or refused by one sentence. */
  wrong?: unknown[][];
  /** What `data()` holds of it; a number that is computed may differ by its last bits. */
  data?: (...given: Given) => object;
  /** Where its marks must lie. */
  points?: (...given: Given) => number[][];
  /** Where they lie. */
  seen?: (figure: plot.Figure) => (number | null)[][];
  /** By how much more they may lie beside it. */
  room?: number;
  /** Every number of the words, in order. */
  numbers: (...given: Given) => Told[];
  /** How it says of a number that is not finite what it stands for, where that is no gap. */
  missing?: RegExp;
  /** The same with its rows in another order, which changes nothing. */
  swapped?: (order: (rows: number) => number[], ...given: Given) => Given;
  /** The same with a constant added to x, which changes numbers alone. */
  shifted?: (by: number, ...given: Given) => Given;
  /** The same with y times a number, which changes numbers alone. */
  scaled?: (by: number, ...given: Given) => Given;
}

/** One entry, with the types of its figure. */
export function truth<Given extends unknown[]>(of: FigureTruth<Given>): FigureTruth<unknown[]> {
  return of as unknown as FigureTruth<unknown[]>;
}

/** Names that stand in no sentence, so that they can be told apart from one. */
export const birds = ["heron", "ibis", "kestrel", "ousel", "plover", "quail"];

/** Names that are also something else. */
export const oddNames = ["constructor", "value", "x", "猫", "__proto__", "step (2"];

const sizes = fc.constantFrom(1, 1, 1, 1e-300, 1e-12, 1e-3, 1e6, 1e150, 1e300);
const share = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1e6),
  fc.constantFrom(0, 0.5, 1, -1, 0.1),
);

/** Numbers of one size, with ties; all above 0 where asked. */
export function numbers(
  least: number,
  most: number,
  { positive = false, size = sizes }: { positive?: boolean; size?: fc.Arbitrary<number> } = {},
): fc.Arbitrary<number[]> {
  const one = positive ? share.map((value) => Math.abs(value) || 0.25) : share;
  const several = fc.array(one, { minLength: least, maxLength: most });
  return fc.tuple(size, several).map(([unit, values]) => values.map((value) => value * unit));
}

/** Shares in [0, 1]. */
export const shares = (least: number, most: number) =>
  fc.array(
    share.map((value) => Math.abs(value)),
    { minLength: least, maxLength: most },
  );

export const indices = (count: number) => Array.from({ length: count }, (_, at) => at);
export const extent = (values: readonly number[]): [number, number] => [
  Math.min(...values),
  Math.max(...values),
];
/** How many values are as good as the best, where it is not alone. */
export const tiesOf = (values: readonly number[], best: number): number[] => {
  const alike = values.filter((value) => value === best).length;
  return alike > 1 ? [alike] : [];
};
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Computed in units of the largest, so that no square overflows or vanishes. */
export function inUnits(values: readonly number[], compute: (values: number[]) => number): number {
  const unit = Math.max(...values.map(Math.abs)) || 1;
  return compute(values.map((value) => value / unit)) * unit;
}
export const mean = (values: readonly number[]) => inUnits(values, (each) => sum(each) / each.length);
export const deviation = (values: readonly number[]) =>
  inUnits(values, (each) => {
    const middle = sum(each) / each.length;
    return Math.sqrt(sum(each.map((value) => (value - middle) ** 2)) / each.length);
  });

/** Of a column in the middle of its order; of two, between them. */
export function medianOf(values: number[]): number {
  const sorted = values.slice().sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return sorted[Math.floor(middle)] / 2 + sorted[Math.ceil(middle)] / 2;
}

type Row = Record<string, unknown>;

/** The rows of a Vega-Lite spec's data, of the layer that has the fields. */
export function rowsWith(figure: plot.Figure, ...fields: string[]): Row[] {
  const found: Row[][] = [];
  const look = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const values = (part as { data?: { values?: Row[] } }).data?.values;
    if (values?.[0] && fields.every((field) => field in values[0])) found.push(values);
    for (const one of Object.values(part)) if (typeof one === "object") look(one);
  };
  look(figure.spec);
  return found[0] ?? [];
}

/** The places of rows in two fields, in order. */
export const places =
  (x: string, y: string, keep: (row: Row) => boolean = () => true) =>
  (figure: plot.Figure) =>
    rowsWith(figure, x, y)
      .filter(keep)
      .map((row) => [row[x], row[y]] as (number | null)[]);

/** The points of Plotly's traces of a mode. */
export const traced =
  (mode: string, keep: (trace: Row, at: number) => boolean = () => true) =>
  (figure: plot.Figure) =>
    (figure.spec.data as Row[])
      .filter((trace) => trace.mode === mode)
      .filter(keep)
      .flatMap(({ x, y }) =>
        (x as (number | null)[]).map((place, at) => [place, (y as (number | null)[])[at]]),
      );

/** The places of the rows that layers have of their own. */
export function layered({ spec }: plot.Figure): (number | null)[][] {
  const layers = spec.layer as { data?: { values: { x: number | null; y: number | null }[] } }[];
  return layers.flatMap(({ data }) => data?.values ?? []).map(({ x, y }) => [x, y]);
}
