import * as tf from "@tensorflow/tfjs";
import type { Binding, NativeBackend, TensorData, TypedValues } from "../backend/nativeBackend";
import { withLeanKernels } from "./leanKernels";
import { watchDraws } from "./draws";
import { NoGraphForm } from "./noGraphForm";
import type { RecordedConstant, Recording, RecordedVariable, ValueRef } from "./recording";

/** A recorded call and the tensors it returned. */
export interface RecordedCall {
  results: tf.Tensor[];
  /** Undefined when the call cannot be replayed. */
  recording?: Recording;
  /** Why not, as a clause. */
  refusal?: string;
  /** What it asked that JavaScript answers otherwise each time, as a clause. */
  draws?: string;
  /** What it changed beside variables, as a clause. */
  changes?: string;
  /** Whether the call registered variables: a later one, which finds them, is the one to replay. */
  madeVariables: boolean;
}

/** What {@link record} records. */
export interface RecordOptions {
  /** The step. */
  fn: (inputs: tf.Tensor[]) => tf.Tensor[];
  /** Its inputs, which nothing else holds. */
  inputs: tf.Tensor[];
  /** Variables that it may read or assign. */
  candidates: tf.Variable[];
  /** Whether it is to be compiled by XLA and nothing else. */
  forXla: boolean;
  /** Tensors that an earlier recording found, so that a large one is read only once. */
  captured: Map<number, RecordedConstant>;
}

/**
 * Calls a step once, for real, and writes down every operation that TensorFlow runs for it.
 *
 * All of tfjs-node goes through four functions of its binding, where a tensor is a number that is never used
 * twice. They are wrapped while the step runs: what JavaScript creates is a constant, what exists already is an
 * input, a variable or a captured constant, and a read of anything that was computed makes a replay impossible.
 */
export function record(backend: NativeBackend, options: RecordOptions): RecordedCall {
  const known = variableCount();
  const tape = new Tape(backend, options);
  const results = callOrRefuse(tape, options);
  const madeVariables = variableCount() !== known;
  if (tape.refusal === undefined) {
    const recording = tape.finish(results);
    if (tape.refusal === undefined) return { results, recording, draws: tape.draws, madeVariables };
  }
  return { results, refusal: tape.refusal, madeVariables };
}

/** The results of a recorded call; of one that is not, where operations turn out to have no graph form. */
function callOrRefuse(tape: Tape, { fn, inputs }: RecordOptions): tf.Tensor[] {
  try {
    return tape.call();
  } catch (error) {
    if (!(error instanceof NoGraphForm)) throw error;
    tape.refusal = error.message;
    return tf.tidy(() => fn(inputs));
  }
}

function variableCount(): number {
  return Object.keys(tf.engine().state.registeredVariables).length;
}

class Tape {
  refusal: string | undefined;
  draws: string | undefined;
  readonly #refs = new Map<number, ValueRef>();
  readonly #shapes = new Map<number, tf.TensorInfo>();
  readonly #recording: Recording = { ops: [], constants: [], variables: [], outputs: [], gathers: [] };
  #gathering = false;
  readonly #read = new Set<number>();
  readonly #before: number[];
  readonly #binding: Binding;

