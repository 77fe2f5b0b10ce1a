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
