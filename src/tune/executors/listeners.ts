import type { ExecutorEvent, ExecutorEvents } from "../executor";

type Listener<E extends ExecutorEvent> = (what: ExecutorEvents[E]) => void;

/** Those who listen to an executor. */
export class Listeners {
  private readonly all: { [E in ExecutorEvent]?: Listener<E>[] } = {};

  /** Adds one. */
  on<E extends ExecutorEvent>(event: E, listener: Listener<E>): void {
    ((this.all[event] ??= []) as Listener<E>[]).push(listener);
  }

  /** Tells all who listen to an event. */
  say<E extends ExecutorEvent>(event: E, what: ExecutorEvents[E]): void {
    for (const listener of (this.all[event] ?? []) as Listener<E>[]) listener(what);
  }
}
