import { inNotebook } from "../callbacks/inNotebook";
import { display, displaySymbol, type MimeBundle } from "../core/index";

const everyMs = 200;
const tickMs = 1000;
let outputs = 0;

/** Where something long stands: its share of all, and words. */
export interface Standing {
  share: number;
  words: string[];
}

/** What shows how far something long is: one output that updates itself in a notebook, one line in a terminal. */
export class ProgressOutput {
  private readonly displayId = `tsdescent-study-${process.pid}-${++outputs}`;
  private readonly timer?: NodeJS.Timeout;
  private lastMs = performance.now();
  private isShown = false;
  private showing: Promise<void> = Promise.resolve();

  /**
   * Begins to show, every second also where nothing new comes.
   *
   * @param standing says where it stands, and whether that is the end
   */
  constructor(
    private readonly isWanted: boolean,
    private readonly standing: (done: boolean) => Standing,
  ) {
    if (!isWanted) return;
    this.timer = setInterval(() => this.update(), tickMs);
    this.timer.unref();
  }

  /** Shows where it stands, now and then. */
  update(): void {
    if (!this.isWanted || performance.now() - this.lastMs < everyMs) return;
    this.lastMs = performance.now();
    this.show(false);
  }

  /** Shows where it ended. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    if (!this.isWanted) return;
    this.show(true);
    await this.showing;
    if (!inNotebook() && process.stdout.isTTY) process.stdout.write("\n");
  }

  private show(done: boolean): void {
    const { share, words } = this.standing(done);
    const line = words.join("  ");
    if (inNotebook()) {
      const bundle: MimeBundle = { "text/plain": line, "text/html": html(share, words) };
      const options = { displayId: this.displayId, update: this.isShown };
      this.showing = this.showing.then(() => display({ [displaySymbol]: () => bundle }, options));
      this.isShown = true;
    } else if (process.stdout.isTTY) {
      process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 100) - 1)}`);
    } else if (done) {
      // A file or a pipe keeps no line that is written over: it gets the last one.
      console.log(line);
    }
  }
}

function html(share: number, words: string[]): string {
  const style = "width:100%;height:.8em;display:block;margin-bottom:.3em";
  const bar = `<progress value="${Math.round(100 * share)}" max="100" aria-label="tuning progress" style="${style}"></progress>`;
  const parts = words.map(
    (word) => `<span style="white-space:nowrap;margin-right:1.2em">${escape(word)}</span>`,
  );
  return `<div style="max-width:52em;line-height:1.6;font-variant-numeric:tabular-nums">${bar}${parts.join(" ")}</div>`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
