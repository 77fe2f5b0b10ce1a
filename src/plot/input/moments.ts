/** A power of two as large as the largest of the values: in units of it no square overflows or vanishes, and no digit is lost. */
function unitOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]));
  return most > 0 && Number.isFinite(most) ? 2 ** Math.max(-1022, Math.floor(Math.log2(most))) : 1;
}

function meanBy(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += of(values[at]);
  return sum / values.length;
}

/** The mean; NaN of none. */
export function meanOf(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return meanBy(values, (value) => value / unit) * unit;
}

/** √(Σ value² / count). */
export function rootMeanSquare(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return Math.sqrt(meanBy(values, (value) => (value / unit) ** 2)) * unit;
}

/** The standard deviation, of all there are. */
export function deviationOf(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  const mean = meanBy(values, (value) => value / unit);
  return Math.sqrt(meanBy(values, (value) => (value / unit - mean) ** 2)) * unit;
}

/** Whether all values are the same, which a computed deviation tells only nearly. */
export function isConstant(values: ArrayLike<number>): boolean {
  for (let at = 1; at < values.length; at++) if (values[at] !== values[0]) return false;
  return true;
}

/**
 * The number below which a share of the finite values lies, between two of them where it falls there (NumPy's linear
 * method); the middle one by default, NaN of none.
 */
export function quantileOf(values: ArrayLike<number>, share = 0.5): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  const part = place - Math.floor(place);
  return sorted.length > 0 ? below * (1 - part) + above * part : NaN;
}
