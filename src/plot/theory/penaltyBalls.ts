import { checkFinite, checkNotEmpty, DataError, ShapeError } from "../../core/index";
import { mapAxes } from "../basics/contour";
import { Figure } from "../figure/figure";
import { checkPair } from "../input/asked";
import { checkNotNegative, numberColumn, type Numbers } from "../input/column";
import { checkParts } from "../input/named";
import { matrix } from "../input/matrix";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, sentences, short } from "../input/words";
import { landscape } from "../basics/landscape/landscape";
import { contourTrace } from "../basics/landscape/traces";
import { palette, translucent } from "../theme/colours";
import { framedSpec, type Step } from "../theme/frames";
import { legendName } from "../theme/plotlyTheme";

/** A loss without penalty: ½ (w − optimum)ᵀ H (w − optimum). */
export interface QuadraticLoss {
  /** Its lowest place, [w₁, w₂]. */
  optimum: readonly [number, number];
  /** H: [[h₁₁, h₁₂], [h₁₂, h₂₂]], positive definite. Default [[1, 0.6], [0.6, 1.2]]. */
  curvature?: readonly (readonly [number, number])[];
}

/** How {@link penaltyBalls} draws. */
export interface PenaltyBallsOptions {
  /** Budgets ‖w‖ on the slider. Default 12 from 0.1 to the optimum's norm. */
  radii?: Numbers;
  /** How long Play shows a radius, ms. Default 300. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 430. */
  height?: number;
}

/** The best weights within a budget, by both norms. */
export interface BudgetedWeights {
  radius: number;
  l1: [number, number];
  l2: [number, number];
}

/** The numbers of {@link penaltyBalls}. */
export interface PenaltyBallsData {
  optimum: [number, number];
  steps: BudgetedWeights[];
}

const where = "penaltyBalls";

/**
 * Why L1 sets weights to 0 and L2 does not: the level lines of a loss meet the L1 ball at a corner, the L2 ball anywhere; the slider
 * changes the budget.
 *
 * ```ts
 * penaltyBalls({ optimum: [1.4, 0.5] });
 * ```
 *
 * @param loss the loss without penalty
 * @throws DataError when its curvature is not positive definite
 */
