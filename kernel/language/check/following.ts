import { BesideCells } from "./besideCells.js";
import type { Followed } from "./slots.js";

/** How many functions the compiler is asked about at once; a cell that comes waits for no more. */
const together = 8;

/** Checks functions that were declared again, as they use names that were: beside the cells, unless one mentions them. */
export class Following {
  private readonly beside = new BesideCells<Followed>(together, (one) => this.checkOne(one));

  constructor(private readonly check: (placed: Followed) => Promise<void>) {}

  /** Takes up functions; those that they take the place of are asked about no more. */
  add(followed: readonly Followed[]): void {
    this.beside.take(({ isGone }) => isGone);
    this.beside.add(followed);
  }

  /** Whether there is something to be asked. */
  get isAtWork(): boolean {
    return this.beside.isAtWork;
  }

  /** Goes on with what was left; `done` is called when it is at rest. */
  resume(done?: () => void): void {
    this.beside.resume(done);
  }

  /** Lets a cell go first that comes. */
  pause(): void {
    this.beside.pause();
  }

  /** Has the functions checked that a cell mentions. */
  async settle(mentioned: ReadonlySet<string>): Promise<void> {
    const isMentioned = ({ homes }: Followed) => [...homes.keys()].some((name) => mentioned.has(name));
    const checks = this.beside.take(isMentioned).map((one) => this.checkOne(one));
    await Promise.all([...checks, this.beside.answered(isMentioned)]);
  }

  /** Without its compiler nothing can be said, and the next check says why. */
  private async checkOne(placed: Followed): Promise<void> {
    if (!placed.isGone) await this.check(placed).catch(() => undefined);
  }
}
