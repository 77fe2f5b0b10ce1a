import { checkEqualLength, checkInteger, checkNotEmpty, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { valuesAlong } from "../input/asked";
import { finitePairs, numberColumn, type Numbers } from "../input/column";
import { rootMeanSquare } from "../../math/index";
import { checkParts } from "../input/named";
import { fitPolynomials, type PolynomialFit } from "./polynomial";
import { thinPoints } from "../input/thin";
import { figureOptions } from "../input/options";
import { countAlike, tieNote } from "../input/ties";
import { together, undrawn } from "../input/undrawn";
import { orGap, plural, range, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { framedSpec } from "../theme/frames";
import { lineTrace } from "../theme/lineTrace";
import { legendName, plotlyAxis } from "../theme/plotlyTheme";

/** How {@link fitsByDegree} draws. */
export interface FitsByDegreeOptions {
  /** Degrees of the polynomials, one a step of the slider. Default 0, 1, … 10, as far as the points determine them. */
  degrees?: readonly number[];
  /** Points that no fit has seen: {x, y}. Default none. */
  test?: { x: Numbers; y: Numbers };
  /** The function behind the points, dotted. Default none. */
  truth?: (x: number) => number;
  /** How long Play shows a degree, ms. Default 700. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 360. */
  height?: number;
}

/** One fit of {@link fitsByDegree}. */
export interface DegreeFit {
  degree: number;
  /** Mean squared error on the points. */
  trainError: number;
  /** Mean squared error on the test points. */
  testError?: number;
}

/** The numbers of {@link fitsByDegree}. */
export interface FitsByDegreeData {
  points: number;
  fits: DegreeFit[];
  /** The degree with the least test error, or without test points undefined. */
  best?: number;
}

const where = "fitsByDegree";

/**
 * Polynomials of rising degree through the same points, on a slider: the first ones are too stiff, the last ones follow the noise.
 *
 * ```ts
 * fitsByDegree(train, { test, truth: (x) => Math.sin(x) });
 * ```
 *
 * @param data {x: float [points], y: float [points]}; points that are not finite are left out
 * @throws ShapeError `fitsByDegree: x and y must have equal length, got 3 and 2`
 */
export function fitsByDegree(
  data: { x: Numbers; y: Numbers },
  options?: FitsByDegreeOptions,
): Figure<FitsByDegreeData> {
  const chosen = figureOptions<FitsByDegreeOptions>(where, options, {
    degrees: undefined,
    test: undefined,
    truth: undefined,
    frameMs: 700,
    title: undefined,
    width: undefined,
    height: 360,
  });
  const train = read("", data);
  const test = chosen.test && read("test ", chosen.test);
  const { degrees = Array.from({ length: Math.min(11, train.x.length) }, (_, at) => at) } = chosen;
  checkNotEmpty(where, "degrees", degrees);
  degrees.forEach((degree) => checkInteger(where, "degrees", degree, "[0, 30]"));
  const fits = fitPolynomials(train.x, train.y, degrees);
  const result = judge(train, fits, test);
  return new Figure({
    renderer: "plotly",
    spec: () => specOf({ train, test, fits }, result, chosen),
    data: result,
    alt: () => altOf(result, chosen),
    undrawn: undrawn(
      { mark: "point", values: together(train.given.x, train.given.y) },
      test && { mark: "test point", values: together(test.given.x, test.given.y) },
    ),
  });
}

interface Points {
  x: number[];
  y: number[];
}

/** The finite ones, and all. */
interface Read extends Points {
  given: { x: ArrayLike<number>; y: ArrayLike<number> };
}

function read(prefix: string, data: { x: Numbers; y: Numbers }): Read {
  checkParts(where, prefix.trim() || "data", data, ["x", "y"]);
  const [x, y] = [numberColumn(where, `${prefix}x`, data.x), numberColumn(where, `${prefix}y`, data.y)];
  checkNotEmpty(where, `${prefix}x`, x);
  checkEqualLength(where, { [`${prefix}x`]: x, [`${prefix}y`]: y });
  const points = finitePairs(x, y);
  if (points.x.length === 0) throw new DataError({ where, required: "a point must be finite", got: "none" });
  return { ...points, given: { x, y } };
}

function judge(train: Points, fits: PolynomialFit[], test?: Points): FitsByDegreeData {
  const judged = fits.map(({ degree, rmse, at }) => ({
    degree,
    trainError: rmse ** 2,
    ...(test && {
      testError: rootMeanSquare(Float64Array.from(test.x, (x, row) => at(x) - test.y[row])) ** 2,
    }),
  }));
  const order = judged.slice().sort((one, other) => (one.testError ?? 0) - (other.testError ?? 0));
  return { points: train.x.length, fits: judged, ...(test && { best: order[0].degree }) };
}

const mostPoints = 400;

interface Drawing {
  train: Points;
  test?: Points;
  fits: PolynomialFit[];
}

function specOf({ train, test, fits }: Drawing, data: FitsByDegreeData, options: FitsByDegreeOptions) {
  const [low, high] = range([...range(train.x), ...range(test?.x ?? [])]);
  const places = Array.from({ length: 121 }, (_, at) => low + ((high - low) * at) / 120);
  const [bottom, top] = range([...range(train.y), ...range(test?.y ?? [])]);
  const room = 0.25 * (top - bottom) || 1;
  const { title, width, height, truth } = options;
  return framedSpec({
    ...{ title, width, height: height!, frameMs: options.frameMs!, stepName: "degree" },
    below: [
      ...(truth
        ? [
            lineTrace(places, valuesAlong(where, "truth", truth, places), "truth", {
              color: "#797979",
              dash: "dot",
              width: 1.5,
            }),
          ]
        : []),
    ],
    steps: fits.map((fit, at) => ({
      label: String(fit.degree),
      traces: [lineTrace(places, places.map(fit.at), "fit", { color: palette[0], width: 2.5 })],
      note: noteOf(data.fits[at], train.x.length),
    })),
    above: [
      dotsOf(train, "training", 1, "circle"),
      ...(test ? [dotsOf(test, "test", 2, "triangle-up")] : []),
    ],
    layout: {
      xaxis: plotlyAxis("x", { range: [low - 0.03 * (high - low || 1), high + 0.03 * (high - low || 1)] }),
      yaxis: plotlyAxis("y", { range: [bottom - room, top + room] }),
    },
  });
}

function dotsOf({ x, y }: Points, name: string, colour: number, symbol: string): object {
  const drawn = thinPoints(x.length, mostPoints, [x, y]);
  return {
    type: "scatter",
    mode: "markers",
    name: legendName(name),
    x: drawn.map((at) => orGap(x[at])),
    y: drawn.map((at) => orGap(y[at])),
    marker: { color: palette[colour], symbol, size: 7, line: { color: "rgba(255,255,255,0.8)", width: 1 } },
    hovertemplate: "%{x}, %{y}<extra></extra>",
  };
}

function noteOf({ degree, trainError, testError }: DegreeFit, count: number): string {
  const test = testError === undefined ? "" : `, ${short(testError)} test`;
  const drawn = count > mostPoints ? `; ${plural(count, "point")}, ${mostPoints} of them drawn` : "";
  return `degree ${degree}: MSE ${short(trainError)} training${test}${drawn}`;
}

function altOf({ points, fits, best }: FitsByDegreeData, { title }: FitsByDegreeOptions): string {
  const errors = fits.map(({ testError = NaN }) => testError);
  const told = [fits[0], fits.at(-1)!].map((fit) => noteOf(fit, points));
  return sentences(
    title,
    `Polynomials of ${plural(fits.length, "degree")} through ${plural(points, "point")}`,
    [...new Set(told)].join("; "),
    best !== undefined &&
      `The test error is least at degree ${best}${tieNote(countAlike(errors, range(errors)[0]))}`,
  );
}
