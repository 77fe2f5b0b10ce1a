import type { Followed } from "./slots.js";

/** How many functions the compiler is asked about at once; a cell that comes waits for no more. */
const together = 8;

/** Checks functions that were declared again, as they use names that were: beside the cells, unless one mentions them. */
export class Following {
  private waiting: Followed[] = [];
  private asked: Followed[] = [];
  private working: Promise<void> | undefined;
  private paused = false;

  constructor(private readonly check: (placed: Followed) => Promise<void>) {}

  /** Takes up functions; those that they take the place of are asked about no more. */
  add(followed: readonly Followed[]): void {
    this.waiting = [...this.waiting.filter(({ isGone }) => !isGone), ...followed];
  }

  /** Whether there is something to be asked. */
  get isAtWork(): boolean {
    return this.waiting.length > 0 || this.asked.length > 0;
  }

  /** Goes on with what was left; `done` is called when it is at rest. */
  resume(done: () => void = () => undefined): void {
    this.paused = false;
    const ended = () => (this.working = undefined);
    this.working ??= this.work().then(ended, ended);
    void this.working.then(done);
  }

  /** Lets a cell go first that comes. */
  pause(): void {
    this.paused = true;
  }

  /** Has the functions checked that a cell mentions. */
  async settle(mentioned: ReadonlySet<string>): Promise<void> {
    const isMentioned = ({ homes }: Followed) => [...homes.keys()].some((name) => mentioned.has(name));
    const now = this.waiting.filter(isMentioned);
    this.waiting = this.waiting.filter((one) => !isMentioned(one));
    const checks = now.map((one) => this.checkOne(one));
    await Promise.all([...checks, this.asked.some(isMentioned) ? this.working : undefined]);
  }

  private async work(): Promise<void> {
    while (!this.paused && this.waiting.length > 0) {
      this.asked = this.waiting.splice(0, together);
      await Promise.all(this.asked.map((one) => this.checkOne(one)));
    }
    this.asked = [];
  }

  /** Without its compiler nothing can be said, and the next check says why. */
  private async checkOne(placed: Followed): Promise<void> {
    if (!placed.isGone) await this.check(placed).catch(() => undefined);
  }
}
