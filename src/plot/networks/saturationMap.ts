import { checkOneOf, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { lostNotice, recorded, type RecordingLike } from "../input/recording";
import { evenlyWithExtremes } from "../input/thin";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { percent, plural, range, sentences, short } from "../input/words";
import { heatLayers, unnamedNotice } from "../theme/heat";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link saturationMap} draws. */
export interface SaturationMapOptions extends FrameOptions {
  /** Share of activations at their limits, or of units that give the same for every example. Default "saturated". */
  of?: "saturated" | "dead";
}

/** The numbers of {@link saturationMap}. */
export interface SaturationMapData {
  steps: number[];
  /** In the order of the forward pass; shares in [0, 1], step by step. */
  layers: { name: string; shares: number[] }[];
  /** The names of layers whose share is never finite. */
  lost: string[];
  /** Indices of the steps that are drawn. */
  drawn: number[];
}

const where = "saturationMap";
const mostSteps = 120;
const mostLayers = 40;

/**
 * Which layers are saturated, and from when: the share of activations at their limits, layer by step.
 *
 * Nothing can be learnt through a saturated unit, as its slope is nearly 0. A ReLU counts as saturated at 0, where about half of
 * its activations may well be.
 *
 * ```ts
 * saturationMap(recording);
 * saturationMap(recording, { of: "dead" });
 * ```
 *
 * @param recording what the callback `record` recorded
 * @throws DataError when no share was recorded
 */
export function saturationMap(
  recording: RecordingLike,
  options?: SaturationMapOptions,
): Figure<SaturationMapData> {
  const chosen = figureOptions<SaturationMapOptions>(where, options, {
    ...frame(),
    height: undefined,
    of: "saturated",
  });
  const of = checkOneOf(where, "number", chosen.of!, ["saturated", "dead"]);
  const { layers: kept, lost } = recorded(where, recording, of);
  const layers = kept.map(({ name, values }) => ({ name, shares: values }));
  for (const { name, shares } of layers) checkShares(`${of} of ${name}`, shares);
  const steps = Array.from(recording.steps);
  const data = {
    steps,
    layers,
    lost,
    drawn: evenlyWithExtremes(
      layers.map(({ shares }) => shares),
      mostSteps,
    ),
  };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawn(...layers.map(({ shares }) => ({ mark: "share", values: shares }))),
  });
}

function checkShares(what: string, shares: number[]): void {
  const odd = shares.findIndex((share) => share < 0 || share > 1);
  if (odd < 0) return;
  const got = `${shares[odd]} at [${odd}]`;
  throw new DataError({ where, required: `${what} must be shares in [0, 1]`, got });
}

function specOf(data: SaturationMapData, options: SaturationMapOptions): Record<string, unknown> {
  const { layers, drawn, steps } = data;
  const peaks = [0, 1].map((end) => layers.map(({ shares }) => range(shares)[end]));
  const rows = evenlyWithExtremes(peaks, mostLayers).map((at) => layers[at]);
  const { title, width, height = 40 + Math.max(18, Math.min(36, 280 / rows.length)) * rows.length } = options;
  const heat = {
    values: rows.flatMap(({ shares }) => drawn.map((at) => shares[at])),
    rows: rows.length,
    columns: drawn.length,
  };
  const style = {
    ...{ rowNames: rows.map(({ name }) => name), columnNames: drawn.map((at) => steps[at]) },
    ...{ x: "step", y: "layer", value: `share ${options.of}`, full: 1 },
  };
  return vegaLite({
    ...vegaWidth(width),
    height,
    ...heading(
      title,
      `Deepest colour: all ${options.of}`,
      ...notices(data),
      unnamedNotice("rows", rows.length, "layer"),
    ),
    layer: heatLayers(heat, style),
  });
}

function notices({ steps, drawn, layers, lost }: SaturationMapData): (string | false)[] {
  return [
    lostNotice(lost, "share"),
    drawn.length < steps.length &&
      `${plural(steps.length, "step")}, ${short(drawn.length)} of them drawn, with the extremes of the layers`,
    layers.length > mostLayers && `${plural(layers.length, "layer")}, ${mostLayers} of them drawn`,
  ];
}

function altOf(data: SaturationMapData, { title, of }: SaturationMapOptions): string {
  const { layers, steps } = data;
  const last = layers.map(({ name, shares }) => ({ name, share: shares.at(-1)! }));
  const finite = last.filter(({ share }) => Number.isFinite(share));
  finite.sort((one, other) => other.share - one.share);
  const most = finite.slice(0, 3).map(({ name, share }) => `${name} ${percent(share)}`);
  return sentences(
    title,
    `Share ${of}, ${plural(layers.length, "layer")} over ${plural(steps.length, "recorded step")}`,
    most.length > 0 && `Most at step ${short(steps.at(-1)!)}: ${most.join(", ")}`,
    ...notices(data),
  );
}
