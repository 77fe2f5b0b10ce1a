import { milliseconds } from "../show/index";

// Enough that a few slow runs do not move the estimate; short runs, which a busy machine disturbs most, get more.
const fewestRuns = 7;
const mostRuns = 25;
const longEnoughMs = 50;

// Before it has run so often, no way is given up; long runs are disturbed less, and fewer of them tell.
const fairRuns = 16;
const fairLongRuns = 3;

// A way that needs this many times the fastest's time is not run again.
const hopeless = 2;

/** What a {@link Tuner} knows of one way. */
interface Trial {
  /** Milliseconds of a step, for each run that counts. */
  times: number[];
  /** Steps in all of these runs. */
  steps: number;
  /** The first run, where things are still compiled, does not count. */
  warm: boolean;
  /** Being compiled elsewhere: not to be run now. */
  waiting: boolean;
  /** Measured beforehand. */
  known: boolean;
}

/**
 * Chooses the fastest of several ways to do something, by doing it for real.
 *
 * Ways take turns, so that a machine that slows down slows all of them.
 */
export class Tuner<Way extends string> {
  readonly #trials = new Map<Way, Trial>();

  constructor(ways: readonly Way[], measured: Partial<Record<Way, number>> = {}) {
    for (const way of ways) {
      const time = measured[way];
      const known = time !== undefined;
      this.#trials.set(way, { times: known ? [time] : [], steps: 0, warm: known, waiting: false, known });
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

  /** Takes note of one run of so many steps; false when it is not news. */
  note(way: Way, ms: number, steps = 1): boolean {
    const trial = this.#trials.get(way);
    if (!trial || this.#isEnough(trial)) return false;
    if (trial.warm) {
      trial.times.push(ms / steps);
      trial.steps += steps;
    }
    trial.warm = true;
    return true;
  }

  /** Leaves a way out for good. */
  drop(way: Way): void {
    this.#trials.delete(way);
  }

  /** What a step takes, for each way that was measured. */
  get estimates(): [Way, number][] {
    return this.#ways
      .filter((way) => this.#trials.get(way)!.times.length > 0)
      .map((way) => [way, this.#estimate(way)]);
  }

  /** The fastest way so far. */
  get best(): Way {
    return least(this.#ways, (way) => this.#estimate(way));
  }

  /** The shortest time of a step so far. */
  get fastest(): number {
    return Math.min(...[...this.#trials.values()].flatMap(({ times }) => times));
  }

  /** Whether a way is still among them. */
  has(way: Way): boolean {
    return this.#trials.has(way);
  }

  get #ways(): Way[] {
    return [...this.#trials.keys()];
  }

  #isOpen(way: Way): boolean {
    const trial = this.#trials.get(way)!;
    if (this.#isEnough(trial)) return false;
    return !this.#isJudged(trial) || Math.min(...trial.times) < hopeless * this.fastest;
  }

  /** Whether a way has run so often that it may be given up. */
  #isJudged({ times, steps }: Trial): boolean {
    const fewest = this.fastest * steps >= longEnoughMs ? fairLongRuns : fairRuns;
    return times.length >= fewest;
  }

  /** By the fastest way: whether another's runs took long or were only disturbed cannot be told yet. */
  #isEnough({ known, times, steps }: Trial): boolean {
    const longEnough = this.fastest * steps >= longEnoughMs;
    return known || times.length >= (longEnough ? fewestRuns : mostRuns);
  }

  #runs(way: Way): number {
    const { warm, times } = this.#trials.get(way)!;
    return warm ? times.length : -1;
  }

  #estimate(way: Way): number {
    return lowerDecile(this.#trials.get(way)!.times);
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

/** What other programs on the machine do only ever makes a run longer: the shorter ones tell more. */
function lowerDecile(values: number[]): number {
  return values.length === 0
    ? Infinity
    : [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 10)];
}
