import { checkOneOf, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { solid } from "../basics/curves";
import { frame, type FrameOptions } from "../input/frame";
import { evenly, evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { list, orGap, plural, range, sentences, short, shorts } from "../input/words";
import { ink } from "../theme/colours";
import { textWidth } from "../theme/font";
import { columnAxis, fittingNames, listOf, widestOf } from "../theme/nameAxis";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";
import { categoriesOf, roundsOf } from "./categories";
import {
  bestSentence,
  brokenNotice,
  hasParam,
  lackingNotice,
  paramNames,
  paramText,
  scaleOf,
  undrawnTrials,
  valueColours,
  valuedTrials,
  type Tuned,
  type ValuedTrial,
} from "./trials";

/** How {@link parallelCoordinates} draws. */
export interface ParallelCoordinatesOptions extends FrameOptions {
  /** Which parameters, from left to right. Default the first six. */
  params?: readonly string[];
}

/** The numbers of {@link parallelCoordinates}. */
export interface ParallelCoordinatesData {
  params: string[];
  /** For each trial that has all of the parameters its value, and its place on each axis, the last that of the value, in [0, 1]. */
  trials: { number: number; value: number; feasible: boolean; places: number[] }[];
}

const where = "parallelCoordinates";
const shown = 250;

/** As many texts fit one above the other. */
const mostTexts = 20;

/** An axis of the figure: where values lie on it, and what is written at places. */
interface Axis {
  name: string;
  place(value: unknown): number;
  labels: { at: number; text: string }[];
  /** How many texts are not written. */
  unnamed?: number;
}

/**
 * Each trial as a line through its parameters to its value, coloured by the value: good combinations run together.
 *
 * Trials that lack one of the parameters are left out, and trials that break constraints dashed.
 *
 * ```ts
 * parallelCoordinates(study);
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 * @throws DataError `parallelCoordinates: a trial must have all of rate and depth, got none of 20; choose params that go together`
 */
export function parallelCoordinates(
  study: Tuned,
  options?: ParallelCoordinatesOptions,
): Figure<ParallelCoordinatesData> {
  const chosen = figureOptions<ParallelCoordinatesOptions>(where, options, {
    ...frame(300),
    params: undefined,
  });
  const all = valuedTrials(where, study);
  const known = paramNames(all);
  const params =
    chosen.params?.map((name) => checkOneOf(where, "parameter", name, known)) ?? known.slice(0, 6);
  const trials = all.filter((trial) => params.every((name) => hasParam(trial, name)));
  if (trials.length === 0)
    throw new DataError({
      where,
      required: `a trial must have all of ${list(params)}`,
      got: `none of ${all.length}`,
      remedy: "choose params that go together",
    });
  const axes = [...params.map((name) => axisOf(trials, name)), valueAxis(trials)];
  const placed = trials.map((trial) => ({
    number: trial.number,
    value: trial.value,
    feasible: trial.feasible,
    places: axes.map((axis, at) => axis.place(at < params.length ? trial.params[params[at]] : trial.value)),
  }));
  const data = { params, trials: placed };
  const notes = [
    lackingNotice(all, trials),
    brokenNotice(trials, "dashed"),
    ...axes.map(unnamedNotice),
    notice(trials),
  ];
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, axes, study, notes, chosen),
    data,
    alt: () => altOf(data, { study, all }, notes, chosen),
    undrawn: undrawnTrials(study, { params }),
  });
}

function axisOf(trials: ValuedTrial[], name: string): Axis {
  const kind = scaleOf(trials, name);
  if (kind === "nominal") {
    const { texts, placeOf } = categoriesOf(trials, name);
    const onAxis = (at: number) => (texts.length > 1 ? at / (texts.length - 1) : 0.5);
    const labels = evenly(texts.length, mostTexts).map((at) => ({ at: onAxis(at), text: texts[at] }));
    const place = (value: unknown) => onAxis(placeOf(value));
    return { name, place, labels, unnamed: texts.length - labels.length };
  }
  const values = trials.map(({ params }) => params[name] as number);
  return numberAxis(name, values, kind === "log");
}

function valueAxis(trials: ValuedTrial[]): Axis {
  return numberAxis(
    "value",
    trials.map(({ value }) => value),
    false,
  );
}

function numberAxis(name: string, values: number[], isLog: boolean): Axis {
  const [low, high] = range(values);
  const on = (value: number) => (isLog ? Math.log(value) : value);
  const place = (value: unknown) =>
    high > low ? (on(value as number) - on(low)) / (on(high) - on(low)) : 0.5;
  const ends = high > low ? [low, high] : [low];
  const texts = shorts(ends);
  return { name, place, labels: ends.map((value, at) => ({ at: place(value), text: texts[at] })) };
}

/** Padding, and what the axes have beside the first and the last, CSS px. */
const besideAxes = 72;
/** Names between the ends of an axis are written where they have at least so many px. */
const leastText = 40;
/** What is written of a name where it does not fit, CSS px. */
const briefest = 46;

