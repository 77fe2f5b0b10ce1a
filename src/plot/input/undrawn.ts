import { list, plural } from "./words";

/** Numbers that a figure was given along one axis. */
export interface Given {
  /** What one of them is called, and several where that is not with an s. */
  mark: string;
  marks?: string;
  values: ArrayLike<number>;
  /** Whether the axis is logarithmic; the option's name where one makes it so. Default false. */
  log?: boolean | "logX" | "logY";
}

/**
 * What is said of numbers that have no place in a figure: those that are not finite, and those of 0 and below on a logarithmic
 * axis; false where each has one. A figure hands it to `Figure` as `undrawn`, which says it below the title and in the words.
 *
 * ```ts
 * undrawn({ mark: "value", values: [1, NaN, 0, 2], log: "logY" });
 * // "1 value not finite and left out. 1 value is 0 or less and not drawn on the logarithmic axis; leave out logY to see all"
 * ```
 */
export function undrawn(...given: (Given | false | undefined)[]): string | false {
  const counts = new Map<string, Counts>();
  for (const one of given) if (one) count(one, counts);
  const notes = [...counts.values()].flatMap((each) => [notFinite(each), belowLog(each)]);
  return notes.filter((note) => note !== false).join(". ") || false;
}

/** Whether numbers have a place each, one after the other: the first column, with NaN where another is not finite. */
export function together(...columns: ArrayLike<number>[]): Float64Array {
  return Float64Array.from(columns[0], (value, at) =>
    columns.every((column) => Number.isFinite(column[at])) ? value : NaN,
  );
}

/** How many numbers of one kind have no place, and why. */
interface Counts extends Pick<Given, "mark" | "marks"> {
  finite: number;
  lost: number;
  hidden: number;
  options: Set<string>;
}

function count({ mark, marks, values, log }: Given, counts: Map<string, Counts>): void {
  const known = counts.get(mark) ?? { mark, marks, finite: 0, lost: 0, hidden: 0, options: new Set() };
  let [finite, hidden] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) continue;
    finite++;
    if (log && values[at] <= 0) hidden++;
  }
  known.finite += finite;
  known.lost += values.length - finite;
  known.hidden += hidden;
  if (hidden > 0 && typeof log === "string") known.options.add(log);
  counts.set(mark, known);
}

function notFinite({ mark, marks, lost }: Counts): string | false {
  return lost > 0 && `${plural(lost, mark, marks)} not finite and left out`;
}

function belowLog({ mark, marks, finite, hidden, options }: Counts): string | false {
  if (hidden === 0) return false;
  if (hidden === finite) return `No ${mark} is above 0, so that a logarithmic axis shows none`;
  const remedy = options.size > 0 ? `; leave out ${list([...options])} to see all` : "";
  const are = hidden === 1 ? "is" : "are";
  return `${plural(hidden, mark, marks)} ${are} 0 or less and not drawn on the logarithmic axis${remedy}`;
}
