import type { OpAttr } from "../backend/nativeBackend";
import { type AttrValue, DataType, type FunctionBody, type NodeDef, tensorShape } from "./graphDef";
import {
  NoGraphForm,
  bytesOf,
  type RecordedConstant,
  type RecordedLoop,
  type RecordedOp,
  type Signature,
  type ValueRef,
} from "./recording";

/** A loop, and the names of what it is given. */
export interface GivenLoop {
  loop: RecordedLoop;
  inputs: string[];
}

/** What a graph and the functions that it calls share. */
export interface Shared {
  constants: readonly RecordedConstant[];
  /** Whether a constant, by its index, is fed from outside. */
  isFed: (index: number) => boolean;
  functions: FunctionBody[];
  /** Adds the nodes of a loop; the names of its outputs. */
  addLoop: (scope: GraphScope, name: string, given: GivenLoop) => string[];
}

/** The nodes of a graph, or of a function in it, while they are written. */
export class GraphScope {
  readonly nodes = new Map<string, NodeDef>();
  /** The names of loops' outputs, by the loop's place among the operations. */
  readonly #loops = new Map<number, string[]>();

  /** A scope without nodes. */
  constructor(
    readonly shared: Shared,
    /** The name of what comes from elsewhere: an input, a variable, an argument, a constant that is fed. */
    readonly nameOf: (ref: ValueRef) => string,
  ) {}

  /** Adds of these operations those that the results need. */
  addOperations(ops: readonly RecordedOp[], results: readonly ValueRef[]): void {
    const needed = neededBy(ops, results);
    ops.forEach(({ op, attrs, inputs, loop }, index) => {
      if (!needed.has(index)) return;
      const names = inputs.map((ref) => this.name(ref));
      if (loop) this.#loops.set(index, this.shared.addLoop(this, `n${index}`, { loop, inputs: names }));
      else this.add(`n${index}`, op, names, attributes(attrs));
    });
  }

  /** The name of a value, which is added where it is a constant. */
  name(ref: ValueRef): string {
    if (ref.from === "op") return this.#output(ref);
    if (ref.from !== "constant" || this.shared.isFed(ref.index)) return this.nameOf(ref);
    const name = `c${ref.index}`;
    return this.nodes.has(name) ? name : this.constant(name, this.shared.constants[ref.index]);
  }

  /** Adds a node; its name. */
  add(name: string, op: string, input: string[], attr: Record<string, AttrValue>): string {
    this.nodes.set(name, { name, op, input, attr });
    return name;
  }

  /** Adds a constant of whole numbers; its name. */
  integers(name: string, values: number[] | number): string {
    const shape = typeof values === "number" ? [] : [values.length];
    return this.constant(name, { dtype: DataType.int32, shape, values: Int32Array.of(...[values].flat()) });
  }

  /** Adds what is fed from outside; its name. */
  placeholder(name: string, { shape, dtype }: Signature): string {
    return this.add(name, "Placeholder", [], {
      dtype: { type: dtype },
      shape: { shape: tensorShape(shape) },
    });
  }

  /** Adds a constant; its name. */
  constant(name: string, { dtype, shape, values }: RecordedConstant): string {
    const tensor = { dtype, tensorShape: tensorShape(shape), tensorContent: bytesOf(values) };
    return this.add(name, "Const", [], { dtype: { type: dtype }, value: { tensor } });
  }

  #output({ node, output }: ValueRef & { from: "op" }): string {
    const ofLoop = this.#loops.get(node);
    if (ofLoop) return ofLoop[output];
    return output === 0 ? `n${node}` : `n${node}:${output}`;
  }
}

/** The operations that results need, straight or through others, by their places. */
export function neededBy(ops: readonly RecordedOp[], results: readonly ValueRef[]): Set<number> {
  const needed = new Set<number>();
  const pending = [...results];
  for (let ref = pending.pop(); ref; ref = pending.pop()) {
    if (ref.from !== "op" || needed.has(ref.node)) continue;
    needed.add(ref.node);
    pending.push(...ops[ref.node].inputs);
  }
  return needed;
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
