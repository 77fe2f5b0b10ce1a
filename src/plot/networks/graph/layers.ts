import { meanOf } from "../../../math/index";
import type { TapeValue } from "./tape";

/** Where a value is drawn: its column from 0, its row from 0 at the top. */
export interface Place {
  column: number;
  row: number;
}

/**
 * Places values in columns from inputs to result, every value left of what reads it, in rows near what they were
 * computed from (K. Sugiyama et al. 1981, the barycentre rule, one sweep).
 */
export function inLayers(values: readonly TapeValue[]): Place[] {
  const columns = columnsOf(values);
  const places = new Map<TapeValue, Place>();
  for (let column = 0; column <= Math.max(...columns); column++) {
    const here = values.filter((_, at) => columns[at] === column);
    const wanted = new Map(here.map((value, at) => [value, barycentre(value, places) ?? at]));
    here.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
    here.forEach((value, at) => places.set(value, { column, row: at - (here.length - 1) / 2 }));
  }
  return values.map((value) => places.get(value)!);
}

/** The longest way from an input to each value; an input stands right before its first reader. */
function columnsOf(values: readonly TapeValue[]): number[] {
  const known = new Map(values.map((value, at) => [value, at]));
  const columns = values.map(() => 0);
  const inside = ({ inputs }: TapeValue) =>
    inputs.flatMap((input) => (known.has(input) ? [known.get(input)!] : []));
  values.forEach(
    (value, at) => (columns[at] = 1 + Math.max(-1, ...inside(value).map((input) => columns[input]))),
  );
  const readers = values.map(() => Infinity);
  values.forEach((value, at) =>
    inside(value).forEach((input) => (readers[input] = Math.min(readers[input], columns[at]))),
  );
  return columns.map((column, at) =>
    inside(values[at]).length === 0 && readers[at] < Infinity ? readers[at] - 1 : column,
  );
}

function barycentre({ inputs }: TapeValue, places: Map<TapeValue, Place>): number | undefined {
  const rows = inputs.flatMap((input) => places.get(input)?.row ?? []);
  return rows.length ? meanOf(rows) : undefined;
}
