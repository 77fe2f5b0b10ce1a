import { checkEqualLength, checkNotEmpty } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { deviationOf, meanOf } from "../../math/index";
import { matrix, type Rows } from "../input/matrix";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { plural, range, sentences, short, shorts } from "../input/words";
import { blockNotice, farthestOf, heatLayers, largest, pooled, unnamedNotice } from "../theme/heat";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link weightMatrix} draws. */
export interface WeightMatrixOptions extends FrameOptions {
  /** Names of the inputs, beside the rows. Default their numbers from 0. */
  inputs?: readonly string[];
  /** Names of the outputs, below the columns. Default their numbers from 0. */
  outputs?: readonly string[];
}

/** The numbers of {@link weightMatrix}. */
export interface WeightMatrixData {
  /** float [rows, columns], row after row. */
  values: ArrayLike<number>;
  rows: number;
  columns: number;
  mean: number;
  deviation: number;
  /** Rows and columns of the block of which a cell shows the value farthest from 0. */
  block: [rows: number, columns: number];
}

const where = "weightMatrix";

/**
 * A matrix as coloured cells: blue above 0, orange below, deeper the further from 0.
 *
 * ```ts
 * weightMatrix(layer.getWeights()[0]); // [inputs, outputs]
 * ```
 *
 * @param weights float [inputs, outputs]; what is not finite is crossed out
 */
export function weightMatrix(weights: Rows, options?: WeightMatrixOptions): Figure<WeightMatrixData> {
  const chosen = figureOptions<WeightMatrixOptions>(where, options, {
    ...frame(),
    height: undefined,
    inputs: undefined,
    outputs: undefined,
  });
  const given = readMatrix(weights);
  if (chosen.inputs) checkEqualLength(where, { inputs: chosen.inputs, rows: { length: given.rows } });
  if (chosen.outputs)
    checkEqualLength(where, { outputs: chosen.outputs, columns: { length: given.columns } });
  const drawn = pooled(given, { cell: farthestOf });
  const data = { ...given, ...moments(given.values), block: drawn.block };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, drawn, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawn({ mark: "weight", values: data.values }),
  });
}

function readMatrix(weights: Rows) {
  if (Array.isArray(weights)) checkNotEmpty(where, "weights", weights);
  const given = matrix(where, "weights", weights);
  checkNotEmpty(where, "weights", given.values);
  return given;
}

/** Mean and deviation of the finite values. */
function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const finite = Array.from(values).filter(Number.isFinite);
  return { mean: meanOf(finite), deviation: deviationOf(finite) };
}

function specOf(data: WeightMatrixData, drawn: ReturnType<typeof pooled>, options: WeightMatrixOptions) {
  const { title, width, inputs, outputs } = options;
  const height = options.height ?? Math.max(60, Math.min(420, 24 * drawn.rows));
  const style = { x: "output", y: "input", value: "weight", full: largest(drawn.values) };
  const whole = data.block[0] === 1 && data.block[1] === 1;
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(
      title,
      `Blue above 0, orange below; deepest: ± ${short(style.full)}`,
      blockNotice(drawn),
      ...(whole ? nameNotices(data, options) : []),
    ),
    layer: heatLayers(drawn, { ...style, ...(whole && { rowNames: inputs, columnNames: outputs }) }),
  });
}

/** Names that are given and not all written. */
function nameNotices(
  { rows, columns }: WeightMatrixData,
  { inputs, outputs }: WeightMatrixOptions,
): (string | undefined | false)[] {
  return [
    inputs && unnamedNotice("rows", rows, "input"),
    outputs && unnamedNotice("columns", columns, "output"),
  ];
}

function altOf(data: WeightMatrixData, { title }: WeightMatrixOptions): string {
  const [low, high] = shorts(range(data.values));
  const isDrawn = Number.isFinite(data.mean);
  return sentences(
    title,
    `Matrix of ${plural(data.rows, "input")} by ${plural(data.columns, "output")}, ${plural(data.values.length, "weight")}${isDrawn ? ` from ${low} to ${high}` : ""}`,
    isDrawn && `Mean ${short(data.mean)}, standard deviation ${short(data.deviation)}`,
    blockNotice(data),
  );
}
