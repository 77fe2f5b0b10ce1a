import { type AttrValue, DataType, type FunctionBody, type NodeDef } from "./graphDef";
import { type GivenLoop, GraphScope } from "./graphScope";
import type { Signature, ValueRef } from "./recording";

/** A value that goes around. */
interface Carried {
  /** Its name in the body. */
  name: string;
  dtype: number;
  shape: number[];
  /** The node outside that it begins with. */
  start: string;
  /** The node of the body that is its value for the next step. */
  next: string;
}

const integer = { type: DataType.int32 };

/**
 * Adds a loop as one operation, and its body as a function; the names of its outputs.
 *
 * ```
 * While(0, lists, states, sequences, invariants): index + 1, lists with the step's results, its states, the rest as it was
 * ```
 */
export function addLoop(outer: GraphScope, name: string, given: GivenLoop): string[] {
  const { loop } = given;
  const written = new LoopBody(outer, name, given);
  const { carried } = written;
  outer.shared.functions.push(...written.functions(`${name}_${outer.shared.functions.length}`));
  const [condition, body] = outer.shared.functions.slice(-2);
  outer.add(
    name,
    "StatelessWhile",
    carried.map(({ start }) => start),
    {
      T: { list: { type: carried.map(({ dtype }) => dtype) } },
      cond: { func: { name: condition.name } },
      body: { func: { name: body.name } },
      output_shapes: { list: { shape: [] } },
      parallel_iterations: { i: 1 },
    },
  );
  const outputOf = (one: string) => `${name}:${carried.findIndex((value) => value.name === one)}`;
  const states = loop.states.map((_, place) => outputOf(`state${place}`));
  const stacked = loop.stacked.map(({ shape, dtype }, place) =>
    outer.add(
      `${name}_stack${place}`,
      "TensorListStack",
      [outputOf(`list${place}`), shapeIn(outer, name, place, shape)],
      {
        element_dtype: { type: dtype },
        num_elements: { i: loop.steps },
      },
    ),
  );
  return [...states, ...stacked];
}

function shapeIn(scope: GraphScope, name: string, place: number, shape: number[]): string {
  return scope.integers(`${name}_shape${place}`, shape);
}

class LoopBody {
  readonly carried: Carried[] = [];
  readonly #scope: GraphScope;
  /** The names of the arguments: parts of the sequences, states, invariants. */
  readonly #arguments: string[] = [];
  /** Which step of the sequences it is. */
  readonly #at: string;

  constructor(
    readonly outer: GraphScope,
    readonly name: string,
    readonly given: GivenLoop,
  ) {
    const { loop } = given;
    this.#scope = new GraphScope(outer.shared, (ref) => this.#nameOf(ref));
    const scope = this.#scope;
    const start = outer.integers(`${name}_start`, 0);
    const next = scope.add("index_next", "AddV2", ["index", scope.integers("one", 1)], { T: integer });
    this.carried.push({ name: "index", dtype: DataType.int32, shape: [], start, next });
    const last = () => scope.integers("last", loop.steps - 1);
    this.#at = loop.backwards ? scope.add("at", "Sub", [last(), "index"], { T: integer }) : "index";
    this.#addArguments();
    scope.addOperations(loop.ops, loop.results);
    const results = loop.results.map((ref) => scope.name(ref));
    loop.states.forEach((_, place) => this.#setNext(`state${place}`, results[place]));
    loop.stacked.forEach((one, place) => this.#addList(one, place, results[loop.states.length + place]));
  }

  /** The condition and the body. */
  functions(name: string): [FunctionBody, FunctionBody] {
    const feeds = this.carried.map((one) => one.name);
    const head = new GraphScope(this.outer.shared, () => "");
    const whole = new GraphScope(this.outer.shared, () => "");
    for (const scope of [head, whole]) this.carried.forEach((one) => placeholderOf(scope, one));
    head.add("goes_on", "Less", ["index", head.integers("steps", this.given.loop.steps)], { T: integer });
    const nodes: NodeDef[] = [...whole.nodes.values(), ...this.#scope.nodes.values()];
    return [
      { name: `${name}_condition`, nodes: [...head.nodes.values()], feeds, fetches: ["goes_on"] },
      { name: `${name}_body`, nodes, feeds, fetches: this.carried.map(({ next }) => next) },
    ];
  }

  #addArguments(): void {
    const { loop, inputs } = this.given;
    loop.sequences.forEach(({ shape, dtype }, place) => {
      const all = `sequence${place}`;
      this.#keep(all, { shape: [loop.steps, ...shape], dtype }, inputs[place]);
      this.#arguments.push(this.#part(all, `part${place}`, dtype));
    });
    const states = inputs.slice(loop.sequences.length);
    loop.states.forEach((state, place) => {
      this.#arguments.push(this.#keep(`state${place}`, state, states[place]));
    });
    const invariants = states.slice(loop.states.length);
    loop.invariants.forEach((one, place) => {
      this.#arguments.push(this.#keep(`invariant${place}`, one, invariants[place]));
    });
  }

  /** A value that stays as it is, unless {@link #setNext} says otherwise. */
  #keep(name: string, { shape, dtype }: Signature, start: string): string {
    this.carried.push({ name, dtype, shape, start, next: name });
    return name;
  }

  #setNext(name: string, next: string): void {
    this.carried.find((one) => one.name === name)!.next = next;
  }

  #part(all: string, name: string, dtype: number): string {
    const axis = this.#scope.integers(`${name}_axis`, 0);
    return this.#scope.add(name, "GatherV2", [all, this.#at, axis], {
      Tparams: { type: dtype },
      Tindices: integer,
      Taxis: integer,
      batch_dims: { i: 0 },
    });
  }

  #addList({ shape, dtype }: Signature, place: number, item: string): void {
    const { outer, name } = this;
    const type: Record<string, AttrValue> = { element_dtype: { type: dtype } };
    const size = outer.integers(`${name}_size${place}`, this.given.loop.steps);
    const start = outer.add(
      `${name}_reserve${place}`,
      "TensorListReserve",
      [outer.integers(`${name}_element${place}`, shape), size],
      { ...type, shape_type: integer },
    );
    const list = `list${place}`;
    const next = this.#scope.add(`${list}_next`, "TensorListSetItem", [list, this.#at, item], type);
    this.carried.push({ name: list, dtype: DataType.variant, shape: [], start, next });
  }

  #nameOf(ref: ValueRef): string {
    if (ref.from === "argument") return this.#arguments[ref.index];
    const name = `fed${(ref as { index: number }).index}`;
    if (this.carried.some((one) => one.name === name)) return name;
    const { shape, dtype } = this.outer.shared.constants[(ref as { index: number }).index];
    return this.#keep(name, { shape, dtype }, this.outer.name(ref));
  }
}

function placeholderOf(scope: GraphScope, { name, shape, dtype }: Carried): string {
  return scope.placeholder(name, { shape, dtype });
}
