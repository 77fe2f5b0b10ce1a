import { checkInteger, checkNotEmpty, OptionError, shown } from "../../../core/index";
import type { Points } from "../../input/points";
import { dataRows, gridRows, type Grid } from "./grid";
import { chosenClasses, isLinear, margins, type Decider, type Margins } from "./model";

/** One position of the slider. */
export interface BoundaryStep {
  /** What decides at this step. */
  model: Decider;
  /** What the slider says. Default the step's number, from 0. */
  label?: string;
  /** The row of the point that this step is about; it gets a ring. */
  highlight?: number;
}

/** What a step decides. */
export interface JudgedStep {
  label: string;
  /** The class of each grid point, row after row. */
  regions: number[];
  /** The class given to each judged point. */
  predictions: number[];
  /** How many of the judged points are given their own class; undefined without labels. */
  right?: number;
  highlight?: number;
}

/** A step with the margins to draw. */
export interface DrawnStep {
  step: JudgedStep;
  regions: Margins;
}

const where = "decisionBoundary";

type LabelledStep = BoundaryStep & { label: string };

/** Bytes that the regions of all steps may take, in base64 of 16-bit numbers. */
const budget = 220_000;
const bytesEach = 8 / 3;
const coarsest = 25;
const finest = 101;
const linearSteps = 150;

/** The steps, labelled; of more than the payload can hold, an even choice with the first and the last. */
export function chooseSteps(
  model: Decider | readonly (Decider | BoundaryStep)[],
  cloud: Points,
): LabelledStep[] {
  const steps = (Array.isArray(model) ? model : [model]).map(labelled);
  checkNotEmpty(where, "the steps", steps);
  for (const { highlight } of steps)
    if (highlight !== undefined) checkInteger(where, "highlight", highlight, `[0, ${cloud.x.length - 1}]`);
  const gridded = Math.floor(budget / (bytesEach * coarsest ** 2 * classCount(cloud)));
  const limit = Math.max(2, exact(steps, cloud) ? linearSteps : gridded);
  if (steps.length <= limit) return steps;
  return Array.from({ length: limit }, (_, at) => steps[Math.round((at * (steps.length - 1)) / (limit - 1))]);
}

function labelled(step: Decider | BoundaryStep, at: number): LabelledStep {
  const full = step && typeof step === "object" && "model" in step ? step : { model: step as Decider };
  const { label = String(at) } = full;
  if (!["string", "number"].includes(typeof label))
    throw new OptionError({ where, required: `the label of step ${at} must be text`, got: shown(label) });
  return { ...full, label: String(label) };
}

/** A plane between four corners is exact: a linear model of two classes needs no finer grid. */
function exact(steps: BoundaryStep[], cloud: Points): boolean {
  return (
    classCount(cloud) <= 2 &&
    steps.every(({ model }) => isLinear(model) && typeof model.weights?.[0] === "number")
  );
}

function classCount({ classes }: Points): number {
  return classes?.names.length ?? 2;
}

/** Columns and rows of the grid: as fine as the payload allows. */
export function gridSize(steps: BoundaryStep[], cloud: Points, asked?: number): number {
  if (asked !== undefined) return checkInteger(where, "resolution", asked, "[2, 400]");
  if (exact(steps, cloud)) return 2;
  const affordable = Math.sqrt(budget / (steps.length * classCount(cloud) * bytesEach));
  return Math.round(Math.min(finest, Math.max(coarsest, affordable)));
}

/** Asks each step's model about the grid and about the data. */
export function judgeSteps(steps: LabelledStep[], cloud: Points, grid: Grid, judged: number[]): DrawnStep[] {
  const places = gridRows(grid, cloud, judged);
  const rows = dataRows(cloud.table, judged);
  const drawn = steps.map(({ model, label, highlight }) => {
    const regions = margins(model, places, classCount(cloud));
    const predictions = chosenClasses(margins(model, rows, classCount(cloud)));
    const own = cloud.classes?.of;
    const right = own && predictions.filter((predicted, at) => predicted === own[judged[at]]).length;
    return { step: { label, regions: chosenClasses(regions), predictions, right, highlight }, regions };
  });
  const most = Math.max(...drawn.map(({ regions }) => regions.of.length));
  for (const { regions } of drawn)
    while (regions.of.length < most) regions.of.push(new Float64Array(places.length).fill(-1));
  return drawn;
}
