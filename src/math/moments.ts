/** Σ value. */
export function sumOf(values: ArrayLike<number>): number {
  return sumBy(values, (value) => value);
}

/** A power of two as large as the largest of the values: in units of it no square overflows or vanishes, and no digit is lost. */
function unitOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]));
  return most > 0 && Number.isFinite(most)
    ? 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(most))))
    : 1;
}

function sumBy(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += of(values[at]);
  return sum;
}

/** The mean; of equal values their value, NaN of none. d3-array's overflows where values are near the largest number. */
export function meanOf(values: ArrayLike<number>): number {
  if (values.length > 0 && isConstant(values)) return values[0];
  const unit = unitOf(values);
  return (sumBy(values, (value) => value / unit) / values.length) * unit;
}

/** √(Σ value² / count). */
export function rootMeanSquare(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return Math.sqrt(sumBy(values, (value) => (value / unit) ** 2) / values.length) * unit;
}

/** The variance, of all there are: 0 of equal values, NaN of none. */
export function varianceOf(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return squareOf(values, unit, values.length) * unit * unit;
}

/** The standard deviation, of all there are: 0 of equal values, NaN of none. */
export function deviationOf(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return Math.sqrt(squareOf(values, unit, values.length)) * unit;
}

/** The standard deviation that a sample lets one expect of what it is drawn from, √(Σ (value − mean)² / (count − 1)); 0 of one value. */
export function sampleDeviationOf(values: ArrayLike<number>): number {
  const unit = unitOf(values);
  return Math.sqrt(squareOf(values, unit, values.length - 1)) * unit;
}

/** Σ (value − mean)² in a unit, by a count. */
function squareOf(values: ArrayLike<number>, unit: number, count: number): number {
  if (values.length > 0 && isConstant(values)) return Number.isFinite(values[0]) ? 0 : NaN;
  const mean = sumBy(values, (value) => value / unit) / values.length;
  return sumBy(values, (value) => (value / unit - mean) ** 2) / count;
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
