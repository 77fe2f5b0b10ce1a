import { Resvg } from "@resvg/resvg-js";

import { charactersLacked, fontFiles } from "../theme/font";

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

/**
 * With the bundled fonts and no others, unless they lack a character: then the machine's may have it, which is said once
 * for each.
 */
function opened(svg: string, scale: number): Resvg {
  const lacked = charactersLacked(svg.replace(/<[^>]*>/g, " "));
  sayLacked(lacked.filter((character) => !told.has(character)));
  return new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles, loadSystemFonts: lacked.length > 0, defaultFontFamily: "Inter" },
  });
}

function sayLacked(characters: string[]): void {
  if (characters.length === 0) return;
  for (const character of characters) told.add(character);
  const which = `${characters.slice(0, 8).join(" ")}${characters.length > 8 ? " …" : ""}`;
  process.emitWarning(
    `figure: the bundled fonts lack ${which}, which a PNG shows only where this machine has a font for it; save the figure as .svg or .html, where the reader's fonts are used`,
  );
}
