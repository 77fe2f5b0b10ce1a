import { checkMode, checkNumber, DataError, OptionError, type ModeOption } from "../../core/index";
import { valuesEach } from "../basics/curves";
import { checkLooks, mostRuns } from "../basics/looks";
import { Figure, type FigureParts } from "../figure/figure";
import { countPasses, passesOf } from "../input/passes";
import { figureOptions } from "../input/options";
import { countAlike, tieNote } from "../input/ties";
import { undrawn } from "../input/undrawn";
import { fromTo, list, plural, range, sentences, short } from "../input/words";
import { gapsOf } from "./loss/gaps";
import { runsOf, type HistoryLike, type Seeds } from "./loss/history";
import { lossLayers } from "./loss/layers";
import { seedNotes, seedsInWords } from "./loss/seeds";
import { lossRun, unknownMode, type LossRun } from "./loss/run";
import { repeatNotice } from "../theme/colours";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link lossCurve} draws. */
export interface LossCurveOptions {
  /** Which of the recorded values is shown, with its `val_` twin. Default "loss". */
  metric?: string;
  /** Weight of the past in a moving average, [0, 1); the values themselves stay as faint lines. Default 0. */
  smooth?: number;
  /** A logarithmic horizontal axis. Default false. */
  logX?: boolean;
  /** A logarithmic vertical axis. Default false. */
  logY?: boolean;
  /** Marks each run's best epoch, by validation where there is one. Default: where it is known which way is better. */
  best?: boolean;
  /** Whether lower or higher is better. Default "auto": as the history's metric says, or as the field uses its name. */
  mode?: ModeOption;
  /** Above the figure. Default none. */
  title?: string;
  /** Below the horizontal axis. Default "epoch". */
  xLabel?: string;
  /** CSS px. Default 560, less in a narrow window. */
  width?: number;
  /** CSS px. Default 280. */
  height?: number;
}

/** The numbers of {@link lossCurve}. */
export interface LossCurveData {
  metric: string;
  runs: LossRun[];
}

/**
 * A metric over the epochs of one training or several, training beside validation, with the best epoch marked.
 *
 * Several histories in an array are one training with several seeds: drawn by their mean, within a standard deviation.
 * What was measured every second epoch is joined, each value marked; other values that are not finite (null, in JSON) leave a gap,
 * and the figure says how many or from which epoch. The mean over seeds is that of those that are finite. A history's own `epoch`,
 * counted from 0 as `fit` does, says where its values lie: a run resumed after 10 epochs begins at 11. Long runs are drawn by
 * the extremes of 1 000 stretches.
 *
 * ```ts
 * lossCurve({ loss: [0.9, 0.5, 0.3], val_loss: [1, 0.6, 0.7] });
 * lossCurve({ sgd: history, adam: other }, { logY: true, smooth: 0.6 });
 * lossCurve({ sgd: [seed0, seed1, seed2], adam: [other0, other1, other2] }, { metric: "accuracy" }); // bands over seeds
 * ```
 *
 * @param history what `fit` returned, `{loss: number[], val_loss: …}`, several of them by name, or arrays of them
 * @throws DataError `lossCurve: no "acc" in the history (found loss and val_loss); choose another with {metric: "…"}`
 * @throws OptionError `lossCurve: smooth must be in [0, 1), got 1.4`, or where the best epoch was asked for and nobody knows
 *   which way is better
 */
export function lossCurve(
  history: HistoryLike | Seeds | Record<string, HistoryLike | Seeds>,
  options?: LossCurveOptions,
): Figure<LossCurveData> {
  return new Figure(lossParts("lossCurve", history, options));
}

/** What {@link lossCurve} is made of, for a figure that says its own name where something is wrong, and how another metric is chosen. */
export function lossParts(
  where: string,
  history: HistoryLike | Seeds | Record<string, HistoryLike | Seeds>,
  options?: LossCurveOptions,
  another?: string,
): FigureParts<LossCurveData> {
  const chosen = figureOptions<LossCurveOptions>(where, options, {
    metric: "loss",
    smooth: 0,
    logX: false,
    logY: false,
    best: undefined,
    mode: "auto",
    title: undefined,
    xLabel: "epoch",
    width: undefined,
    height: 280,
  });
  checkNumber(where, "smooth", chosen.smooth!, "[0, 1)");
  const metric = chosen.metric!;
  const mode = checkMode(where, chosen.mode!);
  const read = { metric, smooth: chosen.smooth!, mode };
  const runs = runsOf(where, history, metric, another).map((run) => lossRun(run, read));
  checkLooks(where, runs.length, { most: mostRuns, what: "runs" });
  if (!runs.some(({ training, validation = [] }) => [training, validation].some(hasFinite)))
    throw new DataError({ where, required: `${metric} must have a finite value`, got: "none" });
  const data = { metric, runs };
  if (chosen.best && asksForMode(data)) {
    const required = `best must go with a metric that is better lower or higher`;
    const remedy = 'give {mode: "min"} or {mode: "max"}';
    throw new OptionError({ where, required, got: metric, remedy });
  }
  return {
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: chosen.logY! && belowLogOf(data),
  };
}

function hasFinite(values: number[]): boolean {
  return values.some(Number.isFinite);
}

function specOf(data: LossCurveData, options: LossCurveOptions): Record<string, unknown> {
  const { title, width, height, best = true } = options;
  const bests = best ? data.runs.filter(hasBest(options)).map((run) => bestOne(run, options)) : [];
  const diverged = data.runs.filter((run) => run.diverged).map((run) => divergence(run, options));
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(
      title,
      bests.length > 0 && `Best ${bests.join(", ")}`,
      best && asksForMode(data) && unknownMode(data.metric),
      diverged.join("; "),
      ...data.runs.flatMap((run) =>
        seedNotes(run, options.xLabel!).map((words) => `${run.name && `${run.name}: `}${words}`),
      ),
      ...sharedNotes(data.runs, options),
      passNote(data),
      bandNote(data, options),
      thinNote(data, options),
      repeatNotice(data.runs.length, "widths tell runs apart"),
    ),
    ...lossLayers(data, { ...options, best }),
  });
}

