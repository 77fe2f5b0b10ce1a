import type * as tf from "@tensorflow/tfjs";
import {
  abs,
  addN,
  clipByValue,
  div,
  divNoNan,
  max,
  maximum,
  mul,
  scalar,
  sqrt,
  square,
  stack,
  sum,
  Tensor,
  tidy,
} from "@tensorflow/tfjs";
import { OptionError, checkNumber, checkOptions, shown, checkNoOptions } from "../core/index";

/** How gradients are made smaller before the update; at most one of the three. */
export interface Clipping {
  /** Every component into [−clipValue, clipValue]. */
  clipValue?: number;
  /** Each parameter's gradient to at most this Euclidean norm. */
  clipNorm?: number;
  /** All gradients together, as one vector, to at most this Euclidean norm (Pascanu et al. 2013). */
  clipGlobalNorm?: number;
}

/**
 * Gradients clipped by value, by norm, or by global norm.
 *
 * Clipping keeps the direction (but by value) and stabilises; it makes no gradient larger.
 *
 * ```ts
 * const clipped = clipGradients(gradients, { clipGlobalNorm: 1 });
 * ```
 *
 * @throws OptionError when a bound is not above 0, or two are given
 */
export function clipGradients(gradients: tf.Tensor[], clipping: Clipping, ...none: []): tf.Tensor[] {
  checkNoOptions("clipGradients", none);
  checkGradients(gradients);
  const bounds = { clipValue: undefined, clipNorm: undefined, clipGlobalNorm: undefined };
  return clipped(gradients, checkOptions<Clipping>("clipGradients", clipping, bounds));
}

function checkGradients(gradients: tf.Tensor[]): void {
  if (Array.isArray(gradients) && gradients.every((gradient) => gradient instanceof Tensor)) return;
  const required = "gradients must be an array of tensors";
  const remedy = "of tf.variableGrads, take Object.values(grads)";
  throw new OptionError({ where: "clipGradients", required, got: shown(gradients), remedy });
}

/** {@link clipGradients} with what was checked before. @internal */
export function clipped(gradients: tf.Tensor[], clipping: Clipping): tf.Tensor[] {
  const chosen = onlyClipping(clipping);
  if (!chosen) return gradients;
  const { kind, bound } = chosen;
  return tidy(() => {
    if (kind === "clipValue") return gradients.map((gradient) => clipByValue(gradient, -bound, bound));
    if (kind === "clipNorm") return gradients.map((gradient) => scaleTo(bound, norm([gradient]), gradient));
    const total = norm(gradients);
    return gradients.map((gradient) => scaleTo(bound, total, gradient));
  });
}

/** The Euclidean norm of all tensors together, a scalar; of values so large or small that their squares are no numbers, too. */
export function norm(tensors: tf.Tensor[]): tf.Scalar {
  return tidy(() => {
    const largest = max(stack(tensors.map((tensor) => max(abs(tensor))))) as tf.Scalar;
    const squares = tensors.map((tensor) => sum(square(divNoNan(tensor, largest))) as tf.Scalar);
    return mul(largest, sqrt(addN(squares)));
  });
}

function scaleTo(bound: number, size: tf.Scalar, gradient: tf.Tensor): tf.Tensor {
  return mul(gradient, div(scalar(bound), maximum(size, bound)));
}

/**
 * The one kind of clipping that is asked for, or nothing.
 *
 * @throws OptionError `adam: one of clipValue, clipNorm, clipGlobalNorm may be given, got clipValue and clipNorm`
 */
export function onlyClipping(
  clipping: Clipping,
  where = "clipGradients",
): { kind: keyof Clipping; bound: number } | undefined {
  const kinds = (["clipValue", "clipNorm", "clipGlobalNorm"] as const).filter(
    (kind) => clipping[kind] !== undefined,
  );
  if (kinds.length === 0) return undefined;
  if (kinds.length > 1) {
    const required = "one of clipValue, clipNorm, clipGlobalNorm may be given";
    throw new OptionError({ where, required, got: kinds.join(" and ") });
  }
  return { kind: kinds[0], bound: checkNumber(where, kinds[0], clipping[kinds[0]]!, "(0, ∞)") };
}
