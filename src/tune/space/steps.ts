/** A number as an integer times a power of ten. */
interface Decimal {
  digits: bigint;
  exponent: number;
}

/** Digits that somebody wrote; a number of more, 1/3 say, was computed. */
const written = 15;

/**
 * The number low + index · step, as one would write it: 0.1 + 2 · 0.1 is 0.3. What is written in decimals is added in
 * decimals, whatever its magnitude.
 *
 * ```ts
 * atStep(0.1, 0.1, 2) // 0.3
 * ```
 */
export function atStep(low: number, step: number, index: number): number {
  if (Number.isSafeInteger(low) && Number.isSafeInteger(step)) return low + index * step;
  const [first, each] = [decimalOf(low), decimalOf(step)];
  if (isComputed(first) || isComputed(each)) return low + index * step;
  const exponent = Math.min(first.exponent, each.exponent);
  return Number(`${scaled(first, exponent) + BigInt(index) * scaled(each, exponent)}e${exponent}`);
}

/** The index of the last number low + index · step that is not above high. */
export function lastStep(low: number, high: number, step: number): number {
  let index = Math.ceil((high - low) / step) + 1;
  while (index > 0 && atStep(low, step, index) > high) index--;
  return index;
}

/** Whether steps are so large that the numbers between low and high differ, and places in a unit interval too. */
export function canStep(low: number, high: number, step: number): boolean {
  const isExact = step >= 2 ** -49 * Math.max(Math.abs(low), Math.abs(high));
  return low === high || (isExact && low + step > low && high - step < high);
}

function decimalOf(value: number): Decimal {
  const [mantissa, exponent] = value.toExponential().split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function isComputed({ digits }: Decimal): boolean {
  return digits >= 10n ** BigInt(written) || digits <= -(10n ** BigInt(written));
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
