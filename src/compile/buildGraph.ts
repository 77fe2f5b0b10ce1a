import type * as tf from "@tensorflow/tfjs";
import { type AttrValue, DataType, type NodeDef, tensorShape } from "./graphDef";
import { sumOf } from "../math/index";
import type { OpAttr } from "../backend/nativeBackend";
import { bytesOf, type RecordedConstant, type Recording, type ValueRef } from "./recording";
import { NoGraphForm } from "./noGraphForm";

/** A graph and the names by which values go in and out. */
export interface StepGraph {
  nodes: NodeDef[];
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
export interface InputSignature {
  shape: number[];
  dtype: number;
}

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
  readonly #nodes = new Map<string, NodeDef>();
  /** The node that is each variable's value before the step. */
  readonly #variables = new Map<number, string>();
  readonly #graph: StepGraph;

  constructor(
    readonly recording: Recording,
    readonly inputs: InputSignature[],
    readonly changing: ReadonlySet<number>,
  ) {
    this.#graph = {
      nodes: [],
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
    const needed = ops.map((op, index) => ({ ...op, index })).filter(neededBy(ops, results));
    const read = new Set(variablesIn([...needed.flatMap((op) => op.inputs), ...results]));
    this.#addStates(read);
    for (const { op, index, inputs, attrs } of needed) {
      this.#add(
        `n${index}`,
        op,
        inputs.map((ref) => this.#name(ref)),
        attributes(attrs),
      );
    }
    const next = this.#graph.states.filter(({ written }) => written).map((state) => this.#next(state));
    this.#graph.fetches = [...outputs.map(({ ref }, index) => this.#fetch(`out${index}`, ref)), ...next];
    this.#graph.nodes = [...this.#nodes.values()];
    return this.#graph;
  }

  #addStates(read: Set<number>): void {
    const all = this.recording.variables.map(({ next }, index) => ({ index, written: next !== undefined }));
    const packed = all.filter(({ index, written }) => written && read.has(index) && this.#isSmall(index));
    if (packed.length >= fewestPacked) this.#addPack(packed.map(({ index }) => index));
    for (const { index, written } of all) {
      if (this.#variables.has(index)) continue;
      const feed = read.has(index) ? this.#placeholder(`v${index}`, this.#signature(index)) : undefined;
      if (feed) this.#variables.set(index, feed);
      this.#graph.states.push({ variables: [index], feed, written });
    }
  }

  #addPack(variables: number[]): void {
    const sizes = variables.map((index) => this.#variable(index).size);
    const total = sumOf(sizes);
    const feed = this.#placeholder("pack", { shape: [total], dtype: DataType.float32 });
    const parts = [feed, this.#integers("pack_sizes", sizes), this.#integers("pack_axis", 0)];
    this.#add("unpack", "SplitV", parts, {
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
    const value = this.#name(ref);
    if (ref.from === "op") return value;
    const { attr } = this.#nodes.get(value)!;
    return this.#add(name, "Identity", [value], { T: attr.dtype ?? attr.T });
  }

  /** The name of a state's new value. */
  #next({ variables }: StepState): string {
    const next = variables.map((index) => this.recording.variables[index].next!);
    if (variables.length === 1) return this.#fetch(`next${variables[0]}`, next[0]);
    const values = next.map((ref) => this.#name(ref));
    const flat = values.map((value, place) => this.#reshape(`flat${place}`, value, [-1]));
    return this.#add("pack_next", "ConcatV2", [...flat, "pack_axis"], {
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
    return this.#add(name, "Reshape", [value, this.#integers(`${name}_shape`, shape)], {
      T: { type: DataType.float32 },
      Tshape: { type: DataType.int32 },
    });
  }

  #integers(name: string, values: number[] | number): string {
    const shape = typeof values === "number" ? [] : [values.length];
    return this.#const(name, { dtype: DataType.int32, shape, values: Int32Array.of(...[values].flat()) });
  }

  #add(name: string, op: string, input: string[], attr: Record<string, AttrValue>): string {
    this.#nodes.set(name, { name, op, input, attr });
    return name;
  }

  #name(ref: ValueRef): string {
    switch (ref.from) {
      case "op":
        return ref.output === 0 ? `n${ref.node}` : `n${ref.node}:${ref.output}`;
      case "input":
        return (this.#graph.inputs[ref.index] ??= this.#placeholder(`x${ref.index}`, this.inputs[ref.index]));
      case "variable":
        return this.#variables.get(ref.index)!;
      case "constant":
        return this.#nodes.has(`c${ref.index}`) ? `c${ref.index}` : this.#constant(ref.index);
    }
  }

  #placeholder(name: string, { shape, dtype }: InputSignature): string {
    return this.#add(name, "Placeholder", [], {
      dtype: { type: dtype },
      shape: { shape: tensorShape(shape) },
    });
  }

  #constant(index: number): string {
    const constant = this.recording.constants[index];
    const name = `c${index}`;
    const isSmall = constant.values.byteLength <= fedConstantBytes;
    if (isSmall && !this.changing.has(index)) return this.#const(name, constant);
    this.#graph.constants.push({ name, index, constant });
    return this.#placeholder(name, constant);
  }

  #const(name: string, { dtype, shape, values }: RecordedConstant): string {
    const tensor = { dtype, tensorShape: tensorShape(shape), tensorContent: bytesOf(values) };
    return this.#add(name, "Const", [], { dtype: { type: dtype }, value: { tensor } });
  }
}

function variablesIn(refs: ValueRef[]): number[] {
  return refs.flatMap((ref) => (ref.from === "variable" ? [ref.index] : []));
}

/** Whether results need an operation, straight or through others. */
function neededBy(ops: Recording["ops"], results: ValueRef[]): (op: { index: number }) => boolean {
  const needed = new Set<number>();
  const pending = [...results];
  for (let ref = pending.pop(); ref; ref = pending.pop()) {
    if (ref.from !== "op" || needed.has(ref.node)) continue;
    needed.add(ref.node);
    pending.push(...ops[ref.node].inputs);
  }
  return ({ index }) => needed.has(index);
}

const dataTypes: Partial<Record<string, number>> = DataType;

/** TensorFlow's number for a type of TensorFlow.js. */
export function dataTypeOf(dtype: string): number {
  const number = dataTypes[dtype];
  if (!number || dtype === "string") throw new NoGraphForm(`it uses a tensor of type ${dtype}`);
  return number;
}

function attributes(attrs: OpAttr[]): Record<string, AttrValue> {
  return Object.fromEntries(attrs.map((attr) => [attr.name, attributeValue(attr)]));
}

// The order of TF_AttrType in TensorFlow's C interface.
const kinds = ["s", "i", "f", "b", "type", "shape"] as const;

function attributeValue({ name, type, value }: OpAttr): AttrValue {
  const kind = kinds[type];
  if (!kind) throw new NoGraphForm(`its attribute ${name} has no graph form`);
  if (kind === "shape") return { shape: tensorShape(value as number[]) };
  if (kind === "s") return { s: Buffer.from(String(value)) };
  return Array.isArray(value) ? { list: { [kind]: value } } : { [kind]: value };
}
