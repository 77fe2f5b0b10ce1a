import { DataError } from "../../core/index";
import { thinCurve } from "../../math/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { countPasses, passesOf } from "../input/passes";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { orGap, plural, range, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { heading, scaleAndAxis, vegaLite, vegaWidth, wholeTicks } from "../theme/vegaTheme";
import { roundsOf } from "./categories";
import { trialsOf, type Tuned, type TunedTrial } from "./trials";

/** How {@link trialCurves} draws. */
export interface TrialCurvesOptions extends FrameOptions {
  /** Below the horizontal axis. Default "step". */
  xLabel?: string;
  /** A logarithmic vertical axis. Default false. */
  logY?: boolean;
}

/** The numbers of {@link trialCurves}. */
export interface TrialCurvesData {
  trials: { number: number; state: string; step: number[]; value: number[] }[];
}

const where = "trialCurves";
const shown = 60;

/**
 * What the trials of a study reported on their way, those that were pruned with a cross where they ended.
 *
 * ```ts
 * trialCurves(study, { xLabel: "epoch" });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws DataError `trialCurves: a trial must have reported, got none of 20; call trial.report in the objective`
 */
export function trialCurves(
  study: Pick<Tuned, "trials">,
  options?: TrialCurvesOptions,
): Figure<TrialCurvesData> {
  const chosen = figureOptions<TrialCurvesOptions>(where, options, {
    ...frame(),
    xLabel: "step",
    logY: false,
  });
  trialsOf(where, study);
  const trials = study.trials.filter(({ reports }) => reports && isDrawn(reports)).map(curveOf);
  if (trials.length === 0) {
    const got = `none of ${study.trials.length}`;
    throw new DataError({
      where,
      required: "a trial must have reported",
      got,
      remedy: "call trial.report in the objective",
    });
  }
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(trials, chosen),
    data: { trials },
    alt: () => altOf(trials, chosen),
    undrawn: undrawnOf(study, trials, chosen),
  });
}

/** Whether a trial reported a finite value. */
function isDrawn(reports: NonNullable<TunedTrial["reports"]>): boolean {
  return reports.some(([, value]) => Number.isFinite(value));
}

type Curve = TrialCurvesData["trials"][number];

function curveOf({ number, state, reports = [] }: TunedTrial): Curve {
  return { number, state, step: reports.map(([step]) => step), value: reports.map(([, value]) => value) };
}

function specOf(trials: Curve[], { title, width, height, xLabel, logY }: TrialCurvesOptions) {
  const drawn = evenly(trials.length, shown).map((at) => trials[at]);
  const each = Math.max(20, Math.floor(2500 / drawn.length));
  const drawable = (value: number) => orGap(logY && value <= 0 ? NaN : value);
  const kind = (state: string) => (state === "pruned" ? "pruned" : "not pruned");
  const rounds = roundsOf(drawn);
  const rows = drawn.flatMap(({ number, state, step, value }, line) =>
    passesOf(step, "same").flatMap((places, pass) =>
      thinCurve(
        places.map((at) => value[at]),
        each,
      )
        .map((index) => places[index])
        .map((at) => ({
          ...{ x: orGap(step[at]), y: drawable(value[at]), trial: number, kind: kind(state) },
          ...(pass > 0 && { pass }),
          ...(rounds[line] > 0 && { again: rounds[line] }),
        })),
    ),
  );
  const ends = drawn
    .filter(({ state }) => state === "pruned")
    .map(({ number, step, value }) => ({
      x: orGap(step.at(-1)!),
      y: drawable(value.at(-1)!),
      trial: number,
      kind: "pruned",
    }));
  const names = ["not pruned", "pruned"].filter((name) => rows.some((row) => row.kind === name));
  const colours = names.map((name) => (name === "pruned" ? palette[1] : palette[0]));
  const encoding = {
    x: {
      field: "x",
      type: "quantitative",
      title: xLabel,
      axis: wholeTicks(...range(rows.map((row) => row.x as number))),
      scale: { nice: false, zero: false },
    },
    y: {
      field: "y",
      type: "quantitative",
      title: "value",
      ...scaleAndAxis(
        logY!,
        rows.map((row) => row.y),
      ),
    },
    detail: ["trial", "pass", "again"]
      .filter((field) => rows.some((row) => field in row))
      .map((field) => ({ field })),
    color: {
      field: "kind",
      type: "nominal",
      scale: { domain: names, range: colours },
      legend: legendOf(names),
    },
    tooltip: [{ field: "trial" }, { field: "x", title: xLabel }, { field: "y", title: "value" }],
  };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, notice(trials), passNote(trials)),
    layer: [
      {
        data: { values: rows },
        mark: {
          type: "line",
          strokeWidth: 1.4,
          opacity: 0.75,
          point: each <= 1 || rows.length === drawn.length,
        },
        encoding,
      },
      {
        data: { values: ends },
        mark: { type: "point", shape: "cross", angle: 45, size: 60, opacity: 1 },
        encoding,
      },
    ],
  });
}

function undrawnOf(
  study: Pick<Tuned, "trials">,
  trials: Curve[],
  { xLabel, logY }: TrialCurvesOptions,
): string | false {
  const reporting = study.trials.filter(({ reports }) => reports && reports.length > 0);
  return undrawn(
    { mark: "trial", values: reporting.map(({ reports }) => (isDrawn(reports!) ? 1 : NaN)) },
    { mark: xLabel!, values: trials.flatMap(({ step }) => step) },
    { mark: "value", values: trials.flatMap(({ value }) => value), log: logY && "logY" },
  );
}

function passNote(trials: Curve[]): string | false {
  const again = trials.filter(({ step }) => countPasses(step, "same") > 1).length;
  return again > 0 && `${plural(again, "trial")} came back to earlier steps, drawn as a line for each time`;
}

function notice(trials: Curve[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(trials: Curve[], { title, xLabel }: TrialCurvesOptions): string {
  const pruned = trials.filter(({ state }) => state === "pruned");
  const [, longest] = range(trials.flatMap(({ step }) => step));
  return sentences(
    title,
    `Reports of ${plural(trials.length, "trial")}, ${short(pruned.length)} of them pruned, up to ${xLabel} ${short(longest)}`,
    notice(trials),
    passNote(trials),
  );
}
