/** A number for a table: four significant digits. @internal */
export function formatted(value: number): string {
  return String(Number(value.toPrecision(4)));
}
