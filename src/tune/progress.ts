import { inNotebook } from "../callbacks/inNotebook";
import { duration } from "../callbacks/progressView";
import { display, displaySymbol, type MimeBundle } from "../core/index";
import { short } from "../train/history";
import { bestOf, paretoFrontOf } from "./ranking";
import type { StudyView } from "./drivenStudy";
import { hasEnded } from "./trialRecord";

interface Plan {
  trials: number;
  timeoutSeconds?: number;
  shown: boolean;
}

const everyMs = 200;
let outputs = 0;

/** How far a study is and its best so far: one output that updates itself in a notebook, one line in a terminal. */
export class StudyProgress {
  private readonly startMs = performance.now();
  private readonly displayId = `tsdescent-study-${process.pid}-${++outputs}`;
  private readonly before: number;
  private lastMs = performance.now();
  private isShown = false;
  private showing: Promise<void> = Promise.resolve();

  constructor(
    private readonly study: StudyView,
    private readonly plan: Plan,
  ) {
    this.before = study.trials.filter(hasEnded).length;
  }

  /** Shows where the study is, now and then. */
  update(): void {
    if (!this.plan.shown || performance.now() - this.lastMs < everyMs) return;
    this.lastMs = performance.now();
    this.show(false);
  }

  /** Shows where it ended. */
  async end(): Promise<void> {
    if (!this.plan.shown) return;
    this.show(true);
    await this.showing;
    if (!inNotebook() && process.stdout.isTTY) process.stdout.write("\n");
  }

  private show(done: boolean): void {
    const { share, words } = this.state(done);
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

  private state(done: boolean): { share: number; words: string[] } {
    const { trials: all, stopped } = this.study;
    const { trials, timeoutSeconds = Infinity } = this.plan;
    const ended = all.filter(hasEnded).length;
    const count = (state: string) => all.filter((trial) => trial.state === state).length;
    const seconds = (performance.now() - this.startMs) / 1000;
    const share = Math.min(1, Math.max(ended / Math.max(1, trials), seconds / timeoutSeconds));
    const limited = trials < Number.MAX_SAFE_INTEGER;
    return {
      share,
      words: [
        `trial ${ended}${limited ? `/${trials}` : ""}`,
        ...this.best(),
        ...(["pruned", "failed"] as const)
          .filter((state) => count(state) > 0)
          .map((state) => `${count(state)} ${state}`),
        ...this.timing(done, seconds, ended),
        ...(done && stopped ? [`stopped: ${stopped}`] : []),
      ],
    };
  }

  private best(): string[] {
    const { trials, directions } = this.study;
    if (directions.length > 1) return [`Pareto front ${paretoFrontOf(trials, directions).length}`];
    const best = bestOf(trials, directions[0]);
    return best ? [`best ${short(best.values[0])} (trial ${best.number})`] : [];
  }

  private timing(done: boolean, seconds: number, ended: number): string[] {
    if (done) return [`${duration(seconds)} in all`];
    const { trials, timeoutSeconds = Infinity } = this.plan;
    const new_ = ended - this.before;
    const left = Math.min((seconds / Math.max(1, new_)) * (trials - ended), timeoutSeconds - seconds);
    return [`${duration(Math.max(0, left))} left`];
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
