import * as tf from "@tensorflow/tfjs";
import { type TensorShape } from "./graphDef";
import { buildGraph, dataTypeOf, type InputSignature, type StepGraph } from "./buildGraph";
import { checkIndices, type IndexBound, indexBounds } from "./indexBounds";
import { allocateTensor, newTensor, readTensor, writeMemory, zeroTensor } from "./nativeTensor";
import { Program } from "./program";
import type { Recording } from "./recording";
import { inputValues, type StepInput } from "./stepInput";
import type { Pointer, TensorflowApi } from "./tensorflowApi";
import type { ProgramWay } from "./way";
import type { NativeState } from "./nativeState";
import { VariablePack } from "./variablePack";
import { type HeldVariable, holdVariable, releaseVariable } from "./variableStore";

/** An input's place in TensorFlow's memory, written before each run. */
interface InputBuffer extends InputSignature {
  index: number;
  tensor: Pointer;
  address: Pointer;
  /** The step hands this memory on (a variable becomes the input itself): each run needs a new one. */
  handedOn: boolean;
}

/**
 * A recorded step that can be run again: its graph, its variables and the programs made of them.
 *
 * Variables change only when a run has succeeded, all of them together.
 */
export class Replay {
  readonly graph: StepGraph;
  readonly #buffers: InputBuffer[];
  readonly #constants: Pointer[];
  readonly #bounds: IndexBound[];
  readonly #variables: HeldVariable[];
  readonly #states: NativeState[];
  readonly #read: NativeState[];
  readonly #written: NativeState[];
  readonly #feeds: string[];
  #busy: Promise<void> | undefined;
  readonly #checked = new Set<ProgramWay>();
  readonly #programs = new Map<ProgramWay, Program>();

