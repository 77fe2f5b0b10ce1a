import { checkNumber, checkOptions } from "../../core/index";
import { Regressor } from "../estimator";
import { rowOf, type Matrix } from "../matrix";
import { checkSvm, kernelFor, kernelOf, svmDefaults, type Kernel, type SvmOptions } from "./kernel";
import { trainSvm } from "./libsvm";

/** Options of {@link SVR}. */
export interface SvrOptions extends SvmOptions {
  /** Errors up to this cost nothing. Default 0.1. */
  epsilon?: number;
}

interface Learnt {
  kernel: Kernel;
  supports: Int32Array;
  vectors: Float64Array[];
  coefficients: Float64Array;
  offset: number;
}

/** What {@link SVR} makes. */
export class SupportVectorRegressor extends Regressor<Required<SvrOptions>> {
  #learnt: Learnt | undefined;

  constructor(options?: SvrOptions) {
    const params = checkOptions("SVR", options, { ...svmDefaults, epsilon: 0.1 });
    checkNumber("SVR", "epsilon", params.epsilon, "[0, ∞)");
    super("SVR", checkSvm("SVR", params));
  }

  /** int32 [support vectors]: the rows that `fit` saw which matter. */
  get support(): Int32Array {
    return this.learnt("support", this.#learnt).supports;
  }

  protected override learn(x: Matrix, y: Float64Array): void {
    const { C, epsilon, tol, cacheSize } = this.params;
    const kernel = kernelFor(this.params, x);
    const task = { type: "numbers", kernel, C, epsilon, tol, cacheSize } as const;
    const { supports, coefficients, offsets } = trainSvm("SVR.fit", x, y, task);
    const vectors = Array.from(supports, (row) => rowOf(x, row).slice());
    this.#learnt = { kernel, supports, vectors, coefficients: coefficients[0], offset: offsets[0] };
  }

  protected override apply(x: Matrix): Float64Array {
    const { kernel, vectors, coefficients, offset } = this.#learnt!;
    return Float64Array.from({ length: x.rows }, (_, at) => {
      const row = rowOf(x, at);
      return (
        vectors.reduce((sum, vector, k) => sum + coefficients[k] * kernelOf(kernel, row, vector), 0) - offset
      );
    });
  }
}

/**
 * Support vector regression: as flat a function as keeps most errors below epsilon, the others at the price C each.
 *
 * Minimises ½|w|² + C · Σ max(0, |y − f(x)| − epsilon). It is libsvm, as `SVR` of scikit-learn is, with its results. Scale
 * features that are measured in different units first.
 *
 * ```ts
 * const model = await makePipeline(standardScaler(), SVR({ C: 10, epsilon: 0.05 })).fit(train);
 * ```
 */
export function SVR(options?: SvrOptions): SupportVectorRegressor {
  return new SupportVectorRegressor(options);
}
