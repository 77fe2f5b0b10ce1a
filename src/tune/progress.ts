import { duration, type Standing, tableNumber } from "../show/index";
import { TickingProgress } from "./tickingProgress";
import { bestOf, paretoFrontOf } from "../core/index";
import type { StudyView } from "./drivenStudy";
import { hasEnded, type TrialRecord } from "./trialRecord";

interface Plan {
  trials: number;
  timeoutSeconds?: number;
  shown: boolean;
}

/** How far a study is, and its best so far. */
export class StudyProgress {
  private readonly startMs = performance.now();
  private readonly before: number;
  private readonly output: TickingProgress;

  constructor(
    private readonly study: StudyView,
    private readonly plan: Plan,
  ) {
    this.before = countEnded(study.trials);
    this.output = new TickingProgress(plan.shown, (done) => this.standing(done));
  }

  /** Shows where the study is, now and then. */
  update(): void {
    this.output.update();
  }

  /** Shows where it ended. */
  end(): Promise<void> {
    return this.output.end();
  }

  private standing(done: boolean): Standing {
    const { trials: all, stopped } = this.study;
    const { timeoutSeconds = Infinity } = this.plan;
    const ended = countEnded(all);
    // A study of an earlier run may have more than it is asked for now.
    const trials = Math.max(this.plan.trials, ended);
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
        this.timing(done, seconds, ended),
        ...(done && stopped ? [`stopped: ${stopped}`] : []),
      ],
    };
  }

  private best(): string[] {
    const { trials, directions } = this.study;
    if (directions.length > 1) return [`Pareto front ${paretoFrontOf(trials, directions).length}`];
    const best = bestOf(trials, directions[0]);
    return best ? [`best ${tableNumber(best.values[0])} (trial ${best.number})`] : [];
  }

  private timing(done: boolean, seconds: number, ended: number): string {
    if (done) return `${duration(seconds)} in all`;
    const { trials, timeoutSeconds = Infinity } = this.plan;
    const here = ended - this.before;
    const forTrials = here > 0 ? (seconds / here) * (trials - ended) : Infinity;
    const left = Math.min(forTrials, timeoutSeconds - seconds);
    return Number.isFinite(left) ? `${duration(Math.max(0, left))} left` : `${duration(seconds)} so far`;
  }
}

/** Trials that have ended; an attempt that was lost and is repeated is none. */
function countEnded(trials: readonly TrialRecord[]): number {
  const repeated = new Set(trials.map(({ retryOf }) => retryOf));
  return trials.filter((trial) => hasEnded(trial) && !repeated.has(trial.number)).length;
}