  constructor(
    readonly backend: NativeBackend,
    readonly options: RecordOptions,
  ) {
    this.#binding = backend.binding;
    const { inputs, candidates } = options;
    candidates.forEach((variable) => ownData(backend, variable));
    backend.getInputTensorIds(inputs).forEach((id, index) => this.#refs.set(id, { from: "input", index }));
    this.#before = backend.getInputTensorIds(candidates);
    this.#before.forEach((id, index) => this.#refs.set(id, { from: "variable", index }));
  }

  call(): tf.Tensor[] {
    const { backend } = this;
    const binding = this.#binding;
    const uploads = backend.getInputTensorIds;
    backend.binding = this.#wrapped(binding);
    backend.getInputTensorIds = (tensors) => {
      const ids = uploads.call(backend, tensors);
      ids.forEach((id, index) => this.#shapes.set(id, tensors[index]));
      return ids;
    };
    const restoreGather = this.#letGatherRead();
    const stopWatching = watchDraws((clause) => (this.draws ??= clause));
    try {
      return withLeanKernels(() => tf.tidy(() => this.options.fn(this.options.inputs)), {
        lstm: !this.options.forXla,
      });
    } finally {
      stopWatching();
      restoreGather();
      backend.binding = binding;
      // The method lives on the prototype: without the own property, it shows again.
      delete (backend as Partial<NativeBackend>).getInputTensorIds;
    }
  }

  finish(results: tf.Tensor[]): Recording {
    const { candidates } = this.options;
    this.#recording.outputs = results.map((tensor) => ({
      ref: this.#refOf(tensor),
      shape: tensor.shape,
      dtype: tensor.dtype,
    }));
    const variables = candidates.map((variable, index) => this.#variableAfter(variable, index));
    const touched = variables.map(({ next }, index) => next !== undefined || this.#read.has(index));
    const renumbered = new Map<number, number>();
    touched.forEach((is, index) => is && renumbered.set(index, renumbered.size));
    this.#recording.variables = variables.filter((_, index) => touched[index]);
    this.#renumber(renumbered);
    return this.#recording;
  }

  #wrapped(binding: Binding): Binding {
    const wrapped: Binding = {
      createTensor: (shape: number[], dtype: number, values: TypedValues) => {
        const id = binding.createTensor(shape, dtype, values);
        if (Array.isArray(values)) this.#refuse("it makes a tensor of strings");
        else this.#addConstant(id, { shape: [...shape], dtype, values: values.slice() });
        return id;
      },
      deleteTensor: (id) => binding.deleteTensor(id),
      executeOp: (...[op, attrs, inputs, count]: Parameters<Binding["executeOp"]>) => {
        const refs = inputs.map((id) => this.#refOfId(id));
        const outputs = binding.executeOp(op, attrs, inputs, count);
        const node = this.#recording.ops.push({ op, attrs, inputs: refs }) - 1;
        outputs.forEach(({ id }, output) => this.#refs.set(id, { from: "op", node, output }));
        return outputs;
      },
      tensorDataSync: (id: number) => {
        if (!this.#gathering && this.#refOfId(id).from !== "constant")
          this.#refuse("it reads a tensor's values (dataSync, data, array)");
        return binding.tensorDataSync(id);
      },
    };
    // The binding's own properties are read-only, so that a plain assignment over them fails.
    return Object.create(binding, Object.getOwnPropertyDescriptors(wrapped)) as Binding;
  }

  /** The one kernel that reads its inputs does so to check the indices: what it reads decides nothing else. */
  #letGatherRead(): () => void {
    const kernel = tf.getKernel("GatherV2", "tensorflow");
    const { kernelFunc } = kernel;
    kernel.kernelFunc = (call) => {
      const { x, indices } = call.inputs as { x: tf.TensorInfo; indices: tf.TensorInfo };
      const [id] = this.backend.getInputTensorIds([indices]);
      this.#recording.gathers.push({
        indices: this.#refOfId(id),
        below: x.shape[call.attrs!.axis as number],
      });
      this.#gathering = true;
      try {
        return kernelFunc(call);
      } finally {
        this.#gathering = false;
      }
    };
    return () => void (kernel.kernelFunc = kernelFunc);
  }

  #refuse(reason: string): void {
    this.refusal ??= reason;
  }

  #addConstant(id: number, constant: RecordedConstant): ValueRef {
    const ref: ValueRef = { from: "constant", index: this.#recording.constants.push(constant) - 1 };
    this.#refs.set(id, ref);
    return ref;
  }

  #refOfId(id: number): ValueRef {
    const ref = this.#refs.get(id) ?? this.#capture(id);
    if (ref.from === "variable") this.#read.add(ref.index);
    return ref;
  }

  /** A tensor that existed before the call: it never changes, so its values are a constant. */
  #capture(id: number): ValueRef {
    const { captured } = this.options;
    if (!captured.has(id)) captured.set(id, this.#readCaptured(id));
    return this.#addConstant(id, captured.get(id)!);
  }

  #readCaptured(id: number): RecordedConstant {
    const info = this.#shapes.get(id);
    if (!info) {
      this.#refuse("it uses a tensor of unknown shape");
      return { shape: [], dtype: 0, values: new Float32Array() };
    }
    const { dtype } = this.backend.tensorMap.get(info.dataId);
    return { shape: [...info.shape], dtype, values: this.#binding.tensorDataSync(id) };
  }

  #refOf(tensor: tf.TensorInfo): ValueRef {
    const data = this.backend.tensorMap.get(tensor.dataId);
    // A tensor that no operation used has its values in JavaScript only, and no id yet.
    if (data.values) return this.#addConstant(-1, constantOf(data));
    this.#shapes.set(data.id, tensor);
    return this.#refOfId(data.id);
  }

  #variableAfter(variable: tf.Variable, index: number): RecordedVariable {
    if (variable.isDisposed) {
      this.#refuse(`it disposes the variable ${variable.name}`);
      return { variable };
    }
    const data = this.backend.tensorMap.get(variable.dataId);
    if (!data.values && data.id === this.#before[index]) return { variable };
    return { variable, next: this.#refOf(variable) };
  }

  #renumber(places: Map<number, number>): void {
    const all = [
      ...this.#recording.ops.flatMap((op) => op.inputs),
      ...this.#recording.outputs.map((output) => output.ref),
      ...this.#recording.variables.flatMap(({ next }) => next ?? []),
      ...this.#recording.gathers.map(({ indices }) => indices),
    ];
    for (const ref of new Set(all)) if (ref.from === "variable") ref.index = places.get(ref.index)!;
  }
}

function constantOf({ shape, dtype, values }: TensorData): RecordedConstant {
  return { shape: [...shape], dtype, values: values!.slice() };
}

/** Two holders of one piece of data cannot be told apart in a recording: the variable gets its own copy. */
function ownData(backend: NativeBackend, variable: tf.Variable): void {
  if (backend.tensorMap.get(variable.dataId).refCount <= 1) return;
  const copy = tf.tensor(variable.dataSync().slice(), variable.shape, variable.dtype);
  variable.assign(copy);
  copy.dispose();
}
