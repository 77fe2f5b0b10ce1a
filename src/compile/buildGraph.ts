import type * as tf from "@tensorflow/tfjs";
import { DataType, type FunctionBody, type NodeDef } from "./graphDef";
import { sumOf } from "../math/index";
import { GraphScope, neededBy } from "./graphScope";
import { addLoop } from "./loopNodes";
import {
  type RecordedConstant,
  type Recording,
  type Signature,
  type ValueRef,
  NoGraphForm,
} from "./recording";

/** A graph and the names by which values go in and out. */
export interface StepGraph {
  nodes: NodeDef[];
  /** What loops in it call. */
  functions: FunctionBody[];
  /** Names of the placeholders, where the step uses them: undefined ones are not fed. */
  inputs: (string | undefined)[];
  /** The variables, singly or several in one tensor. */
  states: StepState[];
  outputs: InputSignature[];
  /** Large constants, fed rather than copied into the graph. */
  constants: { name: string; index: number; constant: RecordedConstant }[];
  /** What is fetched: the outputs, then the new value of each state that has one. */
  fetches: string[];
}

/** What a step keeps from call to call: one variable, or a pack of several end to end. */
export interface StepState {
  /** Places in the recording's list of variables. */
  variables: number[];
  /** The placeholder; undefined where the step does not read it. */
  feed?: string;
  /** Whether the step gives it a new value. */
  written: boolean;
}

/** The shape and type of what is fed or fetched. */
export type InputSignature = Signature;

// Each tensor that goes in and out costs microseconds, and in XLA more: small variables travel as one.
const packedElements = 16_384;
const fewestPacked = 8;

// Above this size, in bytes, a constant is fed like an input: a whole data set is then held once.
const fedConstantBytes = 64 * 1024;

/**
 * The graph of what a recording's outputs and new variable values need, and of nothing else.
 *
 * @param changing constants whose values may be replaced, by index: they are fed, however small
 */
export function buildGraph(
  recording: Recording,
  inputs: InputSignature[],
  changing: ReadonlySet<number> = new Set(),
): StepGraph {
  return new Builder(recording, inputs, changing).build();
}

class Builder {
  readonly #scope: GraphScope;
  /** The node that is each variable's value before the step. */
  readonly #variables = new Map<number, string>();
  readonly #graph: StepGraph;

