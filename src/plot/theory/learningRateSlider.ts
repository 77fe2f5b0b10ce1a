import { checkInteger, checkNotEmpty, ShapeError, shown } from "../../core/index";
import { mapAxes } from "../basics/contour";
import { Figure } from "../figure/figure";
import { checkPair, numbersOf, pairOf, type NumberFunction } from "../input/asked";
import { numberColumn, type Numbers } from "../input/column";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { plural, sentences, short } from "../input/words";
import { landscape, leavingNotice, undrawnOf, type Landscape } from "../basics/landscape/landscape";
import { contourTrace, headTrace, pathTraces } from "../basics/landscape/traces";
import { palette } from "../theme/colours";
import { framedSpec } from "../theme/frames";

/** How {@link learningRateSlider} draws. */
export interface LearningRateSliderOptions {
  /** The slope of the function, [∂f/∂x, ∂f/∂y]. Default: central differences. */
  gradient?: (x: number, y: number) => readonly [number, number];
  /** Where each descent begins. Default [-1.5, 1.5]. */
  start?: readonly [number, number];
  /** Steps of each descent. Default 40. */
  steps?: number;
  /** From where to where. Default [-2, 2]. */
  xRange?: readonly [number, number];
  /** From where to where. Default [-2, 2]. */
  yRange?: readonly [number, number];
  /** How long Play shows a rate, ms. Default 600. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 420. */
  height?: number;
}

/** One descent of {@link learningRateSlider}. */
export interface Descent {
  rate: number;
  x: number[];
  y: number[];
  /** The function at the end. */
  height: number;
  /** The step, from 1, at which it left the plane for good; undefined where it did not. */
  diverged?: number;
}

/** The numbers of {@link learningRateSlider}. */
export interface LearningRateSliderData {
  landscape: Landscape;
  descents: Descent[];
}

const where = "learningRateSlider";

/**
 * Gradient descent with one learning rate after the other, on the slider: too small hardly moves, too large swings across the
 * valley, and larger still diverges.
 *
 * ```ts
 * learningRateSlider((x, y) => x ** 2 / 2 + 5 * y ** 2, [0.01, 0.05, 0.1, 0.19, 0.21]); // diverges above 2 / 10
 * ```
 *
 * @param f a function of x and y
 * @param rates float [rates]
 */
export function learningRateSlider(
  f: (x: number, y: number) => number,
  rates: Numbers,
  options?: LearningRateSliderOptions,
): Figure<LearningRateSliderData> {
  const chosen = figureOptions<LearningRateSliderOptions>(where, options, {
    gradient: undefined,
    start: [-1.5, 1.5],
    steps: 40,
    xRange: undefined,
    yRange: undefined,
    frameMs: 600,
    title: undefined,
    width: undefined,
    height: 420,
  });
  checkInteger(where, "steps", chosen.steps!, "[1, 10000]");
  const given = numberColumn(where, "rates", rates);
  checkNotEmpty(where, "rates", given);
  const height = numbersOf(where, "the function", f);
  const start = checkPair(where, "start", chosen.start);
  const gradient = chosen.gradient ? pairsOf(chosen.gradient) : slopeOf(height);
  checkPair(where, "the gradient at the start", gradient(...start));
  const land = landscape(where, height, chosen);
  const descents = Array.from(given, (rate) => descend({ height, gradient, rate }, land, chosen));
  const data = { landscape: land, descents };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(land),
  });
}

type Gradient = (x: number, y: number) => readonly [number, number];

/** What goes down where, and how fast. */
interface Descending {
  height: NumberFunction;
  gradient: Gradient;
  rate: number;
}

/** The reader's gradient, held to return two numbers. */
function pairsOf(gradient: unknown): Gradient {
  if (typeof gradient !== "function")
    throw new ShapeError({ where, required: "gradient must be a function", got: shown(gradient) });
  return (x, y) => {
    const slope = (gradient as (x: number, y: number) => unknown)(x, y);
    const pair = pairOf(slope);
    if (pair) return pair;
    const got = `${shown(slope)} at ${x}, ${y}`;
    throw new ShapeError({ where, required: "gradient must return two numbers", got });
  };
}

