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

function formatItems(items: unknown[]): string {
  const shown = withoutDust(items).slice(0, shownItems).map(formatValue);
  const rest = items.length - shown.length;
  return `[${shown.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}

/** Beside 1, 2.776e-17 is a rounding error of 64 bits where 0 is meant. */
const dust = 1e-14;

function withoutDust(items: unknown[]): unknown[] {
  const numbers = items.filter((one): one is number => Number.isFinite(one));
  const largest = numbers.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return items.map((one) => (typeof one === "number" && Math.abs(one) < dust * largest ? 0 : one));
}

function formatRecord(record: object): string {
  const entries = Object.entries(record).slice(0, shownItems);
  return `{${entries.map(([key, value]) => `${key}: ${formatValue(value)}`).join(", ")}}`;
}
