// What showing a fit may cost: a share of its time, and a little more, as the first time takes longest.
const share = 0.02;
const advanceMs = 100;

/** Says when something may be shown again: so seldom that it costs a fit 2 % of its time at most; with 0 ms, always. */
export class Pace {
  private readonly startMs = performance.now();
  private lastMs = -Infinity;
  private spentMs = 0;

  constructor(private readonly everyMs: number) {}

  /** Whether it is time. */
  get isDue(): boolean {
    if (this.everyMs === 0) return true;
    const now = performance.now();
    return now - this.lastMs >= this.everyMs && this.spentMs <= advanceMs + share * (now - this.startMs);
  }

  /** Shows, and sees how long that takes. */
  async take(show: () => Promise<void>): Promise<void> {
    this.lastMs = performance.now();
    await show();
    this.spentMs += performance.now() - this.lastMs;
  }
}
