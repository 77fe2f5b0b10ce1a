import { DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
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
  /** Seconds from the begin of the first one. */
  trials: { number: number; slot: string; state: string; from: number; to: number }[];
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
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
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
  const trials = begun.map(({ number, slot = "here", state, startedMs, endedMs }) => ({
    number,
    slot,
    state,
    from: (startedMs! - first) / 1000,
    to: ((isEnd(endedMs) ? endedMs! : last) - first) / 1000,
  }));
  const slots = [...new Set(trials.map(({ slot }) => slot))];
  return { slots: slots.sort((a, b) => a.localeCompare(b, "en", { numeric: true })), trials };
}

function specOf({ slots, trials }: TrialTimelineData, { title, width, height }: TrialTimelineOptions) {
  const drawn = evenly(trials.length, shown).map((at) => trials[at]);
  const names = states.filter((state) => drawn.some((trial) => trial.state === state));
  const colours = names.map((name) => palette[states.indexOf(name) === 2 ? 6 : states.indexOf(name)]);
  const slotNames = fittingNames(slots);
  const values = drawn.map(({ number, slot, state, from, to }) => ({
    trial: number,
    slot,
    state,
    from: orGap(from),
    to: orGap(to),
  }));
  return vegaLite({
    ...vegaWidth(width),
    height: height ?? Math.min(500, 34 * slots.length + 20),
    ...heading(title, notice(trials)),
    data: { values },
    mark: { type: "bar", cornerRadius: 2, stroke: "#ffffff", strokeOpacity: 0.6, strokeWidth: 0.5 },
    encoding: {
      x: { field: "from", type: "quantitative", title: "seconds", scale: { nice: false } },
      x2: { field: "to" },
      y: {
        field: "slot",
        type: "nominal",
        sort: null,
        scale: { domain: slots },
        title: null,
        axis: { grid: false, labelLimit: 2 * longestAlong, labelExpr: nameOf(slots, slotNames) },
      },
      color: {
        field: "state",
        type: "nominal",
        scale: { domain: names, range: colours },
        legend: legendOf(names, { beside: widestOf(slotNames) + 20 }),
      },
      tooltip: [{ field: "trial" }, { field: "state" }, { field: "from" }, { field: "to" }],
    },
  });
}

function notice(trials: unknown[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf({ slots, trials }: TrialTimelineData, { title }: TrialTimelineOptions): string {
  const end = trials.reduce((most, { to }) => Math.max(most, to), 0);
  const busy = trials.reduce((sum, { from, to }) => sum + to - from, 0);
  const share = end > 0 ? `, busy ${percent(busy / end / slots.length, 0)} of the time` : "";
  return sentences(
    title,
    `${plural(trials.length, "trial")} on ${plural(slots.length, "worker")} in ${short(end)} s${share}`,
    notice(trials),
  );
}
