import * as tf from "@tensorflow/tfjs";
import { buildGraph, dataTypeOf, type InputSignature, type StepGraph } from "./buildGraph";
import { checkIndices, type IndexBound, indexBounds } from "./indexBounds";
import { InputBuffers } from "./inputBuffers";
import { canLoop, xlaLoopGraph } from "./loopGraph";
import { byteSize, newTensor, readTensor, writeMemory, zeroTensor } from "./nativeTensor";
import type { NativeState } from "./nativeState";
import { Program } from "./program";
import type { Recording } from "./recording";
import { plainGraph, xlaGraph } from "./stepGraph";
import { asStack, joinResults, stepOf } from "./stackedSteps";
import { inputValues, type StepInput } from "./stepInput";
import type { Pointer, TensorflowApi } from "./tensorflowApi";
import { VariablePack } from "./variablePack";
import { type HeldVariable, holdVariable, releaseVariable } from "./variableStore";
import { waited, type Walk } from "./walk";
import { allNodes, type ProgramWay, sessionConfigs } from "./way";

/** What a {@link Replay} is made of. */
export interface ReplayOptions {
  recording: Recording;
  inputs: InputSignature[];
  /** How many steps a call may be asked to make, where XLA runs them in a loop. */
  together: number;
  /** Constants that {@link Replay.setConstants} may change, by index. */
  changing: ReadonlySet<number>;
}

/** A program, and where its inputs are written. */
interface Machine {
  program: Program;
  buffers: InputBuffers;
  /** What is fed besides inputs, states and constants: how many steps to make. */
  count?: Int32Array;
}

/** One call: several steps, of which inputs and outputs have one more axis, or a single one. */
export interface Call {
  inputs: readonly StepInput[];
  steps?: number;
}

// What goes in and out of a loop has room for all its steps, in bytes.
const largestStack = 256 * 1024;

/**
 * A recorded step that can be run again: its graph, its variables and the programs made of them.
 *
 * Variables change only when a run has succeeded, all of them together.
 */
export class Replay {
  readonly graph: StepGraph;
  /** How many steps XLA makes in one call, at most. */
  readonly together: number;
  readonly #recording: Recording;
  readonly #inputs: (InputSignature | undefined)[];
  readonly #constants: Pointer[];
  readonly #bounds: IndexBound[];
  readonly #variables: HeldVariable[];
  readonly #states: NativeState[];
  readonly #read: NativeState[];
  readonly #written: NativeState[];
  readonly #feeds: string[];
  #busy: Promise<void> | undefined;
  readonly #checked = new Set<ProgramWay>();
  readonly #machines = new Map<ProgramWay, Machine>();

