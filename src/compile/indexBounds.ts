import { DataError } from "../core/index";
import type { TypedValues } from "../backend/nativeBackend";
import type { Recording, ValueRef } from "./recording";

/** An input whose values are row numbers. */
export interface IndexBound {
  input: number;
  /** The bound that no value may reach. */
  below: number;
}

// What changes a tensor's shape or type but not its values.
const sameValues = new Set(["Cast", "Reshape", "ExpandDims", "Squeeze", "Identity"]);

/** The inputs that a recorded step uses as row numbers, straight or reshaped. */
export function indexBounds({ gathers, ops }: Recording): IndexBound[] {
  return gathers.flatMap(({ indices, below }) => {
    const { from, index } = sourceOf(indices, ops);
    return from === "input" ? [{ input: index, below }] : [];
  });
}

function sourceOf(ref: ValueRef, ops: Recording["ops"]): { from: string; index: number } {
  if (ref.from !== "op") return ref;
  const { op, inputs } = ops[ref.node];
  return sameValues.has(op) ? sourceOf(inputs[0], ops) : { from: "op", index: -1 };
}

/**
 * Refuses row numbers that are out of range, as TensorFlow.js does and XLA does not.
 *
 * @throws DataError `GatherV2: the index value 3 is not in [0, 2]`
 */
export function checkIndices(values: TypedValues, below: number): void {
  for (const value of values) {
    if (value >= 0 && value < below) continue;
    throw new DataError({
      where: "GatherV2",
      required: `the index value ${value} is not in [0, ${below - 1}]`,
    });
  }
}