export function penaltyBalls(loss: QuadraticLoss, options?: PenaltyBallsOptions): Figure<PenaltyBallsData> {
  const chosen = figureOptions<PenaltyBallsOptions>(where, options, {
    radii: undefined,
    frameMs: 300,
    title: undefined,
    width: undefined,
    height: 430,
  });
  checkParts(where, "loss", loss, ["optimum"]);
  checkPair(where, "optimum", loss.optimum);
  if (loss.curvature !== undefined) checkCurvature(loss.curvature);
  const value = lossOf(loss);
  const optimum: [number, number] = [loss.optimum[0], loss.optimum[1]];
  const radii = radiiOf(optimum, chosen.radii);
  const steps = radii.map((radius) => ({
    radius,
    l1: lowestOn(value, loss, insideL1, ball1, radius),
    l2: lowestOn(value, loss, insideL2, ball2, radius),
  }));
  const data = { optimum, steps };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, value, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function checkCurvature(curvature: QuadraticLoss["curvature"]): void {
  const { rows, columns, values } = matrix(where, "curvature", curvature!);
  if (rows === 2 && columns === 2 && Object.is(values[1], values[2])) return;
  if (rows === 2 && columns === 2) {
    const got = `${values[1]} and ${values[2]} beside its diagonal`;
    throw new DataError({ where, required: "curvature must be symmetric", got });
  }
  throw new ShapeError({ where, required: "curvature must be [2, 2]", got: [rows, columns] });
}

type Loss = (x: number, y: number) => number;

function lossOf({
  optimum,
  curvature = [
    [1, 0.6],
    [0.6, 1.2],
  ],
}: QuadraticLoss): Loss {
  // prettier-ignore
  const [[a, b], [, d]] = curvature;
  if (![...optimum, a, b, d].every(Number.isFinite))
    throw new DataError({ where, required: "optimum and curvature must be finite", got: NaN });
  if (!(a > 0 && a * d - b * b > 0))
    throw new DataError({
      where,
      required: "curvature must be positive definite",
      got: `[[${a}, ${b}], [${b}, ${d}]]`,
    });
  return (x, y) => {
    const [dx, dy] = [x - optimum[0], y - optimum[1]];
    return (a * dx * dx + 2 * b * dx * dy + d * dy * dy) / 2;
  };
}

function radiiOf([x, y]: [number, number], given?: Numbers): number[] {
  const norm = Math.abs(x) + Math.abs(y) || 1;
  const radii = given
    ? Array.from(numberColumn(where, "radii", given))
    : Array.from({ length: 12 }, (_, at) => norm * (0.1 + at * 0.055));
  checkNotEmpty(where, "radii", radii);
  checkFinite(where, "radii", radii);
  checkNotNegative(where, "radii", radii);
  return radii;
}

type Ball = (angle: number) => [number, number];

const ball2: Ball = (angle) => [Math.cos(angle), Math.sin(angle)];
const ball1: Ball = (angle) => {
  const [x, y] = ball2(angle);
  const norm = Math.abs(x) + Math.abs(y);
  return [x / norm, y / norm];
};
const insideL1 = (x: number, y: number) => Math.abs(x) + Math.abs(y);
const insideL2 = (x: number, y: number) => Math.hypot(x, y);

/** The optimum where the budget allows it, else the lowest place on the rim; corners are among the places tried. */
function lowestOn(
  value: Loss,
  { optimum: [x, y] }: QuadraticLoss,
  norm: Loss,
  ball: Ball,
  radius: number,
): [number, number] {
  if (norm(x, y) <= radius) return [x, y];
  const count = 3600;
  let best: [number, number] = [0, 0];
  for (let at = 0; at < count; at++) {
    const [unitX, unitY] = ball((2 * Math.PI * at) / count);
    const place: [number, number] = [radius * unitX, radius * unitY];
    if (at === 0 || value(...place) < value(...best)) best = place;
  }
  // Corners are met but for the noise of sine and cosine.
  return best.map((weight) => (Math.abs(weight) < 1e-9 * radius ? 0 : weight)) as [number, number];
}

const mostSteps = 60;

function specOf({ optimum, steps }: PenaltyBallsData, value: Loss, options: PenaltyBallsOptions) {
  const reach = 1.35 * (Math.max(...optimum.map(Math.abs), ...steps.map(({ radius }) => radius)) || 1);
  const land = landscape(where, value, { xRange: [-reach, reach], yRange: [-reach, reach] });
  const { title, width, height, frameMs } = options;
  return framedSpec({
    ...{ title, width, height: height!, frameMs: frameMs!, stepName: "budget" },
    below: [contourTrace(land)],
    steps: evenly(steps.length, mostSteps).map((at) => stepOf(steps[at], steps.length)),
    above: [dot("optimum", optimum, "#797979", "x")],
    layout: mapAxes(land, { equalScale: true }),
  });
}

function stepOf({ radius, l1, l2 }: BudgetedWeights, count: number): Step {
  const told = (place: number[]) => place.map(short).join(", ");
  const more = count > mostSteps ? `; ${plural(count, "budget")}, ${mostSteps} of them drawn` : "";
  return {
    label: short(radius),
    note: `L1 ends at ${told(l1)}; L2 at ${told(l2)}${more}`,
    traces: [
      rim("L1 ball", ball1, radius, 1),
      rim("L2 ball", ball2, radius, 2),
      dot("", l1, palette[1], "square"),
      dot("", l2, palette[2], "circle"),
    ],
  };
}

function rim(name: string, ball: Ball, radius: number, at: number): object {
  const places = Array.from({ length: 73 }, (_, k) => ball((2 * Math.PI * k) / 72));
  return {
    type: "scatter",
    mode: "lines",
    name: legendName(name),
    x: places.map(([x]) => orGap(radius * x)),
    y: places.map(([, y]) => orGap(radius * y)),
    fill: "toself",
    fillcolor: translucent(palette[at], 0.18),
    line: { color: palette[at], width: 2 },
    hoverinfo: "skip",
  };
}

function dot(name: string, [x, y]: readonly number[], color: string, symbol: string): object {
  return {
    type: "scatter",
    mode: "markers",
    name: legendName(name),
    x: [orGap(x)],
    y: [orGap(y)],
    marker: { color, symbol, size: 11, line: { color: "#ffffff", width: 1.5 } },
    showlegend: name !== "",
  };
}

function altOf({ optimum, steps }: PenaltyBallsData, { title }: PenaltyBallsOptions): string {
  const last = steps.at(-1)!;
  const zero = steps.filter(({ l1 }) => l1.some((weight) => weight === 0)).length;
  return sentences(
    title,
    `L1 and L2 balls on the level lines of a loss whose optimum is ${optimum.map(short).join(", ")}, ${plural(steps.length, "budget")}`,
    `With budget ${short(last.radius)} L1 ends at ${last.l1.map(short).join(", ")}, L2 at ${last.l2.map(short).join(", ")}`,
    `L1 sets a weight to 0 at ${short(zero)} of them, L2 at ${short(steps.filter(({ l2 }) => l2.some((weight) => weight === 0)).length)}`,
    steps.length > mostSteps && `${plural(steps.length, "budget")}, ${mostSteps} of them drawn`,
  );
}
