import * as tf from "@tensorflow/tfjs";
import {
  compile,
  keepTo,
  withSeed,
  type AskedMode,
  type CompiledStep,
  type CompileReport,
  type StepInput,
  type Way,
} from "../compile/index";
import type { OptimizerState, Scalars } from "../optim/index";
import { Accumulator } from "./accumulator";
import { augmented, type Augmentation } from "./augment/augmentation";
import type { BatchSource, FedBatch } from "./batches/source";
import { batchGradients, type BatchGradients, guarded, type Watched } from "./gradients";
import { disposeTrace, type TracedLayer, type Tracer } from "./model/trace";
import type { Batch, Objective } from "./objective";
import type { OwnCodeRule } from "./ours";
import { sayOnce } from "./stepMode";

/** What a {@link TrainStep} is made of. */
export interface TrainStepParts {
  objective: Objective;
  source: BatchSource;
  optimizer: OptimizerState;
  augment: Augmentation[];
  /** How steps run. */
  mode: AskedMode;
  /** Why so, as a clause, where nobody asked for it. */
  whyMode?: string;
  /** How many there will be, where that is known. */
  steps?: number;
  /** Leaves all variables as they were when the loss or a gradient is not finite. */
  guard: boolean;
  /** Batches whose gradients make one update. */
  accumulate: number;
  /** Steps that one call may make. */
  together: number;
  /** Computed inside each update, behind it; TensorFlow.js operations only. */
  afterUpdate: (() => void)[];
  /** What the user's own code in it demands. */
  own: OwnCodeRule;
}

/** What changes from step to step. */
export interface StepFeed {
  seed: number;
  /** The number of the step, the first of several. */
  step: number;
  /** The optimiser's scalars, in its order, for each step. */
  scalars: number[][];
  /** Whether the step updates, rather than only add its gradients to those that wait. */
  updates: boolean;
  /** Those that want to see this step's layers. */
  tracers?: Tracer[];
}

/** What a step gives. */
export interface StepResult {
  /** The sums of all statistics, one after the other. */
  sums: Float32Array;
  /** What each tracer measured. */
  traced: Float32Array[][];
  /** With a guard, for each step whether its changes were kept: 1 or 0. */
  kept?: Float32Array;
}

/** What a step does with its gradients. */
type Kind = "update" | "gather";

/** A kind of step, and who looks into it. */
interface What {
  kind: Kind;
  tracers: Tracer[];
}

function whatOf({ updates, tracers = [] }: StepFeed): What {
  return updates ? { kind: "update", tracers } : { kind: "gather", tracers: [] };
}

/** One training step, compiled: forward, back, update. */
export class TrainStep {
  /** Variables of callbacks that are computed behind each update. */
  readonly tracked: tf.Variable[] = [];
  private readonly steps = new Map<string, CompiledStep>();
  private readonly accumulator?: Accumulator;
  private readonly ids = new Map<Tracer, number>();
  /** How many tensors each tracer measured. */
  private readonly counts = new Map<Tracer, number>();

  constructor(private readonly parts: TrainStepParts) {
    if (parts.accumulate > 1) this.accumulator = new Accumulator(parts.objective.parameters);
  }

  /** How steps run, as far as it was asked for or settled. */
  get mode(): AskedMode {
    return this.parts.mode;
  }

  /** All variables that a step changes. */
  get variables(): tf.Variable[] {
    const { objective, optimizer } = this.parts;
    const ofModel = [...objective.parameters, ...objective.state];
    return [...ofModel, ...optimizer.variables, ...this.gatheredGradients, ...this.tracked];
  }

  /** Sums of gradients that wait for the coming update. */
  get gatheredGradients(): tf.Variable[] {
    return this.accumulator?.variables ?? [];
  }

  /** Runs one batch. */
  async run(fed: FedBatch, feed: StepFeed): Promise<StepResult> {
    const { kind, tracers } = whatOf(feed);
    const step = this.step(kind, tracers);
    const inputs = this.inputs(fed, feed);
    const results = await (fed.count === undefined ? step.run(inputs) : step.runMany(inputs, fed.count));
    const [sums, ...measured] = results.map((result) => result.dataSync<"float32">());
    tf.dispose(results);
    const kept = this.parts.guard ? measured.pop() : undefined;
    return { sums, traced: this.share(measured, tracers), kept };
  }

  /** How many batches, each an update without tracers, are best run in one call now. */
  get together(): number {
    return this.steps.get("update")?.together ?? 1;
  }

  /** How steps ran, as far as they have. */
  get report(): CompileReport | undefined {
    return this.steps.get("update")?.report;
  }

  /** The way that steps of this kind and shape have settled on; undefined while they are recorded or measured. */
  settled(fed: FedBatch, feed: StepFeed): Way | undefined {
    const { kind, tracers } = whatOf(feed);
    return this.step(kind, tracers).settled(this.inputs(fed, feed), fed.count !== undefined);
  }

  /** Has all steps of kinds and shapes to come run in one way. */
  keepTo(way: AskedMode): void {
    keepTo(this.parts, way);
    for (const step of this.steps.values()) step.keepTo(way);
  }

  /** Has the next step of each kind look whether it still does what was recorded. */
  recheck(): void {
    for (const step of this.steps.values()) step.recheck();
  }

