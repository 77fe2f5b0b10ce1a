import { isRecord } from "./named";
import { range } from "./words";

/**
 * A spec whose numbers keep the digits that can be seen: each is off by less than 1/10 000 of what its column of rows
 * (Vega-Lite) or its array (Plotly) spans, and of itself, so that a logarithmic axis is as true. Whole numbers stay.
 *
 * ```ts
 * withDrawnDigits({ data: { values: [{ x: 1000001.23456789 }, { x: 1000002 }] } }); // x: 1000001.23457
 * ```
 */
export function withDrawnDigits(spec: Record<string, unknown>): Record<string, unknown> {
  return Array.isArray(spec.data) ? plotlyDigits(spec) : (vegaDigits(spec) as Record<string, unknown>);
}

function vegaDigits(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(vegaDigits);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, key === "data" ? dataDigits(value) : vegaDigits(value)]),
  );
}

function dataDigits(data: unknown): unknown {
  if (!isRecord(data) || !Array.isArray(data.values) || !data.values.every(isRecord)) return data;
  return { ...data, values: rowDigits(data.values) };
}

/** Rows of fields; a field may hold a column of its own. */
function rowDigits(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  const digits = [...fields].map((field) => [field, digitsWithin(rows.map((row) => row[field]))] as const);
  const byField = new Map(digits);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [field, byField.get(field)!(value)])),
  );
}

function plotlyDigits({ data, frames, ...spec }: Record<string, unknown>): Record<string, unknown> {
  const traces = (data as Record<string, unknown>[]).map(traceDigits);
  if (!Array.isArray(frames)) return { data: traces, ...spec };
  const drawn = (frames as Record<string, unknown>[]).map((frame) =>
    Array.isArray(frame.data) ? { ...frame, data: frame.data.map(traceDigits) } : frame,
  );
  return { data: traces, ...spec, frames: drawn };
}

function traceDigits(trace: Record<string, unknown>): Record<string, unknown> {
  const placed = ["x", "y", "z"].filter((side) => Array.isArray(trace[side]));
  return { ...trace, ...Object.fromEntries(placed.map((side) => [side, columnDigits(trace[side])])) };
}

function columnDigits(column: unknown): unknown {
  return digitsWithin([column])(column);
}

/** What rounds values to what can be seen beside the others. */
function digitsWithin(values: unknown[]): (value: unknown) => unknown {
  const [low, high] = range(values.flat(2).filter((value) => typeof value === "number"));
  const order = orderOf(low, high);
  const digits = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(digits);
    return typeof value === "number" ? digitsBeside(value, order) : value;
  };
  return digits;
}

/** The power of ten of a span; −∞ where there is none. */
function orderOf(low: number, high: number): number {
  return high > low ? Math.floor(Math.log10(high - low)) : -Infinity;
}

const seen = 5;

// Where all are the same the order is −∞, which keeps every digit.
function digitsBeside(value: number, order: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isSafeInteger(value)) return value + 0;
  const near = Number(value.toPrecision(digitsAbove(order, value, seen)));
  return Number.isFinite(near) ? near : value;
}

function digitsAbove(order: number, value: number, least: number): number {
  const above = Math.floor(Math.log10(Math.abs(value))) - order;
  return Math.min(17, least + Math.max(0, above));
}

/** What d3 writes values by under the pointer, so that those which lie apart read apart. */
export function hoverFormat(values: readonly unknown[]): string {
  const [low, high] = range(values.filter((value) => typeof value === "number"));
  const size = Math.max(Math.abs(low), Math.abs(high));
  const digits = high > low ? digitsAbove(orderOf(low, high), size, 4) : Number.isInteger(low) ? 17 : 6;
  return `.${digits}~g`;
}
