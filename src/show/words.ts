import { short } from "./numbers";

/** "1 point", "2 points". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${short(count)} ${count === 1 ? one : many}`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(count: number): string {
  const ending = ["th", "st", "nd", "rd"][count % 10];
  return `${short(count)}${Math.floor(count / 10) % 10 === 1 || !ending ? "th" : ending}`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "a, b and 7 more": the first of many. */
export function listFirst(items: readonly string[], most: number): string {
  const more = items.length - most;
  return more > 0 ? list([...items.slice(0, most), `${short(more)} more`]) : list(items);
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that stands as it is in HTML and in XML, within an element and in an attribute between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}

/** Text in which Plotly sees no tags. It knows few entities: quotes stay. */
export function escapedForPlotly(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character]);
}
