import {
  checkInteger,
  DataError,
  isFeasible,
  OptionError,
  paretoFrontOf,
  shown as inWords,
} from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { evenly, evenlyWithExtremes } from "../input/thin";
import { checkNameCount, figureOptions } from "../input/options";
import { together, undrawn } from "../input/undrawn";
import { orGap, plural, range, sentences, short, shorts } from "../input/words";
import { midInk, palette } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";
import { brokenNotice, checkDirections, checkNumbers, trialsOf, type Tuned, type TunedTrial } from "./trials";

/** How {@link paretoFront} draws. */
export interface ParetoFrontOptions extends FrameOptions {
  /** Which two objectives. Default the first two. */
  objectives?: readonly [number, number];
  /** What they are called. Default "objective 1", "objective 2". */
  names?: readonly string[];
}

/** The numbers of {@link paretoFront}. */
export interface ParetoFrontData {
  /** Numbers and values of all complete trials; `feasible` where they keep their constraints. */
  trials: { number: number; x: number; y: number; feasible: boolean }[];
  /** Numbers of the study's Pareto front, from left to right: what keeps its constraints and no other trial dominates. */
  front: number[];
}

const where = "paretoFront";
const shown = 1500;

/**
 * The trials of a study with several objectives over two of them, and the study's front: those that keep their
 * constraints and that nothing beats. Of three objectives and more the front is that of all of them.
 *
 * ```ts
 * paretoFront(study, { names: ["loss", "milliseconds"] });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws OptionError `paretoFront: the study must have two directions, got 1; use optimizationHistory`
 */
export function paretoFront(study: Tuned, options?: ParetoFrontOptions): Figure<ParetoFrontData> {
  const chosen = figureOptions<ParetoFrontOptions>(where, options, {
    ...frame(340),
    objectives: [0, 1],
    names: undefined,
  });
  checkNumbers(where, trialsOf(where, study));
  checkDirections(where, study);
  if (study.directions.length < 2) {
    const got = study.directions.length;
    throw new OptionError({
      where,
      required: "the study must have two directions",
      got,
      remedy: "use optimizationHistory",
    });
  }
  const given = chosen.objectives;
  if (!Array.isArray(given) || given.length !== 2 || given[0] === given[1])
    throw new OptionError({ where, required: "objectives must be two different ones", got: inWords(given) });
  for (const at of chosen.objectives!)
    checkInteger(where, "objectives", at, `[0, ${study.directions.length - 1}]`);
  const [first, second] = chosen.objectives!;
  const named = { count: 1 + Math.max(first, second), what: "objectives", orMore: true };
  checkNameCount(where, "names", chosen.names, named);
  const trials = study.trials.flatMap((trial) => pointOf(trial, first, second));
  if (trials.length === 0)
    throw new DataError({
      where,
      required: "a trial must be complete",
      got: `none of ${study.trials.length}`,
    });
  const data = { trials, front: frontOf(trials, study) };
  const names = [first, second].map((at) => chosen.names?.[at] ?? `objective ${at + 1}`);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, names, study, chosen),
    data,
    alt: () => altOf(data, names, study, chosen),
    undrawn: undrawnOf(study, [first, second]),
  });
}

function undrawnOf({ trials }: Tuned, objectives: number[]): string | false {
  const complete = trials.filter(({ state }) => state === "complete");
  const columns = objectives.map((at) => complete.map(({ values }) => values[at]));
  return undrawn({ mark: "trial", values: together(...columns) });
}

type Point = ParetoFrontData["trials"][number];

function pointOf(trial: TunedTrial, first: number, second: number): Point[] {
  const { number, state, values } = trial;
  const [x, y] = [values[first], values[second]];
  const drawable = state === "complete" && Number.isFinite(x) && Number.isFinite(y);
  return drawable ? [{ number, x, y, feasible: isFeasible(trial) }] : [];
}

function frontOf(trials: Point[], study: Tuned): number[] {
  const best = new Set(paretoFrontOf(study.trials, study.directions).map(({ number }) => number));
  return trials
    .filter(({ number }) => best.has(number))
    .sort((a, b) => a.x - b.x || a.y - b.y || a.number - b.number)
    .map(({ number }) => number);
}

function specOf(
  data: ParetoFrontData,
  [xName, yName]: string[],
  study: Tuned,
  { title, width, height }: ParetoFrontOptions,
) {
  const { trials, front } = data;
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  const row =
    (series: string) =>
    ({ number, x, y }: Point) => ({ x: orGap(x), y: orGap(y), trial: number, series });
  const onFront = new Set(front);
  const behind = trials.filter(({ number }) => !onFront.has(number));
  const columns = [behind.map(({ x }) => x), behind.map(({ y }) => y)];
  const points = evenlyWithExtremes(columns, shown)
    .map((at) => behind[at])
    .map((point) => row(point.feasible ? "beaten" : "infeasible")(point));
  const best = evenly(front.length, 500).map((at) => row("Pareto front")(byNumber.get(front[at])!));
  const names = ["beaten", "infeasible", "Pareto front"];
  const present = names.filter((_, at) => at !== 1 || trials.some(({ feasible }) => !feasible));
  const colours = [palette[0], midInk, palette[1]];
  const encoding = {
    x: { field: "x", type: "quantitative", title: xName, scale: { zero: false, nice: true } },
    y: { field: "y", type: "quantitative", title: yName, scale: { zero: false, nice: true } },
    color: {
      field: "series",
      type: "nominal",
      scale: { domain: present, range: present.map((name) => colours[names.indexOf(name)]) },
      legend: legendOf(present),
    },
    tooltip: [{ field: "trial" }, { field: "x", title: xName }, { field: "y", title: yName }],
  };
  const shape = {
    condition: { test: "datum.series === 'infeasible'", value: "cross" },
    value: "circle",
  };
  // Over two of several objectives the front is no line.
  const line = { type: "line", strokeWidth: 1.5, opacity: 0.8 };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notices(data, study)),
    layer: [
      {
        data: { values: points },
        mark: { type: "point", size: 30, opacity: 0.5 },
        encoding: { ...encoding, shape },
      },
      ...(study.directions.length === 2 ? [{ data: { values: best }, mark: line, encoding }] : []),
      { data: { values: best }, mark: { type: "point", shape: "diamond", size: 70, opacity: 1 }, encoding },
    ],
  });
}

function notices({ trials }: ParetoFrontData, { directions }: Tuned): (string | false)[] {
  return [
    directions.length > 2 && `The front is that of all ${directions.length} objectives`,
    brokenNotice(trials, "crossed"),
    trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`,
  ];
}

function altOf(
  data: ParetoFrontData,
  [xName, yName]: string[],
  study: Tuned,
  { title }: ParetoFrontOptions,
): string {
  const { trials, front } = data;
  const onFront = new Set(front);
  const best = trials.filter(({ number }) => onFront.has(number));
  const extent = (values: number[]) => shorts(range(values)).join(" to ");
  const reach = `: ${xName} ${extent(best.map(({ x }) => x))} against ${yName} ${extent(best.map(({ y }) => y))}`;
  return sentences(
    title,
    `Pareto front of ${plural(front.length, "trial")} among ${short(trials.length)}${front.length ? reach : ", as none keeps its constraints"}`,
    ...notices(data, study),
  );
}
