import { DataError } from "../../core/index";
import { sumOf } from "../../math/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { distinctNames } from "../input/names";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, percent, plural, range, sentences, short } from "../input/words";
import { palette } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { fittingNames, longestAlong, nameOf, widestOf } from "../theme/nameAxis";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";
import { trialsOf, type Tuned, type TunedTrial } from "./trials";

/** How {@link trialTimeline} draws. */
export type TrialTimelineOptions = FrameOptions;

/** The numbers of {@link trialTimeline}. */
export interface TrialTimelineData {
  /** What ran the trials. */
  slots: string[];
  /** How many trials at most ran at once in a slot. */
  atOnce: number;
  /** Seconds from the begin of the first one; `lane` is the row of its slot in which it is drawn. */
  trials: { number: number; slot: string; state: string; from: number; to: number; lane: number }[];
}

const where = "trialTimeline";
const shown = 1000;
const states = ["complete", "pruned", "failed", "running"];

/**
 * When each trial of a study ran, on which worker, and how it ended.
 *
 * ```ts
 * trialTimeline(study);
 * ```
 *
 * @param study a study, or its `{trials}`
 * @throws DataError `trialTimeline: a trial must have begun, got none of 3`
 */
export function trialTimeline(
  study: Pick<Tuned, "trials">,
  options?: TrialTimelineOptions,
): Figure<TrialTimelineData> {
  const chosen = figureOptions<TrialTimelineOptions>(where, options, { ...frame(), height: undefined });
  trialsOf(where, study);
  const begun = study.trials.filter(({ startedMs }) => Number.isFinite(startedMs));
  if (begun.length === 0)
    throw new DataError({
      where,
      required: "a trial must have begun",
      got: `none of ${study.trials.length}`,
    });
  begun.forEach(checkOrder);
  const data = read(begun);
  const without = study.trials.length - begun.length;
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: without > 0 && `${plural(without, "trial")} without a begin left out`,
  });
}

/** Time goes forward. */
function checkOrder({ number, startedMs = NaN, endedMs = NaN }: TunedTrial): void {
  if (!(endedMs < startedMs)) return;
  const got = `${endedMs} after ${startedMs} for trial ${number}`;
  throw new DataError({ where, required: "endedMs must not lie before startedMs", got });
}

function read(begun: TunedTrial[]): TrialTimelineData {
  const [first] = range(begun.map(({ startedMs }) => startedMs!));
  const isEnd = (endedMs: number | undefined) => Number.isFinite(endedMs);
  const [, last] = range(begun.flatMap(({ startedMs, endedMs = NaN }) => [startedMs!, endedMs]));
  const timed = begun.map(({ number, slot = "here", state, startedMs, endedMs }) => ({
    number,
    slot,
    state,
    from: (startedMs! - first) / 1000,
    to: ((isEnd(endedMs) ? endedMs! : last) - first) / 1000,
  }));
  const slots = [...new Set(timed.map(({ slot }) => slot))];
  slots.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const lanes = lanesOf(timed);
  const trials = timed.map((trial, at) => ({ ...trial, lane: lanes[at] }));
  const [, atOnce] = range(slots.map((slot) => mostAtOnce(timed.filter((trial) => trial.slot === slot))));
  return { slots, atOnce, trials };
}

/** More trials at once in one slot lie on one another. */
const mostLanes = 12;

/** The row of each trial's slot: the first that is free when it begins, else that which is free first. */
function lanesOf(trials: readonly Span[]): number[] {
  const free = new Map<string, number[]>();
  const lanes = new Array<number>(trials.length).fill(0);
  for (const at of byBegin(trials)) {
    const { slot, from, to } = trials[at];
    const ends = free.get(slot) ?? [];
    const unused = ends.findIndex((end) => end <= from);
    const next = ends.length < mostLanes ? ends.length : ends.indexOf(range(ends)[0]);
    lanes[at] = unused < 0 ? next : unused;
    ends[lanes[at]] = to;
    free.set(slot, ends);
  }
  return lanes;
}

type Span = Pick<TrialTimelineData["trials"][number], "slot" | "from" | "to">;

