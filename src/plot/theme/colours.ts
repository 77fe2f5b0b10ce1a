import { midInk, palette } from "../../show/index";

export { midInk, palette };

/** Marks that tell the classes of {@link palette} apart without colour, by Vega's names; the last two, as paths, are Plotly's hexagon and star. */
export const symbols = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "M0,-1L.87,-.5L.87,.5L0,1L-.87,.5L-.87,-.5Z",
  "M0,-1.2L.3,-.4L1.14,-.37L.48,.15L.71,.97L0,.5L-.71,.97L-.48,.15L-1.14,-.37L-.3,-.4Z",
];

/** The same marks by Plotly's names. */
export const plotlySymbols = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "hexagon",
  "star",
];

/** The colour of text and axes: whatever the page around a figure uses for its text. */
export const ink = "currentColor";

/** Text and background of a picture that leaves the page. */
export const grounds = {
  light: { ink: "#24292f", background: "#ffffff" },
  dark: { ink: "#e3e6ea", background: "#111111" },
};

/** The n-th colour of {@link palette}; they repeat after the last. */
export function colour(index: number): string {
  return palette[index % palette.length];
}

/** How many things come before colours repeat. */
export const colourCount = palette.length;

/** Which round of the palette the n-th thing belongs to, from 0. */
export function colourRound(index: number): number {
  return Math.floor(index / palette.length);
}

/**
 * The n-th mark or dash of a list: it moves on by one where colours begin again, so that things differ in one of the two
 * for as many rounds as the list is long.
 */
export function shifted<T>(marks: readonly T[], index: number): T {
  return marks[(index + colourRound(index)) % marks.length];
}

/** What is said where colours repeat; nothing where none does. */
export function repeatNotice(count: number, by: string): string | false {
  return count > palette.length && `Colours repeat after ${palette.length}: ${by}`;
}

/**
 * A colour of the palette, made see-through.
 *
 * ```ts
 * translucent("#3068e8", 0.2) // "rgba(48,104,232,0.2)"
 * ```
 */
export function translucent(hex: string, alpha: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${alpha})`;
}
