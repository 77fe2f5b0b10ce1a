import { duration, type Standing, tableNumber } from "../../show/index";
import { TickingProgress } from "../tickingProgress";
import { scoreOf, type Candidate } from "./cvResults";

/** How far a search with cross-validation is, and its best score so far. */
export class SearchProgress {
  /** Candidates that will be tried, those of all rounds. */
  total = 0;
  private readonly startMs = performance.now();
  private readonly output: TickingProgress;

  constructor(
    private readonly tried: readonly Candidate[],
    { shown, stopped }: { shown: boolean; stopped: () => string | undefined },
  ) {
    this.output = new TickingProgress(shown, (done) => this.standing(done ? (stopped() ?? "") : undefined));
  }

  /** Shows where the search is, now and then. */
  update(): void {
    this.output.update();
  }

  /** Shows where it ended. */
  end(): Promise<void> {
    return this.output.end();
  }

  /** Where it stands. @param end why it ended, empty where it came to its end; undefined while it runs */
  private standing(end?: string): Standing {
    const { tried, total } = this;
    const seconds = (performance.now() - this.startMs) / 1000;
    const best = Math.max(...tried.map(scoreOf));
    const left = (seconds / tried.length) * (total - tried.length);
    const running = tried.length ? `${duration(left)} left` : `${duration(seconds)} so far`;
    return {
      share: tried.length / Math.max(1, total),
      words: [
        `candidate ${tried.length}/${total}`,
        ...(Number.isFinite(best) ? [`best score ${tableNumber(best)}`] : []),
        end === undefined ? running : `${duration(seconds)} in all`,
        ...(end ? [`stopped: ${end}`] : []),
      ],
    };
  }
}
