import * as tf from "@tensorflow/tfjs";
import type { LoopRecorder, LoopStep } from "./recordedLoop";
import { scan } from "./scan";

type Call = (inputs: tf.Tensor | tf.Tensor[], kwargs?: CallOptions) => tf.Tensor | tf.Tensor[];

interface CallOptions {
  training?: boolean;
  mask?: tf.Tensor | null;
  initialState?: tf.Tensor[] | null;
}

/** The parts of TensorFlow.js' recurrent layers that decide what they compute. */
interface RecurrentLayer {
  cell: {
    stateSize: number | number[];
    call(inputs: tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor[];
  };
  stateful: boolean;
  goBackwards: boolean;
  returnState: boolean;
  returnSequences: boolean;
  getInitialState(inputs: tf.Tensor): tf.Tensor[];
}

/**
 * Lets recurrent layers of every kind be recorded as one loop forward and one back, rather than step by step. Gives back what
 * undoes it.
 *
 * What is kept between batches (`stateful`) is left as it is.
 */
export function useLoops(loops: LoopRecorder): () => void {
  const lstm = tf.layers.lstm({ units: 1 });
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf(lstm)) as { call: Call };
  const original = prototype.call;
  prototype.call = function (this: RecurrentLayer, inputs, kwargs = {}) {
    if (this.stateful) return original.call(this, inputs, kwargs);
    return tf.tidy(() => run(loops, this, Array.isArray(inputs) ? inputs[0] : inputs, kwargs));
  };
  return () => void (prototype.call = original);
}

function run(
  loops: LoopRecorder,
  layer: RecurrentLayer,
  x: tf.Tensor,
  { training, mask, initialState }: CallOptions,
): tf.Tensor | tf.Tensor[] {
  const sequences = [x, ...(mask ? [weightOf(mask, x.rank)] : [])].map((all) => stepsFirst(layer, all));
  const states = initialState ?? layer.getInitialState(x);
  const made = scan(loops, { step: stepOf(layer, { training }), sequences, states });
  const [outputs] = made.stacked;
  const output = layer.returnSequences ? swapped(outputs) : last(outputs);
  return layer.returnState ? [output, ...made.states.map(last)] : output;
}

/** One step: the cell's; where the mask is 0, output and states stay what they were. */
function stepOf({ cell }: RecurrentLayer, kwargs: { training?: boolean }): LoopStep {
  return ([x, weight], before) => {
    const [output, ...states] = cell.call([x, ...before], kwargs);
    if (!weight) return { states, stacked: [output] };
    const rest = tf.sub(1, weight);
    const held = (value: tf.Tensor, old: tf.Tensor) => tf.add(tf.mul(value, weight), tf.mul(old, rest));
    const next = states.map((state, place) => held(state, before[place]));
    const place = states.indexOf(output);
    return { states: next, stacked: [place < 0 ? held(output, before[0]) : next[place]] };
  };
}

/** 1 for what is there, else 0: [batch, steps, 1, …]. */
function weightOf(mask: tf.Tensor, rank: number): tf.Tensor {
  const weight = tf.cast(tf.cast(mask, "bool"), "float32");
  return weight.reshape([...weight.shape, ...new Array<number>(rank - weight.rank).fill(1)]);
}

/** [steps, batch, …], in the order in which the layer takes them. */
function stepsFirst({ goBackwards }: RecurrentLayer, x: tf.Tensor): tf.Tensor {
  return goBackwards ? tf.reverse(swapped(x), 0) : swapped(x);
}

function swapped(x: tf.Tensor): tf.Tensor {
  return tf.transpose(x, [1, 0, ...x.shape.map((_, axis) => axis).slice(2)]);
}

function last(all: tf.Tensor): tf.Tensor {
  return tf.slice(all, all.shape[0] - 1, 1).squeeze([0]);
}