  /** Frees what it compiled and its sums of gradients. */
  dispose(): void {
    for (const step of this.steps.values()) step.dispose();
    this.accumulator?.dispose();
  }

  private inputs({ inputs, count }: FedBatch, { seed, step, scalars }: StepFeed): StepInput[] {
    const steps = count === undefined ? [] : [count];
    const values = Float32Array.from(scalars.flat());
    const seeds = Int32Array.from(scalars.flatMap((_, later) => [seed, step + later]));
    const width = values.length / scalars.length;
    return [...inputs, { values, shape: [...steps, width] }, { values: seeds, shape: [...steps, 2] }];
  }

  private step(kind: Kind, tracers: Tracer[] = []): CompiledStep {
    const key = [kind, ...tracers.map((tracer) => this.idOf(tracer))].join("+");
    const known = this.steps.get(key);
    if (known) return known;
    const { mode, whyMode } = this.parts;
    const steps = tracers.length === 0 ? this.stepsOf(kind) : undefined;
    const together = kind === "update" && tracers.length === 0 ? this.parts.together : 1;
    const compute = (inputs: tf.Tensor[]) => this.compute({ kind, tracers }, inputs);
    const { whyEager, watch, everyStep } = this.parts.own;
    const step = compile(compute, {
      ...{ mode, whyMode, steps, together, whyEager, watch, name: "fit", onFallback: sayOnce },
      everyStep: everyStep === undefined ? undefined : { why: everyStep, besides: this.variables },
    });
    this.steps.set(key, step);
    return step;
  }

  /** How many steps of a kind there will be. */
  private stepsOf(kind: Kind): number | undefined {
    const { steps, accumulate } = this.parts;
    return steps && (kind === "update" ? steps / accumulate : steps - steps / accumulate);
  }

  private compute(what: What, inputs: tf.Tensor[]): tf.Tensor[] {
    const { objective, source, augment, guard } = this.parts;
    const [scalars, seed] = inputs.slice(source.inputCount) as [tf.Tensor1D, tf.Tensor1D];
    return withSeed(seed, () => {
      const prepared = objective.prepare(source.unpack(inputs.slice(0, source.inputCount)));
      const batch = augmented(prepared, augment);
      const run = () => this.forwardBack(what, batch, scalars);
      return guard ? guarded(this.variables, run) : run().results;
    });
  }

  private forwardBack({ kind, tracers }: What, batch: Batch, scalars: tf.Tensor1D): Watched {
    const { objective } = this.parts;
    const trace = tracers.length > 0 ? objective.trace?.bind(objective) : undefined;
    const back = () => batchGradients(objective, batch);
    const { result, layers } = trace ? trace(back) : { result: back(), layers: [] };
    const before = trace ? objective.parameters.map((parameter) => tf.clone(parameter) as tf.Tensor) : [];
    if (kind === "gather") this.accumulator!.add(result.gradients, weightOf(result));
    else this.update(result, scalars);
    if (trace) this.addWeights(layers, before, result.gradients);
    const measured = tracers.flatMap((tracer) => this.measure(tracer, layers));
    disposeTrace(layers);
    return { results: [tf.concat(result.sums), ...measured], watched: [result.loss, ...result.gradients] };
  }

  private addWeights(layers: TracedLayer[], before: tf.Tensor[], gradients: tf.Tensor[]): void {
    const { parameters } = this.parts.objective;
    for (const traced of layers) {
      for (const weight of traced.layer.trainableWeights) {
        const index = parameters.indexOf(weight.read() as tf.Variable);
        if (index < 0) continue;
        const update = tf.sub(parameters[index], before[index]);
        const [value, gradient] = [before[index], gradients[index]];
        traced.weights.push({ name: weight.originalName, value, gradient, update });
      }
    }
  }

  private measure(tracer: Tracer, layers: TracedLayer[]): tf.Tensor[] {
    const tensors = tracer.measure(layers);
    this.counts.set(tracer, tensors.length);
    return tensors;
  }

  /** To each tracer its own part of what the step measured. */
  private share(measured: Float32Array[], tracers: Tracer[]): Float32Array[][] {
    let from = 0;
    return tracers.map((tracer) => {
      const count = this.counts.get(tracer) ?? 0;
      from += count;
      return measured.slice(from - count, from);
    });
  }

  private idOf(tracer: Tracer): number {
    if (!this.ids.has(tracer)) this.ids.set(tracer, this.ids.size);
    return this.ids.get(tracer)!;
  }

  private update(computed: BatchGradients, values: tf.Tensor1D): void {
    const { objective, optimizer } = this.parts;
    const gathered = this.accumulator?.take(computed.gradients, weightOf(computed)) ?? computed.gradients;
    const scalars = tf.unstack(values) as tf.Scalar[];
    const named: Scalars = Object.fromEntries(optimizer.names.map((name, index) => [name, scalars[index]]));
    optimizer.apply(gathered, named);
    objective.project();
    for (const after of this.parts.afterUpdate) after();
  }
}

/** What a batch's loss is a mean over: if nothing else, its examples, the second sum of the first statistic. */
function weightOf({ sums, counted }: BatchGradients): tf.Scalar {
  return counted ?? sums[0].slice(1, 1).asScalar();
}
