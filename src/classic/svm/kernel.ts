import { checkInteger, checkNumber, checkOneOf, OptionError } from "../../core/index";
import { dot, varianceOf } from "../../math/index";
import type { Matrix } from "../matrix";

/** The kernel of a support vector machine. */
export type KernelName = "linear" | "poly" | "rbf" | "sigmoid";

/** What support vector machines take, whatever they predict. */
export interface SvmOptions {
  /** The price of an error, above 0: smaller penalises the weights more. Default 1. */
  C?: number;
  /**
   * "linear" u · v, "poly" (gamma · u · v + coef0)^degree, "rbf" exp(−gamma · |u − v|²), or "sigmoid"
   * tanh(gamma · u · v + coef0). Default "rbf".
   */
  kernel?: KernelName;
  /** The power of "poly", from 0. Default 3. */
  degree?: number;
  /** A number above 0, "scale" for 1 / (features · variance of all values), or "auto" for 1 / features. Default "scale". */
  gamma?: number | "scale" | "auto";
  /** What "poly" and "sigmoid" add to gamma · u · v. Default 0. */
  coef0?: number;
  /** How far the optimality conditions may be violated. Default 1e-3. */
  tol?: number;
  /** Megabytes for the kernel's rows. Default 200. */
  cacheSize?: number;
}

/** The defaults of {@link SvmOptions}. @internal */
export const svmDefaults: Required<SvmOptions> = {
  C: 1,
  kernel: "rbf",
  degree: 3,
  gamma: "scale",
  coef0: 0,
  tol: 1e-3,
  cacheSize: 200,
};

/** A kernel with its numbers. */
export interface Kernel {
  name: KernelName;
  degree: number;
  gamma: number;
  coef0: number;
}

/** The parameters, after a check of their ranges. @internal */
export function checkSvm<P extends Required<SvmOptions>>(where: string, params: P): P {
  checkOneOf(where, "kernel", params.kernel, ["linear", "poly", "rbf", "sigmoid"]);
  checkNumber(where, "C", params.C, "(0, ∞)");
  checkInteger(where, "degree", params.degree, "[0, ∞)");
  checkNumber(where, "coef0", params.coef0);
  checkNumber(where, "tol", params.tol, "(0, ∞)");
  checkNumber(where, "cacheSize", params.cacheSize, "(0, 2000]");
  if (typeof params.gamma === "number") checkNumber(where, "gamma", params.gamma, "(0, ∞)");
  else if (typeof params.gamma === "string") checkOneOf(where, "gamma", params.gamma, ["scale", "auto"]);
  else {
    const required = 'gamma must be a number above 0, "scale" or "auto"';
    throw new OptionError({ where, required, got: typeof params.gamma });
  }
  return params;
}

/** The kernel for these rows. @internal */
export function kernelFor(params: Required<SvmOptions>, x: Matrix): Kernel {
  const { kernel: name, degree, coef0, gamma } = params;
  return { name, degree, coef0, gamma: typeof gamma === "number" ? gamma : gammaFor(gamma, x) };
}

function gammaFor(rule: "scale" | "auto", { columns, values }: Matrix): number {
  if (rule === "auto") return 1 / columns;
  const variance = varianceOf(values);
  return variance === 0 ? 1 : 1 / (columns * variance);
}

/** The kernel of two rows. @internal */
export function kernelOf({ name, degree, gamma, coef0 }: Kernel, u: Float64Array, v: Float64Array): number {
  if (name === "rbf") return Math.exp(-gamma * squaredDistance(u, v));
  const product = dot(u, v);
  if (name === "linear") return product;
  const inner = gamma * product + coef0;
  return name === "poly" ? inner ** degree : Math.tanh(inner);
}

function squaredDistance(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < u.length; at++) sum += (u[at] - v[at]) ** 2;
  return sum;
}
