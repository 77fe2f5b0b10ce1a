import { checkOneOf } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { list, orGap, plural, sentences, short } from "../input/words";
import { midInk, palette } from "../theme/colours";
import { besidePlot, narrowFigure } from "../theme/fitted";
import { textWidth } from "../theme/font";
import { fittingNames, longestAlong, nameOf, thinnedNotice } from "../theme/nameAxis";
import { heading, scaleAndAxis, vegaLite, windowRoom } from "../theme/vegaTheme";
import { categoriesOf } from "./categories";
import {
  bestSentence,
  bestTrial,
  brokenNotice,
  hasParam,
  paramNames,
  paramText,
  scaleOf,
  undrawnTrials,
  valuedTrials,
  type Tuned,
  type ValuedTrial,
} from "./trials";

/** How {@link paramSlices} draws. */
export interface ParamSlicesOptions extends FrameOptions {
  /** Which parameters. Default the first six. */
  params?: readonly string[];
  /** The width of a panel without its axis, CSS px. Default 172, more for many categories; two panels stand side by side where there is room. */
  width?: number;
  /** The height of a panel, CSS px. Default 170. */
  height?: number;
}

/** The numbers of {@link paramSlices}. */
export interface ParamSlicesData {
  params: string[];
  /** For each parameter the trials that have it. */
  slices: { name: string; at: (number | string | boolean | null)[]; value: number[] }[];
  /** The parameters of the best trial; none where no trial keeps its constraints. */
  best: Record<string, number | string | boolean | null>;
}

const where = "paramSlices";
const shown = 1200;
/** Panels, CSS px. */
const between = 24;

/**
 * The value of each trial over each of its parameters: a panel for each, with the best trial marked.
 *
 * ```ts
 * paramSlices(study, { params: ["rate", "layers"] });
 * ```
 *
 * @param study a study, or its `{trials, directions}`
 */
export function paramSlices(study: Tuned, options?: ParamSlicesOptions): Figure<ParamSlicesData> {
  const chosen = figureOptions<ParamSlicesOptions>(where, options, {
    ...frame(),
    height: 170,
    params: undefined,
  });
  const trials = valuedTrials(where, study);
  const known = paramNames(trials);
  const params =
    chosen.params?.map((name) => checkOneOf(where, "parameter", name, known)) ?? known.slice(0, 6);
  const slices = params.map((name) => {
    const having = trials.filter((trial) => hasParam(trial, name));
    return { name, at: having.map((trial) => trial.params[name]), value: having.map(({ value }) => value) };
  });
  const data = { params, slices, best: { ...bestTrial(study)?.params } };
  const notes = noticesOf(trials, slices);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(trials, study, params, notes, chosen),
    data,
    alt: () => altOf(study, trials, params, notes, chosen),
    undrawn: undrawnTrials(study, { params }),
  });
}

function specOf(
  trials: ValuedTrial[],
  study: Tuned,
  params: string[],
  notes: (string | false)[],
  { title, width = widthOf(trials, params), height }: ParamSlicesOptions,
) {
  const each = trialsEach(params.length);
  const best = bestTrial(study)?.number;
  const panels = params.map((name) => {
    const having = trials.filter((trial) => hasParam(trial, name));
    const columns = [having.map(({ value }) => value), having.map(({ params: at }) => Number(at[name]))];
    const drawn = new Set(evenlyWithExtremes(columns, each).map((at) => having[at]));
    for (const trial of having) if (trial.number === best) drawn.add(trial);
    const kind = scaleOf(having, name);
    const { texts, placeOf } = categoriesOf(having, name);
    const rows = [...drawn].map((trial) => {
      const at = trial.params[name];
      return { ...rowOf(trial, best), x: kind === "nominal" ? texts[placeOf(at)] : orGap(at as number) };
    });
    // The last one lies on top.
    rows.sort((one, other) => Number(one.best) - Number(other.best));
    return panel({ name, kind, texts }, rows, width, height!);
  });
  const two = 2 * (width + besidePlot) + between;
  return vegaLite({
    autosize: { type: "pad" },
    ...heading(title, ...notes),
    columns: { signal: "columns" },
    params: [{ name: "columns", expr: `${windowRoom(0, two)} < ${two} ? 1 : 2` }],
    spacing: between,
    concat: panels,
  });
}

const narrowest = narrowFigure - besidePlot - 12;
/** A category that is written upright, CSS px. */
const categoryRoom = 12.5;
const mostCategories = 24;

