/**
 * A number as people read it: four significant digits, a thin space between thousands.
 *
 * ```ts
 * short(0.123456) // "0.1235"
 * short(1000000) // "1 000 000"
 * ```
 */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return grouped(value);
  const text = String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
}

function grouped(value: number): string {
  return String(value)
    .replace("-", "−")
    .replace(/\B(?=(\d{3})+$)/g, value >= 10000 || value <= -10000 ? "\u202f" : "");
}

/** A number for a spec: five significant digits, as more cannot be seen and only cost bytes; null for a gap. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}

/** "1 point", "2 points". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${short(count)} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The smallest and largest finite value; NaN twice when there is none. */
export function range(values: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [NaN, NaN];
}

/** The sentences of an alternative text, after the title; what is missing is left out. */
export function sentences(title: string | undefined, ...parts: (string | false | undefined)[]): string {
  const told = parts.filter((part): part is string => !!part);
  const text = told.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(" ");
  return title ? `${title}: ${text}` : text;
}

/** A share of the whole as people read it: 0.125 is "12.5 %". */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}
