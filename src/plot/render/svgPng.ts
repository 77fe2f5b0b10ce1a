import { Resvg } from "@resvg/resvg-js";

import { fontFiles } from "../theme/font";

/** A picture with its size on the page. */
export interface Picture {
  /** The PNG file. */
  png: Buffer;
  /** CSS px. */
  width: number;
  /** CSS px. */
  height: number;
}

/** Draws an SVG as a PNG of `scale` times its size, with the bundled fonts and no others. */
export function svgPng(svg: string, scale: number): Picture {
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter" },
  });
  const { width, height } = resvg;
  return { png: resvg.render().asPng(), width, height };
}
