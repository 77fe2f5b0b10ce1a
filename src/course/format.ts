import { tableNumber } from "../show/index";

const shownItems = 8;

/**
 * A value as a student would write it, short enough for one line: four significant digits, long arrays cut.
 *
 * ```ts
 * formatValue({ w: [1 / 3, 2], b: 0 }); // "{w: [0.3333, 2], b: 0}"
 * ```
 */
export function formatValue(value: unknown): string {
  if (typeof value === "number") return tableNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `the function ${value.name || "(no name)"}`;
  if (Array.isArray(value)) return formatItems(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return formatItems([...(value as never)]);
  if (typeof value === "object" && value !== null) return formatRecord(value);
  return String(value);
}

function formatItems(items: unknown[], scale = largestIn(items)): string {
  const shown = items.slice(0, shownItems).map((one) => formatItem(one, scale));
  const rest = items.length - shown.length;
  return `[${shown.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}

/** Beside 1, 2.776e-17 is a rounding error of 64 bits where 0 is meant; alone it is what it is. */
const dust = 1e-14;

function formatItem(item: unknown, scale: number): string {
  if (Array.isArray(item)) return formatItems(item, scale);
  return typeof item === "number" && Math.abs(item) < dust * scale ? "0" : formatValue(item);
}

/** The largest number in a list, and in the lists within it. */
function largestIn(items: unknown[]): number {
  const sizes = items.map((one) => {
    if (Array.isArray(one)) return largestIn(one);
    return Number.isFinite(one) ? Math.abs(one as number) : 0;
  });
  return sizes.reduce((most, one) => Math.max(most, one), 0);
}

function formatRecord(record: object): string {
  const entries = Object.entries(record).slice(0, shownItems);
  return `{${entries.map(([key, value]) => `${key}: ${formatValue(value)}`).join(", ")}}`;
}
