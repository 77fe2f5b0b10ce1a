import type * as tf from "@tensorflow/tfjs";
import type { OpAttr, TypedValues } from "../backend/nativeBackend";

/** Where a value comes from: an output of an operation, or a source that exists before the first one. */
export type ValueRef =
  | { from: "op"; node: number; output: number }
  | { from: "constant" | "input" | "variable" | "argument"; index: number };

/** The shape and type of a value. */
export interface Signature {
  shape: number[];
  dtype: number;
}

/** One operation that TensorFlow.js ran, in its order. */
export interface RecordedOp {
  op: string;
  attrs: OpAttr[];
  inputs: ValueRef[];
  /** What it repeats, where it is a loop. */
  loop?: RecordedLoop;
}

/**
 * Operations that are run for each of several steps.
 *
 * The loop's inputs are sequences, [steps, …], the states to begin with and what is the same in all steps; they are the body's
 * arguments in this order, of a sequence the part of the step. Its outputs are the last states, then what it has stacked.
 */
export interface RecordedLoop {
  steps: number;
  /** Whether it goes from the last part of the sequences to the first; what it stacks lies in their order. */
  backwards: boolean;
  ops: RecordedOp[];
  /** The next states, then what is stacked. */
  results: ValueRef[];
  sequences: Signature[];
  states: Signature[];
  invariants: Signature[];
  /** A part of each stack. */
  stacked: Signature[];
}

/** A value that the step did not compute: JavaScript made it, or it existed before. */
export interface RecordedConstant extends Signature {
  values: TypedValues;
}

/** A variable that the step read or assigned, and where its new value comes from. */
export interface RecordedVariable {
  variable: tf.Variable;
  /** Undefined when the step left it as it was. */
  next?: ValueRef;
}

/** A recorded call: every operation, and what leaves the step. */
export interface Recording {
  ops: RecordedOp[];
  constants: RecordedConstant[];
  variables: RecordedVariable[];
  outputs: RecordedOutput[];
  gathers: RecordedGather[];
}

/** Rows that the step picks by their numbers: TensorFlow checks those, XLA does not. */
export interface RecordedGather {
  indices: ValueRef;
  /** The bound that no index may reach. */
  below: number;
}

/** A tensor that the step returned. */
export interface RecordedOutput {
  ref: ValueRef;
  shape: number[];
  dtype: tf.DataType;
}

/**
 * What differs between two recordings of one step, in words; undefined when a replay of one is as good as the other.
 *
 * JavaScript that computes by itself (random numbers, counters, another branch) shows as a difference here.
 */
export function difference(a: Recording, b: Recording): string | undefined {
  return opsDifference(a, b) ?? constantsDifference(a, b) ?? stateDifference(a, b);
}

/**
 * The constants in which two recordings of one step differ, by index; undefined where they differ in more than in
 * numbers: a whole number may be a shape, which is part of the graph.
 */
export function changedNumbers(a: Recording, b: Recording): number[] | undefined {
  if (opsDifference(a, b) ?? stateDifference(a, b)) return undefined;
  if (a.constants.length !== b.constants.length) return undefined;
  const changed = [...a.constants.keys()].filter((at) => !sameConstant(a.constants[at], b.constants[at]));
  const float32 = 1;
  const isNumber = (at: number) =>
    a.constants[at].dtype === float32 &&
    b.constants[at].dtype === float32 &&
    sameJson(a.constants[at].shape, b.constants[at].shape);
  return changed.every(isNumber) ? changed : undefined;
}

function opsDifference(a: Recording, b: Recording): string | undefined {
  if (a.ops.length !== b.ops.length) return `it ran ${a.ops.length} operations, then ${b.ops.length}`;
  const at = a.ops.findIndex((op, index) => !sameJson(op, b.ops[index]));
  if (at < 0) return undefined;
  if (a.ops[at].op !== b.ops[at].op) return `operation ${at} was ${a.ops[at].op}, then ${b.ops[at].op}`;
  return `operation ${at} (${a.ops[at].op}) had other attributes or inputs the second time`;
}

function constantsDifference(a: Recording, b: Recording): string | undefined {
  const at = a.constants.findIndex((constant, index) => !sameConstant(constant, b.constants[index]));
  if (at < 0) return undefined;
  const user = a.ops.find((op) => op.inputs.some((ref) => ref.from === "constant" && ref.index === at));
  return `a number that JavaScript made changed between two calls (input of ${user?.op ?? "an output"})`;
}

function stateDifference(a: Recording, b: Recording): string | undefined {
  const same =
    a.variables.length === b.variables.length &&
    a.variables.every(
      ({ variable, next }, index) =>
        variable === b.variables[index].variable && sameJson(next, b.variables[index].next),
    );
  if (!same) return "it read or assigned other variables the second time";
  return sameJson(a.outputs, b.outputs) ? undefined : "it returned other tensors the second time";
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameConstant(a: RecordedConstant, b: RecordedConstant): boolean {
  return a === b || (a.dtype === b.dtype && sameJson(a.shape, b.shape) && sameBytes(a.values, b.values));
}

function sameBytes(a: TypedValues, b: TypedValues): boolean {
  return bytesOf(a).equals(bytesOf(b));
}

/** The bytes under a typed array, without a copy. */
export function bytesOf(values: TypedValues): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** A recorded call and the tensors it returned. */
export interface RecordedCall {
  results: tf.Tensor[];
  /** Undefined when the call cannot be replayed. */
  recording?: Recording;
  /** Why not, as a clause. */
  refusal?: string;
  /** What it asked that JavaScript answers otherwise each time, as a clause. */
  draws?: string;
  /** What it changed beside variables, as a clause. */
  changes?: string;
  /** Whether the call registered variables: a later one, which finds them, is the one to replay. */
  madeVariables: boolean;
}

/** What {@link record} records. */
export interface RecordOptions {
  /** The step. */
  fn: (inputs: tf.Tensor[]) => tf.Tensor[];
  /** Its inputs, which nothing else holds. */
  inputs: tf.Tensor[];
  /** Variables that it may read or assign. */
  candidates: tf.Variable[];
  /** Whether it is to be compiled by XLA and nothing else. */
  forXla: boolean;
  /** Tensors that an earlier recording found, so that a large one is read only once. */
  captured: Map<number, RecordedConstant>;
  /** Whether recurrent layers are written down step by step. Default false: as loops. */
  unrolled?: boolean;
}

/** Why a step cannot be replayed as a graph: it stays eager. The message is a clause. */
export class NoGraphForm extends Error {
  override name = "NoGraphForm";
}
