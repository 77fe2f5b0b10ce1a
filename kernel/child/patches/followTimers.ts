import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import promised from "node:timers/promises";
import { promisify } from "node:util";
import { currentCell, isStopped, runInCell } from "../context/cellContext.js";

type Callback = (...given: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => NodeJS.Timeout;

/**
 * Makes timers run in the cell that started them, and not at all once that cell was stopped: a loop that waits for
 * timers ends there.
 */
export function followTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const followed = follow(timers[name] as unknown as Start);
    Object.assign(timers, { [name]: followed });
    Object.assign(globalThis, { [name]: followed });
  }
  globalThis.queueMicrotask = inItsCell(globalThis.queueMicrotask);
  Object.assign(promised, {
    setTimeout: patient(promised.setTimeout),
    setImmediate: patient(promised.setImmediate),
  });
  syncBuiltinESMExports();
}

function follow(start: Start): Start {
  const followed: Start = (callback, ...rest) => {
    const cell = currentCell();
    if (cell === 0 || typeof callback !== "function") return start(callback, ...rest);
    const inCell = function (this: unknown, ...given: unknown[]) {
      if (isStopped(cell)) clearInterval(timer);
      else runInCell(cell, () => callback.apply(this, given));
    };
    const timer = start(inCell, ...rest);
    return timer;
  };
  const custom = (start as unknown as Record<symbol, Wait | undefined>)[promisify.custom];
  return custom ? Object.assign(followed, { [promisify.custom]: patient(custom) }) : followed;
}

function inItsCell(start: typeof queueMicrotask): typeof queueMicrotask {
  return (callback) => {
    const cell = currentCell();
    const isFollowed = cell !== 0 && typeof callback === "function";
    start(isFollowed ? () => void (isStopped(cell) || runInCell(cell, callback)) : callback);
  };
}

/**
 * Makes ticks run in the cell that asked for them. Code of a stopped cell asks for no more, so that a loop of ticks ends;
 * what was asked for before comes, as it may be Node's own.
 */
export function followTicks(): void {
  const start = process.nextTick.bind(process);
  process.nextTick = function nextTick(callback: Callback, ...given: unknown[]): void {
    const cell = currentCell();
    if (cell === 0 || typeof callback !== "function") return start(callback, ...given);
    if (!isStopped(cell)) start(() => void runInCell(cell, () => callback(...given)));
  };
}

type Wait = (...given: never[]) => Promise<unknown>;

/** A promised timer that never comes when its cell was stopped. */
function patient<Timer extends Wait>(wait: Timer): Timer {
  const waited = async (...given: never[]) => {
    const cell = currentCell();
    const value = await wait(...given);
    if (isStopped(cell)) await new Promise(() => undefined);
    return value;
  };
  return waited as Timer;
}
