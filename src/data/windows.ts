/** Rows one after the other. */
interface Looked {
  values: ArrayLike<number>;
  columns: number;
}

const told = new WeakSet<object>();
const fewest = 8;

/**
 * Says that rows drawn at random are windows of one series, so that nearly the same numbers are on both sides; once for an
 * owner.
 *
 * @internal
 */
export function sayWindows(where: string, table: Looked, owner: object): void {
  if (told.has(owner)) return;
  const overlap = overlapOf(table);
  if (overlap === 0) return;
  told.add(owner);
  console.warn(
    `${where}: the rows are windows of one series, each of which overlaps the next ${overlap}: drawn at random, nearly the same ` +
      `rows are trained and measured on; use {time: true, gap: ${overlap}}, or {time: false} if that is meant`,
  );
}

/** How many of the next rows share numbers with a row, where each is the one before, moved on; else 0. */
export function overlapOf({ values, columns }: Looked): number {
  const rows = values.length / columns;
  if (!(rows >= fewest) || columns < 2 || isConstant(values)) return 0;
  for (let step = 1; step <= columns / 2; step++)
    if (isMoved({ values, columns }, step) || isMoved({ values, columns }, -step))
      return Math.ceil(columns / step) - 1;
  return 0;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let at = 1; at < values.length; at++) if (values[at] !== values[0]) return false;
  return true;
}

/** Whether each row begins so many numbers later in the series than the row before; earlier, where newest numbers come first. */
function isMoved({ values, columns }: Looked, step: number): boolean {
  const [ahead, behind] = [Math.max(step, 0), Math.max(-step, 0)];
  const common = columns - ahead - behind;
  for (let row = columns; row < values.length; row += columns)
    for (let at = 0; at < common; at++)
      if (values[row + behind + at] !== values[row - columns + ahead + at]) return false;
  return true;
}
