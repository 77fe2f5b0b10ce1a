import { EventEmitter } from "node:events";
import { currentCell, runInCell } from "../context/cellContext.js";

interface EmitterInternals {
  /** Called by every constructor of an emitter; Node's `domain` replaces it too. */
  init(this: EventEmitter, options?: object): void;
}

const { apply } = Reflect;

const cells = new WeakMap<EventEmitter, number>();

/** The cell that made an emitter. */
export function cellOfEmitter(emitter: EventEmitter): number | undefined {
  return cells.get(emitter);
}

/** Makes what emitters tell (workers, programs, sockets, streams) happen in the cell that made the emitter. */
export function followEmitters(): void {
  const internals = EventEmitter as unknown as EmitterInternals;
  const { init } = internals;
  const { emit } = EventEmitter.prototype;
  internals.init = function (options) {
    const cell = currentCell();
    if (cell !== 0) cells.set(this, cell);
    apply(init, this, [options]);
  };
  EventEmitter.prototype.emit = function (name, ...given) {
    const cell = currentCell() === 0 ? cells.get(this) : undefined;
    if (cell === undefined) return apply(emit, this, [name, ...given]) as boolean;
    return runInCell(cell, () => apply(emit, this, [name, ...given]) as boolean);
  };
}
