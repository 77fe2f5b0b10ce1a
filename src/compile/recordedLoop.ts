import * as tf from "@tensorflow/tfjs";
import type { TypedValues } from "../backend/nativeBackend";
import { nameOfType } from "./buildGraph";
import {
  bytesOf,
  type RecordedConstant,
  type RecordedLoop,
  type RecordedOp,
  type ValueRef,
} from "./recording";
import { Replay } from "./replay";
import type { TensorflowApi } from "./tensorflowApi";
import { atOnce } from "./walk";

/** A step of a loop: it is given a part of each sequence and the states; the next states, and what is to be stacked. */
export type LoopStep = (
  parts: tf.Tensor[],
  states: tf.Tensor[],
) => { states: tf.Tensor[]; stacked: tf.Tensor[] };

/** What a loop is made of. */
export interface LoopOptions {
  step: LoopStep;
  /** [steps, …]; at least one. */
  sequences: tf.Tensor[];
  /** The states to begin with. */
  states: tf.Tensor[];
  /** Whether it goes from the last part of the sequences to the first; what it stacks lies in their order. */
  backwards: boolean;
  /** The only tensors from outside that it may use: those of another loop. Default: any. */
  outside?: ReadonlySet<number>;
}

/** What a loop has made. */
export interface LoopResults {
  /** The last states, then what it has stacked, [steps, …]. */
  outputs: tf.Tensor[];
  /** The tensors from outside that its step uses, by their numbers. */
  outside: ReadonlySet<number>;
}

/** Writes a loop down as one operation. */
export interface LoopRecorder {
  /** Runs a loop, whose step must do the same each time. */
  loop(options: LoopOptions): LoopResults;
}

/** A loop that cannot be one operation: its steps are to be written down one by one. */
export class UnrollNeeded extends Error {
  override name = "UnrollNeeded";
}

/** Whether two recordings of a loop's body are the same, numbers in it included. */
export function sameBodies(
  a: Pick<RecordedLoop, "ops" | "results">,
  b: Pick<RecordedLoop, "ops" | "results">,
  constants: readonly RecordedConstant[],
): boolean {
  const text = ({ ops, results }: Pick<RecordedLoop, "ops" | "results">) =>
    JSON.stringify([ops, results], (_, value: unknown) =>
      isConstant(value) ? contentOf(constants[value.index]) : value,
    );
  return text(a) === text(b);
}

function isConstant(value: unknown): value is ValueRef & { from: "constant" } {
  return typeof value === "object" && (value as ValueRef | null)?.from === "constant";
}

function contentOf({ shape, dtype, values }: RecordedConstant): unknown {
  return { shape, dtype, values: bytesOf(values).toString("base64") };
}

/** The outputs of a recorded loop, for these values of its inputs. */
export function runLoop(
  api: TensorflowApi,
  constants: RecordedConstant[],
  op: RecordedOp,
  values: TypedValues[],
): tf.Tensor[] {
  const { steps, sequences, states, stacked, invariants } = op.loop!;
  const all = sequences.map(({ shape, dtype }) => ({ shape: [steps, ...shape], dtype }));
  const inputs = [...all, ...states, ...invariants];
  const results = [...states, ...stacked.map(({ shape, dtype }) => ({ shape: [steps, ...shape], dtype }))];
  const alone: RecordedOp = { ...op, inputs: inputs.map((_, index) => ({ from: "input", index })) };
  const outputs = results.map(({ shape, dtype }, output) => {
    const ref: ValueRef = { from: "op", node: 0, output };
    return { ref, shape, dtype: nameOfType(dtype) };
  });
  const recording = { ops: [alone], constants, variables: [], outputs, gathers: [] };
  const replay = new Replay(api, { recording, inputs, together: 1, changing: new Set() });
  try {
    const fed = inputs.map(({ shape, dtype }, index) => ({
      values: values[index],
      shape,
      dtype: nameOfType(dtype),
    }));
    return atOnce(replay.run("parallel", { inputs: fed }, false));
  } finally {
    replay.dispose();
  }
}
