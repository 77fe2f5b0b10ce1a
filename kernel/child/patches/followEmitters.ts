import { EventEmitter } from "node:events";
import { currentCell, runInCell } from "../context/cellContext.js";

interface EmitterInternals {
  /** Called by every constructor of an emitter; Node's `domain` replaces it too. */
  init(this: EventEmitter, options?: object): void;
}

// Kept, as emitters are made and told while a cell's may be in their place.
const { apply } = Reflect;
const { get, set } = WeakMap.prototype;

const cells = new WeakMap<EventEmitter, number>();

/** The cell that made an emitter. */
export function cellOfEmitter(emitter: EventEmitter): number | undefined {
  return apply(get, cells, [emitter]) as number | undefined;
}

/** Makes what emitters tell (workers, programs, sockets, streams) happen in the cell that made the emitter. */
export function followEmitters(): void {
  const internals = EventEmitter as unknown as EmitterInternals;
  const { init } = internals;
  const { emit } = EventEmitter.prototype;
  internals.init = function (options) {
    const cell = currentCell();
    if (cell !== 0) apply(set, cells, [this, cell]);
    apply(init, this, [options]);
  };
  EventEmitter.prototype.emit = function (...told) {
    const cell = currentCell() === 0 ? cellOfEmitter(this) : undefined;
    if (cell === undefined) return apply(emit, this, told) as boolean;
    return runInCell(cell, () => apply(emit, this, told) as boolean);
  };
}
