import { checkInteger, checkNotEmpty, checkNumber, freshRandom } from "../../core/index";
import { sumOf } from "../../math/index";
import { Figure } from "../figure/figure";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { list, percent, plural, sentences, short } from "../input/words";
import { layOut, type DrawnEdge, type DrawnUnit, type NetworkLayout } from "./diagram/layout";
import { fromRimToRim } from "./diagram/traces";
import { midInk, palette, translucent } from "../theme/colours";
import { framedSpec, type Step } from "../theme/frames";

/** How {@link dropoutMasks} draws. */
export interface DropoutMasksOptions {
  /** Share of the hidden units that a step leaves out, in [0, 1). Default 0.5. */
  rate?: number;
  /** Steps on the slider, each with masks of its own. Default 12, at most 60. */
  steps?: number;
  /** Default the seed of `setSeed`. */
  seed?: number;
  /** At most so many units of a layer are drawn, evenly chosen. Default 10. */
  maxUnits?: number;
  /** How long Play shows a step, ms. Default 500. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default by the size of the largest layer. */
  height?: number;
}

/** The numbers of {@link dropoutMasks}. */
export interface DropoutMasksData {
  sizes: number[];
  rate: number;
  /** [steps][hidden layers][units]: 1 for units that stay. */
  masks: number[][][];
  /** What the units that stay are multiplied by, so that the sum they make is the same on average. */
  scale: number;
  /** Share of units that stayed, over all steps. */
  kept: number;
}

const where = "dropoutMasks";

/**
 * Which units dropout leaves in a network, step by step: each trains another thinned network, and none can rely on its neighbours.
 * Those that stay are scaled by 1 / (1 − rate); at inference all stay.
 *
 * ```ts
 * dropoutMasks([4, 8, 8, 2], { rate: 0.25 });
 * ```
 *
 * @param sizes int [layers]: units of the input, of each hidden layer and of the output
 */
export function dropoutMasks(
  sizes: readonly number[],
  options?: DropoutMasksOptions,
): Figure<DropoutMasksData> {
  const chosen = figureOptions<DropoutMasksOptions>(where, options, {
    rate: 0.5,
    steps: 12,
    seed: undefined,
    maxUnits: 10,
    frameMs: 500,
    title: undefined,
    width: undefined,
    height: undefined,
  });
  checkNumber(where, "rate", chosen.rate!, "[0, 1)");
  checkInteger(where, "steps", chosen.steps!, "[1, 60]");
  checkInteger(where, "maxUnits", chosen.maxUnits!, "[1, 16]");
  checkNotEmpty(where, "sizes", sizes);
  checkNumber(where, "the number of layers", sizes.length, "[2, ∞)");
  sizes.forEach((size) => checkInteger(where, "sizes", size, "[1, ∞)"));
  const data = drawn(sizes, chosen);
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function drawn(sizes: readonly number[], { rate, steps, seed }: DropoutMasksOptions): DropoutMasksData {
  const random = freshRandom(where, seed);
  const hidden = sizes.slice(1, -1);
  const masks = Array.from({ length: steps! }, () =>
    hidden.map((size) => Array.from({ length: size }, () => (random.uniform() < rate! ? 0 : 1))),
  );
  let [stayed, all] = [0, 0];
  for (const mask of masks.flat())
    for (const unit of mask) {
      stayed += unit;
      all++;
    }
  return { sizes: [...sizes], rate: rate!, masks, scale: 1 / (1 - rate!), kept: all ? stayed / all : 1 };
}

/** Connections that all steps together may have. */
const mostEdges = 9000;

function specOf(data: DropoutMasksData, options: DropoutMasksOptions): Record<string, unknown> {
  const { title, width, maxUnits } = options;
  const tallest = Math.min(maxUnits!, Math.max(...data.sizes));
  const layout = layOut(data.sizes, maxUnits!);
  const shown = evenly(data.masks.length, Math.max(2, Math.floor(mostEdges / layout.edges.length)));
  const notices = [
    notice(data, maxUnits!),
    shown.length < data.masks.length && `${short(shown.length)} of ${plural(data.masks.length, "step")}`,
  ];
  return framedSpec({
    ...{ title, width, height: options.height ?? 90 + 40 * Math.max(2, tallest) },
    ...{ frameMs: options.frameMs!, stepName: "step" },
    steps: shown.map((step) => stepOf(data, step, layout, notices)),
    layout: {
      xaxis: { visible: false, range: [-0.08, 1.08], fixedrange: true },
      yaxis: { visible: false, range: [-0.12, 1.12], fixedrange: true },
      showlegend: false,
    },
  });
}

function stepOf(
  data: DropoutMasksData,
  step: number,
  layout: NetworkLayout,
  notices: (string | false)[],
): Step {
  const masks = data.masks[step];
  const stays = ({ layer, unit }: DrawnUnit) => masks[layer - 1]?.[unit] !== 0;
  const hidden = masks.map((mask) => `${sumOf(mask)} of ${mask.length}`);
  return {
    label: String(step),
    note: [hidden.length > 0 && `stay: ${list(hidden)}`, ...notices].filter(Boolean).join("; "),
    traces: [
      connections(layout.edges.filter(({ from, to }) => stays(from) && stays(to))),
      circles(layout.units, stays),
    ],
  };
}

function connections(edges: DrawnEdge[]): object {
  const ends = edges.map(fromRimToRim);
  return {
    type: "scatter",
    mode: "lines",
    x: ends.flatMap(({ x }) => [...x, null]),
    y: ends.flatMap(({ y }) => [...y, null]),
    line: { color: translucent(palette[0], 0.45), width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function circles(units: DrawnUnit[], stays: (unit: DrawnUnit) => boolean): object {
  return {
    type: "scatter",
    mode: "markers",
    x: units.map(({ x }) => Number(x.toFixed(3))),
    y: units.map(({ y }) => Number(y.toFixed(3))),
    marker: {
      size: 24,
      symbol: units.map((unit) => (stays(unit) ? "circle" : "circle-x-open")),
      color: units.map((unit) => (stays(unit) ? translucent(palette[0], 0.45) : palette[1])),
      line: { color: units.map((unit) => (stays(unit) ? midInk : palette[1])), width: 1.3 },
    },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function notice({ sizes }: DropoutMasksData, most: number): string | false {
  return Math.max(...sizes) > most && `at most ${short(most)} units of a layer drawn`;
}

function altOf(data: DropoutMasksData, { title, maxUnits }: DropoutMasksOptions): string {
  const { sizes, rate, masks, scale, kept } = data;
  return sentences(
    title,
    `Dropout of rate ${short(rate)} in a network of ${sizes.map(short).join("-")} units, ${plural(masks.length, "step")}`,
    `${percent(kept)} of the hidden units stayed, scaled by ${short(scale)}`,
    notice(data, maxUnits!),
  );
}
