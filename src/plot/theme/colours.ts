/**
 * Colours of classes, runs and series, in the order in which they are used.
 *
 * Found by search over hue families: each has a contrast of at least 3 : 1 with white and with JupyterLab's dark
 * background, as a figure cannot know on which of them it will lie, and all stay apart under protanopia, deuteranopia
 * and tritanopia at least as far as Okabe and Ito's do (Machado et al. 2009, distances in Oklab).
 */
export const palette = [
  "#3068e8",
  "#e07000",
  "#18a888",
  "#b80098",
  "#786018",
  "#9088f0",
  "#e00850",
  "#607060",
];

/** Marks that tell the classes of {@link palette} apart without colour, by Vega's names. */
export const symbols = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "wedge",
  "arrow",
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

/** Readable on white (4.3 : 1) and on black (4.4 : 1): for what cannot follow the page. */
export const midInk = "#797979";

/** Text and background of a picture that leaves the page. */
export const grounds = {
  light: { ink: "#24292f", background: "#ffffff" },
  dark: { ink: "#e3e6ea", background: "#111111" },
};

/** The n-th colour of {@link palette}; they repeat after the last. */
export function colour(index: number): string {
  return palette[index % palette.length];
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
