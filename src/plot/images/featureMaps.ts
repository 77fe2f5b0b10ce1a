import { checkFinite, checkInteger } from "../../core/index";
import { Figure } from "../figure/figure";
import type { TensorLike } from "../input/column";
import { meanOf } from "../../math/index";
import { volume, type Nested, type Volume } from "./volume";
import { figureOptions } from "../input/options";
import { countAlike, tieNote } from "../input/ties";
import { plural, range, sentences, short, shorts } from "../input/words";
import { largest } from "../theme/heat";
import { signedUrls, tilesSpec } from "../theme/tiles";

/** How {@link featureMaps} draws. */
export interface FeatureMapsOptions {
  /** At most so many channels are shown. Default 64. */
  count?: number;
  /** Maps in a row. Default as many as fit 400 px. */
  columns?: number;
  /** Width of a map, CSS px. Default 56. */
  size?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link featureMaps}. */
export interface FeatureMapsData {
  /** [height, width, channels]. */
  shape: number[];
  /** For each channel, its mean activation. */
  means: number[];
  /** Channels that are 0 everywhere. */
  silent: number[];
}

const where = "featureMaps";

/**
 * What each channel of a convolution answers to one image: blue where it is above 0, orange below, deeper the stronger.
 *
 * ```ts
 * featureMaps(tf.squeeze(firstLayer.apply(image), [0])); // [height, width, channels]
 * ```
 *
 * @param activations float [height, width, channels]
 */
export function featureMaps(
  activations: Nested | TensorLike,
  options?: FeatureMapsOptions,
): Figure<FeatureMapsData> {
  const chosen = figureOptions<FeatureMapsOptions>(where, options, {
    count: 64,
    columns: undefined,
    size: 56,
    title: undefined,
  });
  const given = volume(where, "activations", activations, "[height, width, channels]");
  checkFinite(where, "activations", given.values);
  checkInteger(where, "count", chosen.count!, "[1, 400]");
  checkInteger(where, "size", chosen.size!, "[8, 400]");
  const data = summarise(given);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(given, data, chosen),
    data,
    alt: () => altOf(given, data, chosen),
  });
}

function channelOf({ values, shape }: Volume, channel: number): Float64Array {
  const [height, width, channels] = shape;
  return new Float64Array(height * width).map((_, at) => values[at * channels + channel]);
}

function summarise({ values, shape }: Volume): FeatureMapsData {
  const [, , channels] = shape;
  const each = Array.from({ length: channels }, (_, at) => channelOf({ values, shape }, at));
  const silent = [...each.keys()].filter((at) => each[at].every((value) => value === 0));
  return { shape, means: each.map(meanOf), silent };
}

function specOf(given: Volume, data: FeatureMapsData, options: FeatureMapsOptions): Record<string, unknown> {
  const [height, width, channels] = given.shape;
  const full = largest(given.values);
  const size = options.size!;
  const maps = Array.from({ length: Math.min(channels, options.count!) }, (_, at) => channelOf(given, at));
  const urls = signedUrls(maps, { width, height, full, size });
  const tiles = urls.map((url, channel) => ({ url, caption: [String(channel)] }));
  const { title, columns } = options;
  const notes = [`Deepest colour: ± ${short(full)}`, ...notices(data, options)];
  return tilesSpec(tiles, {
    width: size,
    height: Math.round((size * height) / width),
    title,
    columns,
    notes,
  });
}

function notices({ shape, silent }: FeatureMapsData, { count }: FeatureMapsOptions): (string | false)[] {
  return [
    silent.length > 0 && `${plural(silent.length, "channel")} of ${short(shape[2])} silent`,
    shape[2] > count! && `${short(count!)} of ${plural(shape[2], "channel")}`,
  ];
}

function altOf({ values }: Volume, data: FeatureMapsData, options: FeatureMapsOptions): string {
  const [height, width, channels] = data.shape;
  const [low, high] = shorts(range(values));
  const highest = Math.max(...data.means);
  const strongest = data.means.indexOf(highest);
  return sentences(
    options.title,
    `${plural(channels, "feature map")} of ${height} × ${width}, activations from ${low} to ${high}`,
    `Channel ${strongest} is the strongest, mean ${short(highest)}${tieNote(countAlike(data.means, highest))}`,
    ...notices(data, options),
  );
}
