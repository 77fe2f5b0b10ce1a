import { checkOneOf, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { checkRecording, lostNotice, type HistogramLike, type RecordingLike } from "../input/recording";
import { evenly, evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { plural, range, sentences, short } from "../input/words";
import { colour, midInk, translucent } from "../theme/colours";
import { shortened } from "../theme/wrapped";
import { framedSpec, type Step } from "../theme/frames";
import { inked, plotlyAxis } from "../theme/plotlyTheme";
import { checkHistograms, isDrawable, undrawnHistograms, momentsOf, ridgeOf, endsOf } from "./ridge";

/** How {@link activationHistograms} draws. */
export interface ActivationHistogramsOptions {
  /** What is counted. Default "activations". */
  of?: "activations" | "weights" | "gradients";
  /** How long Play shows a step, ms. Default 200. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default by the number of layers. */
  height?: number;
}

/** The numbers of {@link activationHistograms}. */
export interface ActivationHistogramsData {
  steps: number[];
  /** By layer in the order of the forward pass, step by step. */
  layers: { name: string; mean: number[]; deviation: number[] }[];
  /** The names of layers of which no histogram has finite ends and a count. */
  lost: string[];
  /** Indices of the steps that the slider has. */
  drawn: number[];
}

const where = "activationHistograms";
const mostLayers = 16;

/**
 * How the values in each layer are spread, as a ridge a layer, the last on top; the slider goes through training. Ridges that
 * pile up at an end show saturation, ridges that shrink to 0 a signal that dies.
 *
 * ```ts
 * activationHistograms(recording);
 * activationHistograms(recording, { of: "gradients" });
 * ```
 *
 * @param recording what the callback `record` recorded
 * @throws DataError when it was told to keep no histograms
 */
export function activationHistograms(
  recording: RecordingLike,
  options?: ActivationHistogramsOptions,
): Figure<ActivationHistogramsData> {
  const chosen = figureOptions<ActivationHistogramsOptions>(where, options, {
    of: "activations",
    frameMs: 200,
    title: undefined,
    width: undefined,
    height: undefined,
  });
  const { layers, lost } = layersOf(recording, chosen);
  const data = { ...summarise(recording, layers), lost };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(layers, data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnHistograms(layers.map(({ histograms }) => histograms)),
  });
}

interface Layer {
  name: string;
  histograms: readonly HistogramLike[];
}

function layersOf(
  recording: RecordingLike,
  { of }: ActivationHistogramsOptions,
): { layers: Layer[]; lost: string[] } {
  checkRecording(where, recording);
  checkOneOf(where, "histogram", of!, ["activations", "weights", "gradients"]);
  const all = Object.entries(recording.layers)
    .map(([name, { histograms }]) => ({ name, histograms: histograms?.[of!] ?? [] }))
    .filter(({ name, histograms }) => {
      checkHistograms(where, name, histograms);
      return histograms.length > 0;
    });
  const isKept = ({ histograms }: Layer) => histograms.some(isDrawable);
  const lost = all.filter((layer) => !isKept(layer)).map(({ name }) => name);
  if (lost.length < all.length) return { layers: all.filter(isKept), lost };
  throw new DataError({
    where,
    required: `no histogram of ${of} was recorded`,
    remedy: "fit with callbacks: [record({ histograms: true })]",
  });
}

function summarise({ steps }: RecordingLike, layers: Layer[]): Omit<ActivationHistogramsData, "lost"> {
  const moments = layers.map(({ histograms }) => histograms.map(momentsOf));
  return {
    steps: Array.from(steps),
    layers: layers.map(({ name }, at) => ({
      name,
      mean: moments[at].map(({ mean }) => mean),
      deviation: moments[at].map(({ deviation }) => deviation),
    })),
    drawn: evenlyWithExtremes(
      endsOf(
        layers.map(({ histograms }) => histograms),
        steps.length,
      ),
      Math.max(2, Math.floor(300 / Math.min(mostLayers, layers.length))),
    ),
  };
}

function specOf(layers: Layer[], data: ActivationHistogramsData, options: ActivationHistogramsOptions) {
  const shown = evenly(layers.length, mostLayers).map((at) => layers[at]);
  const steps = data.drawn.map((at) => stepOf(shown, at, data));
  const ends = shown.flatMap(({ histograms }) =>
    data.drawn.map((at) => histograms[at]).filter((one) => one && isDrawable(one)),
  );
  const [low, high] = range(ends.flatMap((one) => [one.low, one.high]));
  const room = 0.05 * (high - low) || 1;
  const {
    title,
    width,
    height = 110 + Math.max(24, Math.min(44, 320 / shown.length)) * shown.length,
  } = options;
  return framedSpec({
    ...{ title, width, height, steps, stepName: "step", frameMs: options.frameMs! },
    layout: {
      xaxis: plotlyAxis(options.of!.replace(/s$/, ""), { range: [low - room, high + room] }),
      yaxis: plotlyAxis("", {
        ...{
          tickvals: shown.map((_, at) => at),
          ticktext: shown.map(({ name }) => inked(shortened(name, 100))),
        },
        ...{ range: [-0.15, shown.length + 0.4], tickprefix: "", ticksuffix: "", showgrid: false },
      }),
      showlegend: false,
    },
  });
}

function stepOf(
  layers: Layer[],
  at: number,
  { steps, drawn, layers: all, lost }: ActivationHistogramsData,
): Step {
  const traces = layers.map(({ histograms }, row) => traceOf(histograms[at], row)).reverse();
  const note = [
    `step ${short(steps[at])}`,
    drawn.length < steps.length && `${short(drawn.length)} of ${plural(steps.length, "step")}`,
    layers.length < all.length && `${short(layers.length)} of ${plural(all.length, "layer")}`,
    lostNotice(lost, "histogram"),
  ];
  return { label: String(steps[at]), traces, note: note.filter(Boolean).join(", ") };
}

const overlap = 1.3;

/** From the lowest ridge up, so that each hides a little of the one behind it. */
function traceOf(histogram: HistogramLike | undefined, row: number): object {
  const ridge = histogram && isDrawable(histogram) ? ridgeOf(histogram) : { x: [], height: [] };
  return {
    type: "scatter",
    mode: "lines",
    x: ridge.x,
    y: ridge.height.map((height) => Number((row + overlap * height).toFixed(3))),
    fill: "toself",
    fillcolor: translucent(colour(0), 0.35),
    line: { color: row % 2 ? midInk : colour(0), width: 1.3 },
    hoverinfo: "skip",
  };
}

function altOf(data: ActivationHistogramsData, { title, of }: ActivationHistogramsOptions): string {
  const { layers, steps, drawn, lost } = data;
  const each = layers
    .slice(0, mostLayers)
    .map(({ name, mean, deviation }) => `${name} ${short(mean.at(-1)!)} ± ${short(deviation.at(-1)!)}`)
    .join("; ");
  return sentences(
    title,
    `Histograms of ${of}, ${plural(layers.length, "layer")} over ${plural(steps.length, "recorded step")}`,
    `Mean and deviation at step ${short(steps.at(-1)!)}: ${each}`,
    drawn.length < steps.length &&
      `${short(drawn.length)} of ${plural(steps.length, "step")} on the slider, with the widest`,
    lostNotice(lost, "histogram"),
  );
}
