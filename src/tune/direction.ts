/** Whether a value should be small or large. */
export type Direction = "minimize" | "maximize";

/** The value as something to make small. */
export function asLoss(value: number, direction: Direction): number {
  return direction === "minimize" ? value : -value;
}
