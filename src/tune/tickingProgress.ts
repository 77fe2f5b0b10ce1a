import { ProgressOutput, type Standing } from "../show/index";

const everyMs = 200;
const tickMs = 1000;

/** Shows how far something long is, every second also where nothing new comes. */
export class TickingProgress {
  private readonly output = new ProgressOutput("tuning progress");
  private readonly isWanted: boolean;
  private readonly standing: (done: boolean) => Standing;
  private readonly timer?: NodeJS.Timeout;
  private lastMs = performance.now();
  private showing: Promise<void> = Promise.resolve();

  /**
   * Begins to show.
   *
   * @param standing says where it stands, and whether that is the end
   */
  constructor(isWanted: boolean, standing: (done: boolean) => Standing) {
    this.isWanted = isWanted;
    this.standing = standing;
    if (!isWanted) return;
    this.timer = setInterval(() => this.update(), tickMs);
    this.timer.unref();
  }

  /** Shows where it stands, now and then. */
  update(): void {
    if (!this.isWanted || performance.now() - this.lastMs < everyMs) return;
    this.lastMs = performance.now();
    const standing = this.standing(false);
    this.showing = this.showing.then(() => this.output.show(standing));
  }

  /** Shows where it ended. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    if (!this.isWanted) return;
    await this.showing;
    await this.output.end(this.standing(true));
  }
}