  constructor(
    readonly api: TensorflowApi,
    readonly recording: Recording,
    inputs: InputSignature[],
  ) {
    this.graph = buildGraph(recording, inputs);
    const { inputs: inputNames, states, constants } = this.graph;
    this.#bounds = indexBounds(recording);
    this.#variables = recording.variables.map(({ variable }) => holdVariable(api, variable));
    this.#states = states.map(({ variables }) => this.#newState(variables));
    this.#read = this.#states.filter((_, index) => states[index].feed !== undefined);
    this.#written = this.#states.filter((_, index) => states[index].written);
    this.#buffers = inputs.flatMap((signature, index) =>
      inputNames[index] === undefined ? [] : [newBuffer(api, index, signature)],
    );
    this.#constants = constants.map(({ constant: { dtype, shape, values } }) =>
      newTensor(api, dtype, shape, values),
    );
    const names = [...inputNames, ...states.map(({ feed }) => feed), ...constants.map(({ name }) => name)];
    this.#feeds = names.filter((name) => name !== undefined);
  }

  /** Runs the step; the caller disposes the tensors returned. */
  run(way: ProgramWay, inputs: readonly StepInput[]): tf.Tensor[] {
    return this.#finish(way, this.#program(way).run(this.#feed(inputs)));
  }

  /** As {@link run}, on another thread. */
  async runAsync(way: ProgramWay, inputs: readonly StepInput[]): Promise<tf.Tensor[]> {
    return this.#finish(way, await this.#program(way).runAsync(this.#feed(inputs)));
  }

  /** Copies the newest values of the variables into TensorFlow.js. */
  sync(): void {
    this.#variables.forEach((variable) => variable.sync());
  }

  /**
   * Runs a program once on another thread, on zeros, and throws the results away: it is compiled then.
   *
   * The step may go on meanwhile, in other ways.
   */
  warmUp(way: ProgramWay): Promise<void> {
    const { api } = this;
    const fed = this.#feeds.map((feed) => this.graph.nodes.find(({ name }) => name === feed)!.attr);
    const zeros = fed.map(({ dtype, shape }) => zeroTensor(api, dtype.type!, sizesOf(shape.shape!)));
    const run = this.#program(way)
      .runAsync(zeros)
      .then((results) => results.forEach((tensor) => api.TF_DeleteTensor(tensor)))
      .finally(() => zeros.forEach((tensor) => api.TF_DeleteTensor(tensor)));
    this.#busy = run.catch(() => {});
    return run;
  }

  /** Frees the programs of all other ways. */
  dropAllBut(kept: string): void {
    for (const way of [...this.#programs.keys()]) if (way !== kept) this.drop(way);
  }

  /** Frees one way's program. */
  drop(way: ProgramWay): void {
    const program = this.#programs.get(way);
    this.#programs.delete(way);
    if (program) this.#whenIdle(() => program.dispose());
  }

  /** Frees everything; the variables keep their values. */
  dispose(): void {
    this.dropAllBut("none");
    this.#buffers.forEach(({ tensor }) => this.api.TF_DeleteTensor(tensor));
    this.#constants.forEach((tensor) => this.api.TF_DeleteTensor(tensor));
    for (const state of this.#states) if (state instanceof VariablePack) state.dispose();
    this.#variables.forEach(releaseVariable);
  }

  #newState(variables: number[]): NativeState {
    const held = variables.map((index) => this.#variables[index]);
    return held.length === 1 ? held[0] : new VariablePack(this.api, held);
  }

  #program(way: ProgramWay): Program {
    const { api, graph } = this;
    const program = this.#programs.get(way) ?? new Program(api, { graph, feeds: this.#feeds, way });
    this.#programs.set(way, program);
    return program;
  }

  #feed(inputs: readonly StepInput[]): Pointer[] {
    for (const { input, below } of this.#bounds) checkIndices(inputValues(inputs[input]), below);
    const fed: Pointer[] = [];
    for (const buffer of this.#buffers) {
      if (buffer.handedOn) this.#renew(buffer);
      writeMemory(buffer.address, inputValues(inputs[buffer.index]));
      fed.push(buffer.tensor);
    }
    for (const state of this.#read) fed.push(state.current());
    for (const constant of this.#constants) fed.push(constant);
    return fed;
  }

  /** A session must not be deleted while another thread runs in it. */
  #whenIdle(free: () => void): void {
    if (this.#busy) void this.#busy.then(free);
    else free();
  }

  #renew(buffer: InputBuffer): void {
    this.api.TF_DeleteTensor(buffer.tensor);
    Object.assign(buffer, { ...newBuffer(this.api, buffer.index, buffer), handedOn: true });
  }

  #finish(way: ProgramWay, fetched: Pointer[]): tf.Tensor[] {
    const { outputs } = this.recording;
    const results = outputs.map((output, index) => this.#output(output, fetched[index]));
    if (!this.#checked.has(way)) this.#findHandedOn(way, fetched.slice(outputs.length));
    this.#written.forEach((state, index) => state.advance(fetched[outputs.length + index]));
    return results;
  }

  /** Whether a variable's new value is an input's own memory shows in the first run, by its address. */
  #findHandedOn(way: ProgramWay, values: Pointer[]): void {
    const addresses = new Set(values.map((tensor) => this.api.TF_TensorData(tensor)));
    for (const buffer of this.#buffers) buffer.handedOn ||= addresses.has(buffer.address);
    this.#checked.add(way);
  }

  #output({ shape, dtype }: Recording["outputs"][number], tensor: Pointer): tf.Tensor {
    const values = readTensor(this.api, tensor, dataTypeOf(dtype), tf.util.sizeFromShape(shape));
    this.api.TF_DeleteTensor(tensor);
    return tf.engine().makeTensor(values, shape, dtype);
  }
}

function sizesOf({ dim }: TensorShape): number[] {
  return dim.map(({ size }) => size);
}

function newBuffer(api: TensorflowApi, index: number, { shape, dtype }: InputSignature): InputBuffer {
  const tensor = allocateTensor(api, dtype, shape);
  return { index, shape, dtype, tensor, address: api.TF_TensorData(tensor), handedOn: false };
}
