import { checkEqualLength, checkNumber, DataError } from "../../core/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { Figure } from "../figure/figure";
import { numberColumn, placeColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { checkParts } from "../input/named";
import { countPasses } from "../input/passes";
import { figureOptions } from "../input/options";
import { countAlike, tieNote } from "../input/ties";
import { undrawn } from "../input/undrawn";
import { fromTo, list, plural, sentences, short } from "../input/words";
import { dashedRule } from "../theme/marks";

/** The parts of the expected error, for models of rising complexity. */
export interface BiasVarianceInput {
  /** float [models]: the complexity of each, such as its degree. */
  complexity: Numbers;
  /** float [models]: squared bias. */
  bias2: Numbers;
  /** float [models]: variance over training sets. */
  variance: Numbers;
  /** float [models]: the error that was measured. Default the sum of the parts. */
  total?: Numbers;
  /** The noise of the targets, which no model removes. Default 0. */
  noise?: number;
}

/** How {@link biasVariance} draws. */
export interface BiasVarianceOptions extends FrameOptions {
  /** Below the horizontal axis. Default "degree". */
  xLabel?: string;
  /** A logarithmic vertical axis. Default true. */
  logY?: boolean;
}

/** The numbers of {@link biasVariance}. */
export interface BiasVarianceData {
  complexity: number[];
  bias2: number[];
  variance: number[];
  total: number[];
  noise: number;
  /** The complexity whose total is least. */
  best: number;
}

const where = "biasVariance";

/**
 * The error of models of rising complexity taken apart: what they cannot express (bias²), and what they owe to the chance of their
 * training set (variance); the best lies between.
 *
 * ```ts
 * biasVariance({ complexity: [1, 3, 9], bias2: [0.176, 0.003, 1], variance: [0.026, 0.019, 273], noise: 0.04 });
 * ```
 *
 * @param parts the parts of the error
 * @throws ShapeError `biasVariance: complexity and variance must have equal length, got 3 and 2`
 */
export function biasVariance(
  parts: BiasVarianceInput,
  options?: BiasVarianceOptions,
): Figure<BiasVarianceData> {
  const chosen = figureOptions<BiasVarianceOptions>(where, options, {
    ...frame(),
    xLabel: "degree",
    logY: true,
  });
  const data = read(parts);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(data, chosen),
  });
}

function read(parts: BiasVarianceInput): BiasVarianceData {
  checkParts(where, "the parts", parts, ["complexity", "bias2", "variance"]);
  const places = placeColumn(where, "complexity", parts.complexity);
  const order = byPlace(places);
  const of = (name: "bias2" | "variance" | "total") => {
    const values = numberColumn(where, name, parts[name]!);
    checkEqualLength(where, { complexity: places, [name]: values });
    return order.map((at) => values[at]);
  };
  const complexity = order.map((at) => places[at]);
  const [bias2, variance] = [of("bias2"), of("variance")];
  const { noise = 0 } = parts;
  checkNumber(where, "noise", noise, "[0, ∞)");
  const total = parts.total ? of("total") : bias2.map((bias, at) => bias + variance[at] + noise);
  const best = total.reduce((least, value, at) => {
    const isLess = Number.isFinite(complexity[at]) && value < (total[least] ?? Infinity);
    return isLess ? at : least;
  }, -1);
  if (best < 0) throw new DataError({ where, required: "an error must be finite", got: "none" });
  return { complexity, bias2, variance, total, noise, best: complexity[best] };
}

/** The indices from the lowest place to the highest; what is not finite comes last. */
function byPlace(places: number[]): number[] {
  const key = (at: number) => (Number.isFinite(places[at]) ? places[at] : Infinity);
  return places.map((_, at) => at).sort((one, other) => key(one) - key(other) || one - other);
}

const names = ["bias²", "variance", "total error"];

function specOf(data: BiasVarianceData, options: BiasVarianceOptions): Record<string, unknown> {
  const { complexity, bias2, variance, total, best, noise } = data;
  const { logY } = options;
  const limit = valuesEach(3);
  return curveSpec({
    ...options,
    names,
    rows: [bias2, variance, total].flatMap((values, at) =>
      curveRows(names[at], complexity, values, { limit, logY, again: "same" }),
    ),
    points: complexity.length <= 25,
    x: { title: options.xLabel! },
    y: { title: "error", log: logY },
    notes: [
      summary(data, options),
      noise > 0 && `Noise, dotted below: ${short(noise)}`,
      notice(data),
      passNote(data, options),
    ],
    above: ({ x, y }: CurveAxes) => [
      dashedRule({ x }, [{ x: best }]),
      ...(noise > 0 ? [dashedRule({ y }, [{ y: noise }], { strokeDash: [1, 3] })] : []),
    ],
  });
}

function summary({ best, total, complexity }: BiasVarianceData, { xLabel }: BiasVarianceOptions): string {
  const least = total[complexity.indexOf(best)];
  return `Least error ${short(least)} at ${xLabel} ${short(best)}${tieNote(countAlike(total, least))}`;
}

function passNote({ complexity }: BiasVarianceData, { xLabel }: BiasVarianceOptions): string | false {
  const passes = countPasses(complexity, "same");
  return passes > 1 && `Several models of one ${xLabel}: drawn as ${passes} lines each`;
}

function notice({ complexity }: BiasVarianceData): string | false {
  return (
    complexity.length > valuesEach(3) && `${plural(complexity.length, "model")}, drawn by their extremes`
  );
}

function undrawnOf(
  { complexity, bias2, variance, total }: BiasVarianceData,
  { logY }: BiasVarianceOptions,
): string | false {
  const errors = [bias2, variance, total].map((values) => ({
    mark: "error",
    values,
    log: logY && ("logY" as const),
  }));
  return undrawn({ mark: "complexity", marks: "complexities", values: complexity }, ...errors);
}

function altOf(data: BiasVarianceData, options: BiasVarianceOptions): string {
  const { complexity, bias2, variance } = data;
  const ends = (name: string, values: number[]) => `${name} ${fromTo(values[0], values.at(-1)!)}`;
  return sentences(
    options.title,
    `Error over ${options.xLabel} ${short(complexity[0])} to ${short(complexity.at(-1)!)}, ${plural(complexity.length, "model")}`,
    list([ends("bias²", bias2), ends("variance", variance)]),
    summary(data, options),
    notice(data),
    passNote(data, options),
  );
}
