import {
  OptionError,
  checkNotEmpty,
  checkNumber,
  checkOptions,
  freshRandom,
  type Random,
} from "../core/index";
import { type Displayable, displaySymbol, type MimeBundle, tableBundle } from "../show/index";
import { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { dealGroups } from "./dealGroups";
import { checkDivision, divisionDefaults, type DivisionOptions } from "./division";
import { asDataset, type DataOf } from "./fromArrays";
import { drawnOf, sayWindows } from "./windows";

/** How {@link split} divides a data set. */
export interface SplitOptions extends DivisionOptions {
  /** Share of the rows for the test, in [0, 1). Default 0.2. */
  test?: number;
  /** Share of all rows for validation, in [0, 1). Default 0. */
  validation?: number;
  /** Every class has its share in every part, as far as groups allow. Default true for classes; without meaning for numeric targets and with `time`. */
  stratify?: boolean;
  /** A whole number; by default the seed of `setSeed`. */
  seed?: number;
}

const mostClasses = 10;

/** The parts of a data set; no row is in two of them. Jupyter shows how many rows each has, and of which classes. */
export class Split<D extends Dataset = Dataset> implements Displayable {
  readonly train: D;
  readonly validation: D;
  readonly test: D;

  constructor({ train, validation, test }: { train: D; validation: D; test: D }) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  /** A table: the rows of each part, and those of each class where there are ten at most. */
  [displaySymbol](): MimeBundle {
    const { train, validation, test } = this;
    const classes = train instanceof Classification ? train.classNames : [];
    const shown = classes.length <= mostClasses ? classes : [];
    const parts = [train, validation, test];
    const counts = parts.map((part) => (part instanceof Classification ? part.classCounts() : []));
    const rows = [
      ["rows", ...parts.map(({ length }) => String(length))],
      ...shown.map((name, at) => [name, ...counts.map((each) => String(each[at]))]),
    ];
    const total = train.length + validation.length + test.length;
    const title = `${train.about.name}: ${total} rows in three parts`;
    return tableBundle({ title, header: ["", "train", "validation", "test"], rows });
  }
}

/**
 * Divides the rows at random into train, validation and test; the same seed gives the same parts. With `groups` the rows of a
 * group are in one part; with `time` the last rows are the test, and those before them the validation.
 *
 * ```ts
 * const { train, test } = split(iris(), { test: 0.2, seed: 1 }); // 120 and 30 rows
 * split({ x, labels }, { validation: 0.1 }); // what fromArrays takes
 * split(visits, { groups: patients }); // no patient is in two parts
 * split(prices, { time: true, gap: 4 }); // the last fifth of the days is the test; four days before it are left out
 * ```
 *
 * @throws OptionError when the shares leave no row to train on
 */
export function split<D extends Dataset>(data: DataOf<D>, options?: SplitOptions): Split<D> {
  const dataset = asDataset<D>("split", data);
  checkNotEmpty("split", "the data set", dataset.features);
  const given = checkOptions("split", options, {
    test: 0.2,
    validation: 0,
    stratify: true,
    seed: undefined as number | undefined,
    ...divisionDefaults,
  });
  const { test, validation, stratify, seed, groups, time, gap } = given;
  checkDivision("split", given, dataset.length);
  const heldOut =
    checkNumber("split", "test", test, "[0, 1)") + checkNumber("split", "validation", validation, "[0, 1)");
  if (heldOut >= 1) {
    const got = `test ${test} and validation ${validation} of ${dataset.length} rows`;
    throw new OptionError({ where: "split", required: "there must be rows left to train on", got });
  }
  // Rounding must not take the last row: at least one is left to train on.
  const most = dataset.length - 1;
  const testRows = Math.min(Math.round(test * dataset.length), most);
  const trainFrom = Math.min(testRows + Math.round(validation * dataset.length), most);
  if (time) return inOrder(dataset, { testRows, validationRows: trainFrom - testRows, gap });
  const random = freshRandom("split", seed);
  if (groups) return byGroups(dataset, { ...given, groups, random });
  if (time === undefined) sayWindows("split", drawnOf(dataset), dataset.about);
  const order = randomOrder(dataset, stratify, random);
  const part = (from: number, to: number) => dataset.take(random.shuffle(order.slice(from, to))) as D;
  return new Split<D>({
    test: part(0, testRows),
    validation: part(testRows, trainFrom),
    train: part(trainFrom, dataset.length),
  });
}

/** The last rows for the test, those before for validation, and rows left out in between. */
function inOrder<D extends Dataset>(
  dataset: D,
  { testRows, validationRows, gap = 0 }: { testRows: number; validationRows: number; gap?: number },
): Split<D> {
  const part = (from: number, to: number) =>
    dataset.take(Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)) as D;
  const test = dataset.length - testRows;
  const validationTo = testRows > 0 ? test - gap : test;
  const validation = validationTo - validationRows;
  const trainTo = validationRows > 0 ? validation - gap : validationTo;
  if (trainTo < 1) {
    const required = "there must be rows left to train on";
    throw new OptionError({ where: "split", required, got: `a gap of ${gap} in ${dataset.length} rows` });
  }
  return new Split<D>({
    train: part(0, trainTo),
    validation: part(validation, validationTo),
    test: part(test, dataset.length),
  });
}

/** Groups in random order, each in one part. */
function byGroups<D extends Dataset>(
  dataset: D,
  told: {
    groups: NonNullable<SplitOptions["groups"]>;
    test: number;
    validation: number;
    stratify: boolean;
    random: Random;
  },
): Split<D> {
  const { groups, test, validation, stratify, random } = told;
  const classes = stratify && dataset instanceof Classification ? dataset.labels : undefined;
  const shares = [1 - test - validation, validation, test];
  const partOf = dealGroups("split", { groups, classes, shares, random });
  const rows = Array.from({ length: dataset.length }, (_, row) => row);
  const part = (at: number) => dataset.take(random.shuffle(rows.filter((row) => partOf[row] === at))) as D;
  return new Split<D>({ train: part(0), validation: part(1), test: part(2) });
}

function randomOrder(dataset: Dataset, stratify: boolean, random: Random): number[] {
  const order = random.permutation(dataset.length);
  return stratify && dataset instanceof Classification ? spreadClasses(dataset, order) : order;
}

// Each row's place among its class, as a share of that class; sorted by it, any stretch holds each class's share.
function spreadClasses(dataset: Classification, order: number[]): number[] {
  const sizes = dataset.classCounts();
  const seen = sizes.map(() => 0);
  const place = new Map(
    order.map((row) => {
      const label = dataset.labels[row];
      return [row, (seen[label]++ + 0.5) / sizes[label]];
    }),
  );
  return order.sort((a, b) => place.get(a)! - place.get(b)!);
}
