import type { InputSignature, StepGraph } from "./buildGraph";
import { type AttrValue, DataType, type FunctionBody, type NodeDef, tensorShape } from "./graphDef";
import { byteSize } from "./nativeTensor";
import { type NativeGraph, xlaCall } from "./stepGraph";
import type { TensorflowApi } from "./tensorflowApi";

/**
 * A graph that runs a step several times in one call, compiled by XLA: inputs and outputs have one more axis, [steps, …],
 * and what a step keeps goes from one to the next in place.
 *
 * Its feeds are those of the step, then how many steps this call is to make, at most `steps`. The caller deletes it.
 */
export function xlaLoopGraph(
  api: TensorflowApi,
  step: StepGraph,
  feeds: string[],
  steps: number,
): NativeGraph {
  return xlaCall(api, [...new Loop(step, feeds, steps).functions(), ...step.functions]);
}

/** Whether a step can run in a loop: what it keeps, it must be fed. */
export function canLoop({ states }: StepGraph): boolean {
  return states.every(({ feed, written }) => feed !== undefined || !written);
}

/** A value that goes around. */
interface Carried extends InputSignature {
  name: string;
  /** The node of the body that is its value for the next step; its own name where it stays. */
  next: string;
}

const index = "loop_index";
const count = "loop_count";
const scalar = { shape: [], dtype: DataType.int32 };

class Loop {
  readonly #nodes: NodeDef[] = [];
  readonly #carried: Carried[] = [];
  /** The names of the placeholders, feed by feed. */
  readonly #fed: string[] = [];

  constructor(
    readonly step: StepGraph,
    readonly feeds: string[],
    readonly steps: number,
  ) {
    const inputs = new Set(step.inputs);
    const integer = { T: { type: DataType.int32 } };
    const next = this.#add("index_next", "AddV2", [index, this.#integers("one", 1)], integer);
    this.#carried.push({ ...scalar, name: index, next });
    this.#nodes.push(...step.nodes.filter(({ op }) => op !== "Placeholder"));
    for (const feed of feeds) this.#fed.push(inputs.has(feed) ? this.#addInput(feed) : this.#addKept(feed));
    this.#carried.push({ ...scalar, name: count, next: count });
    step.outputs.forEach((output, place) => this.#addOutput(output, place));
  }

  /** The whole loop, and the functions that it calls. */
  functions(): FunctionBody[] {
    const all = this.#carried.map(({ name }) => name);
    const placeholders = this.#carried.map(placeholder);
    const less = node("goes_on", "Less", [index, count], { T: { type: DataType.int32 } });
    const next = this.#carried.map(({ next }) => next);
    return [
      this.#whole(),
      { name: "loop_condition", nodes: [...placeholders, less], feeds: all, fetches: ["goes_on"] },
      { name: "loop_body", nodes: [...placeholders, ...this.#nodes], feeds: all, fetches: next },
    ];
  }

  #whole(): FunctionBody {
    const feeds = [...this.#fed, count];
    const isFed = ({ name }: Carried) => feeds.includes(name);
    const start = this.#carried.map((one) => (isFed(one) ? placeholder(one) : zeros(one)));
    const input = this.#carried.map(({ name }) => name);
    const loop = node("loop", "StatelessWhile", input, {
      T: { list: { type: this.#carried.map(({ dtype }) => dtype) } },
      cond: { func: { name: "loop_condition" } },
      body: { func: { name: "loop_body" } },
      output_shapes: { list: { shape: [] } },
      parallel_iterations: { i: 1 },
    });
    const results = [
      ...this.step.outputs.map((_, place) => `gathered${place}`),
      ...this.step.states.filter(({ written }) => written).map(({ feed }) => feed!),
    ];
    const fetches = results.map((name) => `loop:${input.indexOf(name)}`);
    return { name: "step_loop", nodes: [...start, loop], feeds, fetches };
  }

  /** A state, which goes to the next step, or a constant. */
  #addKept(name: string): string {
    const { states, fetches, outputs } = this.step;
    const place = states.filter(({ written }) => written).findIndex(({ feed }) => feed === name);
    const next = place < 0 ? name : fetches[outputs.length + place];
    this.#carried.push({ ...this.#signature(name), name, next });
    return name;
  }

  /** An input of all steps; under its own name a step finds its part. */
  #addInput(name: string): string {
    const { shape, dtype } = this.#signature(name);
    const all = `${name}_all`;
    this.#carried.push({ name: all, shape: [this.steps, ...shape], dtype, next: all });
    this.#add(name, "GatherV2", [all, index, this.#integers(`${name}_axis`, 0)], {
      Tparams: { type: dtype },
      Tindices: { type: DataType.int32 },
      Taxis: { type: DataType.int32 },
      batch_dims: { i: 0 },
    });
    return all;
  }

  /** An output of all steps, of which each writes its part. */
  #addOutput({ shape, dtype }: InputSignature, place: number): void {
    const name = `gathered${place}`;
    const [type, axes] = [{ type: dtype }, { type: DataType.int32 }];
    const shapeOfOne = this.#integers(`${name}_shape`, [1, ...shape]);
    const one = this.#add(`${name}_one`, "Reshape", [this.step.fetches[place], shapeOfOne], {
      T: type,
      Tshape: axes,
    });
    const zero = this.#integers(`${name}_zero`, 0);
    const begin = [index, ...shape.map(() => zero)];
    const at = this.#add(`${name}_at`, "Pack", begin, { T: axes, N: { i: begin.length }, axis: { i: 0 } });
    const next = this.#add(`${name}_next`, "XlaDynamicUpdateSlice", [name, one, at], {
      T: type,
      Tindices: axes,
    });
    this.#carried.push({ name, shape: [this.steps, ...shape], dtype, next });
  }

  #signature(name: string): InputSignature {
    const { dtype, shape } = this.step.nodes.find((one) => one.name === name)!.attr;
    return { dtype: dtype.type!, shape: shape.shape!.dim.map(({ size }) => size) };
  }

  #integers(name: string, values: number[] | number): string {
    const shape = typeof values === "number" ? [] : [values.length];
    this.#nodes.push(constant(name, { dtype: DataType.int32, shape }, Int32Array.of(...[values].flat())));
    return name;
  }

  #add(name: string, op: string, input: string[], attr: Record<string, AttrValue>): string {
    this.#nodes.push(node(name, op, input, attr));
    return name;
  }
}

function node(name: string, op: string, input: string[], attr: Record<string, AttrValue>): NodeDef {
  return { name, op, input, attr };
}

function placeholder({ name, shape, dtype }: Carried): NodeDef {
  return node(name, "Placeholder", [], { dtype: { type: dtype }, shape: { shape: tensorShape(shape) } });
}

function zeros({ name, shape, dtype }: Carried): NodeDef {
  return constant(name, { shape, dtype }, new Uint8Array(byteSize({ shape, dtype })));
}

function constant(name: string, { dtype, shape }: InputSignature, values: ArrayBufferView): NodeDef {
  const tensorContent = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const tensor = { dtype, tensorShape: tensorShape(shape), tensorContent };
  return node(name, "Const", [], { dtype: { type: dtype }, value: { tensor } });
}
