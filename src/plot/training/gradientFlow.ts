import { checkNumber } from "../../core/index";
import { curveSpec, mostAxisNames, type CurveAxes, type CurveRow } from "../basics/curves";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { quantileOf } from "../../math/index";
import {
  checkRecording,
  lostNotice,
  recorded,
  type RecordedLayer,
  type RecordingLike,
} from "../input/recording";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { list, orGap, plural, sentences, short } from "../input/words";
import { dashedLine } from "../theme/marks";

/** How {@link gradientFlow} draws. */
export interface GradientFlowOptions extends FrameOptions {
  /** By how much theory has δ multiplied from a layer to the one before it, such as 1/4 for the sigmoid at most. Default none. */
  theory?: number;
}

/** One layer of {@link gradientFlow}: medians and quantiles over the recorded steps. */
export interface LayerFlow {
  name: string;
  /** Norm of the loss gradient at the pre-activation: median, 10 % and 90 % quantile. */
  delta: { median: number; low: number; high: number };
  /** The same of the gradient of the weights; undefined for a layer without. */
  gradient?: { median: number; low: number; high: number };
  /** At how many of the recorded steps δ was not finite; undefined for none. */
  lost?: number;
}

/** The numbers of {@link gradientFlow}. */
export interface GradientFlowData {
  layers: LayerFlow[];
  /** The names of layers whose δ is never finite. */
  lost: string[];
  /** δ of the first layer over δ of the last: far below 1 they vanish, far above they explode; NaN of a single layer. */
  ratio: number;
  /** What theory has for the ratio. */
  expected?: number;
}

const where = "gradientFlow";

/**
 * How large the gradient is that reaches each layer: δ, the loss gradient at the pre-activation, and the gradient of the weights,
 * with the band of 80 % of the recorded steps.
 *
 * Read δ: a layer's weight gradient also has its inputs in it, and may look well where δ has vanished.
 *
 * ```ts
 * gradientFlow(recording, { theory: 1 / 4 }); // a deep sigmoid network
 * ```
 *
 * @param recording what the callback `record` recorded
 * @throws DataError when no δ was recorded
 */
export function gradientFlow(
  recording: RecordingLike,
  options?: GradientFlowOptions,
): Figure<GradientFlowData> {
  const chosen = figureOptions<GradientFlowOptions>(where, options, { ...frame(), theory: undefined });
  if (chosen.theory !== undefined) checkNumber(where, "theory", chosen.theory, "(0, ∞)");
  const data = read(recording, chosen.theory);
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(recording, data),
  });
}

function read(recording: RecordingLike, theory?: number): GradientFlowData {
  checkRecording(where, recording);
  const gradients = gradientsOf(recording);
  const { layers: kept, lost: without } = recorded(where, recording, "delta");
  const layers = kept.map(({ name, values }) => {
    const gradient = gradients.find((layer) => layer.name === name);
    const lost = values.filter((value) => !Number.isFinite(value)).length;
    return {
      name,
      delta: quantiles(values),
      ...(lost > 0 && { lost }),
      ...(gradient && { gradient: quantiles(gradient.values) }),
    };
  });
  if (layers.length === 1) return { layers, lost: without, ratio: NaN };
  const ratio = layers[0].delta.median / layers.at(-1)!.delta.median;
  return { layers, lost: without, ratio, ...(theory && { expected: theory ** (layers.length - 1) }) };
}

function gradientsOf(recording: RecordingLike): RecordedLayer[] {
  const has = Object.values(recording.layers).some(({ gradientNorm }) =>
    Array.from(gradientNorm ?? []).some(Number.isFinite),
  );
  return has ? recorded(where, recording, "gradientNorm").layers : [];
}

