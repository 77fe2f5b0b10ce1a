import type { Random } from "../../core/index";

/**
 * A number from -5 to 5 with one decimal, so that a failing input is easy to follow by hand.
 *
 * ```ts
 * drawNumber(random); // -2.4
 * ```
 */
export function drawNumber(random: Random, least = -5, greatest = 5): number {
  return Math.round(10 * (least + (greatest - least) * random.uniform())) / 10;
}

/** As many numbers with one decimal. */
export function drawNumbers(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => drawNumber(random));
}

/** A number with one decimal that is at least 0.5 away from 0, for divisors. */
export function drawNonZero(random: Random): number {
  return drawSign(random) * drawNumber(random, 0.5, 5);
}

/** -1 or +1. */
export function drawSign(random: Random): number {
  return random.uniform() < 0.5 ? -1 : 1;
}

/** One of several, each as likely as the others. */
export function drawOne<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)];
}
