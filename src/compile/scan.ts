import * as tf from "@tensorflow/tfjs";
import { keepingTape } from "../backend/freeTape";
import { type LoopRecorder, type LoopStep, UnrollNeeded } from "./recordedLoop";

/** As much of TensorFlow.js' engine as is needed here. */
interface Engine {
  state: {
    gradientDepth: number;
    kernelDepth: number;
    activeTape?: TapeNode[];
  };
  /** A number greater than that of any tensor so far. */
  nextTensorId(): number;
  runKernelFunc(call: {
    forwardFunc: (backend: unknown, save: tf.GradSaveFunc) => tf.Tensor[];
    backwardsFunc: (dys: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => Record<string, () => tf.Tensor>;
    inputs: tf.NamedTensorMap;
  }): tf.Tensor[];
  gradients(
    f: () => tf.Tensor,
    xs: tf.Tensor[],
    dy: undefined,
    allowNoGradients: true,
  ): { grads: (tf.Tensor | undefined)[] };
}

interface TapeNode {
  inputs: tf.NamedTensorMap;
  outputs: tf.Tensor[];
}

/** What {@link scan} runs, and on what. */
interface Scan {
  step: LoopStep;
  sequences: tf.Tensor[];
  states: tf.Tensor[];
}

/**
 * Runs a step for each part of sequences, [steps, …], as one loop, and another for its gradients; what each step gives as `stacked`,
 * and the states after each, both [steps, …].
 *
 * On the way back, a step is computed again from the states before it: they are all that is kept of the way forward.
 */
export function scan(
  loops: LoopRecorder,
  { step, sequences, states }: Scan,
): { stacked: tf.Tensor[]; states: tf.Tensor[] } {
  const { places, reached } = rehearse({ step, sequences, states });
  const whole: LoopStep = (parts, before) => {
    const made = step(parts, before);
    const own = made.stacked.filter((_, index) => places[index] < 0);
    return { states: made.states, stacked: [...made.states, ...own] };
  };
  const inputs = [...sequences, ...states, ...reached];
  let outside: ReadonlySet<number>;
  const outputs = engine().runKernelFunc({
    inputs: Object.fromEntries(inputs.map((tensor, index) => [index, tensor])),
    forwardFunc: (_, save) => {
      const forward = loops.loop({ step: whole, sequences, states, backwards: false });
      outside = forward.outside;
      const made = forward.outputs.slice(states.length);
      save([...sequences, ...states, ...made.slice(0, states.length)]);
      return made;
    },
    backwardsFunc: (dys, saved) => {
      // Now, all at once: what is asked for below is tidied one by one.
      const all = back(
        loops,
        { whole, reached, outside },
        { dys: [dys].flat(), saved, states: states.length },
      );
      return Object.fromEntries(inputs.map((_, index) => [index, () => all[index]]));
    },
  });
  const own = outputs.slice(states.length);
  const stacked = places.map((place) => (place < 0 ? own.shift()! : outputs[place]));
  return { stacked, states: outputs.slice(0, states.length) };
}

const engine = () => tf.engine() as unknown as Engine;

/**
 * A first call of the step, whose results nobody needs: in it, cells make what they make once (masks of dropout). Tells
 * which states are what is stacked, and which tensors from outside have a part in the results.
 */
function rehearse({ step, sequences, states }: Scan): { places: number[]; reached: tf.Tensor[] } {
  const { state } = engine();
  const [from, first] = [state.activeTape?.length ?? 0, engine().nextTensorId()];
  const parts = sequences.map((all) => tf.slice(all, 0, 1).squeeze([0]));
  const made = step(parts, states);
  const places = made.stacked.map((one) => made.states.indexOf(one));
  const nodes = state.gradientDepth > 0 && state.kernelDepth === 0 ? state.activeTape!.slice(from) : [];
  const inputs = nodes.flatMap((node) => Object.values(node.inputs));
  const isOutside = (tensor: tf.Tensor) =>
    tensor.id < first && tensor.dtype === "float32" && ![...sequences, ...states].includes(tensor);
  return { places, reached: [...new Set(inputs)].filter(isOutside) };
}

interface Way {
  whole: LoopStep;
  reached: tf.Tensor[];
  /** What the way forward used: masks of dropout, say, of which the cell may have others by now. */
  outside: ReadonlySet<number>;
}

interface Given {
  dys: tf.Tensor[];
  /** Sequences, first states, states after each step. */
  saved: tf.Tensor[];
  states: number;
}

/** The gradients of the sequences, the first states and what was reached. */
function back(
  loops: LoopRecorder,
  { whole, reached, outside }: Way,
  { dys, saved, states }: Given,
): tf.Tensor[] {
  if (engine().state.gradientDepth > 0) throw new UnrollNeeded();
  const count = saved.length - 2 * states;
  const [sequences, starts, after] = cut(saved, [count, states, states]);
  const before = starts.map((start, place) => shifted(start, after[place]));
  const step: LoopStep = (parts, sums) => {
    const [xs, given, slopes] = cut(parts, [count, states, dys.length]);
    const total = slopes.map((slope, place) => (place < states ? tf.add(slope, sums[place]) : slope));
    const run = () => whole(xs, given).stacked;
    const gradients = pulledBack(run, [...xs, ...given, ...reached], total);
    const [ofParts, ofStates, ofReached] = cut(gradients, [count, states, reached.length]);
    const added = ofReached.map((gradient, place) => tf.add(sums[states + place], gradient));
    return { states: [...ofStates, ...added], stacked: ofParts };
  };
  const zeros = [...starts, ...reached].map((tensor) => tf.zeros(tensor.shape));
  const all = [...sequences, ...before, ...dys];
  const made = loops.loop({ step, sequences: all, states: zeros, backwards: true, outside }).outputs;
  const [ofStarts, ofReached, ofSequences] = cut(made, [states, reached.length, count]);
  return [...ofSequences, ...ofStarts, ...ofReached];
}

/** The states before each step, from those after it. */
function shifted(start: tf.Tensor, after: tf.Tensor): tf.Tensor {
  const kept = tf.slice(after, 0, after.shape[0] - 1);
  return tf.concat([tf.expandDims(start, 0), kept], 0);
}

/** The gradients with respect to some tensors, of outputs that have these; zeros where they have no part in them. */
function pulledBack(run: () => tf.Tensor[], xs: tf.Tensor[], dys: tf.Tensor[]): tf.Tensor[] {
  const joined = () => tf.customGrad(() => ({ value: tf.scalar(0), gradFunc: () => dys }))(...run());
  const { grads } = keepingTape(() => engine().gradients(joined, xs, undefined, true));
  return grads.map((gradient, index) => gradient ?? tf.zeros(xs[index].shape));
}

function cut<T>(all: readonly T[], counts: number[]): T[][] {
  let from = 0;
  return counts.map((count) => all.slice(from, (from += count)));
}
