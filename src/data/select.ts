import { checkNotEmpty, checkOneOf, checkOptions, OptionError } from "../core/index";
import { checkDistinct } from "./checkDistinct";
import { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { zerosLike } from "./floats";

/** What {@link select} keeps. */
export interface SelectOptions {
  /** Features to keep, in this order, by name or number. Default all. */
  features?: readonly (string | number)[];
  /** Classes to keep, in this order, by name: labels are counted anew. Default all. */
  classes?: readonly string[];
}

/**
 * The data set with some of its features, and only the rows of some of its classes.
 *
 * ```ts
 * select(iris(), { features: ["petal length", "petal width"], classes: ["setosa", "versicolor"] }); // [100, 2]
 * ```
 *
 * @throws OptionError when a feature or class is unknown
 */
export function select<D extends Dataset>(dataset: D, options?: SelectOptions): D {
  const defaults: SelectOptions = { features: undefined, classes: undefined };
  const { features, classes } = checkOptions("select", options, defaults);
  const rows = classes ? keepClasses(dataset, classes) : dataset;
  return (features ? keepFeatures(rows, features) : rows) as D;
}

function keepFeatures(dataset: Dataset, features: readonly (string | number)[]): Dataset {
  checkNotEmpty("select", "features", features);
  const columns = features.map((feature) => dataset.featureIndex("select", feature));
  const values = zerosLike(dataset.features, dataset.length * columns.length);
  for (let row = 0; row < dataset.length; row++) {
    const from = dataset.row(row);
    columns.forEach((column, at) => (values[row * columns.length + at] = from[column]));
  }
  const featureNames = columns.map((column) => dataset.featureNames[column]);
  checkDistinct("select", "features", featureNames);
  return dataset.with({ features: values, featureNames, imageShape: undefined });
}

function keepClasses(dataset: Dataset, classes: readonly string[]): Classification {
  if (!(dataset instanceof Classification)) {
    throw new OptionError({
      where: "select",
      required: "classes needs a data set with classes",
      got: dataset.about.name,
    });
  }
  checkNotEmpty("select", "classes", classes);
  checkDistinct("select", "classes", classes);
  const kept = classes.map((name) =>
    dataset.classNames.indexOf(checkOneOf("select", "class", name, dataset.classNames)),
  );
  const rows = Array.from(dataset.labels.keys()).filter((row) => kept.includes(dataset.labels[row]));
  const taken = dataset.take(rows);
  return taken.with({ labels: taken.labels.map((label) => kept.indexOf(label)), classNames: classes });
}