function specOf(
  { trials }: ParallelCoordinatesData,
  axes: Axis[],
  study: Tuned,
  notes: (string | false)[],
  { title, width, height }: ParallelCoordinatesOptions,
) {
  const columns = axes.map((_, at) => trials.map(({ places }) => places[at]));
  const drawn = evenlyWithExtremes(columns, shown).map((at) => trials[at]);
  const rounds = roundsOf(drawn);
  const lines = drawn.flatMap(({ number, value, feasible, places }, line) =>
    places.map((place, at) => ({
      ...{ axis: at, y: orGap(place), trial: number, value: orGap(value) },
      ...(rounds[line] > 0 && { again: rounds[line] }),
      ...(!feasible && { broken: true }),
    })),
  );
  const labels = axes.flatMap(({ labels }, at) => labelRows(labels, at));
  const names = fittingNames(axes.map(({ name }) => name));
  const pitch = `(room - ${besideAxes}) / ${Math.max(1, axes.length - 1)}`;
  const x = {
    field: "axis",
    type: "quantitative",
    title: null,
    scale: { domain: [0, axes.length - 1], nice: false, padding: 30 },
    axis: {
      values: axes.map((_, at) => at),
      labelExpr: `${listOf(names)}[datum.value]`,
      ...columnAxis(names, pitch),
      grid: false,
      orient: "bottom",
    },
  };
  const y = {
    field: "y",
    type: "quantitative",
    title: null,
    axis: null,
    scale: { domain: [0, 1], padding: 30 },
  };
  // The ends of an axis stand beyond its lines, higher at every other axis, what is between beside it.
  const text = (filter: string, mark: object, room: string) => ({
    data: { values: labels },
    transform: [{ filter }, { calculate: `datum.width > ${room} ? datum.brief : datum.text`, as: "told" }],
    mark: { type: "text", fontSize: 11, limit: { expr: room }, ...mark },
    encoding: { x, y, text: { field: "told" }, color: { value: ink } },
  });
  const ends = [0, 1].flatMap((odd) =>
    [1, 0].map((end) =>
      text(
        `datum.y === ${end} && datum.axis % 2 === ${odd}`,
        { align: "center", dy: (end ? -1 : 1) * (10 + 12 * odd) },
        `2 * (${pitch}) - 14`,
      ),
    ),
  );
  const fits = `(${pitch}) - 8 < ${Math.min(leastText, widestOf(labels.map(({ text: one }) => one)))} ? 0 : 11`;
  const between = text(
    "datum.y > 0 && datum.y < 1",
    { align: "left", dx: 5, fontSize: { expr: fits } },
    `${pitch} - 8`,
  );
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(title, ...notes),
    layer: [
      {
        data: { values: axes.map((_, at) => ({ axis: at, y: 0, to: 1 })) },
        mark: { type: "rule", opacity: 0.5, aria: false },
        encoding: { x, y, y2: { field: "to" } },
      },
      {
        data: { values: lines },
        mark: { type: "line", strokeWidth: 1.4, strokeOpacity: 0.65, point: false },
        encoding: {
          x,
          y,
          detail: [{ field: "trial" }, ...(rounds.some((round) => round > 0) ? [{ field: "again" }] : [])],
          ...(drawn.some(({ feasible }) => !feasible) && {
            strokeDash: { condition: { test: "datum.broken", value: [4, 3] }, value: solid },
          }),
          color: {
            field: "value",
            type: "quantitative",
            title: "value",
            scale: { range: valueColours(study), zero: false },
            legend: { title: "value", gradientLength: 160, direction: "horizontal" },
          },
          tooltip: [{ field: "trial" }, { field: "value" }],
        },
      },
      ...ends,
      between,
    ],
  });
}

/** The texts along one axis, with what is written of them where there is little room. */
function labelRows(labels: Axis["labels"], axis: number): { text: string }[] {
  const briefs = fittingNames(
    labels.map(({ text }) => text),
    briefest,
  );
  return labels.map(({ at: y, text }, index) => ({
    ...{ axis, y, text, brief: briefs[index] },
    width: Math.ceil(textWidth(text, 11)),
  }));
}

function unnamedNotice({ name, labels, unnamed = 0 }: Axis): string | false {
  return (
    unnamed > 0 && `${labels.length} of ${plural(labels.length + unnamed, "value")} of ${name} are written`
  );
}

function notice(trials: unknown[]): string | false {
  return trials.length > shown && `${plural(trials.length, "trial")}, ${short(shown)} of them drawn`;
}

function altOf(
  { params, trials }: ParallelCoordinatesData,
  { study, all }: { study: Tuned; all: ValuedTrial[] },
  notes: (string | false)[],
  { title }: ParallelCoordinatesOptions,
): string {
  return sentences(
    title,
    `${plural(trials.length, "trial")} through ${list(params)} to their value`,
    bestSentence(
      study,
      (best, value) => {
        const places = params.map((name) => `${name} ${paramText(all, best, name)}`);
        return `The best, ${value}, runs through ${list(places)}`;
      },
      { params, together: true },
    ),
    ...notes,
  );
}
