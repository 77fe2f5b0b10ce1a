import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import promised from "node:timers/promises";
import { promisify } from "node:util";
import { currentCell, isStopped, runInCell } from "../context/cellContext.js";

// Kept, as timers of cells start and end while theirs may be in their place.
const { apply } = Reflect;
const OwnPromise = Promise;

type Callback = (...given: unknown[]) => unknown;
type Start = (...given: [callback: Callback, ...rest: unknown[]]) => NodeJS.Timeout;

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
  const { clearInterval } = timers;
  const followed: Start = (...given) => {
    const cell = currentCell();
    const callback = given[0];
    if (cell === 0 || typeof callback !== "function") return apply(start, undefined, given);
    given[0] = function (this: unknown, ...passed: unknown[]) {
      if (isStopped(cell)) clearInterval(timer);
      else runInCell(cell, () => apply(callback, this, passed) as unknown);
    };
    const timer = apply(start, undefined, given) as NodeJS.Timeout;
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
  const { nextTick: start } = process;
  process.nextTick = function nextTick(...given: [callback: Callback, ...rest: unknown[]]): void {
    const cell = currentCell();
    const callback = given[0];
    if (cell !== 0 && typeof callback === "function")
      given[0] = (...passed) => void runInCell(cell, () => apply(callback, undefined, passed) as unknown);
    if (!isStopped(cell)) apply(start, process, given);
  };
  Object.defineProperty(process.nextTick, "length", { value: start.length });
}

type Wait = (...given: never[]) => Promise<unknown>;

/** A promised timer that never comes when its cell was stopped. */
function patient<Timer extends Wait>(wait: Timer): Timer {
  const waited = async (...given: never[]) => {
    const cell = currentCell();
    const value: unknown = await apply(wait, undefined, given);
    if (isStopped(cell)) await new OwnPromise(() => undefined);
    return value;
  };
  return waited as Timer;
}
