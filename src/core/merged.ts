/** Numbers row after row, as {@link sayMerged} looks at them. */
export interface Looked {
  values: ArrayLike<number>;
  columns: number;
}

// So many numbers are looked at in a blink; of more, the first rows tell.
const looked = 2 ** 20;
// Above it not every whole number is a float32.
const wholeInFloat32 = 2 ** 24;

const told = new WeakMap<object, Set<string>>();

/**
 * Says which columns lose different values when they become float32, as a tensor's are; each once for an owner.
 *
 * Of whole numbers, such as ids and times, every loss is told; of fractions, where it is more than one value in a hundred,
 * since values drawn at random may lie that close by chance.
 *
 * ```ts
 * sayMerged("times.csv", { values: features, columns: 3 }, { owner: about, name: (at) => `column "${names[at]}"` });
 * // times.csv: float32, a tensor's kind of number, keeps 2 of the 8 different values of column "time"; …
 * ```
 */
export function sayMerged(
  where: string,
  table: Looked,
  { owner, name }: { owner: object; name: (column: number) => string },
): void {
  const known = told.get(owner) ?? new Set<string>();
  told.set(owner, known);
  for (let column = 0; column < table.columns; column++) {
    const called = name(column);
    if (known.has(called)) continue;
    const counts = mergedIn(columnOf(table, column));
    if (!counts) continue;
    known.add(called);
    console.warn(
      `${where}: float32, a tensor's kind of number, keeps ${counts.left} of the ${counts.different} different values of ` +
        `${called}; standardize it first, or number ids from 0`,
    );
  }
}

function columnOf({ values, columns }: Looked, column: number): Float64Array {
  const all = values.length / columns;
  const most = Math.max(1, Math.floor(looked / columns));
  const isLong = all > most && !hasLargeWhole({ values, columns }, column);
  return Float64Array.from({ length: isLong ? most : all }, (_, row) => values[row * columns + column]);
}

function hasLargeWhole({ values, columns }: Looked, column: number): boolean {
  for (let at = column; at < values.length; at += columns)
    if (Math.abs(values[at]) > wholeInFloat32 && Number.isInteger(values[at])) return true;
  return false;
}

/** How many different values there are, and how many of them float32 tells apart, where too many are lost. */
function mergedIn(values: Float64Array): { different: number; left: number } | undefined {
  if (values.every((value) => Math.fround(value) === value)) return undefined;
  values.sort();
  let [different, left, lostWhole] = [1, 1, false];
  for (let at = 1; at < values.length; at++) {
    const [value, before] = [values[at], values[at - 1]];
    if (value === before) continue;
    different++;
    if (Math.fround(value) !== Math.fround(before)) left++;
    else lostWhole ||= Number.isInteger(value) && Number.isInteger(before);
  }
  const lost = different - left;
  return lostWhole || lost > different / 100 ? { different, left } : undefined;
}
