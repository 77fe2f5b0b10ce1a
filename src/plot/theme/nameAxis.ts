import { short } from "../input/words";
import { distinctNames } from "../input/names";
import { textWidth } from "./font";
import { shortened } from "./wrapped";

/** What a name along an axis may take, CSS px. */
export const longestAlong = 110;

/** Names with the middle left out of those that are wider, still different from one another. */
export function fittingNames(names: readonly (string | number)[], width = longestAlong): string[] {
  const told = shares.map((share) => names.map((name) => shortened(String(name), width, share)));
  const distinct = new Set(names).size;
  return distinctNames(told.find((each) => new Set(each).size === distinct) ?? told[0]);
}

/** How much of what is left of a long name is its beginning; the first that keeps all names different. */
const shares = [0.55, 0.3, 0.1, 0.8, 1];

/** What is said of an axis that has no room for so many names. */
export function thinnedNotice(count: number, most: number, what: string): string | false {
  return count > most && `Not every one of ${short(count)} ${what} is named`;
}

/** The width of the widest, CSS px. */
export function widestOf(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => textWidth(name, 12)));
}

/**
 * The parts of a horizontal axis that writes all its names: side by side where they fit, else turned, else upright and smaller.
 *
 * @param pitch px from name to name, as a Vega expression
 */
export function columnAxis(names: readonly string[], pitch: string): object {
  const crowded = `(${pitch}) < ${Math.ceil(widestOf(names)) + 6}`;
  return {
    labelAngle: { expr: `${crowded} ? ((${pitch}) < 17 ? -90 : -45) : 0` },
    labelAlign: { expr: `${crowded} ? "right" : "center"` },
    labelBaseline: { expr: `${crowded} ? "middle" : "top"` },
    labelFontSize: { expr: `${crowded} ? ${rowFont(pitch)} : 12` },
    // Vega leaves out every second of more values than ticks.
    ...{ labelLimit: 2 * longestAlong, labelOverlap: false, labelFlush: false, tickCount: names.length },
  };
}

/** The size of names that follow one another at so many px, as a Vega expression. */
export function rowFont(pitch: string): string {
  return `clamp(floor(${pitch}), 7, 12)`;
}

/** A name of a nominal axis in the place of its value, as a Vega expression. */
export function nameOf(values: readonly string[], names: readonly string[]): string {
  return `${listOf(names)}[indexof(${listOf(values)}, datum.value)]`;
}

/**
 * Names as a list in a Vega expression.
 *
 * Vega takes one that every object has, such as "constructor", for an operator; put together from two parts, it is text.
 */
export function listOf(names: readonly string[]): string {
  const told = names.map((name) =>
    name in {} ? `${JSON.stringify(name[0])} + ${JSON.stringify(name.slice(1))}` : JSON.stringify(name),
  );
  return `[${told.join(",")}]`.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
