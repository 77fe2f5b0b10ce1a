const everyMs = 5000;
// Counted, not timed: a laptop that slept has missed no beat.
const mostMissed = 6;

/** Asks a worker now and then whether it is there. */
export class Pulse {
  private readonly timer: NodeJS.Timeout;
  private missed = 0;

  /**
   * Begins to ask.
   *
   * @param ask sends a question
   * @param dead is called when several in a row came to no answer
   */
  constructor(ask: () => void, dead: (reason: string) => void) {
    this.timer = setInterval(() => {
      if (this.missed++ < mostMissed) return ask();
      this.stop();
      dead(`the worker did not answer for ${(mostMissed * everyMs) / 1000} s`);
    }, everyMs);
    this.timer.unref();
  }

  /** Something came from the worker. */
  beat(): void {
    this.missed = 0;
  }

  /** Asks no more. */
  stop(): void {
    clearInterval(this.timer);
  }
}