/** Whether a run has a best epoch that nobody can name. */
function asksForMode({ runs }: LossCurveData): boolean {
  return runs.some(({ training, validation = training, best }) => !best && hasFinite(validation));
}

/** What is not finite is said by epochs, in `gapNotes`. */
function belowLogOf({ runs }: LossCurveData): string | false {
  const values = runs.flatMap(({ training, validation = [] }) => [training, validation]).flat();
  return undrawn({ mark: "value", values: values.filter(Number.isFinite), log: "logY" });
}

/** Whether a run's best value is drawn: a logarithmic axis has no place for 0. */
function hasBest({ logY }: LossCurveOptions): (run: LossRun) => boolean {
  return ({ best }) => best !== undefined && !(logY && best.value <= 0);
}

/** What is missing, said once of runs of which it is the same. */
function sharedNotes(runs: LossRun[], options: LossCurveOptions): string[] {
  const alike = new Map<string, string[]>();
  for (const run of runs)
    for (const words of gapNotes(run, options)) alike.set(words, [...(alike.get(words) ?? []), run.name]);
  return [...alike].map(([words, names]) =>
    names.length === runs.length ? words : `${list(names)}: ${words}`,
  );
}

function gapNotes({ training, validation = [] }: LossRun, { xLabel }: LossCurveOptions): string[] {
  const splits = [
    ["training", training],
    ["validation", validation],
  ] as const;
  return splits.flatMap(([split, values]) => {
    const { words } = gapsOf(values, xLabel!);
    return words ? [`${split} ${words}`] : [];
  });
}

function passNote({ runs }: LossCurveData): string | false {
  const again = runs.filter(({ epochs }) => countPasses(epochs, "same") > 1);
  return again.length > 0 && "A run that went back to an earlier epoch is drawn as one line for each time";
}

function thinNote({ runs }: LossCurveData, { xLabel }: LossCurveOptions): string | false {
  const count = epochsOf(runs);
  return count > valuesEach(runs.length) && `${plural(count, xLabel!)}, drawn by their extremes`;
}

function epochsOf(runs: LossRun[]): number {
  return Math.max(
    ...runs.map(({ training, validation }) => Math.max(training.length, validation?.length ?? 0)),
  );
}

function bandNote({ runs }: LossCurveData, { xLabel }: LossCurveOptions): string | false {
  const counts = [...new Set(runs.flatMap((run) => (run.deviation ? [seedsInWords(run, xLabel!)] : [])))];
  return counts.length > 0 && `Band: ± 1 standard deviation over ${counts.join(" or ")}`;
}

function bestOne(run: LossRun, { xLabel }: LossCurveOptions): string {
  const { name, best } = run;
  return `${name || best!.of} ${short(best!.value)} at ${xLabel} ${best!.epoch}${bestTies(run)}`;
}

function bestTies({ training, validation = training, best }: LossRun): string {
  return tieNote(countAlike(validation, best!.value));
}

function divergence(
  { name, epochs, training, validation, diverged }: LossRun,
  { xLabel }: LossCurveOptions,
): string {
  const at = epochs.indexOf(diverged!);
  const value = Number.isFinite(training[at] ?? 0) ? validation![at] : training[at];
  return `${name ? `${name}: ` : ""}${Number.isNaN(value) ? "NaN" : short(value)} from ${xLabel} ${diverged}`;
}

function altOf(data: LossCurveData, options: LossCurveOptions): string {
  const { metric, runs } = data;
  const { title, xLabel } = options;
  const named = title ? `${title}: ` : "";
  const band = bandNote(data, options);
  const epochs = thinNote(data, options) || plural(epochsOf(runs), xLabel!);
  const [first, last] = range(runs.flatMap(({ epochs }) => range(epochs)));
  const where = first === 1 ? "" : ` ${fromTo(first, last)}`;
  return sentences(
    undefined,
    `${named}${metric} over ${epochs}${where}`,
    ...runs.map((run) => sentence(run, options)),
    passNote(data),
    band,
  );
}

function sentence(run: LossRun, options: LossCurveOptions): string {
  const { xLabel } = options;
  const drawn = (values: number[]) =>
    passesOf(run.epochs, "same").flatMap((pass) => pass.map((at) => values[at]));
  const parts = [endsOf("training", drawn(run.training))];
  if (run.validation) parts.push(endsOf("validation", drawn(run.validation)));
  const hidden = hasBest(options)(run) ? "" : ", which is not drawn";
  if (run.best)
    parts.push(
      `best ${run.best.of} value ${short(run.best.value)} at ${xLabel} ${run.best.epoch}${bestTies(run)}${hidden}`,
    );
  parts.push(...gapNotes(run, options));
  if (run.diverged) parts.push(`not finite from ${xLabel} ${run.diverged}`);
  parts.push(...seedNotes(run, xLabel!));
  return `${run.name ? `${run.name}: ` : ""}${parts.join(", ")}.`;
}

/** "training from 0.9 to 0.3", by the finite values in the order in which they are drawn. */
function endsOf(split: string, values: number[]): string {
  let last = values.length - 1;
  while (last >= 0 && !Number.isFinite(values[last])) last--;
  return last < 0
    ? `${split} without a finite value`
    : `${split} ${fromTo(values.find(Number.isFinite)!, values[last])}`;
}
