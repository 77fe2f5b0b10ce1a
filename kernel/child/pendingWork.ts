import { setImmediate } from "node:timers";

// As they were before any cell ran, and before timers followed cells.
const inNextTurn = setImmediate;
const activeResources = process.getActiveResourcesInfo.bind(process);

/** At most so long is waited for what a cell has asked of the system. */
const longestMs = 100;

/** Ends when so many turns of the event loop are over. */
export async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await new Promise<void>((resolve) => void inNextTurn(resolve));
}

/** How much is under way that ends by itself: requests to the system, and turns that were asked for; no timers, no servers. */
export function underWay(): number {
  return activeResources().filter((name) => /Req|Connect|^Immediate$/.test(name)).length;
}

/**
 * Waits for what a cell left under way and did not wait for, as a file that is read: where that fails, and nobody catches
 * it, it is the cell that failed.
 *
 * @param before what was under way when the cell began
 */
export async function settle(before: number): Promise<void> {
  const start = Date.now();
  while (underWay() > before && Date.now() - start < longestMs) await turns(1);
}
