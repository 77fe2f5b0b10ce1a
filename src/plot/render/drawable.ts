import { checkNumber, checkOneOf, checkOptions } from "../../core/index";
import type { Theme } from "./ground";

/** Which library draws a figure in a notebook. */
export type Renderer = "vega-lite" | "plotly";

/** How a figure is drawn outside of a notebook. */
export interface PictureOptions {
  /** Dark ink on white, or light ink on black. Default "light". */
  theme?: Theme;
  /** Pixels of a PNG per CSS px. Default 2. */
  scale?: number;
}

/** The options of a picture with their defaults, checked. */
export function checkPicture(where: string, options?: PictureOptions): Required<PictureOptions> {
  const { theme, scale } = checkOptions(where, options, { theme: "light" as Theme, scale: 2 });
  checkOneOf(where, "theme", theme, ["light", "dark"]);
  checkNumber(where, "scale", scale, "(0, ∞)");
  return { theme, scale };
}

/** As much of a figure as writing it to a file needs. */
export interface Drawable {
  renderer: Renderer;
  spec: Record<string, unknown>;
  alt: string;
  svg(options: PictureOptions): Promise<string>;
  png(options: PictureOptions): Promise<Buffer>;
}
