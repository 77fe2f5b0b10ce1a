/** A way to write numbers. */
export interface Way {
  /** The number with so many digits at least. */
  write: (value: number, digits: number) => string;
  /** Digits beyond those that tell numbers apart, so that it is seen by how much they differ. */
  more: number;
}

/**
 * What is told with numbers that are read beside one another: whatever `short`, `percent` and `fixed` write meanwhile has as
 * many digits as it takes to tell it from its neighbours. Beyond the fifteenth digit numbers differ by the noise of their
 * computation.
 *
 * ```ts
 * apart(() => `${short(2.302585)} and ${short(2.30259)}, ${percent(0.4999, 0)} and ${percent(0.5001, 0)}`);
 * // "2.302585 and 2.30259, 49.99 % and 50.01 %"
 * ```
 *
 * @param tell at once, not later; called a second time where the digits that are usual do not do
 */
export function apart<Told>(tell: () => Told): Told {
  if (beside) return tell();
  beside = new Beside();
  try {
    const told = tell();
    return beside.needsDigits() ? tell() : told;
  } finally {
    beside = undefined;
  }
}

/** A number in words, with so many digits at least, and with more where what is told at the moment needs them. */
export function written(way: Way, value: number, least: number): string {
  return way.write(value, beside?.digits(way, value, least) ?? least);
}

/** The numbers of what is told at the moment, by how they are written. */
class Beside {
  readonly #groups: Group[] = [];

  digits(way: Way, value: number, least: number): number {
    let group = this.#groups.find((one) => one.way === way && one.least === least);
    if (!group) this.#groups.push((group = { way, least, values: new Set(), digits: new Map() }));
    group.values.add(value);
    return group.digits.get(value) ?? least;
  }

  /** Whether numbers are alike that differ; from here on they have the digits for it. */
  needsDigits(): boolean {
    const alike = this.#groups.filter(hasAlike);
    for (const group of alike) group.digits = digitsApart(group);
    return alike.length > 0;
  }
}

let beside: Beside | undefined;

interface Group {
  way: Way;
  least: number;
  values: Set<number>;
  digits: Map<number, number>;
}

const mostDigits = 15;

function hasAlike({ way, least, values }: Group): boolean {
  return new Set(Array.from(values, (value) => way.write(value, least))).size < values.size;
}

/** How many digits tell each value from those next to it. */
function digitsApart(group: Group): Map<number, number> {
  const different = withoutNoise(group);
  const digits = different.map(() => group.least);
  for (let at = 1; at < different.length; at++) {
    const needed = neededFor(group, different[at - 1].at(-1)!, different[at][0]);
    for (const side of [at - 1, at]) digits[side] = Math.max(digits[side], needed);
  }
  return new Map(different.flatMap((alike, at) => alike.map((value) => [value, digits[at]])));
}

/** The values in order, together where they differ by noise. */
function withoutNoise({ way, values }: Group): number[][] {
  const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
  const different: number[][] = [];
  for (const value of sorted) {
    const last = different.at(-1);
    if (last && way.write(last[0], mostDigits) === way.write(value, mostDigits)) last.push(value);
    else different.push([value]);
  }
  return different;
}

/** From many digits down, as rounding may tell two apart that more digits do not. */
function neededFor({ way: { write, more }, least }: Group, one: number, other: number): number {
  let same = mostDigits - 1;
  while (same >= least && write(one, same) !== write(other, same)) same--;
  return same < least ? least : Math.min(mostDigits, same + 1 + more);
}
