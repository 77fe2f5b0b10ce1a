import * as tf from "@tensorflow/tfjs";
import { OptionError, checkInteger, checkOptions } from "../core/index";
import { sumOf } from "../math/index";
import { displaySymbol, type MimeBundle, tableBundle, tableNumber } from "../show/index";
import type { Callback, TracedLayer, Tracer } from "../train/index";
import { histogramsOf, samples, type Histogram } from "./histograms";
import { kernelOf, layerStatistics, statisticNames, type StatisticName } from "./layerStatistics";
import { asOurs } from "../train/ours";

/** Options of {@link record}. */
export interface RecordOptions {
  /** Steps between two recordings. Default 10. */
  everySteps?: number;
  /** Keeps histograms of activations, weights and gradients too. Default true. */
  histograms?: boolean;
}

/** What was recorded of one layer: a value per recorded step. */
export interface LayerRecord extends Record<StatisticName, number[]> {
  className: string;
  activation: string;
  /** One for each recorded step; empty where none were asked for, and `weights` and `gradients` where the layer has no kernel. */
  histograms: { activations: Histogram[]; weights: Histogram[]; gradients: Histogram[] };
}

/**
 * Records what goes through each layer, every so many steps, inside the compiled step: for diagnosis, and cheap enough to
 * leave on.
 *
 * For each layer: δ (norm of the loss gradient at the pre-activation), norm of the weight gradient, norm of the update over
 * that of the weights, mean and deviation of the activations, share saturated, share of dead units, norm of the weights.
 *
 * ```ts
 * const recording = record({ everySteps: 10 });
 * await fit(model, data, { callbacks: [recording] });
 * recording.layers.dense_1.delta; // one number per recorded step
 * ```
 */
export function record(options?: RecordOptions): Recording {
  const { everySteps, histograms } = checkOptions("record", options, { everySteps: 10, histograms: true });
  return asOurs(new Recording(checkInteger("record", "everySteps", everySteps, "[1, ∞)"), histograms));
}

/** What {@link record} returns: a callback, and what it has recorded. */
export class Recording implements Callback {
  readonly name = "record";
  /** The steps that were recorded, from 0. */
  steps: number[] = [];
  /** By layer, in the order of the forward pass. */
  layers: Record<string, LayerRecord> = {};
  /** Measures inside the step; for fit. */
  readonly tracer: Tracer;
  private order: RecordedLayer[] = [];
  /** What a resumed run had recorded of the layers, in their order: a model built anew may name them otherwise. */
  private before?: LayerRecord[];

  constructor(
    everySteps: number,
    private readonly withHistograms: boolean,
  ) {
    this.tracer = {
      everySteps,
      measure: (layers) => this.measure(layers),
      receive: (values, { step }) => this.receive(values, step),
    };
  }

  /** Begins anew. */
  onTrainBegin(run: { model?: unknown }): void {
    if (!run.model) throw new OptionError({ where: "record", required: "the model must be a LayersModel" });
    Object.assign(this, { steps: [], layers: {}, before: undefined });
  }

  /** The record as a table of the newest values. */
  [displaySymbol](): MimeBundle {
    const rows = Object.entries(this.layers).map(([name, layer]) => [
      name,
      ...statisticNames.map((statistic) => tableNumber(layer[statistic].at(-1))),
    ]);
    const title = `${this.steps.length} recordings, newest at step ${this.steps.at(-1) ?? "none"}`;
    return tableBundle({ title, header: ["layer", ...statisticNames], rows });
  }

  /** What was recorded. */
  save(): unknown {
    return { steps: this.steps, layers: this.layers };
  }

  /** Takes back what {@link save} gave. */
  load(state: { steps: number[]; layers: Record<string, LayerRecord> }): void {
    Object.assign(this, state, { before: Object.values(state.layers) });
  }

  private measure(layers: TracedLayer[]): tf.Tensor[] {
    this.order = layers.map((layer) => {
      const { name, className, activation } = layer;
      return { name, className, activation, counted: countedTensors(layer).length };
    });
    const statistics = tf.stack(layers.map(layerStatistics));
    return this.withHistograms ? [statistics, samples(layers.flatMap(countedTensors))] : [statistics];
  }

  private receive([statistics, values]: Float32Array[], step: number): void {
    this.steps.push(step);
    if (this.before)
      this.layers = Object.fromEntries(this.order.map(({ name }, at) => [name, this.before![at]]));
    this.before = undefined;
    const width = statisticNames.length;
    const tensors = sumOf(this.order.map(({ counted }) => counted));
    const histograms = values ? histogramsOf(values, tensors) : [];
    this.order.forEach(({ name, className, activation, counted }, index) => {
      const layer = (this.layers[name] ??= emptyRecord(className, activation));
      statisticNames.forEach((statistic, at) => layer[statistic].push(statistics[index * width + at]));
      const { activations, weights, gradients } = layer.histograms;
      const lists = [activations, weights, gradients];
      histograms.splice(0, counted).forEach((histogram, at) => lists[at].push(histogram));
    });
  }
}

/** A layer, in the order of what the step gives. */
interface RecordedLayer {
  name: string;
  className: string;
  activation: string;
  /** How many tensors are counted: its output and, where it has one, its kernel and the kernel's gradient. */
  counted: number;
}

/** What is counted of a layer: its output and, where it has one, its kernel and the kernel's gradient. */
function countedTensors(layer: TracedLayer): tf.Tensor[] {
  const kernel = kernelOf(layer);
  return [layer.output, ...(kernel ? [kernel.value, kernel.gradient] : [])];
}

function emptyRecord(className: string, activation: string): LayerRecord {
  const numbers = Object.fromEntries(statisticNames.map((name) => [name, []])) as unknown as Record<
    StatisticName,
    number[]
  >;
  return { ...numbers, className, activation, histograms: { activations: [], weights: [], gradients: [] } };
}
