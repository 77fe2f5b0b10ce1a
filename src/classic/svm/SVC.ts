import { checkOneOf, checkOptions } from "../../core/index";
import { sumOf } from "../../math/index";
import { Classifier, type Deciding } from "../estimator";
import { matrixOfRows, rowOf, type Features, type Matrix } from "../matrix";
import { checkSvm, kernelFor, kernelOf, svmDefaults, type Kernel, type SvmOptions } from "./kernel";
import { trainSvm, type SvmModel } from "./libsvm";

/** Options of {@link SVC}. */
export interface SvcOptions extends SvmOptions {
  /** Whether `decisionFunction` has a column for each class, "ovr", or for each pair of classes, "ovo". Default "ovr". */
  decisionFunctionShape?: "ovr" | "ovo";
}

interface Learnt extends SvmModel {
  kernel: Kernel;
  vectors: Float64Array[];
}

/** What {@link SVC} makes. */
export class SupportVectorClassifier extends Classifier<Required<SvcOptions>> implements Deciding {
  #learnt: Learnt | undefined;

  constructor(options?: SvcOptions) {
    const params = checkOptions<Required<SvcOptions>>("SVC", options, {
      ...svmDefaults,
      decisionFunctionShape: "ovr",
    });
    checkOneOf("SVC", "decisionFunctionShape", params.decisionFunctionShape, ["ovr", "ovo"]);
    super("SVC", checkSvm("SVC", params));
  }

  /** int32 [support vectors]: the rows that `fit` saw which matter, class after class. */
  get support(): Int32Array {
    return this.learnt("support", this.#learnt).supports;
  }

  /** int32 [classes]: how many support vectors each class has. */
  get supportCounts(): Int32Array {
    return this.learnt("supportCounts", this.#learnt).perClass;
  }

  /**
   * [rows][1] for two classes, where more than 0 means the second. For more [rows][classes]: the votes of the pairs, and
   * below ⅓ how sure they were; or with "ovo" [rows][pairs], where more than 0 means the first of the pair.
   */
  async decisionFunction(x: Features): Promise<Float64Array[]> {
    const pairs = this.#pairs(await this.knownFeatures("decisionFunction", x));
    const count = this.classes.length;
    if (count === 2) return pairs.map(([value]) => Float64Array.of(-value));
    return this.params.decisionFunctionShape === "ovo"
      ? pairs
      : pairs.map((values) => confidences(values, count));
  }

  protected override learnClasses(x: Matrix, y: Int32Array): void {
    const { C, tol, cacheSize } = this.params;
    const kernel = kernelFor(this.params, x);
    // libsvm counts classes as they come, scikit-learn in ascending order, which decides ties between votes.
    const order = Array.from(y.keys()).sort((a, b) => y[a] - y[b]);
    const sorted = matrixOfRows(
      order.map((row) => rowOf(x, row)),
      x.columns,
    );
    const labels = Float64Array.from(order, (row) => y[row]);
    const task = { type: "classes", kernel, C, tol, cacheSize, epsilon: 0 } as const;
    const model = trainSvm("SVC.fit", sorted, labels, task);
    const supports = model.supports.map((row) => order[row]);
    this.#learnt = {
      ...model,
      supports,
      kernel,
      vectors: Array.from(supports, (row) => rowOf(x, row).slice()),
    };
  }

  protected override apply(x: Matrix): number[] {
    const count = this.#learnt!.perClass.length;
    return this.#pairs(x).map((values) => {
      const { votes } = ballot(values, count);
      return votes.indexOf(Math.max(...votes));
    });
  }

  /** libsvm's decision values, [rows][pairs], more than 0 for the first of the pair. */
  #pairs(x: Matrix): Float64Array[] {
    const { kernel, vectors } = this.#learnt!;
    return Array.from({ length: x.rows }, (_, at) => {
      const row = rowOf(x, at);
      return this.#pairsOf(vectors.map((vector) => kernelOf(kernel, row, vector)));
    });
  }

  #pairsOf(kernels: number[]): Float64Array {
    const { perClass, coefficients, offsets } = this.#learnt!;
    const ends = perClass.map((_, at) => sumOf(perClass.slice(0, at + 1)));
    const part = (line: number, group: number) => {
      let sum = 0;
      for (let at = ends[group] - perClass[group]; at < ends[group]; at++)
        sum += coefficients[line][at] * kernels[at];
      return sum;
    };
    return Float64Array.from(pairsAmong(perClass.length), ([i, j], pair) => {
      return part(j - 1, i) + part(i, j) - offsets[pair];
    });
  }
}

function pairsAmong(count: number): [first: number, second: number][] {
  const all = Array.from({ length: count }, (_, at) => at);
  return all.flatMap((i) => all.slice(i + 1).map((j): [number, number] => [i, j]));
}

/** Each pair's vote, and how sure all pairs are of each class together. */
function ballot(values: Float64Array, count: number) {
  const votes = new Float64Array(count);
  const sureness = new Float64Array(count);
  pairsAmong(count).forEach(([i, j], pair) => {
    votes[values[pair] > 0 ? i : j]++;
    sureness[i] += values[pair];
    sureness[j] -= values[pair];
  });
  return { votes, sureness };
}

// scikit-learn's way from pairs to classes: votes first, and how sure they were as what decides between equals.
function confidences(values: Float64Array, count: number): Float64Array {
  const { votes, sureness } = ballot(values, count);
  return votes.map((vote, at) => vote + sureness[at] / (3 * (Math.abs(sureness[at]) + 1)));
}

/**
 * A support vector machine that tells classes apart: the widest margin, where each error costs C.
 *
 * Minimises ½|w|² + C · Σ max(0, 1 − y · f(x)) for each pair of classes; the pairs vote. It is libsvm, as `SVC` of
 * scikit-learn is, with its results. Scale features that are measured in different units first.
 *
 * ```ts
 * const model = await SVC({ C: 10, gamma: 0.05 }).fit(train);
 * await model.score(test); // 0.99
 * ```
 */
export function SVC(options?: SvcOptions): SupportVectorClassifier {
  return new SupportVectorClassifier(options);
}
