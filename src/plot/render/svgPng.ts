import { Resvg } from "@resvg/resvg-js";

import { drawing } from "./boxes";

/** A picture with its size on the page. */
export interface Picture {
  /** The PNG file. */
  png: Buffer;
  /** CSS px. */
  width: number;
  /** CSS px. */
  height: number;
}

const told = new Set<string>();

/** Draws an SVG as a PNG of `scale` times its size. */
export function svgPng(svg: string, scale: number): Picture {
  const resvg = opened(svg, scale);
  const { width, height } = resvg;
  return { png: resvg.render().asPng(), width, height };
}

/** An SVG's pixels, RGBA, colours multiplied by opacity, at `scale` times its size; width and height count pixels. */
export function drawSvg(svg: string, scale: number): { pixels: Uint8Array; width: number; height: number } {
  const { pixels, width, height } = opened(svg, scale).render();
  return { pixels, width, height };
}

function opened(svg: string, scale: number): Resvg {
  const { svg: drawn, fonts, boxes } = drawing(svg);
  sayBoxes(boxes.filter((character) => !told.has(character)));
  return new Resvg(drawn, { fitTo: { mode: "zoom", value: scale }, font: fonts });
}

/** Says how the characters would be seen, once for each; that they are not, the picture itself says. */
function sayBoxes(characters: string[]): void {
  if (characters.length === 0) return;
  for (const character of characters) told.add(character);
  const which = `${characters.slice(0, 8).join(" ")}${characters.length > 8 ? " …" : ""}`;
  process.emitWarning(
    `figure: no font of this machine has ${which}, for which a PNG has boxes; install one, or save the figure as .svg or .html, where the reader's fonts are used`,
  );
}