  constructor(
    readonly api: TensorflowApi,
    { recording, inputs, together, changing }: ReplayOptions,
  ) {
    this.#recording = recording;
    this.graph = buildGraph(recording, inputs, changing);
    const { inputs: inputNames, states, constants } = this.graph;
    this.#bounds = indexBounds(recording);
    this.#variables = recording.variables.map(({ variable }) => holdVariable(api, variable));
    this.#states = states.map(({ variables }) => this.#newState(variables));
    this.#read = this.#states.filter((_, index) => states[index].feed !== undefined);
    this.#written = this.#states.filter((_, index) => states[index].written);
    this.#inputs = inputs.map((signature, index) =>
      inputNames[index] === undefined ? undefined : signature,
    );
    this.#constants = constants.map(({ constant: { dtype, shape, values } }) =>
      newTensor(api, dtype, shape, values),
    );
    const names = [...inputNames, ...states.map(({ feed }) => feed), ...constants.map(({ name }) => name)];
    this.#feeds = names.filter((name) => name !== undefined);
    this.together = this.#fitsLoop(together) ? together : 1;
  }

  /** Operations in its graph, those that loops repeat among them; constants and placeholders too. */
  get size(): number {
    return allNodes(this.graph).length;
  }

  /**
   * Runs a step, or several, one by one unless they loop; the caller disposes the tensors returned.
   *
   * @param aside on another thread
   */
  *run(way: ProgramWay, call: Call, aside: boolean): Walk<tf.Tensor[]> {
    if (!this.#loops(way) && call.steps !== undefined) {
      const results: tf.Tensor[][] = [];
      for (const one of singleCalls(call)) results.push(asStack(yield* this.run(way, one, aside)));
      return joinResults(results);
    }
    const { program } = this.#machine(way);
    const fed = this.#feed(way, call);
    return this.#finish(way, call, yield* waited(aside ? program.runAsync(fed) : program.run(fed)));
  }

  /** Whether all of these constants are fed, or not used at all. */
  feeds(changed: readonly number[]): boolean {
    const { nodes, constants } = this.graph;
    const fed = new Set(constants.map(({ index }) => index));
    return changed.every((index) => fed.has(index) || !nodes.some(({ name }) => name === `c${index}`));
  }

  /** Takes the values of some constants, which must be fed, from another recording. */
  setConstants({ constants }: Recording, changed: readonly number[]): void {
    this.graph.constants.forEach(({ index }, place) => {
      if (!changed.includes(index)) return;
      this.api.TF_DeleteTensor(this.#constants[place]);
      const { dtype, shape, values } = constants[index];
      this.#constants[place] = newTensor(this.api, dtype, shape, values);
    });
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
    const { program } = this.#machine(way);
    const zeros = this.#signatures(way).map(({ dtype, shape }) => zeroTensor(api, dtype, shape));
    // Without a step, the code of the loop's body would only be made in the first real run.
    if (this.#loops(way)) writeMemory(api.TF_TensorData(zeros.at(-1)!), Int32Array.of(1));
    const run = program
      .runAsync(zeros)
      .then((results) => results.forEach((tensor) => api.TF_DeleteTensor(tensor)))
      .finally(() => zeros.forEach((tensor) => api.TF_DeleteTensor(tensor)));
    this.#busy = run.catch(() => {});
    return run;
  }

  /** Frees the programs of all other ways. */
  dropAllBut(kept: string): void {
    for (const way of [...this.#machines.keys()]) if (way !== kept) this.drop(way);
  }

  /** Frees one way's program. */
  drop(way: ProgramWay): void {
    const machine = this.#machines.get(way);
    this.#machines.delete(way);
    if (!machine) return;
    this.#whenIdle(() => machine.program.dispose());
    machine.buffers.dispose();
  }

  /** Frees everything; the variables keep their values. */
  dispose(): void {
    this.dropAllBut("none");
    this.#constants.forEach((tensor) => this.api.TF_DeleteTensor(tensor));
    for (const state of this.#states) if (state instanceof VariablePack) state.dispose();
    this.#variables.forEach(releaseVariable);
  }

  #newState(variables: number[]): NativeState {
    const held = variables.map((index) => this.#variables[index]);
    return held.length === 1 ? held[0] : new VariablePack(this.api, held);
  }

  #fitsLoop(steps: number): boolean {
    const signatures = [...this.#inputs.flatMap((input) => input ?? []), ...this.graph.outputs];
    const bytes = signatures.reduce((sum, signature) => sum + byteSize(signature), 0);
    return steps > 1 && canLoop(this.graph) && bytes * steps <= largestStack;
  }

  #loops(way: ProgramWay): boolean {
    return way === "xla" && this.together > 1;
  }

  #machine(way: ProgramWay): Machine {
    const known = this.#machines.get(way);
    if (known) return known;
    const machine = this.#newMachine(way);
    this.#machines.set(way, machine);
    return machine;
  }

  #newMachine(way: ProgramWay): Machine {
    const { api, graph, together } = this;
    const feeds = this.#feeds;
    const config = sessionConfigs[way];
    const fetches = graph.fetches.length;
    const inputs = this.#inputs.map((input) => input && this.#perCall(way, input));
    if (!this.#loops(way)) {
      const native = (way === "xla" ? xlaGraph : plainGraph)(api, graph, feeds);
      const program = new Program(api, { native, feeds: feeds.length, fetches, config });
      return { program, buffers: new InputBuffers(api, inputs) };
    }
    const native = xlaLoopGraph(api, graph, feeds, together);
    const program = new Program(api, { native, feeds: feeds.length + 1, fetches, config });
    return { program, buffers: new InputBuffers(api, [...inputs, count]), count: new Int32Array(1) };
  }

  /** The signature of an input in one call: a loop's has room for all its steps. */
  #perCall(way: ProgramWay, { shape, dtype }: InputSignature): InputSignature {
    return this.#loops(way) ? { shape: [this.together, ...shape], dtype } : { shape, dtype };
  }

  /** What is fed, in order. */
  #signatures(way: ProgramWay): InputSignature[] {
    const inputs = new Set(this.graph.inputs);
    const fed = this.#feeds.map((feed) => {
      const { dtype, shape } = this.graph.nodes.find(({ name }) => name === feed)!.attr;
      const signature = { dtype: dtype.type!, shape: shape.shape!.dim.map(({ size }) => size) };
      return inputs.has(feed) ? this.#perCall(way, signature) : signature;
    });
    return this.#loops(way) ? [...fed, count] : fed;
  }

  #feed(way: ProgramWay, { inputs, steps }: Call): Pointer[] {
    for (const { input, below } of this.#bounds) checkIndices(inputValues(inputs[input]), below);
    const { buffers, count } = this.#machine(way);
    count?.fill(steps ?? 1);
    const written = buffers.write(count ? [...inputs, { values: count, shape: [] }] : inputs);
    const fed = count ? written.slice(0, -1) : written;
    for (const state of this.#read) fed.push(state.current());
    for (const constant of this.#constants) fed.push(constant);
    if (count) fed.push(written.at(-1)!);
    return fed;
  }

  /** A session must not be deleted while another thread runs in it. */
  #whenIdle(free: () => void): void {
    if (this.#busy) void this.#busy.then(free);
    else free();
  }

  #finish(way: ProgramWay, { steps }: Call, fetched: Pointer[]): tf.Tensor[] {
    const { outputs } = this.#recording;
    const results = outputs.map((output, index) => this.#output(output, fetched[index], steps));
    if (!this.#checked.has(way)) this.#machine(way).buffers.findHandedOn(fetched.slice(outputs.length));
    this.#checked.add(way);
    this.#written.forEach((state, index) => state.advance(fetched[outputs.length + index]));
    return results;
  }

  #output(output: Recording["outputs"][number], tensor: Pointer, steps?: number): tf.Tensor {
    const { dtype } = output;
    const shape = steps === undefined ? output.shape : [steps, ...output.shape];
    const values = readTensor(this.api, tensor, dataTypeOf(dtype), tf.util.sizeFromShape(shape));
    this.api.TF_DeleteTensor(tensor);
    return tf.engine().makeTensor(values, shape, dtype);
  }
}

const count: InputSignature = { shape: [], dtype: 3 };

function singleCalls({ inputs, steps = 1 }: Call): Call[] {
  return Array.from({ length: steps }, (_, index) => ({ inputs: stepOf(inputs, index) }));
}
