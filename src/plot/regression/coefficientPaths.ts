import { checkEqualLength, checkNumber } from "../../core/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { Figure } from "../figure/figure";
import { distinctNames } from "../input/names";
import { placeColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { columnOf, matrix, type Rows } from "../input/matrix";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { fromTo, listFirst, plural, range, sentences, short, shorts } from "../input/words";
import { largest } from "../theme/heat";
import { dashedRule } from "../theme/marks";

/** How {@link coefficientPaths} draws. */
export interface CoefficientPathsOptions extends FrameOptions {
  /** Names of the features. Default their numbers from 0. */
  featureNames?: readonly string[];
  /** A strength to mark, such as the one that cross-validation chose. Default none. */
  chosen?: number;
  /** Below the horizontal axis. Default "penalty λ". */
  xLabel?: string;
}

/** The numbers of {@link coefficientPaths}. */
export interface CoefficientPathsData {
  strengths: number[];
  /** By feature: its coefficient at each strength. */
  features: { name: string; values: number[] }[];
  /** How many coefficients are not 0, at each strength. */
  alive: number[];
}

const where = "coefficientPaths";
const most = 16;

/**
 * Each coefficient of a linear model over the strength of its penalty: L1 sets one after the other to 0, L2 only shrinks them.
 *
 * ```ts
 * coefficientPaths([0.01, 0.1, 1], [[3, 1], [2.5, 0.4], [1.2, 0]], { featureNames: ["age", "dose"] });
 * ```
 *
 * @param strengths float [strengths], above 0
 * @param coefficients float [strengths, features]
 * @throws ShapeError `coefficientPaths: strengths and coefficients must have equal length, got 3 and 2`
 */
export function coefficientPaths(
  strengths: Numbers,
  coefficients: Rows,
  options?: CoefficientPathsOptions,
): Figure<CoefficientPathsData> {
  const chosen = figureOptions<CoefficientPathsOptions>(where, options, {
    ...frame(),
    featureNames: undefined,
    chosen: undefined,
    xLabel: "penalty λ",
  });
  if (chosen.chosen !== undefined) checkNumber(where, "chosen", chosen.chosen, "(0, ∞)");
  const data = read(strengths, coefficients, chosen);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(data),
  });
}

function read(strengths: Numbers, coefficients: Rows, { featureNames }: CoefficientPathsOptions) {
  const given = placeColumn(where, "strengths", strengths);
  const table = matrix(where, "coefficients", coefficients);
  checkEqualLength(where, { strengths: given, coefficients: { length: table.rows } });
  if (featureNames) checkEqualLength(where, { features: { length: table.columns }, featureNames });
  const features = Array.from({ length: table.columns }, (_, at) => ({
    name: featureNames?.[at] ?? String(at),
    values: Array.from(columnOf(table, at)),
  }));
  const nothing = 1e-12 * largest(table.values);
  const alive = given.map((_, at) => features.filter(({ values }) => Math.abs(values[at]) > nothing).length);
  return { strengths: given, features, alive };
}

/** The features that ever weigh most. */
function strongest({ features }: CoefficientPathsData): CoefficientPathsData["features"] {
  const size = ({ values }: { values: number[] }) => {
    const [low, high] = range(values);
    return Math.max(Math.abs(low) || 0, Math.abs(high) || 0);
  };
  const order = features.slice().sort((one, other) => size(other) - size(one));
  return features.filter((feature) => order.indexOf(feature) < most);
}

/** As the legend and the words have them. */
function namesOf(drawn: CoefficientPathsData["features"]): string[] {
  return distinctNames(drawn.map(({ name }) => name));
}

function specOf(data: CoefficientPathsData, options: CoefficientPathsOptions): Record<string, unknown> {
  const drawn = strongest(data);
  const limit = valuesEach(drawn.length);
  const names = namesOf(drawn);
  return curveSpec({
    ...options,
    names,
    rows: drawn.flatMap(({ values }, at) =>
      curveRows(names[at], data.strengths, values, { limit, logX: true }),
    ),
    points: false,
    x: { title: options.xLabel!, log: true },
    y: { title: "coefficient" },
    notes: [summary(data), ...notices(data)],
    below: ({ y }: CurveAxes) => [dashedRule({ y }, [{ y: 0 }])],
    above: ({ x }: CurveAxes) => (options.chosen ? [dashedRule({ x }, [{ x: options.chosen }])] : []),
  });
}

function summary({ alive, strengths }: CoefficientPathsData): string {
  const [weak, strong] = range(strengths).map((end) => strengths.indexOf(end));
  return `Not 0: ${short(alive[weak])} at the weakest penalty, ${short(alive[strong])} at the strongest`;
}

function notices(data: CoefficientPathsData): (string | false)[] {
  const { features, strengths } = data;
  return [
    features.length > most && `${plural(features.length, "feature")}, ${most} of them drawn`,
    strengths.length > valuesEach(Math.min(most, features.length)) &&
      `${plural(strengths.length, "strength")}, drawn by extremes`,
  ];
}

function undrawnOf(data: CoefficientPathsData): string | false {
  const strengths = { mark: "strength", values: data.strengths, log: true };
  return undrawn(strengths, ...strongest(data).map(({ values }) => ({ mark: "coefficient", values })));
}

function altOf(data: CoefficientPathsData, options: CoefficientPathsOptions): string {
  const [low, high] = shorts(range(data.strengths));
  const drawn = strongest(data);
  const names = namesOf(drawn);
  const each = drawn.map(({ values }, at) => `${names[at]} ${fromTo(values[0], values.at(-1)!)}`);
  return sentences(
    options.title,
    `${plural(data.features.length, "coefficient")} over ${options.xLabel} from ${low} to ${high}`,
    listFirst(each, 6),
    summary(data),
    ...notices(data),
  );
}
