import { checkNotEmpty } from "../../core/index";
import { thinCurve } from "../../math/index";
import { Figure } from "../figure/figure";
import { valuesAlong } from "../input/asked";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { orGap, plural, range, sentences, short } from "../input/words";
import { palette, translucent } from "../theme/colours";
import { framedSpec } from "../theme/frames";
import { lineTrace } from "../theme/lineTrace";
import { inked, plotlyAxis } from "../theme/plotlyTheme";
import { bottomOf, readSlice, undrawnSlices, type SurrogateBandData, type SurrogateSlice } from "./slice";

/** How {@link surrogateSteps} draws. */
export interface SurrogateStepsOptions {
  /** The function that is searched, dotted. Default none. */
  truth?: (x: number) => number;
  /** Below the horizontal axis. Default "parameter". */
  xLabel?: string;
  /** A logarithmic horizontal axis. Default false. */
  logX?: boolean;
  /** How long Play shows a step, ms. Default 1200. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default 360. */
  height?: number;
}

/** The numbers of {@link surrogateSteps}. */
export interface SurrogateStepsData {
  steps: (SurrogateBandData & { seen: { x: number[]; value: number[] } })[];
}

type Step = SurrogateStepsData["steps"][number];

const where = "surrogateSteps";
const shown = 300;
const mostSteps = 40;

/**
 * A Bayesian search trial by trial, with a slider: what its surrogate believes along one parameter, with a band of two
 * deviations, and below it where it wants to look next.
 *
 * ```ts
 * surrogateSteps([3, 4, 5].map((count) => believe(trials.slice(0, count))), { xLabel: "rate" });
 * ```
 *
 * @param slices one a step: what `tune.surrogate` returns after each trial
 * @throws ShapeError `surrogateSteps: x and mean must have equal length, got 100 and 99`
 */
export function surrogateSteps(
  slices: readonly SurrogateSlice[],
  options?: SurrogateStepsOptions,
): Figure<SurrogateStepsData> {
  const chosen = figureOptions<SurrogateStepsOptions>(where, options, {
    truth: undefined,
    xLabel: "parameter",
    logX: false,
    frameMs: 1200,
    title: undefined,
    width: undefined,
    height: 360,
  });
  checkNotEmpty(where, "the steps", slices);
  const steps = slices.map((slice) => ({
    ...readSlice(where, slice),
    seen: { x: Array.from(slice.seen?.x ?? []), value: Array.from(slice.seen?.value ?? []) },
  }));
  const data = { steps };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnSlices(steps, chosen.logX! && "logX"),
  });
}

function specOf({ steps }: SurrogateStepsData, options: SurrogateStepsOptions) {
  const { title, width, height, frameMs, xLabel, logX, truth } = options;
  const bottom = bottomOf(steps);
  const drawn = evenly(steps.length, mostSteps).map((at) => steps[at]);
  const [low, high] = range(steps.flatMap(({ x }) => [range(x)[0], range(x)[1]]));
  const places = Array.from({ length: 201 }, (_, at) => low + ((high - low) * at) / 200);
  return framedSpec({
    ...{ title, width, height: height!, frameMs: frameMs!, stepName: "trials" },
    below: truth
      ? [
          lineTrace(places, valuesAlong(where, "truth", truth, places), "truth", {
            color: "#797979",
            dash: "dot",
            width: 1.5,
          }),
        ]
      : [],
    steps: drawn.map((step) => ({
      label: String(step.seen.x.length),
      traces: tracesOf(step, bottom),
      note: noteOf(step, steps.length),
    })),
    layout: {
      xaxis: plotlyAxis(xLabel!, logX ? { type: "log" } : { range: [low, high > low ? high : low + 1] }),
      yaxis: plotlyAxis("value", {
        range: [bottom.low, bottom.high + 0.05 * (bottom.high - bottom.low || 1)],
      }),
    },
  });
}

function tracesOf(step: Step, bottom: ReturnType<typeof bottomOf>): object[] {
  const { x, mean, deviation, acquisition, next, seen } = step;
  const along = thinCurve(mean, shown).filter((at) => Number.isFinite(mean[at] + deviation[at]));
  const back = [...along].reverse();
  const wish = thinCurve(acquisition, shown).filter((at) => Number.isFinite(acquisition[at]));
  const heightOf = bottom.heightIn(step);
  const edge = (sign: number) => (at: number) => mean[at] + sign * 2 * deviation[at];
  const trials = evenly(seen.x.length, shown);
  return [
    areaOf(
      [...along, ...back].map((at) => x[at]),
      [...along.map(edge(1)), ...back.map(edge(-1))],
      { name: "± 2 deviations", color: palette[0], opacity: 0.2 },
    ),
    lineTrace(
      along.map((at) => x[at]),
      along.map((at) => mean[at]),
      "belief",
      { color: palette[0], width: 2.5 },
    ),
    areaOf(
      [...wish.map((at) => x[at]), ...[...wish].reverse().map((at) => x[at])],
      [...wish.map((at) => heightOf(acquisition[at])), ...wish.map(() => bottom.low)],
      { name: "wish to look (scaled)", color: palette[1], opacity: 0.55 },
    ),
    {
      ...lineTrace([next, next], [bottom.low, bottom.high], "next", {
        color: palette[1],
        dash: "dash",
        width: 1.5,
      }),
      showlegend: false,
    },
    {
      type: "scatter",
      mode: "markers",
      name: inked("trial"),
      x: trials.map((at) => orGap(seen.x[at])),
      y: trials.map((at) => orGap(seen.value[at])),
      marker: { color: palette[3], size: 8, line: { color: "rgba(255,255,255,0.8)", width: 1 } },
      hovertemplate: "%{x}, %{y}<extra></extra>",
    },
  ];
}

function areaOf(
  x: number[],
  y: number[],
  { name, color, opacity }: { name: string; color: string; opacity: number },
): object {
  const fillcolor = translucent(color, opacity);
  return { ...lineTrace(x, y, name, { width: 0 }), fill: "toself", fillcolor };
}

function noteOf({ seen, next, x }: Step, steps: number): string {
  const told = seen.value.length ? `, lowest ${short(range(seen.value)[0])}` : "";
  const thinned = [
    steps > mostSteps && `${plural(steps, "step")}, ${mostSteps} of them drawn`,
    x.length > shown && `${plural(x.length, "place")}, drawn by their extremes`,
  ].filter(Boolean);
  return [`${plural(seen.x.length, "trial")}${told}; next at ${short(next)}`, ...thinned].join("; ");
}

function altOf({ steps }: SurrogateStepsData, { title, xLabel }: SurrogateStepsOptions): string {
  const told = [...new Set([steps[0], steps.at(-1)!].map((step) => noteOf(step, steps.length)))];
  return sentences(
    title,
    `What a surrogate believes along ${xLabel}, in ${plural(steps.length, "step")}`,
    told.join("; "),
  );
}
