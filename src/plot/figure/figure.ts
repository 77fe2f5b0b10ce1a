import { apart, type Displayable, type DisplayData, displaySymbol } from "../../show/index";
import { withDrawnDigits } from "../input/drawnDigits";
import { withNotice } from "../input/words";
import { ground } from "../render/ground";
import { checkPicture, type PictureOptions, type Renderer } from "../render/drawable";
import { plotlySvg } from "../render/plotlySvg";
import { saveFigure } from "../render/save";
import { svgPng, type Picture } from "../render/svgPng";
import { vegaSvg } from "../render/vegaSvg";
import { noted } from "../theme/noted";

const mimeTypes: Record<Renderer, string> = {
  "vega-lite": "application/vnd.vegalite.v5+json",
  plotly: "application/vnd.plotly.v1+json",
};

// One pixel that cannot be seen: without any PNG, JupyterLab draws Vega-Lite twice, to make one.
const emptyPng =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/** What a {@link Figure} is made of. */
export interface FigureParts<Data> {
  /** Which library the spec is for. */
  renderer: Renderer;
  /** Makes a Vega-Lite spec, or Plotly's `{data, layout, config, frames}`; its numbers in words are told {@link apart}. */
  spec: () => Record<string, unknown>;
  /** The numbers behind the picture. */
  data: Data;
  /** Draws its still as SVG in the colour `currentColor`, where its library cannot draw it without a browser. */
  still?: () => string;
  /** Tells what the picture shows, in words, with its numbers. */
  alt: () => string;
  /** What has no place in the picture, by `undrawn`: said below its title and in its words. */
  undrawn?: string | false;
}

/**
 * A picture as data: nothing is drawn until something shows it.
 *
 * As the last value of a cell it appears in the notebook, alive where the front end can, as a still elsewhere.
 *
 * ```ts
 * const figure = lossCurve(history);
 * figure.data().runs[0].best // {epoch: 7, value: 0.123}
 * await figure.save("loss.svg");
 * ```
 */
export class Figure<Data = unknown> implements Displayable {
  /** Which library draws it in a notebook. */
  readonly renderer: Renderer;
  /** A Vega-Lite spec, or Plotly's `{data, layout, config, frames}`: plain JSON. */
  readonly spec: Record<string, unknown>;
  /** What the picture shows, in words, with its numbers. */
  readonly alt: string;
  /** What draws its still, where its library cannot do so without a browser. */
  readonly still?: () => string;
  readonly #data: Data;
  #drawn?: Promise<string>;
  #still?: Promise<DisplayData>;

  constructor({ renderer, spec, data, alt, still, undrawn = false }: FigureParts<Data>) {
    this.renderer = renderer;
    this.spec = withDrawnDigits(undrawn ? noted(apart(spec), undrawn) : apart(spec));
    this.alt = withNotice(apart(alt), undrawn);
    this.#data = data;
    this.still = still && (() => apart(still));
  }

  /** The numbers behind the picture, unrounded and all of them. */
  data(): Data {
    return this.#data;
  }

  /** The picture as SVG text. */
  async svg(options?: PictureOptions): Promise<string> {
    const { theme } = checkPicture("svg", options);
    return ground(await (this.#drawn ??= this.#drawSvg()), theme, this.alt);
  }

  async #drawSvg(): Promise<string> {
    if (this.still) return this.still();
    return this.renderer === "plotly" ? plotlySvg(this.spec) : vegaSvg(this.spec);
  }

  /** The picture as a PNG file, at twice its size on the page for sharp screens. */
  async png(options?: PictureOptions): Promise<Buffer> {
    return (await this.#draw(checkPicture("png", options))).png;
  }

  /**
   * Writes the figure to a file; its ending says how: `.svg`, `.png`, `.html` (alive, self-contained, needs no
   * network) or `.json` (the spec).
   *
   * ```ts
   * await figure.save("boundary.html");
   * ```
   *
   * @returns the path
   * @throws OptionError for another ending
   * @throws FileError when the folder is missing or not writable
   */
  async save(path: string, options?: PictureOptions): Promise<string> {
    return saveFigure(this, path, checkPicture("save", options));
  }

  /**
   * What Jupyter shows: the live spec, a still picture for where it cannot live, and the words.
   *
   * The still of a Plotly figure is an SVG: beside a PNG, JupyterLab's Plotly shows the PNG, without its slider,
   * until the pointer enters it, and then writes a PNG of its own over it.
   */
  async [displaySymbol](): Promise<DisplayData> {
    const still = await (this.#still ??= this.#drawStill());
    return {
      data: { [mimeTypes[this.renderer]]: this.spec, ...still.data, "text/plain": this.alt },
      metadata: still.metadata,
    };
  }

  /**
   * What Jupyter shows of a figure that is drawn anew many times a second: Vega-Lite's without its still, which takes
   * far longer than the rest, Plotly's as the still alone, as JupyterLab does not update a Plotly figure.
   */
  async unfinished(): Promise<DisplayData> {
    const text = { "text/plain": this.alt };
    if (this.renderer === "plotly")
      return { data: { "image/svg+xml": await this.svg(), ...text }, metadata: {} };
    return { data: { [mimeTypes[this.renderer]]: this.spec, "image/png": emptyPng, ...text }, metadata: {} };
  }

  async #drawStill(): Promise<DisplayData> {
    const { alt } = this;
    if (this.renderer === "plotly")
      return { data: { "image/svg+xml": await this.svg() }, metadata: { "image/svg+xml": { alt } } };
    const { png, width, height } = await this.#draw(checkPicture("png"));
    return {
      data: { "image/png": png.toString("base64") },
      metadata: { "image/png": { width, height, alt } },
    };
  }

  async #draw({ theme, scale }: Required<PictureOptions>): Promise<Picture> {
    return svgPng(await this.svg({ theme }), scale);
  }
}
