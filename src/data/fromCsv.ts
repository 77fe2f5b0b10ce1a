import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import {
  checkNotEmpty,
  checkOneOf,
  checkOptions,
  checkText,
  DataError,
  FileError,
  OptionError,
} from "../core/index";
import { checkDistinct } from "./checkDistinct";
import type { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { datasetOf } from "./fromArrays";
import type { Regression } from "./regression";
import type { About } from "./table";

/** What all tables in files have. */
export interface CsvOptions {
  /** The columns to read as features. Default: all but the label or target. */
  features?: readonly string[];
  /** What stands between two values. Default a comma. */
  delimiter?: string;
  /** Name, description, licence, source. The name is by default the file's. */
  about?: Partial<About>;
}

/** A table in a file whose rows belong to classes. */
export interface CsvClassesOptions extends CsvOptions {
  /** The column with the class of each row. */
  label: string;
  /** The names of the classes in order. Default: in the order they first appear. */
  classNames?: readonly string[];
}

/** A table in a file whose rows have a number to be predicted. */
export interface CsvTargetsOptions extends CsvOptions {
  /** The column with the number to be predicted. */
  target: string;
}

/**
 * A data set from a CSV file whose first line names the columns.
 *
 * ```ts
 * fromCsv("flowers.csv", { label: "species" });
 * fromCsv("houses.csv", { target: "price", delimiter: ";" });
 * ```
 *
 * @throws FileError when the file is missing or is not CSV
 * @throws OptionError when a column is unknown
 * @throws DataError when a feature is not a number: it says in which line
 */
export function fromCsv(path: string, options: CsvClassesOptions): Classification;
export function fromCsv(path: string, options: CsvTargetsOptions): Regression;
export function fromCsv(path: string, options: CsvClassesOptions | CsvTargetsOptions): Dataset {
  const { label, target, features, classNames, delimiter, about } = checkOptions("fromCsv", options, {
    label: undefined,
    target: undefined,
    features: undefined,
    classNames: undefined,
    delimiter: ",",
    about: undefined,
  } as Partial<CsvClassesOptions & CsvTargetsOptions>);
  checkText("fromCsv", "path", path);
  const answer = label ?? target;
  if (answer === undefined) {
    const remedy = 'name the column to be predicted, {label: "species"} or {target: "price"}';
    throw new OptionError({ where: "fromCsv", required: "there must be either label or target", remedy });
  }
  const table = readTable(path, delimiter!);
  const answers = label === undefined ? table.numbers(answer) : table.texts(answer);
  const featureNames = features ?? table.header.filter((name) => name !== answer);
  const columns = featureNames.map((name) => table.numbers(name));
  const own = {
    x: table.rows.map((_, row) => columns.map((values) => values[row])),
    featureNames,
    about: { name: path, ...about },
  };
  if (label === undefined)
    return datasetOf("fromCsv", { ...own, targets: answers as number[], targetName: answer });
  return datasetOf("fromCsv", { ...own, labels: answers as string[], classNames });
}

function readTable(path: string, delimiter: string) {
  const [{ record: header }, ...rows] = readRows(path, delimiter);
  checkDistinct("fromCsv", `the columns of ${path}`, header);
  checkNotEmpty("fromCsv", `the table in ${path}`, rows);
  const texts = (name: string): string[] => {
    const at = header.indexOf(checkOneOf("fromCsv", "column", name, header));
    return rows.map(({ record }) => record[at]);
  };
  const numbers = (name: string): number[] => {
    const values = texts(name).map((text, row) => numberOf(text, name, rows[row].info.lines));
    sayRounded(path, name, texts(name), values);
    return values;
  };
  return { header, rows, texts, numbers };
}

interface Row {
  record: string[];
  info: { lines: number };
}

function readRows(path: string, delimiter: string): Row[] {
  if (!existsSync(path)) {
    const remedy = `the path starts from ${process.cwd()}`;
    throw new FileError({ where: "fromCsv", required: `there is no file ${path}`, remedy });
  }
  try {
    const options = { bom: true, delimiter, skip_empty_lines: true, trim: true, info: true };
    const rows = parse(readFileSync(path), options) as unknown as Row[];
    return rows.length > 0 ? rows : [{ record: [], info: { lines: 0 } }];
  } catch (error) {
    const required = `${path} must be a CSV file`;
    throw new FileError({ where: "fromCsv", required, got: (error as Error).message });
  }
}

function numberOf(text: string, column: string, line: number): number {
  const value = text === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  const required = `column "${column}" must be a number in every row`;
  throw new DataError({ where: "fromCsv", required, got: `"${text}" in line ${line}` });
}

/** Says where a whole number, such as an id, is so long that a number of JavaScript cannot hold its last digits. */
function sayRounded(path: string, column: string, texts: string[], values: number[]): void {
  const isRounded = (text: string, at: number) =>
    !Number.isSafeInteger(values[at]) && /^[+-]?\d+$/.test(text) && BigInt(text) !== BigInt(values[at]);
  const row = texts.findIndex(isRounded);
  if (row < 0) return;
  console.warn(
    `fromCsv: column "${column}" of ${path} has whole numbers beyond 2⁵³, whose last digits are lost (${texts[row]} became ` +
      `${BigInt(values[row])}); leave ids out, or read them as the label`,
  );
}
