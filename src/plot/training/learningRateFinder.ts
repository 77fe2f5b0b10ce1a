import { checkEqualLength, DataError } from "../../core/index";
import { curveRows, curveSpec, solid, valuesEach, type CurveAxes } from "../basics/curves";
import { Figure } from "../figure/figure";
import { numberColumn, placeColumn, type Numbers } from "../input/column";
import { frame, type FrameOptions } from "../input/frame";
import { checkParts } from "../input/named";
import { smoothed } from "./smooth";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { fromTo, plural, range, sentences, short, shorts } from "../input/words";
import { dashedLine, dashedRule } from "../theme/marks";

/** What a search for the learning rate measured; the callback of that name has it. */
export interface RateSearch {
  /** float [steps]: the rate of each step, rising. */
  rates: Numbers;
  /** float [steps]: the loss of each step. */
  losses: Numbers;
  /** float [steps]: the loss without its noise. Default: a moving average, weight of the past 0.9. */
  smoothed?: Numbers;
  /** The rate to train with. Default none. */
  suggestion?: number;
}

/** How {@link learningRateFinder} draws. */
export type LearningRateFinderOptions = FrameOptions;

/** The numbers of {@link learningRateFinder}. */
export interface LearningRateFinderData {
  rates: number[];
  losses: number[];
  smoothed: number[];
  suggestion?: number;
}

const where = "learningRateFinder";

/**
 * The loss over a rising learning rate, with the rate that the search suggests (Smith 2017, section 3.3).
 *
 * Where the loss explodes at the end, the axis leaves it.
 *
 * ```ts
 * const finder = callbacks.learningRateFinder();
 * await fit(model, data, { epochs: 100, callbacks: [finder] });
 * plot.learningRateFinder(finder);
 * ```
 *
 * @param search what the callback measured, or {rates, losses}
 * @throws DataError when no loss is finite
 */
export function learningRateFinder(
  search: RateSearch,
  options?: LearningRateFinderOptions,
): Figure<LearningRateFinderData> {
  const chosen = figureOptions<LearningRateFinderOptions>(where, options, frame());
  const data = read(search);
  const left = undrawn(
    { mark: "rate", values: data.rates, log: true },
    { mark: "loss", marks: "losses", values: data.losses },
  );
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: left,
  });
}

function read(search: RateSearch): LearningRateFinderData {
  checkParts(where, "search", search, ["rates", "losses"]);
  const rates = placeColumn(where, "rates", search.rates);
  const losses = Array.from(numberColumn(where, "losses", search.losses));
  checkEqualLength(where, { rates, losses });
  if (!losses.some(Number.isFinite))
    throw new DataError({ where, required: "a loss must be finite", got: "none" });
  const given = search.smoothed && Array.from(numberColumn(where, "smoothed", search.smoothed));
  if (given) checkEqualLength(where, { rates, smoothed: given });
  return { rates, losses, smoothed: given ?? smoothed(losses, 0.9), suggestion: suggestionOf(search) };
}

/** The callback has none, and says so by an error, where the loss never fell. */
function suggestionOf(search: RateSearch): number | undefined {
  try {
    return Number.isFinite(search.suggestion) && search.suggestion! > 0 ? search.suggestion : undefined;
  } catch {
    return undefined;
  }
}

function specOf(data: LearningRateFinderData, options: LearningRateFinderOptions) {
  const { rates, losses, smoothed: drawn, suggestion } = data;
  const limit = valuesEach(1);
  const row = { limit, logX: true };
  const each = curveRows("each step", rates, losses, row);
  return curveSpec({
    ...options,
    names: ["smoothed"],
    rows: curveRows("smoothed", rates, drawn, row),
    points: false,
    x: { title: "learning rate", log: true },
    y: { title: "loss", domain: lossDomain(data) },
    notes: notes(data),
    below: (axes: CurveAxes) => [dashedLine(axes, each, { strokeDash: solid, opacity: 0.4 })],
    above: ({ x }: CurveAxes) => (suggestion === undefined ? [] : [dashedRule({ x }, [{ x: suggestion }])]),
  });
}

/** From below the least loss to well above the first: what comes after is the explosion. */
function lossDomain({ losses, smoothed: drawn }: LearningRateFinderData): [number, number] {
  const [low] = range([...drawn, ...losses]);
  const first = drawn.find(Number.isFinite) ?? low;
  const room = 1.6 * (first - low) || Math.abs(low) || 1;
  return [low - 0.1 * room, low + room];
}

function notes({ rates, suggestion }: LearningRateFinderData): (string | false)[] {
  const many = rates.length > valuesEach(1);
  return [
    suggestion === undefined
      ? "No rate suggested"
      : `Suggested rate ${short(suggestion)}; faint: the loss of each step`,
    many && `${plural(rates.length, "step")}, drawn by their extremes`,
  ];
}

/** The share by which a moving average of equal losses may differ from them. */
const noise = 1e-12;

function altOf(data: LearningRateFinderData, { title }: LearningRateFinderOptions): string {
  const { rates, smoothed: drawn } = data;
  const [low] = range(drawn);
  const [from, to] = shorts(range(rates));
  const first = drawn.find(Number.isFinite)!;
  const least =
    low < first - noise * Math.abs(first)
      ? `falls ${fromTo(first, low)} at rate ${short(rates[drawn.indexOf(low)])}`
      : `never falls below its first value, ${short(first)}`;
  return sentences(
    title,
    `Loss over learning rates from ${from} to ${to}, ${plural(rates.length, "step")}`,
    `The smoothed loss ${least}`,
    ...notes(data),
  );
}
