import * as tf from "@tensorflow/tfjs";
import { DataError, ShapeError, OptionError } from "../../core/index";
import { asDataset } from "../../data/fromArrays";
import { Classification, Regression, type DataOf, type Dataset } from "../../data/index";
import { type Examples, type FitData, checkWeightOnce } from "../batches/sourceOf";
import { drawnOf, type Drawn } from "../../data/windows";
import { firstRowsOf } from "../batches/resident";
import { checkExampleKeys } from "../batches/checkContents";
import { isValues, toTensor, type Values, type ValuesOf } from "../batches/values";

/** Data in memory: a data set, what `fromArrays` takes, {x, y} or [x, y]. */
export type InMemory = DataOf | Examples | [x: ValuesOf, y: ValuesOf];

/** Data of which some rows can be taken. */
export interface Rowed {
  readonly length: number;
  /** Whether the data bring weights. */
  readonly weighted: boolean;
  /** The first rows, to see whether they are windows of a series. */
  drawn(): Drawn;
  /** What stays the same when the same data are given again. */
  readonly origin: object;
  /** The data set, where it is one. */
  readonly dataset?: Dataset;
  /** Runs something with these rows, which are freed then. */
  with<T>(rows: ArrayLike<number>, run: (data: FitData) => Promise<T>): Promise<T>;
  /** Frees what was made of the values. */
  dispose(): void;
}

/** Data in memory of any kind, so that rows can be taken of it. */
export function rowedOf(where: string, data: InMemory): Rowed {
  if (Array.isArray(data) && data.length === 2) return rowedExamples(where, { x: data[0], y: data[1] });
  if (!(data instanceof Classification || data instanceof Regression) && isExamples(data)) {
    checkExampleKeys(where, "data", data);
    return rowedExamples(where, data);
  }
  const dataset = asDataset(where, data as DataOf);
  return {
    length: dataset.length,
    weighted: false,
    drawn: () => drawnOf(dataset),
    origin: dataset.about,
    dataset,
    with: (rows, run) => run(dataset.take(rows)),
    dispose: () => {},
  };
}

function isExamples(data: unknown): data is Examples {
  return typeof data === "object" && data !== null && "x" in data && !("labels" in data || "targets" in data);
}

function rowedExamples(where: string, examples: Examples): Rowed {
  const owned: tf.Tensor[] = [];
  try {
    return rowsOf(where, examples, owned);
  } catch (error) {
    tf.dispose(owned);
    throw error;
  }
}

/** Values as tensors; `owned` takes what is made of them. */
function rowsOf(where: string, examples: Examples, owned: tf.Tensor[]): Rowed {
  const all: tf.Tensor[] = [];
  const take = (name: string) => (values: Values) => {
    const { tensor, made } = toTensor(where, name, values);
    if (made) owned.push(tensor);
    all.push(tensor);
    return tensor;
  };
  const { x, y, weight } = examples;
  const tensors = {
    x: mapped(x, take("x")),
    y: y && mapped(y, take("y")),
    weight: weight && take("weight")(weight),
  };
  const shape = all[0]?.shape ?? [0];
  if (shape[0] === 0) throw new DataError({ where, required: "x must not be empty" });
  const uneven = all.find((tensor) => tensor.shape[0] !== shape[0]);
  if (uneven) {
    const required = "x and y must have equally many examples";
    throw new ShapeError({ where, required, got: `${shape[0]} and ${uneven.shape[0]}` });
  }
  return {
    length: shape[0],
    weighted: weight !== undefined,
    drawn: () => firstRowsOf(tensorsOf(tensors.x), tensors.y ? tensorsOf(tensors.y) : []),
    origin: x as object,
    async with(rows, run) {
      const made: tf.Tensor[] = [];
      const some = (tensor: Values) => {
        const taken = tf.tidy(() =>
          tf.gather(tensor as tf.Tensor, tf.tensor1d(Int32Array.from(rows), "int32")),
        );
        made.push(taken);
        return taken;
      };
      try {
        return await run({
          x: mapped(tensors.x, some),
          y: tensors.y && mapped(tensors.y, some),
          weight: tensors.weight && some(tensors.weight),
        });
      } finally {
        tf.dispose(made);
      }
    },
    dispose: () => tf.dispose(owned),
  };
}

/** The tensors of values that are tensors, in their order. */
function tensorsOf(values: ValuesOf): tf.Tensor[] {
  return (values instanceof tf.Tensor ? [values] : Object.values(values)) as tf.Tensor[];
}

/** Each tensor's worth of values changed, in the list or record that they are in. */
function mapped(values: ValuesOf, change: (one: Values) => tf.Tensor): ValuesOf {
  if (isValues(values)) return change(values);
  if (Array.isArray(values)) return (values as Values[]).map(change);
  if (typeof values !== "object" || values === null) return change(values);
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, change(one as Values)]));
}

/**
 * The weights of chosen examples, out of those of all.
 *
 * @throws ShapeError `crossValidate: sampleWeight must have one for each of the 150 examples, got [100]`
 */
export function weightsOfRows(
  where: string,
  weights: Values | undefined,
  { rows, of }: { rows: ArrayLike<number>; of: Pick<Rowed, "length" | "weighted"> },
): Values | undefined {
  if (weights === undefined) return undefined;
  checkWeightOnce(where, of.weighted, weights);
  const { tensor, made } = toTensor(where, "sampleWeight", weights);
  try {
    if (tensor.shape[0] !== of.length) {
      const required = `sampleWeight must have one for each of the ${of.length} examples`;
      throw new ShapeError({ where, required, got: `[${tensor.shape.join(", ")}]` });
    }
    const values = tf.tidy(() => tf.gather(tensor, Array.from(rows)).toFloat().dataSync<"float32">());
    return { values, shape: [rows.length, ...tensor.shape.slice(1)] };
  } finally {
    if (made) tensor.dispose();
  }
}

/** Refuses weights where the rows of each fit are drawn behind the scenes. */
export function refuseWeights(where: string, weights: Values | undefined): void {
  if (weights === undefined) return;
  const required = "fit must have no sampleWeight, as the rows of each run are drawn from its seed";
  throw new OptionError({ where, required, remedy: "use classWeight, or crossValidate" });
}
