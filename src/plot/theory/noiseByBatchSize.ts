import { checkEqualLength, checkNotEmpty, DataError } from "../../core/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { Figure } from "../figure/figure";
import { numberColumn, type Numbers } from "../input/column";
import { meanOf } from "../../math/index";
import { frame, type FrameOptions } from "../input/frame";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { orGap, plural, range, sentences, short, shorts } from "../input/words";
import { dashedLine } from "../theme/marks";

/** How {@link noiseByBatchSize} draws. */
export type NoiseByBatchSizeOptions = FrameOptions;

/** The numbers of {@link noiseByBatchSize}, by rising batch size. */
export interface NoiseByBatchSizeData {
  batchSizes: number[];
  variances: number[];
  /** Variance × batch size: the same for all, where batches are drawn independently. */
  products: number[];
  /** The mean product: the variance of a single example's gradient. */
  single: number;
}

const where = "noiseByBatchSize";

/**
 * The variance of the batch gradient over the batch size, with the line that theory has: it falls as 1 / B.
 *
 * ```ts
 * noiseByBatchSize([1, 4, 16, 64], [480, 121, 29.8, 7.6]).data().products // [480, 484, 476.8, 486.4]
 * ```
 *
 * @param batchSizes int [sizes]
 * @param variances float [sizes]: the summed variance of the gradient over batches of each size
 * @throws ShapeError `noiseByBatchSize: batchSizes and variances must have equal length, got 3 and 2`
 */
export function noiseByBatchSize(
  batchSizes: Numbers,
  variances: Numbers,
  options?: NoiseByBatchSizeOptions,
): Figure<NoiseByBatchSizeData> {
  const chosen = figureOptions<NoiseByBatchSizeOptions>(where, options, frame());
  const data = read(batchSizes, variances);
  const left = undrawn(
    { mark: "batch size", values: data.batchSizes, log: true },
    { mark: "variance", values: data.variances, log: true },
  );
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: left,
  });
}

function read(given: Numbers, variances: Numbers): NoiseByBatchSizeData {
  const [sizes, measured] = [
    numberColumn(where, "batchSizes", given),
    numberColumn(where, "variances", variances),
  ];
  checkNotEmpty(where, "batchSizes", sizes);
  checkEqualLength(where, { batchSizes: sizes, variances: measured });
  const order = Array.from(sizes, (_, at) => at).sort((one, other) => sizes[one] - sizes[other]);
  const products = order.map((at) => sizes[at] * measured[at]);
  const finite = products.filter((product) => Number.isFinite(product) && product > 0);
  if (finite.length === 0)
    throw new DataError({ where, required: "a variance must be above 0", got: "none that is" });
  return {
    batchSizes: order.map((at) => sizes[at]),
    variances: order.map((at) => measured[at]),
    products,
    single: meanOf(finite),
  };
}

function specOf(data: NoiseByBatchSizeData, options: NoiseByBatchSizeOptions): Record<string, unknown> {
  const { batchSizes, variances, single } = data;
  const [low, high] = range(batchSizes.filter((size) => size > 0));
  const theory = [low, high].map((x) => ({ x, y: orGap(single / x) }));
  return curveSpec({
    ...options,
    names: ["measured"],
    rows: curveRows("measured", batchSizes, variances, { limit: valuesEach(1), logX: true, logY: true }),
    x: { title: "batch size B", log: true },
    y: { title: "variance of the gradient", log: true },
    notes: [summary(data), notice(data)],
    below: (axes: CurveAxes) => [dashedLine(axes, theory)],
  });
}

function summary({ products, single }: NoiseByBatchSizeData): string {
  const [low, high] = shorts(range(products.filter((product) => product > 0)));
  return `Variance × B from ${low} to ${high}; dashed: ${short(single)} / B`;
}

function notice({ batchSizes }: NoiseByBatchSizeData): string | false {
  return batchSizes.length > valuesEach(1) && `${plural(batchSizes.length, "size")}, drawn by their extremes`;
}

function altOf(data: NoiseByBatchSizeData, { title }: NoiseByBatchSizeOptions): string {
  const [low, high] = shorts(range(data.batchSizes));
  return sentences(
    title,
    `Variance of the gradient for ${plural(data.batchSizes.length, "batch size")} from ${low} to ${high}, both axes logarithmic`,
    summary(data),
    notice(data),
  );
}
