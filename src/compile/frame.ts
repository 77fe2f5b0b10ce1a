import type { RecordedOp, Signature, ValueRef } from "./recording";

/** What the body of a loop takes from outside of it. */
export interface Invariant {
  id: number;
  /** Where it comes from, outside. */
  ref: ValueRef;
  signature: Signature;
}

/** The operations of a step, or of the body of a loop in it, while they are written down. */
export class Frame {
  readonly ops: RecordedOp[] = [];
  readonly invariants: Invariant[] = [];
  readonly #refs = new Map<number, ValueRef>();

  /**
   * A frame without operations.
   *
   * @param find says where a tensor comes from that neither the operations nor {@link set} have made
   */
  constructor(readonly find: (id: number) => ValueRef) {}

  /** Says where a tensor comes from. */
  set(id: number, ref: ValueRef): void {
    this.#refs.set(id, ref);
  }

  /** Where a tensor comes from, by its number. */
  refOf(id: number): ValueRef {
    const ref = this.#refs.get(id) ?? this.find(id);
    this.#refs.set(id, ref);
    return ref;
  }

  /** Writes an operation down, and the numbers of what it made. */
  add(op: RecordedOp, outputs: readonly number[]): void {
    const node = this.ops.push(op) - 1;
    outputs.forEach((id, output) => this.#refs.set(id, { from: "op", node, output }));
  }
}
