/** Has the compiler asked about things beside the cells, some at a time, and lets a cell go first that comes. */
export class BesideCells<T> {
  private waiting: T[] = [];
  private asked: T[] = [];
  private working: Promise<void> | undefined;
  private paused = false;

  /** Asks about so many at once; a cell that comes waits for no more. */
  constructor(
    private readonly together: number,
    private readonly ask: (one: T) => Promise<void>,
  ) {}

  /** Takes up more. */
  add(more: readonly T[]): void {
    this.waiting.push(...more);
  }

  /** Gives back those that wait and are meant. */
  take(isMeant: (one: T) => boolean): T[] {
    const taken = this.waiting.filter(isMeant);
    this.waiting = this.waiting.filter((one) => !isMeant(one));
    return taken;
  }

  /** Whether something is being asked, or is to be. */
  get isAtWork(): boolean {
    return this.waiting.length > 0 || this.asked.length > 0;
  }

  /** Goes on with what was left; `done` is called when it is at rest. */
  resume(done: () => void = () => undefined): void {
    this.paused = false;
    // Without its compiler nothing can be asked, and the next check says why.
    const ended = () => (this.working = undefined);
    this.working ??= this.work().then(ended, ended);
    void this.working.then(done);
  }

  /** Asks about no more than what is asked now. */
  pause(): void {
    this.paused = true;
  }

  /** Resolves at once, or when it is at rest where one that is meant is being asked about. */
  async answered(isMeant: (one: T) => boolean): Promise<void> {
    if (this.asked.some(isMeant)) await this.working;
  }

  private async work(): Promise<void> {
    while (!this.paused && this.waiting.length > 0) {
      this.asked = this.waiting.splice(0, this.together);
      await Promise.all(this.asked.map((one) => this.ask(one)));
    }
    this.asked = [];
  }
}