/** The width of a panel: as much as the figure has beside an axis in a narrow window, and more where all categories need it. */
function widthOf(trials: ValuedTrial[], params: string[]): number {
  const counts = params
    .filter((name) => scaleOf(trials, name) === "nominal")
    .map(
      (name) =>
        new Set(trials.filter((trial) => hasParam(trial, name)).map(({ params: at }) => at[name])).size,
    );
  return Math.max(
    narrowest,
    ...counts.map((count) => Math.ceil(categoryRoom * Math.min(mostCategories, count))),
  );
}

function rowOf({ value, number, feasible }: ValuedTrial, best?: number) {
  return {
    y: orGap(value),
    trial: number,
    best: number === best,
    broken: !feasible,
  };
}

/** Texts that do not fit beside each other are turned, and cut where they are long. */
function textAxis(texts: string[], width: number): object {
  const widest = Math.max(...texts.map((text) => textWidth(text, 12)));
  const crowded = widest + 8 > width / texts.length;
  return {
    ...{
      labelAngle: crowded ? (17 * texts.length > width ? -90 : -45) : 0,
      ...(crowded && { labelExpr: nameOf(texts, fittingNames(texts)) }),
      labelLimit: crowded ? 2 * longestAlong : width,
      grid: false,
    },
    labelOverlap: texts.length * 12 > width ? "greedy" : false,
  };
}

interface Side {
  name: string;
  kind: "linear" | "log" | "nominal";
  /** The categories in the order of the trials, if it has any. */
  texts: string[];
}

function panel({ name, kind, texts }: Side, values: { x: unknown }[], width: number, height: number): object {
  const { scale, axis } = scaleAndAxis(kind === "log");
  const x =
    kind === "nominal"
      ? { field: "x", type: "nominal", scale: { domain: texts }, axis: textAxis(texts, width) }
      : { field: "x", type: "quantitative", scale, axis: { ...axis, tickCount: 4 } };
  return {
    width,
    height,
    data: { values },
    mark: { type: "point" },
    encoding: {
      x: { ...x, title: name },
      y: {
        field: "y",
        type: "quantitative",
        title: "value",
        scale: { zero: false, nice: true },
        axis: { tickCount: 5 },
      },
      color: {
        condition: [
          { test: "datum.best", value: palette[1] },
          { test: "datum.broken", value: midInk },
        ],
        value: palette[0],
      },
      size: { condition: { test: "datum.best", value: 110 }, value: 28 },
      shape: {
        condition: [
          { test: "datum.best", value: "diamond" },
          { test: "datum.broken", value: "cross" },
        ],
        value: "circle",
      },
      opacity: { condition: { test: "datum.best", value: 1 }, value: 0.6 },
      tooltip: [{ field: "trial" }, { field: "x", title: name }, { field: "y", title: "value" }],
    },
  };
}

function trialsEach(panels: number): number {
  return Math.max(20, Math.floor(shown / panels));
}

function noticesOf(trials: ValuedTrial[], slices: ParamSlicesData["slices"]): (string | false)[] {
  const each = trialsEach(slices.length);
  const lacking = slices
    .filter(({ at }) => at.length < trials.length)
    .map(({ name, at }) => `${name} in ${short(trials.length - at.length)}`);
  const crowded = slices.filter(({ name }) => scaleOf(trials, name) === "nominal");
  return [
    ...crowded.map(({ name }) =>
      thinnedNotice(categoriesOf(trials, name).texts.length, mostCategories, `values of ${name}`),
    ),
    lacking.length > 0 &&
      `Trials that lack a parameter are left out of its panel: ${list(lacking)} of ${plural(trials.length, "trial")}`,
    brokenNotice(trials, "crossed"),
    trials.length > each && `${plural(trials.length, "trial")}, ${short(each)} of them drawn in each panel`,
  ];
}

function altOf(
  study: Tuned,
  trials: ValuedTrial[],
  params: string[],
  notes: (string | false)[],
  { title }: ParamSlicesOptions,
): string {
  return sentences(
    title,
    `Values of ${plural(trials.length, "trial")} over ${list(params)}`,
    bestSentence(
      study,
      (best, value) => {
        const places = params
          .filter((name) => hasParam(best, name))
          .map((name) => `${name} ${paramText(trials, best, name)}`);
        return `The best, ${value}, has ${places.length ? list(places) : "none of them"}`;
      },
      { params },
    ),
    ...notes,
  );
}