function quantiles(values: number[]): LayerFlow["delta"] {
  const at = (share: number) => quantileOf(values, share);
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

const names = ["δ, at the pre-activation", "gradient of the weights"];

function specOf(data: GradientFlowData, options: GradientFlowOptions): Record<string, unknown> {
  const { layers, ratio, expected } = data;
  const gradients = layers.some(({ gradient }) => gradient);
  const theory = theoryRows(data, options.theory);
  return curveSpec({
    ...options,
    names: gradients ? names : names.slice(0, 1),
    rows: layers.flatMap(rowsOf),
    points: layers.length <= 40,
    x: { title: "layer", names: layers.map(({ name }) => name) },
    y: { title: "norm", log: true },
    notes: [
      Number.isFinite(ratio) && `δ of the first layer over the last: ${short(ratio)}`,
      nothingNote(data),
      brokenNote(data),
      lostNotice(data.lost, "δ"),
      layers.length > mostAxisNames &&
        `Layers are numbered from 1, ${layers[0].name}, to ${short(layers.length)}, ${layers.at(-1)!.name}`,
      layers.some(isBanded) && "Lines: medians over the steps; bands: from the 10th to the 90th percentile",
      expected !== undefined && `Dashed: theory, ${short(expected)}`,
    ],
    below: (axes: CurveAxes) => (theory.length > 0 ? [dashedLine(axes, theory)] : []),
  });
}

function rowsOf({ delta, gradient }: LayerFlow, at: number): CurveRow[] {
  const row = (series: string, { median, low, high }: LayerFlow["delta"]) => ({
    ...{ x: at + 1, series, y: positive(median), low: positive(low), high: positive(high) },
  });
  return [row(names[0], delta), ...(gradient ? [row(names[1], gradient)] : [])];
}

/** Whether a layer's steps differ. */
function isBanded({ delta, gradient }: LayerFlow): boolean {
  return [delta, gradient].some((part) => part && part.high > part.low);
}

function positive(value: number): number | null {
  return value > 0 ? orGap(value) : null;
}

function theoryRows({ layers }: GradientFlowData, factor?: number): object[] {
  const last = layers.at(-1)!.delta.median;
  if (!factor || !(last > 0)) return [];
  return layers.map((_, at) => ({ x: at + 1, y: orGap(last * factor ** (layers.length - 1 - at)) }));
}

/** Layers that the logarithmic axis has no place for. */
function nothingNote({ layers }: GradientFlowData): string | false {
  const nothing = layers.filter(({ delta }) => !(delta.median > 0)).map(({ name }) => name);
  return nothing.length > 0 && `δ of 0, which a logarithmic axis does not show: ${list(nothing)}`;
}

/** Gradients of weights, and ends of bands, that have no place; of δ the layers are named. */
function undrawnOf({ layers: recordings }: RecordingLike, { layers }: GradientFlowData): string | false {
  const norms = layers.flatMap(({ name }) =>
    Array.from(recordings[name].gradientNorm ?? [], (norm) => norm ?? NaN),
  );
  const medians = layers.flatMap(({ gradient }) => (gradient ? [gradient.median] : []));
  const parts = layers.flatMap(({ delta, gradient }) =>
    [delta, gradient].filter((part) => part && part.median > 0),
  );
  const gradient = { mark: "gradient of weights", marks: "gradients of weights" };
  return undrawn(
    { ...gradient, values: norms.filter((norm) => !Number.isFinite(norm)) },
    { ...gradient, values: medians, log: true },
    { mark: "end of a band", marks: "ends of bands", values: parts.map((part) => part!.low), log: true },
  );
}

/** Layers that have lost their δ at some of the steps. */
function brokenNote({ layers }: GradientFlowData): string | false {
  const broken = layers
    .filter(({ lost }) => lost)
    .map(({ name, lost }) => `${name} at ${plural(lost!, "step")}`);
  return broken.length > 0 && `δ is not finite: ${list(broken)}`;
}

function verdict(first: number, last: number): string {
  if (last === 0) return first === 0 ? ": no gradient reaches either" : ", which no ratio tells";
  const ratio = first / last;
  const told =
    ratio < 0.01 ? "gradients vanish" : ratio > 100 ? "gradients explode" : "neither vanishing nor exploding";
  return `, a ratio of ${short(ratio)}: ${told}`;
}

function altOf(data: GradientFlowData, { title }: GradientFlowOptions): string {
  const { layers, expected } = data;
  const [first, last] = [layers[0], layers.at(-1)!];
  const ends =
    layers.length === 1
      ? `δ is ${short(first.delta.median)} at ${first.name}, the only layer`
      : `δ is ${short(first.delta.median)} at ${first.name} and ${short(last.delta.median)} at ${last.name}${verdict(first.delta.median, last.delta.median)}`;
  return sentences(
    title,
    `Gradients through ${plural(layers.length, "layer")}, on a logarithmic axis`,
    ends,
    nothingNote(data),
    brokenNote(data),
    lostNotice(data.lost, "δ"),
    expected !== undefined && `Theory has ${short(expected)}`,
  );
}
