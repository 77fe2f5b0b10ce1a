import { milliseconds } from "./report";

// Enough for a median that one slow run does not move.
const rounds = 5;

// A way that needs this many times the fastest's time is not run again.
const hopeless = 2;

/** What a {@link Tuner} knows of one way. */
interface Trial {
  /** Milliseconds of each run that counts. */
  times: number[];
  /** The first run, where things are still compiled, does not count. */
  warm: boolean;
  /** Being compiled elsewhere: not to be run now. */
  waiting: boolean;
}

/**
 * Chooses the fastest of several ways to do something, by doing it for real.
 *
 * Ways take turns, so that a machine that slows down slows all of them.
 */
export class Tuner<Way extends string> {
  readonly #trials = new Map<Way, Trial>();

  constructor(ways: readonly Way[], known: Partial<Record<Way, number>> = {}) {
    for (const way of ways) {
      const time = known[way];
      const times = time === undefined ? [] : new Array<number>(rounds).fill(time);
      this.#trials.set(way, { times, warm: time !== undefined, waiting: false });
    }
  }

  /** The way to go next: of those that can still win, the one that has run least. */
  get next(): Way {
    const open = this.#ways.filter((way) => this.#isOpen(way) && !this.#trials.get(way)!.waiting);
    return open.length > 0 ? least(open, (way) => this.#runs(way)) : this.best;
  }

  /** Whether every way has been measured. */
  get done(): boolean {
    return this.#ways.length > 0 && !this.#ways.some((way) => this.#isOpen(way));
  }

  /** Whether this way has not run yet. */
  isFirst(way: Way): boolean {
    return this.#trials.get(way)?.warm === false;
  }

  /** Leaves a way out until {@link resume} or {@link ready}. */
  wait(way: Way): void {
    this.#trials.get(way)!.waiting = true;
  }

  /** Takes a way in again, where it is still among them. */
  resume(way: Way): void {
    Object.assign(this.#trials.get(way) ?? {}, { waiting: false });
  }

  /** Takes a way in again: it has had its first run. */
  ready(way: Way): void {
    Object.assign(this.#trials.get(way) ?? {}, { waiting: false, warm: true });
  }

  /** Takes note of one run; false when it is not news. */
  note(way: Way, ms: number): boolean {
    const trial = this.#trials.get(way);
    if (!trial || trial.times.length >= rounds) return false;
    if (trial.warm) trial.times.push(ms);
    trial.warm = true;
    return true;
  }

  /** Leaves a way out for good. */
  drop(way: Way): void {
    this.#trials.delete(way);
  }

  /** The median of each way that was measured. */
  get medians(): [Way, number][] {
    return this.#ways
      .filter((way) => this.#trials.get(way)!.times.length > 0)
      .map((way) => [way, this.#median(way)]);
  }

  /** The fastest way so far. */
  get best(): Way {
    return least(this.#ways, (way) => this.#median(way));
  }

  get #ways(): Way[] {
    return [...this.#trials.keys()];
  }

  #isOpen(way: Way): boolean {
    const { times } = this.#trials.get(way)!;
    if (times.length >= rounds) return false;
    const fastest = Math.min(...[...this.#trials.values()].flatMap((trial) => trial.times));
    return times.length < 2 || Math.min(...times) < hopeless * fastest;
  }

  #runs(way: Way): number {
    const { warm, times } = this.#trials.get(way)!;
    return warm ? times.length : -1;
  }

  #median(way: Way): number {
    return median(this.#trials.get(way)!.times);
  }
}

/** The choice in words: `xla is the fastest: 0.058 ms against eager 2.4 ms, graph 0.14 ms`. */
export function choiceInWords(best: string, times: Partial<Record<string, number>>): string {
  const others = Object.entries(times).filter(([name]) => name !== best);
  const rest = others.map(([name, ms]) => `${name} ${milliseconds(ms!)}`).join(", ");
  return `${best} is the fastest: ${milliseconds(times[best]!)}${rest && ` against ${rest}`}`;
}

function least<T>(items: T[], key: (item: T) => number): T {
  return items.reduce((best, item) => (key(item) < key(best) ? item : best));
}

function median(values: number[]): number {
  if (values.length === 0) return Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
