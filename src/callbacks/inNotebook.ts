import { displaySymbol } from "../core/index";

/** Whether a kernel shows what is displayed in the middle of a cell. */
export function inNotebook(): boolean {
  return (globalThis as Record<symbol, unknown>)[displaySymbol] !== undefined;
}
