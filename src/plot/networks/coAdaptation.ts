import { checkNotEmpty, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { deviationOf, isConstant, meanOf } from "../../math/index";
import { columnOf, matrix, type Rows } from "../input/matrix";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { plural, sentences, short } from "../input/words";
import { heatLayers } from "../theme/heat";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link coAdaptation} draws. */
export type CoAdaptationOptions = FrameOptions;

/** The numbers of {@link coAdaptation}. */
export interface CoAdaptationData {
  /** [units][units]: correlations in [-1, 1]; NaN with a unit that never changes or is not finite. */
  correlations: number[][];
  /** Indices of the units that are drawn. */
  drawn: number[];
  /** Mean size of the correlations of different units. */
  mean: number;
  /** Units that never change. */
  constant: number;
  /** Units with a value that is not finite. */
  lost: number;
}

const where = "coAdaptation";
const most = 60;

/**
 * How much hidden units say the same as one another: their correlations over examples, blue above 0, orange below. Dropout makes the
 * cells off the diagonal paler, as no unit may rely on another.
 *
 * ```ts
 * coAdaptation(hidden.predict(x)).data().mean // 0.31 without dropout, 0.18 with
 * ```
 *
 * @param activations float [examples, units]; a unit that never changes or is not finite has no correlation and is crossed out
 */
export function coAdaptation(activations: Rows, options?: CoAdaptationOptions): Figure<CoAdaptationData> {
  const chosen = figureOptions<CoAdaptationOptions>(where, options, frame(360));
  if (Array.isArray(activations)) checkNotEmpty(where, "activations", activations);
  const table = matrix(where, "activations", activations);
  checkNotEmpty(where, "activations", { length: table.rows * table.columns });
  const drawn = evenly(table.columns, most);
  const data = correlate(
    drawn.map((at) => columnOf(table, at)),
    drawn,
  );
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, table.columns, chosen),
    data,
    alt: () => altOf(data, table.columns, chosen),
  });
}

/** A column with mean 0 and length 1; NaN where it never changes or is not finite. */
function standard(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  const size = isConstant(values) ? NaN : deviationOf(values) * Math.sqrt(values.length);
  return values.map((value) => (value - mean) / size);
}

function correlate(units: Float64Array[], drawn: number[]): CoAdaptationData {
  const lost = units.filter((values) => !values.every(Number.isFinite)).length;
  const columns = units.map(standard);
  const correlations = columns.map((one) =>
    columns.map((other) => {
      let sum = 0;
      for (let row = 0; row < one.length; row++) sum += one[row] * other[row];
      return sum;
    }),
  );
  const without = correlations.filter((row, at) => Number.isNaN(row[at])).length;
  if (without === columns.length && without > 1)
    throw new DataError({ where, required: "a unit must change from example to example", got: NaN });
  const off = correlations.flatMap((row, at) => row.filter((value, k) => k !== at && !Number.isNaN(value)));
  const mean = off.length ? off.reduce((sum, value) => sum + Math.abs(value), 0) / off.length : 0;
  return { correlations, drawn, mean, constant: without - lost, lost };
}

function specOf(
  data: CoAdaptationData,
  units: number,
  options: CoAdaptationOptions,
): Record<string, unknown> {
  const { correlations, drawn } = data;
  const { title, width, height } = options;
  const heat = { values: correlations.flat(), rows: drawn.length, columns: drawn.length };
  const style = { rowNames: drawn, columnNames: drawn, x: "unit", y: "unit ", value: "correlation", full: 1 };
  return vegaLite({
    ...vegaWidth(width, 400),
    height,
    ...heading(title, `Mean size off the diagonal ${short(data.mean)}`, ...notices(data, units)),
    layer: heatLayers(heat, style),
  });
}

function notices({ drawn, constant, lost }: CoAdaptationData, units: number): (string | false)[] {
  return [
    lost > 0 && `${plural(lost, "unit")} with values that are not finite, crossed out`,
    constant > 0 && `${plural(constant, "unit")} never ${constant === 1 ? "changes" : "change"}`,
    drawn.length < units && `${plural(units, "unit")}, ${short(drawn.length)} of them drawn`,
  ];
}

function altOf(data: CoAdaptationData, units: number, { title }: CoAdaptationOptions): string {
  return sentences(
    title,
    `Correlations of ${plural(units, "hidden unit")}, a mean size of ${short(data.mean)} off the diagonal`,
    ...notices(data, units),
  );
}
