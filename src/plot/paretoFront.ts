import { checkNotEmpty, checkOptions, DataError, OptionError } from "../core/index";
import { Figure } from "./figure";
import { frame, type FrameOptions } from "./input/frame";
import { evenly } from "./input/thin";
import { plural, range, rounded, sentences, short } from "./input/words";
import { palette } from "./theme/colours";
import { heading, legendOf, vegaLite, vegaWidth } from "./theme/vegaTheme";
import type { Tuned, TunedTrial } from "./tuning/trials";

/** How {@link paretoFront} draws. */
export interface ParetoFrontOptions extends FrameOptions {
  /** Which two objectives. Default the first two. */
  objectives?: readonly [number, number];
  /** What they are called. Default "objective 1", "objective 2". */
  names?: readonly string[];
}

/** The numbers of {@link paretoFront}. */
export interface ParetoFrontData {
  /** Numbers and values of all complete trials. */
  trials: { number: number; x: number; y: number }[];
  /** Numbers of those that no other is better than in both, from left to right. */
  front: number[];
}

const where = "paretoFront";
const shown = 1500;

/**
 * The trials of a study with several objectives over two of them, and the front of those that nothing beats in both.
 *
 * ```ts
 * paretoFront(study, { names: ["loss", "milliseconds"] });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws OptionError `paretoFront: the study must have two directions, got 1; use optimizationHistory`
 */
export function paretoFront(study: Tuned, options?: ParetoFrontOptions): Figure<ParetoFrontData> {
  const chosen = checkOptions<ParetoFrontOptions>(where, options, {
    ...frame(340),
    objectives: [0, 1],
    names: undefined,
  });
  checkNotEmpty(where, "the trials", study.trials);
  if (study.directions.length < 2) {
    const got = study.directions.length;
    throw new OptionError({
      where,
      required: "the study must have two directions",
      got,
      remedy: "use optimizationHistory",
    });
  }
  const [first, second] = chosen.objectives!;
  const trials = study.trials.flatMap((trial) => pointOf(trial, first, second));
  if (trials.length === 0)
    throw new DataError({
      where,
      required: "a trial must be complete",
      got: `none of ${study.trials.length}`,
    });
  const data = { trials, front: frontOf(trials, study.directions[first], study.directions[second]) };
  const names = [first, second].map((at) => chosen.names?.[at] ?? `objective ${at + 1}`);
  return new Figure({
    renderer: "vega-lite",
    spec: specOf(data, names, chosen),
    data,
    alt: altOf(data, names, chosen),
  });
}

type Point = ParetoFrontData["trials"][number];

function pointOf({ number, state, values }: TunedTrial, first: number, second: number): Point[] {
  const [x, y] = [values[first], values[second]];
  return state === "complete" && Number.isFinite(x) && Number.isFinite(y) ? [{ number, x, y }] : [];
}

/** In order of the first objective, those whose second is better than all before. */
function frontOf(trials: Point[], first: string, second: string): number[] {
  const sign = (direction: string) => (direction === "maximize" ? -1 : 1);
  const [sx, sy] = [sign(first), sign(second)];
  const sorted = [...trials].sort((a, b) => sx * (a.x - b.x) || sy * (a.y - b.y));
  let best = Infinity;
  const front = sorted.filter(({ y }) => {
    if (sy * y >= best) return false;
    best = sy * y;
    return true;
  });
  return front.sort((a, b) => a.x - b.x).map(({ number }) => number);
}

function specOf(
  { trials, front }: ParetoFrontData,
  [xName, yName]: string[],
  { title, width, height }: ParetoFrontOptions,
) {
  const onFront = new Set(front);
  const behind = trials.filter(({ number }) => !onFront.has(number));
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  const row =
    (series: string) =>
    ({ number, x, y }: Point) => ({ x: rounded(x), y: rounded(y), trial: number, series });
  const points = evenly(behind.length, shown).map((at) => row("beaten")(behind[at]));
  const best = evenly(front.length, 500).map((at) => row("Pareto front")(byNumber.get(front[at])!));
  const names = ["beaten", "Pareto front"];
  const encoding = {
    x: { field: "x", type: "quantitative", title: xName, scale: { zero: false, nice: true } },
    y: { field: "y", type: "quantitative", title: yName, scale: { zero: false, nice: true } },
    color: {
      field: "series",
      type: "nominal",
      scale: { domain: names, range: [palette[0], palette[1]] },
      legend: legendOf(names),
    },
    tooltip: [{ field: "trial" }, { field: "x", title: xName }, { field: "y", title: yName }],
  };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, notice(trials)),
    layer: [
      { data: { values: points }, mark: { type: "point", size: 30, opacity: 0.5 }, encoding },
      { data: { values: best }, mark: { type: "line", strokeWidth: 1.5, opacity: 0.8 }, encoding },
      { data: { values: best }, mark: { type: "point", shape: "diamond", size: 70, opacity: 1 }, encoding },
    ],
  });
}

function notice(trials: Point[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(
  { trials, front }: ParetoFrontData,
  [xName, yName]: string[],
  { title }: ParetoFrontOptions,
): string {
  const onFront = new Set(front);
  const best = trials.filter(({ number }) => onFront.has(number));
  const extent = (values: number[]) => range(values).map(short).join(" to ");
  return sentences(
    title,
    `Pareto front of ${plural(front.length, "trial")} among ${short(trials.length)}: ${xName} ${extent(best.map(({ x }) => x))} against ${yName} ${extent(best.map(({ y }) => y))}`,
    notice(trials),
  );
}
