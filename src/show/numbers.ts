import { range } from "../math/index";
import { apart, type Way, written } from "./apart";

/**
 * A number as people read it: four significant digits, a thin space between thousands. Whole numbers keep all digits, and
 * what is nearly a whole number below 1000 gets as many as it takes not to be written as one. NaN is "not finite".
 *
 * ```ts
 * short(0.123456) // "0.1235"
 * short(0.99996) // "0.99996"
 * short(1000000) // "1 000 000"
 * ```
 */
export function short(value: number): string {
  return written(digitsWay, value, leastDigits);
}

/**
 * Numbers that are read beside one another, with as many digits as it takes for those that differ to differ, and one more,
 * so that it is seen by how much.
 *
 * ```ts
 * shorts([2.302585, 2.30259]) // ["2.302585", "2.30259"]
 * ```
 */
export function shorts(values: readonly number[]): string[] {
  return apart(() => values.map(short));
}

/**
 * A number that is one of several, told from those next to it.
 *
 * ```ts
 * shortAmong(2.302585, [2.302585, 2.30259, 7]) // "2.302585"
 * ```
 */
export function shortAmong(value: number, values: readonly number[]): string {
  let [below, above] = [-Infinity, Infinity];
  for (const other of values) {
    if (other < value && other > below) below = other;
    if (other > value && other < above) above = other;
  }
  return shorts([value, below, above])[0];
}

/** "from 0.9 to 0.3", in {@link shorts}. */
export function fromTo(first: number, last: number): string {
  return apart(() => `from ${short(first)} to ${short(last)}`);
}

const leastDigits = 4;

const digitsWay: Way = { write: withDigits, more: 1 };

function withDigits(value: number, digits: number): string {
  if (Number.isNaN(value)) return "not finite";
  if (!Number.isFinite(value)) return signed(String(value).replace("Infinity", "∞"));
  const told = digits > leastDigits ? Number.MAX_SAFE_INTEGER : 1e15 - 1;
  if (Number.isInteger(value) && Math.abs(value) <= told) return grouped(String(value));
  if (Math.abs(value) >= 1e15) return exponential(value, digits);
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  if (whole >= digits) return grouped(String(Math.round(value)));
  return grouped(String(Number(value.toPrecision(digitsOf(value, digits)))));
}

/** More digits for what is nearly, but not, a whole number; what is that but for the noise of its computation is one. */
function digitsOf(value: number, least: number): number {
  let digits = least;
  while (digits < 12 && Number.isInteger(Number(value.toPrecision(digits)))) digits++;
  return Number.isInteger(Number(value.toPrecision(digits))) ? least : digits;
}

function exponential(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return signed(`${Number(mantissa)}e${Number(exponent)}`);
}

function signed(text: string): string {
  return text.replaceAll("-", "−");
}

function grouped(text: string): string {
  const [whole, ...fraction] = text.split(".");
  const apart = whole.replace("-", "").length > 4 && !whole.includes("e");
  const told = apart ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return signed([told, ...fraction].join("."));
}

/**
 * A share of the whole as people read it; what is little is not nothing, and what is nearly all is not all.
 *
 * ```ts
 * percent(0.125) // "12.5 %"
 * percent(0.0001) // "< 0.1 %"
 * percent(0.9999) // "> 99.9 %"
 * percent(1.0001) // "100.01 %"
 * ```
 */
export function percent(share: number, digits = 1): string {
  return written(percentWay, share, digits);
}

const percentWay: Way = { write: inPercent, more: 0 };

function inPercent(share: number, digits: number): string {
  if (!(Math.abs(share) < 10)) return `${withDigits(100 * share, Math.max(leastDigits, digits + 3))} %`;
  if (share < 0) return `−${inPercent(-share, digits)}`.replace(/^−< /, "> −");
  const text = decimals(100 * share, digits);
  const least = 10 ** -digits;
  if (share > 0 && Number(text) === 0) return `< ${least.toFixed(digits)} %`;
  if (share < 1 && Number(text) === 100) return `> ${(100 - least).toFixed(digits)} %`;
  if (share > 1 && Number(text) === 100) return `${withDigits(100 * share, leastDigits)} %`;
  return `${text} %`;
}

/**
 * A number with so many decimals, unless they would make it 0 or 1 which it is not: then as {@link short}.
 *
 * ```ts
 * fixed(0.5, 3) // "0.500"
 * fixed(0.99996, 3) // "0.99996"
 * ```
 */
export function fixed(value: number, digits: number): string {
  return written(fixedWay, value, digits);
}

const fixedWay: Way = { write: inDecimals, more: 0 };

function inDecimals(value: number, digits: number): string {
  if (!(Math.abs(value) < 1e6)) return withDigits(value, Math.max(leastDigits, digits));
  const text = decimals(value, digits);
  const isFalse = [0, 1].includes(Math.abs(Number(text))) && Number(text) !== value;
  return isFalse ? withDigits(value, Math.max(leastDigits, digits)) : signed(text);
}

/** So many decimals, but no more than a number in 64 bits has. */
function decimals(value: number, digits: number): string {
  const whole = Math.trunc(Math.abs(value)).toString().length;
  return value.toFixed(Math.min(digits, 15 - whole));
}

/** Decimals by which values can be told from one another, three at least; undefined where so many are read by no one. */
export function decimalsApart(values: readonly number[]): number | undefined {
  const [low, high] = range(values);
  const span = high - low || Math.abs(high) || 1;
  const digits = Math.max(3, 1 - Math.floor(Math.log10(span)));
  return digits <= 6 ? digits : undefined;
}

/** A number of bytes: 512 B, 1.5 kB, 12.3 MB. */
export function inBytes(count: number): string {
  if (count < 1e3) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

/** Seconds as 8.0 s, 2 min 5 s or 3 h 12 min. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Milliseconds, short enough for a line: 0.058 ms, 12.3 ms. */
export function milliseconds(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toPrecision(3)} ms`;
}

/**
 * A number as a table, a card or a line in a terminal has it, so that it can be copied into code: whole numbers in full, others
 * with four significant digits, from 1000 on six. In a sentence it is `short`.
 *
 * ```ts
 * tableNumber(2 / 3) // "0.6667"
 * tableNumber(123456) // "123456"
 * ```
 *
 * @param value nothing, where it is undefined
 */
export function tableNumber(value: number | undefined): string {
  if (value === undefined) return "";
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 6 : 4)));
}
