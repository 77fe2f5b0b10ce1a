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

/** Readable on white (4.3 : 1) and on black (4.4 : 1): for what cannot follow the page. */
export const midInk = "#797979";
