import * as tf from "@tensorflow/tfjs";
import type { Binding, NativeBackend, TensorData, TypedValues } from "../backend/nativeBackend";
import {
  type RecordedCall,
  type RecordOptions,
  type RecordedConstant,
  type RecordedOp,
  type RecordedVariable,
  type Recording,
  type Signature,
  type ValueRef,
  NoGraphForm,
} from "./recording";
import { withLeanKernels } from "./leanKernels";
import { watchDraws } from "./draws";
import { Frame } from "./frame";
import {
  type LoopOptions,
  type LoopRecorder,
  type LoopResults,
  runLoop,
  sameBodies,
  UnrollNeeded,
} from "./recordedLoop";
import { tensorflowApi } from "./tensorflowApi";

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
  if (results === "unroll") return record(backend, { ...options, unrolled: true });
  const madeVariables = variableCount() !== known;
  if (tape.refusal === undefined) {
    const recording = tape.finish(results);
    if (tape.refusal === undefined) return { results, recording, draws: tape.draws, madeVariables };
  }
  return { results, refusal: tape.refusal, madeVariables };
}

/** The results of a recorded call; of one that is not, where operations turn out to have no graph form. */
function callOrRefuse(tape: Tape, { fn, inputs }: RecordOptions): tf.Tensor[] | "unroll" {
  try {
    return tape.call();
  } catch (error) {
    if (error instanceof UnrollNeeded) return "unroll";
    if (!(error instanceof NoGraphForm)) throw error;
    tape.refusal = error.message;
    return tf.tidy(() => fn(inputs));
  }
}

function variableCount(): number {
  return Object.keys(tf.engine().state.registeredVariables).length;
}

class Tape implements LoopRecorder {
  refusal: string | undefined;
  draws: string | undefined;
  readonly #whole = new Frame((id) => this.#capture(id));
  #frame = this.#whole;
  readonly #shapes = new Map<number, tf.TensorInfo>();
  readonly #recording: Recording = {
    ops: this.#whole.ops,
    ...{ constants: [], variables: [], outputs: [], gathers: [] },
  };
  /** What bodies of loops computed: nothing outside can use it. */
  readonly #ofBodies = new Set<number>();
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
    backend.getInputTensorIds(inputs).forEach((id, index) => this.#frame.set(id, { from: "input", index }));
    this.#before = backend.getInputTensorIds(candidates);
    this.#before.forEach((id, index) => this.#frame.set(id, { from: "variable", index }));
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
      const { fn, inputs, forXla, unrolled } = this.options;
      const loops = unrolled ? undefined : this;
      return withLeanKernels(() => tf.tidy(() => fn(inputs)), { lstm: !forXla, loops });
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
        this.#add(
          { op, attrs, inputs: refs },
          outputs.map(({ id }) => id),
        );
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
      const below = x.shape[call.attrs!.axis as number];
      // What the body of a loop picks cannot be looked at from outside.
      if (this.#frame === this.#whole) this.#recording.gathers.push({ indices: this.#refOfId(id), below });
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
    this.#frame.set(id, ref);
    return ref;
  }

  #add(op: RecordedOp, outputs: number[]): void {
    this.#frame.add(op, outputs);
    if (this.#frame !== this.#whole) for (const id of outputs) this.#ofBodies.add(id);
  }

  /**
   * Writes down what a step does to zeros, twice, and has TensorFlow run the loop: it is one operation however many steps there are.
   *
   * @throws UnrollNeeded where the step does something else each time, or uses what it must not
   */
  loop(options: LoopOptions): LoopResults {
    const { sequences, states, backwards } = options;
    const given = this.backend.getInputTensorIds([...sequences, ...states]);
    const [body, again] = [this.#body(options), this.#body(options)];
    if (!sameBodies(body, again, this.#recording.constants)) throw new UnrollNeeded();
    const { invariants } = body;
    const outside = new Set(invariants.map(({ id }) => id));
    if ([...outside].some((id) => options.outside?.has(id) === false)) throw new UnrollNeeded();
    const ids = [...given, ...outside];
    const op: RecordedOp = { op: "Loop", attrs: [], inputs: ids.map((id) => this.#refOfId(id)) };
    op.loop = {
      ...{ steps: sequences[0].shape[0], backwards, ops: body.ops, results: body.results },
      sequences: sequences.map((one) => this.#signatureOf({ ...one, shape: one.shape.slice(1) })),
      states: states.map((one) => this.#signatureOf(one)),
      invariants: invariants.map(({ signature }) => signature),
      stacked: body.signatures.slice(states.length),
    };
    const values = ids.map((id) => this.#binding.tensorDataSync(id));
    const results = this.#untaped(() => {
      const outputs = runLoop(tensorflowApi()!, this.#recording.constants, op, values);
      return { outputs, ids: this.backend.getInputTensorIds(outputs) };
    });
    this.#add(op, results.ids);
    return { outputs: results.outputs, outside };
  }

  /** What a step of a loop does, to parts of sequences and states that are all zero. */
  #body({ step, sequences, states }: LoopOptions) {
    const zeros = this.#untaped(() => {
      const parts = sequences.map(({ shape, dtype }) => tf.zeros(shape.slice(1), dtype));
      const given = [...parts, ...states.map(({ shape, dtype }) => tf.zeros(shape, dtype))];
      return { given, ids: this.backend.getInputTensorIds(given) };
    });
    const outer = this.#frame;
    const frame: Frame = new Frame((id) => this.#enclose(frame, outer, zeros.ids.length, id));
    zeros.ids.forEach((id, index) => frame.set(id, { from: "argument", index }));
    this.#frame = frame;
    tf.engine().startScope();
    try {
      const made = step(zeros.given.slice(0, sequences.length), zeros.given.slice(sequences.length));
      const all = [...made.states, ...made.stacked];
      const results = all.map((tensor) => this.#refOf(tensor));
      const signatures = all.map((tensor) => this.#signatureOf(tensor));
      return { ops: frame.ops, invariants: frame.invariants, results, signatures };
    } finally {
      tf.engine().endScope();
      this.#frame = outer;
      tf.dispose(zeros.given);
    }
  }

  /** What a body takes from outside of it becomes one of its arguments; a constant stays what it is. */
  #enclose(frame: Frame, outer: Frame, given: number, id: number): ValueRef {
    const ref = outer.refOf(id);
    if (ref.from === "constant") return ref;
    const info = this.#shapes.get(id);
    if (!info) throw new UnrollNeeded();
    return {
      from: "argument",
      index: given + frame.invariants.push({ id, ref, signature: this.#signatureOf(info) }) - 1,
    };
  }

  /** Runs something of which nothing is written down. */
  #untaped<T>(run: () => T): T {
    const { binding } = this.backend;
    this.backend.binding = this.#binding;
    try {
      return run();
    } finally {
      this.backend.binding = binding;
    }
  }

  #signatureOf({ shape, dataId }: tf.TensorInfo): Signature {
    return { shape: [...shape], dtype: this.backend.tensorMap.get(dataId).dtype };
  }

  #refOfId(id: number): ValueRef {
    const ref = this.#frame.refOf(id);
    if (ref.from === "variable") this.#read.add(ref.index);
    return ref;
  }

  /** A tensor that existed before the call: it never changes, so its values are a constant. */
  #capture(id: number): ValueRef {
    if (this.#ofBodies.has(id)) throw new UnrollNeeded();
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
