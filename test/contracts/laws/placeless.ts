import type * as plot from "../../../src/plot/index";

type Part = Record<string, unknown>;

/** A call's arguments with one of its numbers replaced, for at most so many of them, from the first to the last. */
export function withOneNumber(given: unknown[], value: number, most = 12): unknown[][] {
  const count = numbersIn(given);
  const chosen = Array.from({ length: Math.min(most, count) }, (_, at) => Math.floor((at * count) / Math.min(most, count))); // prettier-ignore
  return chosen.map((place) => {
    let at = 0;
    return mapNumbers(given, (one) => (at++ === place ? value : one)) as unknown[];
  });
}

function numbersIn(given: unknown): number {
  let count = 0;
  mapNumbers(given, (value) => (count++, value));
  return count;
}

function mapNumbers(part: unknown, change: (value: number) => number): unknown {
  if (typeof part === "number") return change(part);
  if (Array.isArray(part)) return part.map((one) => mapNumbers(one, change));
  if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return part;
  if (Object.getPrototypeOf(Object.getPrototypeOf(part) ?? {}) !== null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, mapNumbers(one, change)]));
}

/** How many places along a logarithmic axis are drawn; undefined where no axis is one. */
export function drawnOnLog({ spec, renderer }: plot.Figure): number | undefined {
  return renderer === "plotly" ? plotlyOnLog(spec) : vegaOnLog(spec, []);
}

function plotlyOnLog({ data, layout }: Part): number | undefined {
  const sides = (["x", "y"] as const).filter(
    (side) => ((layout as Part)[`${side}axis`] as Part)?.type === "log",
  );
  if (sides.length === 0) return undefined;
  return sides.flatMap((side) =>
    (data as Part[]).flatMap((trace) => placed((trace[side] ?? []) as unknown[])),
  ).length;
}

function vegaOnLog(part: unknown, rows: Part[]): number | undefined {
  if (typeof part !== "object" || part === null) return undefined;
  const { data, encoding } = part as { data?: { values?: Part[] }; encoding?: Record<string, Part> };
  const own = data?.values ?? rows;
  const fields = ["x", "y"].flatMap((side) => {
    const channel = encoding?.[side] as { field?: string; scale?: { type?: string } } | undefined;
    return channel?.field && channel.scale?.type === "log" ? [channel.field] : [];
  });
  const counts = Object.entries(part)
    .filter(([key]) => key !== "data")
    .map(([, one]) => vegaOnLog(one, own));
  if (fields.length > 0) counts.push(placed(fields.flatMap((field) => own.map((row) => row[field]))).length);
  const known = counts.filter((count) => count !== undefined);
  return known.length > 0 ? known.reduce((sum, count) => sum + count, 0) : undefined;
}

function placed(values: unknown[]): unknown[] {
  return values.filter((value) => typeof value === "number" && value > 0);
}
