import { type MimeBundle, tableBundle, tableNumber } from "../show/index";

const ROWS = 5;
const COLUMNS = 6;

/** What {@link preview} shows of a data set. */
export interface Previewed {
  readonly about: { readonly name: string; readonly licence: string };
  readonly featureNames: readonly string[];
  readonly shape: [rows: number, features: number];
  row(index: number): ArrayLike<number>;
  /** What is to be predicted in a row, in words. */
  answer(row: number): string;
  /** The name of what is to be predicted. */
  readonly answerName: string;
  /** What is to be predicted, in a few words. */
  answerSummary(): string;
}

/**
 * The first rows of a data set as a table, with its shape, what is to be predicted, and its licence.
 *
 * ```ts
 * preview(iris())["text/plain"];
 * ```
 */
export function preview(table: Previewed): MimeBundle {
  const [rows, width] = table.shape;
  const more = width > COLUMNS ? [`… ${width - COLUMNS} more`] : [];
  const dots = more.map(() => "…");
  const first = Array.from({ length: Math.min(ROWS, rows) }, (_, row) => [
    ...Array.from(table.row(row), (value) => tableNumber(value)).slice(0, COLUMNS),
    ...dots,
    table.answer(row),
  ]);
  return tableBundle({
    title: `${table.about.name}: ${rows} rows × ${width} ${width === 1 ? "feature" : "features"}, ${table.answerSummary()}`,
    header: [...table.featureNames.slice(0, COLUMNS), ...more, table.answerName],
    rows: first,
    notes: [...(rows > ROWS ? [`… ${rows - ROWS} more rows`] : []), `Licence: ${table.about.licence}`],
  });
}
