import type { Points } from "../../input/points";
import { thinPoints } from "../../input/thin";
import { range } from "../../input/words";

/** The plane around the points: coordinates of a grid's columns and rows. */
export interface Grid {
  across: number[];
  up: number[];
}

const margin = 0.12;

/** A grid over the points' plane with some room around them. */
export function gridOver({ x, y }: Points, size: number): Grid {
  return { across: spread(range(x), size), up: spread(range(y), size) };
}

function spread([low, high]: [number, number], size: number): number[] {
  const room = margin * (high - low || Math.abs(low) || 1);
  const step = (high - low + 2 * room) / (size - 1);
  return Array.from({ length: size }, (_, at) => low - room + at * step);
}

/** The grid's points, row after row, as a model of all features sees them: the others at their mean. */
export function gridRows({ across, up }: Grid, { table, features }: Points, judged: number[]): number[][] {
  const means = columnMeans(table, judged);
  return up.flatMap((y) =>
    across.map((x) => {
      const row = means.slice();
      row[features[0]] = x;
      row[features[1]] = y;
      return row;
    }),
  );
}

function columnMeans({ values, columns }: Points["table"], judged: number[]): number[] {
  const sums = new Array<number>(columns).fill(0);
  for (const row of judged)
    for (let at = 0; at < columns; at++) sums[at] += values[row * columns + at] / judged.length;
  return sums;
}

/** At most `limit` of {@link finiteRows}, evenly: those on which a model is judged. */
export function judgedPoints(cloud: Points, limit: number): number[] {
  const finite = finiteRows(cloud);
  return thinPoints(finite.length, limit).map((at) => finite[at]);
}

/** The rows of points whose features are all finite. */
export function finiteRows({ table: { values, rows, columns } }: Points): number[] {
  const finite: number[] = [];
  for (let row = 0; row < rows; row++) {
    let at = 0;
    while (at < columns && Number.isFinite(values[row * columns + at])) at++;
    if (at === columns) finite.push(row);
  }
  return finite;
}

/** A number of each point, NaN where a feature is not finite. */
export function wholeRows(cloud: Points): Float64Array {
  const whole = new Float64Array(cloud.table.rows).fill(NaN);
  for (const row of finiteRows(cloud)) whole[row] = row;
  return whole;
}

/** Rows of the data, as the model sees them. */
export function dataRows({ values, columns }: Points["table"], judged: number[]): number[][] {
  return judged.map((row) => Array.from({ length: columns }, (_, at) => values[row * columns + at]));
}
