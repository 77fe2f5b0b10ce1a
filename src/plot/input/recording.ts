import { checkEqualLength, checkFinite, checkNotEmpty, DataError } from "../../core/index";
import { numberColumn } from "./column";
import { checkByName, checkParts, namesOf } from "./named";
import { list } from "./words";

/** Counts of values in bins of equal width from `low` to `high`. */
export interface HistogramLike {
  low: number;
  high: number;
  counts: ArrayLike<number>;
}

/** What was recorded of one layer: a number for each recorded step. */
export interface LayerRecordLike {
  /** Norm of the loss gradient at the pre-activation. */
  delta?: ArrayLike<number>;
  /** Norm of the gradient of the weights. */
  gradientNorm?: ArrayLike<number>;
  /** Norm of the update over the norm of the weights. */
  updateRatio?: ArrayLike<number>;
  /** Share of activations at their limits. */
  saturated?: ArrayLike<number>;
  /** Share of units that give the same for every example. */
  dead?: ArrayLike<number>;
  histograms?: {
    activations?: readonly HistogramLike[];
    weights?: readonly HistogramLike[];
    gradients?: readonly HistogramLike[];
  };
}

/** What the callback `record` recorded: numbers of each layer, step by step. */
export interface RecordingLike {
  /** The steps that were recorded. */
  steps: ArrayLike<number>;
  /** By layer, in the order of the forward pass. */
  layers: Record<string, LayerRecordLike>;
}

/** The names of numbers that are recorded step by step. */
export type RecordedNumber = Exclude<keyof LayerRecordLike, "histograms">;

/** One layer's numbers. */
export interface RecordedLayer {
  name: string;
  values: number[];
}

/** One number of the layers that have it, and the names of those in which it is never finite. */
export interface RecordedLayers {
  layers: RecordedLayer[];
  lost: string[];
}

/** What is said of layers in which a number is never finite; nothing where it is in each. */
export function lostNotice(lost: readonly string[], number: string): string | false {
  return lost.length > 0 && `No finite ${number}, and left out: ${list(lost)}`;
}

/**
 * One number of every layer that has it, step by step.
 *
 * @throws DataError `gradientFlow: no "delta" was recorded (found gradientNorm); fit with callbacks: [record()]`
 */
export function recorded(where: string, recording: RecordingLike, number: RecordedNumber): RecordedLayers {
  checkRecording(where, recording);
  const all = Object.entries(recording.layers)
    .filter(([, layer]) => (layer[number] ?? undefined) !== undefined)
    .map(([name, layer]) => {
      const values = Array.from(numberColumn(where, `${number} of ${name}`, layer[number]!));
      checkEqualLength(where, { steps: recording.steps, [`${number} of ${name}`]: values });
      return { name, values };
    });
  const isKept = ({ values }: RecordedLayer) => values.some(Number.isFinite);
  const lost = all.filter((layer) => !isKept(layer)).map(({ name }) => name);
  if (lost.length < all.length) return { layers: all.filter(isKept), lost };
  const known = new Set(Object.values(recording.layers).flatMap((layer) => Object.keys(layer)));
  throw new DataError({
    where,
    required: `no finite "${number}" was recorded (found ${list([...known]) || "nothing"})`,
    remedy: "fit with callbacks: [record()]",
  });
}

/** Checks that something was recorded. */
export function checkRecording(where: string, recording: RecordingLike): void {
  checkParts(where, "recording", recording, ["steps", "layers"]);
  checkNotEmpty(where, "the recording", recording.steps);
  checkFinite(where, "the steps", numberColumn(where, "the steps", recording.steps));
  for (const name of namesOf(where, "the layers", recording.layers))
    checkByName(where, `what was recorded of ${name}`, recording.layers[name]);
}