function byBegin(trials: readonly Span[]): number[] {
  return trials.map((_, at) => at).sort((a, b) => trials[a].from - trials[b].from || a - b);
}

/** How many trials of one slot ran at the same time, at most. */
function mostAtOnce(trials: readonly Span[]): number {
  const changes = trials.flatMap(({ from, to }) => (to > from ? [[from, 1], [to, -1]] : [])); // prettier-ignore
  changes.sort(([at, change], [other, otherChange]) => at - other || change - otherChange);
  let [running, most] = [0, 1];
  for (const [, change] of changes) {
    running += change;
    most = Math.max(most, running);
  }
  return most;
}

function specOf(
  { slots, trials, atOnce }: TrialTimelineData,
  { title, width, height }: TrialTimelineOptions,
) {
  const drawn = evenly(trials.length, shown).map((at) => trials[at]);
  const names = states.filter((state) => drawn.some((trial) => trial.state === state));
  const colours = names.map((name) => palette[states.indexOf(name) === 2 ? 6 : states.indexOf(name)]);
  const rows = slots.flatMap((slot) => lanesIn(trials, slot).map((lane) => rowOf(slot, lane)));
  const told = distinctNames(slots.flatMap((slot) => lanesIn(trials, slot).map(() => slot)));
  const rowNames = fittingNames(told);
  const values = drawn.map(({ number, slot, state, from, to, lane }) => ({
    trial: number,
    slot: rowOf(slot, lane),
    state,
    from: orGap(from),
    to: orGap(to),
  }));
  return vegaLite({
    ...vegaWidth(width),
    height: height ?? Math.min(500, 34 * rows.length + 20),
    ...heading(title, notice(trials), atOnceNote(atOnce)),
    data: { values },
    mark: { type: "bar", cornerRadius: 2, stroke: "#ffffff", strokeOpacity: 0.6, strokeWidth: 0.5 },
    encoding: {
      x: { field: "from", type: "quantitative", title: "seconds", scale: { nice: false } },
      x2: { field: "to" },
      y: {
        field: "slot",
        type: "nominal",
        sort: null,
        scale: { domain: rows },
        title: null,
        axis: { grid: false, labelLimit: 2 * longestAlong, labelExpr: nameOf(rows, rowNames) },
      },
      color: {
        field: "state",
        type: "nominal",
        scale: { domain: names, range: colours },
        legend: legendOf(names, { beside: widestOf(rowNames) + 20 }),
      },
      tooltip: [{ field: "trial" }, { field: "state" }, { field: "from" }, { field: "to" }],
    },
  });
}

function notice(trials: unknown[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function rowOf(slot: string, lane: number): string {
  return `${lane} ${slot}`;
}

function lanesIn(trials: TrialTimelineData["trials"], slot: string): number[] {
  const lanes = trials.filter((trial) => trial.slot === slot).map(({ lane }) => lane);
  return Array.from({ length: 1 + range(lanes)[1] }, (_, lane) => lane);
}

function atOnceNote(atOnce: number): string | false {
  return atOnce > 1 && `Up to ${short(atOnce)} trials ran at once on one worker`;
}

/** Seconds in which a slot ran at least one trial. */
function busySeconds(trials: TrialTimelineData["trials"]): number {
  let [busy, end] = [0, -Infinity];
  for (const { from, to } of trials.slice().sort((one, other) => one.from - other.from)) {
    busy += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return busy;
}

function altOf({ slots, trials, atOnce }: TrialTimelineData, { title }: TrialTimelineOptions): string {
  const end = trials.reduce((most, { to }) => Math.max(most, to), 0);
  const busy = sumOf(slots.map((slot) => busySeconds(trials.filter((trial) => trial.slot === slot))));
  const share = end > 0 ? `, busy ${percent(busy / end / slots.length, 0)} of the time` : "";
  return sentences(
    title,
    `${plural(trials.length, "trial")} on ${plural(slots.length, "worker")} in ${short(end)} s${share}`,
    notice(trials),
    atOnceNote(atOnce),
  );
}