  constructor(
    readonly recording: Recording,
    readonly inputs: InputSignature[],
    readonly changing: ReadonlySet<number>,
  ) {
    const functions: FunctionBody[] = [];
    const { constants } = recording;
    const isFed = (index: number) =>
      constants[index].values.byteLength > fedConstantBytes || changing.has(index);
    this.#scope = new GraphScope({ constants, isFed, functions, addLoop }, (ref) => this.#source(ref));
    this.#graph = {
      nodes: [],
      functions,
      inputs: inputs.map(() => undefined),
      states: [],
      outputs: recording.outputs.map(({ shape, dtype }) => ({ shape, dtype: dataTypeOf(dtype) })),
      constants: [],
      fetches: [],
    };
  }

  build(): StepGraph {
    const { outputs, variables, ops } = this.recording;
    const results = [...outputs.map(({ ref }) => ref), ...variables.flatMap(({ next }) => next ?? [])];
    const needed = neededBy(ops, results);
    const read = ops.flatMap(({ inputs }, index) => (needed.has(index) ? inputs : []));
    this.#addStates(new Set(variablesIn([...read, ...results])));
    this.#scope.addOperations(ops, results);
    const next = this.#graph.states.filter(({ written }) => written).map((state) => this.#next(state));
    this.#graph.fetches = [...outputs.map(({ ref }, index) => this.#fetch(`out${index}`, ref)), ...next];
    this.#graph.nodes = [...this.#scope.nodes.values()];
    return this.#graph;
  }

  #addStates(read: Set<number>): void {
    const all = this.recording.variables.map(({ next }, index) => ({ index, written: next !== undefined }));
    const packed = all.filter(({ index, written }) => written && read.has(index) && this.#isSmall(index));
    if (packed.length >= fewestPacked) this.#addPack(packed.map(({ index }) => index));
    for (const { index, written } of all) {
      if (this.#variables.has(index)) continue;
      const feed = read.has(index) ? this.#scope.placeholder(`v${index}`, this.#signature(index)) : undefined;
      if (feed) this.#variables.set(index, feed);
      this.#graph.states.push({ variables: [index], feed, written });
    }
  }

  #addPack(variables: number[]): void {
    const sizes = variables.map((index) => this.#variable(index).size);
    const total = sumOf(sizes);
    const feed = this.#scope.placeholder("pack", { shape: [total], dtype: DataType.float32 });
    const parts = [feed, this.#scope.integers("pack_sizes", sizes), this.#scope.integers("pack_axis", 0)];
    this.#scope.add("unpack", "SplitV", parts, {
      T: { type: DataType.float32 },
      Tlen: { type: DataType.int32 },
      num_split: { i: variables.length },
    });
    variables.forEach((index, place) =>
      this.#variables.set(index, this.#reshape(`v${index}`, `unpack:${place}`, this.#variable(index).shape)),
    );
    this.#graph.states.push({ variables, feed, written: true });
  }

  /** What TensorFlow lets us fetch: not a placeholder, which is fed. */
  #fetch(name: string, ref: ValueRef): string {
    const value = this.#scope.name(ref);
    if (ref.from === "op") return value;
    const { attr } = this.#scope.nodes.get(value)!;
    return this.#scope.add(name, "Identity", [value], { T: attr.dtype ?? attr.T });
  }

  /** The name of a state's new value. */
  #next({ variables }: StepState): string {
    const next = variables.map((index) => this.recording.variables[index].next!);
    if (variables.length === 1) return this.#fetch(`next${variables[0]}`, next[0]);
    const values = next.map((ref) => this.#scope.name(ref));
    const flat = values.map((value, place) => this.#reshape(`flat${place}`, value, [-1]));
    return this.#scope.add("pack_next", "ConcatV2", [...flat, "pack_axis"], {
      T: { type: DataType.float32 },
      Tidx: { type: DataType.int32 },
      N: { i: flat.length },
    });
  }

  #isSmall(index: number): boolean {
    const { dtype, size } = this.#variable(index);
    return dtype === "float32" && size <= packedElements;
  }

  #variable(index: number): tf.Variable {
    return this.recording.variables[index].variable;
  }

  #signature(index: number): InputSignature {
    const { shape, dtype } = this.#variable(index);
    return { shape, dtype: dataTypeOf(dtype) };
  }

  #reshape(name: string, value: string, shape: number[]): string {
    return this.#scope.add(name, "Reshape", [value, this.#scope.integers(`${name}_shape`, shape)], {
      T: { type: DataType.float32 },
      Tshape: { type: DataType.int32 },
    });
  }

  #source(ref: ValueRef): string {
    switch (ref.from) {
      case "input":
        return (this.#graph.inputs[ref.index] ??= this.#scope.placeholder(
          `x${ref.index}`,
          this.inputs[ref.index],
        ));
      case "variable":
        return this.#variables.get(ref.index)!;
      case "constant":
        return this.#fedConstant(ref.index);
      default:
        throw new Error(`a graph has no ${ref.from} of its own`);
    }
  }

  #fedConstant(index: number): string {
    const name = `c${index}`;
    if (this.#scope.nodes.has(name)) return name;
    const constant = this.recording.constants[index];
    this.#graph.constants.push({ name, index, constant });
    return this.#scope.placeholder(name, constant);
  }
}

function variablesIn(refs: ValueRef[]): number[] {
  return refs.flatMap((ref) => (ref.from === "variable" ? [ref.index] : []));
}

const dataTypes: Partial<Record<string, number>> = DataType;

/** TensorFlow's number for a type of TensorFlow.js. */
export function dataTypeOf(dtype: string): number {
  const number = dataTypes[dtype];
  if (!number || dtype === "string") throw new NoGraphForm(`it uses a tensor of type ${dtype}`);
  return number;
}

/** The type of TensorFlow.js for TensorFlow's number. */
export function nameOfType(number: number): "float32" | "int32" | "bool" {
  const name = (["float32", "int32", "bool"] as const).find((dtype) => DataType[dtype] === number);
  if (!name) throw new NoGraphForm(`a loop carries a tensor of TensorFlow's type ${number}`);
  return name;
}