function descend(
  { height, gradient, rate }: Descending,
  { across, up }: Landscape,
  { start, steps }: LearningRateSliderOptions,
): Descent {
  const [x, y] = [[start![0]], [start![1]]];
  const escaped = () => isOutside(x.at(-1)!, across) || isOutside(y.at(-1)!, up);
  while (x.length <= steps! && !escaped()) {
    const [dx, dy] = gradient(x.at(-1)!, y.at(-1)!);
    x.push(x.at(-1)! - rate * dx);
    y.push(y.at(-1)! - rate * dy);
  }
  return { rate, x, y, height: height(x.at(-1)!, y.at(-1)!), ...(escaped() && { diverged: x.length - 1 }) };
}

/** Beyond the picture by half its width, or not a number. */
function isOutside(value: number, places: number[]): boolean {
  const [low, high] = [places[0], places.at(-1)!];
  return !(Math.abs(value - (low + high) / 2) < high - low);
}

function slopeOf(f: NumberFunction): Gradient {
  const h = 1e-5;
  return (x, y) => [(f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)];
}

const mostRates = 40;
const mostSteps = 120;

function specOf({ landscape: land, descents }: LearningRateSliderData, options: LearningRateSliderOptions) {
  const { title, width, height, frameMs } = options;
  const drawn = evenly(descents.length, mostRates).map((at) => descents[at]);
  return framedSpec({
    ...{ title, width, height: height!, frameMs: frameMs!, stepName: "learning rate" },
    below: [contourTrace(land)],
    steps: drawn.map((descent) => {
      const kept = evenly(descent.x.length, mostSteps);
      const path = {
        name: "descent",
        x: kept.map((at) => descent.x[at]),
        y: kept.map((at) => descent.y[at]),
      };
      return {
        label: short(descent.rate),
        traces: [...pathTraces([path]), headTrace([path], kept.length - 1)].map(orange),
        note: [outcome(descent), beyond(land, descent), drawn.length < descents.length && notice(descents)]
          .filter(Boolean)
          .join("; "),
      };
    }),
    layout: mapAxes(land, {}),
  });
}

/** Blue is the map's. */
function orange(trace: { line?: object; marker?: object }): object {
  const { line, marker } = trace;
  return {
    ...trace,
    ...(line && { line: { ...line, color: palette[1] } }),
    marker: { ...marker, color: palette[1] },
  };
}

function outcome({ rate, x, height, diverged }: Descent): string {
  if (!Number.isFinite(rate)) return "the rate is not a number";
  if (diverged !== undefined) return `rate ${short(rate)}: diverges, gone after ${plural(diverged, "step")}`;
  return `rate ${short(rate)}: height ${short(height)} after ${plural(x.length - 1, "step")}`;
}

/** Whether a descent that came to an end was out of the picture on its way. */
function beyond(land: Landscape, { x, y, diverged }: Descent): string | false {
  return diverged === undefined && leavingNotice(land, [{ name: "the descent", x, y }]);
}

function notice(descents: Descent[]): string {
  return `${plural(descents.length, "rate")}, ${mostRates} of them drawn`;
}

function altOf(
  { landscape: land, descents }: LearningRateSliderData,
  { title, start }: LearningRateSliderOptions,
): string {
  const told = (descent: Descent) => [outcome(descent), beyond(land, descent)].filter(Boolean).join(", ");
  const few = evenly(descents.length, 8).map((at) => told(descents[at]));
  return sentences(
    title,
    `Gradient descent from ${start!.map(short).join(", ")} with ${plural(descents.length, "learning rate")}`,
    few.join("; "),
    descents.length > mostRates && notice(descents),
  );
}
