import { checkFinite, checkInteger } from "../../core/index";
import { Figure } from "../figure/figure";
import type { TensorLike } from "../input/column";
import { imageUrls } from "./images";
import { rootMeanSquare } from "../../math/index";
import { volume, type Nested, type Volume } from "./volume";
import { figureOptions } from "../input/options";
import { plural, range, sentences, short, shorts } from "../input/words";
import { largest } from "../theme/heat";
import { signedUrls, tilesSpec } from "../theme/tiles";

/** How {@link convolutionFilters} draws. */
export interface ConvolutionFiltersOptions {
  /** Which input channel's weights are shown, from 0; three channels are shown as colours unless this is given. Default 0. */
  channel?: number;
  /** At most so many filters are shown. Default 64. */
  count?: number;
  /** Filters in a row. Default as many as fit 400 px. */
  columns?: number;
  /** Width of a filter, CSS px. Default 40. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link convolutionFilters}. */
export interface ConvolutionFiltersData {
  /** [height, width, input channels, filters]. */
  shape: number[];
  /** Euclidean norm of each filter shown, over all input channels. */
  norms: number[];
  /** The largest size of a weight that is shown. */
  full: number;
}

const where = "convolutionFilters";

/**
 * The filters of a convolution as small pictures: blue where a weight is above 0, orange below; of three input channels in their
 * colours.
 *
 * ```ts
 * convolutionFilters(layer.getWeights()[0]); // [height, width, input channels, filters]
 * ```
 *
 * @param kernel float [height, width, input channels, filters]
 * @throws ShapeError when it has another rank
 */
export function convolutionFilters(
  kernel: Nested | TensorLike,
  options?: ConvolutionFiltersOptions,
): Figure<ConvolutionFiltersData> {
  const chosen = figureOptions<ConvolutionFiltersOptions>(where, options, {
    channel: undefined,
    count: 64,
    columns: undefined,
    size: 40,
    title: undefined,
  });
  const given = volume(where, "kernel", kernel, "[height, width, input channels, filters]");
  checkFinite(where, "kernel", given.values);
  checkInteger(where, "count", chosen.count!, "[1, 400]");
  checkInteger(where, "size", chosen.size!, "[8, 400]");
  if (chosen.channel !== undefined)
    checkInteger(where, "channel", chosen.channel, `[0, ${given.shape[2] - 1}]`);
  const filters = filtersOf(given, chosen);
  const data = { shape: given.shape, norms: filters.map(({ norm }) => norm), full: fullOf(filters) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(filters, data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

interface Filter {
  norm: number;
  /** [height, width, channels shown]. */
  values: Float64Array;
  channels: 1 | 3;
}

function filtersOf({ values, shape }: Volume, { channel, count }: ConvolutionFiltersOptions): Filter[] {
  const [height, width, inputs, filters] = shape;
  const shown = channel === undefined && inputs === 3 ? [0, 1, 2] : [channel ?? 0];
  return Array.from({ length: Math.min(filters, count!) }, (_, filter) => {
    const weight = (place: number, input: number) => values[(place * inputs + input) * filters + filter];
    const drawn = new Float64Array(height * width * shown.length).map((_, at) =>
      weight(Math.floor(at / shown.length), shown[at % shown.length]),
    );
    const own = Float64Array.from(
      { length: values.length / filters },
      (_, at) => values[at * filters + filter],
    );
    return {
      norm: rootMeanSquare(own) * Math.sqrt(own.length),
      values: drawn,
      channels: shown.length as 1 | 3,
    };
  });
}

function fullOf(filters: Filter[]): number {
  return largest(...filters.map(({ values }) => values));
}

function specOf(filters: Filter[], data: ConvolutionFiltersData, options: ConvolutionFiltersOptions) {
  const [height, width] = data.shape;
  const size = options.size!;
  const urls =
    filters[0].channels === 3
      ? filters.map((filter) => colourUrl(filter, data, size))
      : signedUrls(
          filters.map(({ values }) => values),
          { width, height, full: data.full, size },
        );
  const tiles = urls.map((url) => ({ url, caption: [] }));
  const { title, columns } = options;
  return tilesSpec(tiles, {
    ...{ width: size, height: Math.round((size * height) / width), title, columns },
    notes: notes(data, options),
  });
}

function colourUrl(
  { values }: Filter,
  { shape: [height, width] }: ConvolutionFiltersData,
  size: number,
): string {
  const stack = {
    values,
    count: 1,
    height,
    width,
    channels: 3,
    limits: range(values),
    stretched: true,
  } as const;
  return imageUrls(stack, [0], size)[0];
}

function notes({ shape, full }: ConvolutionFiltersData, { channel, count }: ConvolutionFiltersOptions) {
  const [, , inputs, filters] = shape;
  const colours = inputs === 3 && channel === undefined;
  return [
    colours
      ? "Weights of red, green and blue, each filter from its lowest to its highest"
      : `Blue above 0, orange below; deepest: ± ${short(full)}`,
    !colours && inputs > 1 && `Input channel ${short(channel ?? 0)} of ${short(inputs)}`,
    filters > count! && `${short(count!)} of ${plural(filters, "filter")}`,
  ];
}

function altOf(data: ConvolutionFiltersData, options: ConvolutionFiltersOptions): string {
  const [height, width, inputs, filters] = data.shape;
  const [low, high] = shorts(range(data.norms));
  return sentences(
    options.title,
    `${plural(filters, "filter")} of ${height} × ${width} over ${plural(inputs, "input channel")}, norms from ${low} to ${high}`,
    ...notes(data, options),
  );
}
