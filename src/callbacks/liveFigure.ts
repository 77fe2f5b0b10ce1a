import { display, type Displayable } from "../core/index";
import { inNotebook } from "./inNotebook";
import { lossCurve } from "../plot/index";
import type { Callback, History, Run } from "../train/index";

/** Options of {@link liveFigure}. */
export interface LiveFigureOptions {
  /** What is drawn of the history so far. Default: `lossCurve`. */
  figure?: (history: History, run: Run) => Displayable;
  /** Milliseconds between two drawings, at the ends of epochs. Default 1000. */
  everyMs?: number;
}

/**
 * Draws a figure of the history while it grows: one output that updates itself. In a terminal it draws nothing.
 *
 * ```ts
 * fit(model, data, { callbacks: [liveFigure({ figure: (history) => lossCurve(history, { metric: "accuracy" }) })] });
 * ```
 */
export function liveFigure({
  figure = (history) => lossCurve(history),
  everyMs = 1000,
}: LiveFigureOptions = {}): Callback {
  return new LiveFigure(figure, everyMs);
}

let outputs = 0;

class LiveFigure implements Callback {
  private displayId = "";
  private shownEpochs = 0;
  private lastMs = 0;

  constructor(
    private readonly figure: (history: History, run: Run) => Displayable,
    private readonly everyMs: number,
  ) {}

  onTrainBegin(): void {
    this.displayId = `tsdescent-live-${process.pid}-${++outputs}`;
    this.shownEpochs = 0;
    this.lastMs = -Infinity;
  }

  onEpochEnd(_: number, __: unknown, run: Run): Promise<void> | undefined {
    return performance.now() - this.lastMs < this.everyMs ? undefined : this.draw(run);
  }

  onTrainEnd(run: Run): Promise<void> | undefined {
    return run.history.epoch.length > this.shownEpochs ? this.draw(run) : undefined;
  }

  private async draw(run: Run): Promise<void> {
    if (!inNotebook() || !hasNumbers(run.history)) return;
    const options = { displayId: this.displayId, update: this.shownEpochs > 0 };
    this.shownEpochs = run.history.epoch.length;
    this.lastMs = performance.now();
    await display(this.figure(run.history, run), options);
  }
}

/** A fit that diverged in its first epoch has nothing that could be drawn. */
function hasNumbers(history: History): boolean {
  return history.history.loss?.some(Number.isFinite) ?? false;
}
