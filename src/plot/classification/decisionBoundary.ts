import { checkInteger, DataError } from "../../core/index";
import { finiteRows, gridOver, judgedPoints, wholeRows, type Grid } from "./boundary/grid";
import { marginLines, marginNotice, type MarginLines } from "./boundary/margin";
import type { Decider } from "./boundary/model";
import { boundarySpec, notes } from "./boundary/spec";
import {
  chooseSteps,
  gridSize,
  judgeSteps,
  type BoundaryStep,
  type DrawnStep,
  type JudgedStep,
} from "./boundary/steps";
import { Figure } from "../figure/figure";
import { distinctNames } from "../input/names";
import { points, type Points, type PointsInput } from "../input/points";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { list, percent, plural } from "../input/words";
import { isOneScale, scaleNote } from "../theme/oneScale";

/** How {@link decisionBoundary} draws. */
export interface DecisionBoundaryOptions {
  /** The two features shown, by name or column from 0; a model of more sees the others at their mean. Default the first two. */
  features?: readonly (number | string)[];
  /** Dashed lines where the score is −1 and 1: the margin of a linear model {weights: [2], bias}. Default false. */
  margin?: boolean;
  /** Names of the classes, in the order of their indices. Default the data set's. */
  classNames?: readonly string[];
  /** One scale on both axes, so that right angles are right. Default true, unless one spans more than three times the other. */
  equalScale?: boolean;
  /** What a step is called, before its number. Default "step". */
  stepName?: string;
  /** How long Play shows a step, ms. Default 400. */
  frameMs?: number;
  /** Columns and rows of the grid on which the model is asked. Default by the number of steps, 25 to 101. */
  resolution?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** Below the horizontal axis. Default the feature's name. */
  xLabel?: string;
  /** Beside the vertical axis. Default the feature's name. */
  yLabel?: string;
  /** More points than this are thinned, evenly. Default 1 000. */
  maxPoints?: number;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 400. */
  height?: number;
}

/** What {@link decisionBoundary} found. */
export interface BoundaryData {
  classNames: string[];
  /** The grid's coordinates: float [columns] and [rows]. */
  grid: Grid;
  /** Rows of the data that the model was judged on: the finite ones, evenly thinned to 10 000. */
  judged: number[];
  steps: JudgedStep[];
}

/**
 * Which class a model gives to each place in the plane, with the points it has to tell apart.
 *
 * Several models or weights, such as a perceptron's after each update, make a slider and a Play button; they work
 * without a kernel, and a still picture shows the last step. Two or more classes; probabilities are shaded by margin.
 *
 * ```ts
 * decisionBoundary(model, moons({ noise: 0.2 }));
 * decisionBoundary({ weights: svc.weights, bias: svc.bias }, data, { margin: true });
 * decisionBoundary((points) => points.map(([x, y]) => (x * y > 0 ? 1 : 0)), data);
 * decisionBoundary(updates.map(({ weights, bias, row }) => ({ model: { weights, bias }, highlight: row })), data);
 * ```
 *
 * @param model a model of TensorFlow.js, a function of points [points][features], linear {weights, bias}, or several
 * in steps. A prediction is a class index, -1 or 1, a probability of class 1, a score (positive: class 1), or one
 * number for each class.
 * @param data a data set, or {x, y, label}
 * @throws ShapeError `decisionBoundary: predictions must be [10201] or [10201, classes], got [2]`
 * @throws DataError when predictions are NaN or no point is finite
 */
export function decisionBoundary(
  model: Decider | readonly (Decider | BoundaryStep)[],
  data: PointsInput,
  options?: DecisionBoundaryOptions,
): Figure<BoundaryData> {
  const chosen = figureOptions<DecisionBoundaryOptions>("decisionBoundary", options, {
    features: undefined,
    margin: false,
    classNames: undefined,
    equalScale: undefined,
    stepName: "step",
    frameMs: 400,
    resolution: undefined,
    title: undefined,
    xLabel: undefined,
    yLabel: undefined,
    maxPoints: 1000,
    width: undefined,
    height: 400,
  });
  checkInteger("decisionBoundary", "maxPoints", chosen.maxPoints!, "[1, ∞)");
  const cloud = points("decisionBoundary", data, chosen);
  const finite = finiteRows(cloud);
  const judged = judgedPoints(cloud, judgedAtMost);
  if (finite.length === 0) {
    const required = "there must be a point whose features are all finite";
    throw new DataError({ where: "decisionBoundary", required, got: "none" });
  }
  const steps = chooseSteps(model, cloud);
  const grid = gridOver(cloud, gridSize(steps, cloud, chosen.resolution));
  const drawn = judgeSteps(steps, cloud, grid, judged);
  const margins = chosen.margin ? steps.map(({ model: own }) => marginLines(own, grid)) : undefined;
  const result = { classNames: namesOf(cloud, drawn), grid, judged, steps: drawn.map(({ step }) => step) };
  return new Figure({
    renderer: "plotly",
    spec: () => boundarySpec({ cloud, grid, finite, judged, drawn, margins }, chosen),
    data: result,
    alt: () => altOf(result, { cloud, finite, margin: margins?.at(-1) }, chosen),
    undrawn: undrawn({ mark: "point", values: wholeRows(cloud) }),
  });
}

const judgedAtMost = 10_000;

function namesOf({ classes }: Points, drawn: DrawnStep[]): string[] {
  const names = classes?.names ?? [];
  return distinctNames(drawn[0].regions.of.map((_, k) => names[k] ?? `class ${k}`));
}

/** The classes that have points or a region, in the order of their indices. */
function seenClasses({ classes }: Points, steps: JudgedStep[]): Set<number> {
  const seen = new Set([...Array.from(classes?.of ?? []), ...steps.flatMap(({ regions }) => regions)]);
  return new Set([...seen].sort((one, other) => one - other));
}

function altOf(
  data: BoundaryData,
  { cloud, finite, margin }: { cloud: Points; finite: number[]; margin?: MarginLines },
  { title, stepName, maxPoints, equalScale }: DecisionBoundaryOptions,
): string {
  const { classNames, steps, judged } = data;
  const last = steps.at(-1)!;
  const beyond = margin && marginNotice(margin);
  const unequal = scaleNote(isOneScale(equalScale, data.grid.across, data.grid.up));
  const present = seenClasses(cloud, steps);
  const told = classNames.filter((_, k) => present.has(k));
  const over = `${plural(told.length, "class", "classes")} (${list(told)}) over ${cloud.axes.join(" and ")}`;
  const shares = [...present].map((k) => {
    const share = last.regions.filter((region) => region === k).length / last.regions.length;
    return `${classNames[k]} ${percent(share, 0)}`;
  });
  return [
    `${title ? `${title}: ` : ""}decision boundary of ${over}, ${plural(cloud.x.length, "point")}.`,
    steps.length > 1 && `${plural(steps.length, "step")}; the last is ${stepName} ${last.label}.`,
    ...notes({ cloud, finite, judged }, last, maxPoints!).map((note) => `${note}.`),
    beyond && `${beyond}.`,
    unequal && `${unequal}.`,
    steps[0].regions.length > 4 && `Share of the plane: ${list(shares)}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
