import { isRecord } from "../input/named";
import { range } from "../input/words";
import { besidePlot, narrowFigure } from "./fitted";
import { textWidth } from "./font";

/** Below it numbers written out have more zeros than anyone counts, and from 20 of them on nothing else; from the other on digits that are none. */
const [tiny, huge] = [1e-6, 1e15];

type Part = Record<string, unknown>;
type Side = "x" | "y";

/**
 * A Vega-Lite spec whose axes of numbers read well whatever the numbers are: one number alone has no digits that it does not need,
 * and where two of the numbers below a figure do not fit side by side in a narrow window, they are turned there.
 */
export function withNumberAxes(part: Part, rows: Part[] = []): Part {
  const own = rowsOf(part) ?? rows;
  if (!isView(part)) return mapParts(part, (one) => withNumberAxes(one, own));
  const along = { x: rangeAlong(part, "x", own), y: rangeAlong(part, "y", own) };
  return withAxes(part, { x: axisFor("x", along.x), y: axisFor("y", along.y) });
}

function isView(part: Part): boolean {
  return "layer" in part || "encoding" in part;
}

function rowsOf({ data }: Part): Part[] | undefined {
  return isRecord(data) && Array.isArray(data.values) ? (data.values as Part[]) : undefined;
}

/** A concatenation, with each of its views changed. */
function mapParts(part: Part, change: (one: Part) => Part): Part {
  const lists = ["concat", "vconcat", "hconcat"].filter((name) => Array.isArray(part[name]));
  return { ...part, ...Object.fromEntries(lists.map((name) => [name, (part[name] as Part[]).map(change)])) };
}

/** From where to where a view's numbers go along a side, over all of its layers. */
function rangeAlong(view: Part, side: Side, rows: Part[]): [number, number] {
  const own = rowsOf(view) ?? rows;
  const { encoding, layer } = view as { encoding?: Part; layer?: Part[] };
  const fields = [encoding?.[side], encoding?.[`${side}2`]].flatMap((channel) => fieldOf(channel));
  const values = fields.flatMap((field) => range(own.map((row) => row[field] as number)));
  return range([...values, ...(layer ?? []).flatMap((one) => rangeAlong(one, side, own))]);
}

function fieldOf(channel: unknown): string[] {
  return isRecord(channel) && typeof channel.field === "string" ? [channel.field] : [];
}

function withAxes(view: Part, axes: Record<Side, Part>): Part {
  const { encoding, layer } = view as { encoding?: Part; layer?: Part[] };
  const told = { ...encoding };
  for (const side of ["x", "y"] as const)
    if (isNumbers(told[side])) told[side] = { ...told[side], axis: { ...axes[side], ...told[side].axis } };
  return {
    ...view,
    ...(encoding && { encoding: told }),
    ...(layer && { layer: layer.map((one) => withAxes(one, axes)) }),
  };
}

/** Whether a channel is an axis of numbers that says nothing of how they are written. */
function isNumbers(channel: unknown): channel is { axis?: Part } {
  if (!isRecord(channel) || channel.type !== "quantitative" || channel.axis === null) return false;
  const { axis = {}, scale } = channel as { axis?: Part; scale?: Part | null };
  return scale !== null && !("labelExpr" in axis) && !("format" in axis) && scale?.domain === undefined;
}

function axisFor(side: Side, [low, high]: [number, number]): Part {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (low < high && (size < tiny || size >= huge)) return { labelExpr: inPowersOfTen(size / (high - low)) };
  if (low === high) return { format: ",.15~g" };
  if (side === "y" || !(high > low)) return {};
  const two = Math.ceil(2 * Math.max(...[low, high].map((end) => widthOf(end, high - low))) + 30);
  return two > narrowFigure - besidePlot ? turnedBelow(two + besidePlot) : {};
}

/** Labels as 1.5e−25, with the digits that tell them apart. */
function inPowersOfTen(sizeInSpans: number): string {
  const digits = Math.min(15, 2 + Math.ceil(Math.log10(Math.max(1, sizeInSpans))));
  return `datum.value === 0 ? "0" : format(datum.value, ".${digits}~e")`;
}

/** The width of a number as an axis of such a span writes it. */
function widthOf(value: number, span: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(span / 6)));
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: Math.min(20, decimals),
    maximumFractionDigits: Math.min(20, decimals),
  });
  return textWidth(text, 12);
}

function turnedBelow(width: number): Part {
  const isNarrow = `room < ${width}`;
  return {
    labelAngle: { expr: `${isNarrow} ? -30 : 0` },
    labelAlign: { expr: `${isNarrow} ? "right" : "center"` },
    // The first one reaches below the numbers beside the figure.
    ...{ labelFlush: false, labelPadding: 12 },
  };
}
