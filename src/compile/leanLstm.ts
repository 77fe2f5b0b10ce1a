import * as tf from "@tensorflow/tfjs";
import { executeWithLength, flag, float, typeOf } from "./execute";
import { NoGraphForm } from "./recording";

type Call = (inputs: tf.Tensor | tf.Tensor[], kwargs?: CallOptions) => tf.Tensor | tf.Tensor[];

interface CallOptions {
  training?: boolean;
  mask?: unknown;
  initialState?: unknown;
}

interface Activation {
  getClassName(): string;
}

/** The parts of TensorFlow.js' LSTM that decide what it computes. */
interface LstmLayer {
  cell: {
    units: number;
    activation: Activation;
    recurrentActivation: Activation;
    dropout: number;
    recurrentDropout: number;
    kernel: tf.LayerVariable;
    recurrentKernel: tf.LayerVariable;
    bias: tf.LayerVariable | null;
  };
  stateful: boolean;
  goBackwards: boolean;
  returnState: boolean;
  returnSequences: boolean;
}

/**
 * Lets LSTM layers run as TensorFlow's one operation for all steps of a sequence, and one for the way back, rather than
 * forty for each step. Gives back what undoes it.
 *
 * That operation knows tanh and sigmoid only; other layers are left as they are.
 */
export function useLeanLstm(): () => void {
  const prototype = Object.getPrototypeOf(tf.layers.lstm({ units: 1 })) as { call: Call };
  const original = prototype.call;
  prototype.call = function (this: LstmLayer, inputs, kwargs) {
    const x = Array.isArray(inputs) && inputs.length === 1 ? inputs[0] : inputs;
    if (Array.isArray(x) || x.dtype !== "float32" || !isPlain(this, kwargs))
      return original.call(this, inputs, kwargs);
    return tf.tidy(() => run(this, x as tf.Tensor3D));
  };
  return () => void (prototype.call = original);
}

function isPlain({ cell, stateful, goBackwards, returnState }: LstmLayer, kwargs: CallOptions = {}): boolean {
  const drops = kwargs.training === true && (cell.dropout > 0 || cell.recurrentDropout > 0);
  return (
    cell.activation.getClassName() === "tanh" &&
    cell.recurrentActivation.getClassName() === "sigmoid" &&
    !(stateful || goBackwards || returnState || drops) &&
    // Inputs of the layer other than x: a mask, or states to begin with.
    !(kwargs.mask || kwargs.initialState)
  );
}

function run({ cell, returnSequences }: LstmLayer, x: tf.Tensor3D): tf.Tensor {
  const bias = cell.bias ? cell.bias.read() : tf.zeros([4 * cell.units]);
  const sequence = lstm(tf.transpose(x, [1, 0, 2]), cell.kernel.read(), cell.recurrentKernel.read(), bias);
  const [steps] = sequence.shape;
  return returnSequences
    ? tf.transpose(sequence, [1, 0, 2])
    : tf.slice(sequence, [steps - 1, 0, 0], [1, -1, -1]).squeeze([0]);
}

/** The states h of all steps, [steps, batch, units], of x, [steps, batch, features]. */
function lstm(x: tf.Tensor, kernel: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const whole = tf.customGrad((...given) => {
    const [inputs, fromInputs, fromStates, shift] = given.slice(0, 4) as tf.Tensor[];
    const save = given[4] as unknown as tf.GradSaveFunc;
    const made = forward(inputs, tf.concat([fromInputs, fromStates], 0), shift);
    save([inputs, fromInputs, fromStates, shift, ...made]);
    return { value: made[6], gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => back(dy, saved) };
  });
  return whole(x, kernel, recurrent, bias);
}

/** i, cs, f, o, ci, co and h of all steps. */
function forward(x: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Tensor[] {
  const attrs = [typeOf(x), float("cell_clip", 0), flag("use_peephole", false)];
  const inputs = [x, ...start(x, bias), weights, ...peepholes(bias), bias];
  return executeWithLength("BlockLSTMV2", attrs, { length: x.shape[0], inputs }, 7);
}

/** The gradients of x, kernel, recurrent kernel and bias. */
function back(dy: tf.Tensor, [x, kernel, recurrent, bias, ...made]: tf.Tensor[]): tf.Tensor[] {
  const weights = tf.concat([kernel, recurrent], 0);
  const given = [x, ...start(x, bias), weights, ...peepholes(bias), bias];
  const inputs = [...given, ...made, tf.zerosLike(dy), dy];
  const attrs = [typeOf(x), flag("use_peephole", false)];
  const gradients = executeWithLength("BlockLSTMGradV2", attrs, { length: x.shape[0], inputs }, 8);
  const [dx, , , dw, , , , db] = gradients;
  const [features, width] = kernel.shape;
  const ofKernel = tf.slice(dw, [0, 0], [features, width]);
  const ofRecurrent = tf.slice(dw, [features, 0], [-1, width]);
  return [dx, ofKernel, ofRecurrent, db].map((value) => onlyOnce(value, [dy, x, kernel, recurrent, bias]));
}

/** The cells and states before the first step. */
function start(x: tf.Tensor, bias: tf.Tensor): tf.Tensor[] {
  const none = tf.zeros([x.shape[1]!, bias.size / 4]);
  return [none, none];
}

/** Weights from cells to gates, which this LSTM has not. */
function peepholes(bias: tf.Tensor): tf.Tensor[] {
  const none = tf.zeros([bias.size / 4]);
  return [none, none, none];
}

/** A gradient that depends on these, and has no gradient itself: where one is asked for, there is no graph. */
function onlyOnce(value: tf.Tensor, inputs: tf.Tensor[]): tf.Tensor {
  return tf.customGrad(() => ({
    value,
    gradFunc: () => {
      throw new NoGraphForm("it differentiates an LSTM twice");
    },
  }))(...inputs);
}
