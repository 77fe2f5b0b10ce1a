import { checkNotEmpty, checkNoOptions } from "../core/index";
import { deviationOf, meanOf } from "../math/index";
import type { Dataset } from "./dataset";
import { asDataset, type DataOf, type OwnClasses, type OwnTargets } from "./fromArrays";
import { readRows, type Rows } from "./rows";
import { Split } from "./split";

/** The mean and the standard deviation of each feature. */
export interface Moments {
  mean: number[];
  standardDeviation: number[];
}

/**
 * The mean and the (population) standard deviation of each feature, of a data set or of rows in any form.
 *
 * ```ts
 * moments(iris()).mean // [5.84, 3.06, 3.76, 1.20]
 * ```
 */
export function moments(x: Rows | DataOf, ...none: []): Moments {
  checkNoOptions("moments", none);
  const { values, columns: width } = readRows("moments", isOwn(x) ? x.x : x);
  const columns = Array.from({ length: width }, (_, feature) =>
    values.filter((_, at) => at % width === feature),
  );
  return { mean: columns.map(meanOf), standardDeviation: columns.map(deviationOf) };
}

function isOwn(x: Rows | DataOf): x is OwnClasses | OwnTargets {
  return typeof x === "object" && x !== null && "x" in x;
}

/**
 * Features with mean 0 and standard deviation 1: (x − mean) / standard deviation.
 *
 * For a split, mean and standard deviation are those of the training part alone, so that nothing of the test
 * leaks into training. A feature that never varies becomes 0.
 *
 * ```ts
 * const { train, test } = standardize(split(iris()));
 * ```
 */
export function standardize<D extends Dataset>(data: Split<D>, ...none: []): Split<D>;
export function standardize<D extends Dataset>(data: DataOf<D>, ...none: []): D;
export function standardize(given: DataOf | Split, ...none: []): Dataset | Split {
  checkNoOptions("standardize", none);
  if (!(given instanceof Split)) {
    const dataset = asDataset("standardize", given);
    checkNotEmpty("standardize", "the data set", dataset.features);
    return scale(dataset, moments(dataset));
  }
  const data = given;
  const training = moments(data.train);
  return new Split({
    train: scale(data.train, training),
    validation: scale(data.validation, training),
    test: scale(data.test, training),
  });
}

function scale(dataset: Dataset, { mean, standardDeviation }: Moments): Dataset {
  const width = mean.length;
  const features = dataset.features.map((value, at) => {
    const feature = at % width;
    return (value - mean[feature]) / (standardDeviation[feature] || 1);
  });
  return dataset.with({ features });
}
