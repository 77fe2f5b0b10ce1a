import { Classification } from "./classification";
import type { Dataset } from "./dataset";
import { leadOf, overlapOf, type Looked } from "./overlap";

/** Rows that are to be drawn at random, and what is to be predicted of each, where that is one number. */
export interface Drawn extends Looked {
  answers?: ArrayLike<number>;
}

/** The first rows of a data set: as many as tell what it is. */
export function drawnOf(dataset: Dataset): Drawn {
  const columns = dataset.shape[1];
  const answers = dataset instanceof Classification ? dataset.labels : dataset.targets;
  return {
    values: dataset.features.subarray(0, mostRows * columns),
    columns,
    answers: answers.subarray(0, mostRows),
  };
}

/** As many rows as are looked at. */
export const mostRows = 1000;

const told = new WeakSet<object>();

/**
 * Says that rows drawn at random are windows of one series, so that nearly the same numbers are on both sides; once for an
 * owner.
 *
 * @internal
 */
export function sayWindows(where: string, drawn: Drawn, owner: object): void {
  if (told.has(owner)) return;
  const series = seriesOf(drawn);
  if (!series) return;
  told.add(owner);
  const remedy = `use {time: true, gap: ${series.gap}}, or {time: false} if that is meant`;
  console.warn(`${where}: ${series.found}: drawn at random, ${series.danger}; ${remedy}`);
}

function seriesOf(drawn: Drawn): { found: string; danger: string; gap: number } | undefined {
  const gap = overlapOf(drawn);
  if (gap > 0) {
    const found = `the rows are windows of one series, each of which overlaps the next ${gap}`;
    return { found, danger: "nearly the same rows are trained and measured on", gap };
  }
  const lead = drawn.answers ? leadOf(drawn, drawn.answers) : 0;
  if (lead === 0) return undefined;
  const later = lead === 1 ? "the next row" : `the row ${lead} later`;
  const found = `the rows are steps of one series, as the answer of each is a number of ${later}`;
  return { found, danger: "answers that are measured stand among the rows that are trained on", gap: lead };
}
