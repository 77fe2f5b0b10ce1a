import { checkMode, checkNumber, checkOptions, type ModeOption } from "../core/index";
import { display, type Displayable, displaySymbol, inNotebook, leaveLine, rewriteLine } from "../show/index";
import { Figure, lines, lossCurve } from "../plot/index";
import type { Callback, History, Run, StepLogs } from "../train/index";
import { LiveChart } from "./live/liveChart";
import { Pace } from "./pace";
import { asOurs } from "../train/ours";

/** Options of {@link liveFigure}. */
export interface LiveFigureOptions {
  /** Which of the logs is drawn, with its `val_` twin. Default "loss". */
  metric?: string;
  /** Whether lower or higher is better. Default "auto": as the metric says, or as the field uses its name. */
  mode?: ModeOption;
  /**
   * What is drawn instead, at the ends of epochs: any figure of the fit so far, such as the boundary of the model.
   * It is drawn anew each time, so that what a reader zoomed into is not kept. Default: the metric's curves.
   */
  figure?: (history: History, run: Run) => Displayable;
  /** Milliseconds between two updates, [100, ∞); more where drawing would take over 2 % of the time. Default 100. */
  everyMs?: number;
}

/**
 * Draws the curves of a fit while it trains: one output of a notebook that updates itself up to ten times a second, in
 * which a part can be chosen by dragging. When the fit has ended, the output is the usual figure. In a terminal it is a line.
 *
 * ```ts
 * fit(model, data, { callbacks: [liveFigure({ metric: "accuracy" })] });
 * fit(model, points, { callbacks: [liveFigure({ figure: () => decisionBoundary(model, points) })] });
 * ```
 *
 * @throws OptionError `liveFigure: everyMs must be in [100, ∞), got 10`
 */
export function liveFigure(options?: LiveFigureOptions): Callback {
  const given = checkOptions("liveFigure", options, defaults);
  checkMode("liveFigure", given.mode);
  checkNumber("liveFigure", "everyMs", given.everyMs, "[100, ∞)");
  return asOurs(new LiveFigure(given));
}

const defaults = {
  metric: "loss",
  mode: "auto" as ModeOption,
  figure: undefined as LiveFigureOptions["figure"],
  everyMs: 100,
};

let outputs = 0;

class LiveFigure implements Callback {
  readonly onlyWatches = true;
  private chart!: LiveChart;
  private pace!: Pace;
  private isShown!: boolean;

  constructor(private readonly options: typeof defaults) {}

  onTrainBegin(): void {
    this.chart = new LiveChart(`tsdescent-live-${process.pid}-${++outputs}`, this.options.metric);
    this.pace = new Pace(this.options.everyMs);
    this.isShown = false;
  }

  onBatchEnd(_: number, { loss }: StepLogs, run: Run): Promise<void> | undefined {
    this.chart.step(loss, run);
    if (!this.pace.isDue || (this.options.figure && inNotebook())) return undefined;
    return this.pace.take(() => this.update(run));
  }

  onEpochEnd(_: number, __: unknown, run: Run): Promise<void> | undefined {
    return this.pace.isDue ? this.pace.take(() => this.update(run)) : undefined;
  }

  async onTrainEnd(run: Run): Promise<void> {
    if (run.history.stepLoss.length === 0) return;
    if (!inNotebook()) return leaveLine(this, this.chart.line(run));
    await this.show(this.final(run));
  }

  private async update(run: Run): Promise<void> {
    if (!inNotebook()) return rewriteLine(this, this.chart.line(run));
    const { figure } = this.options;
    await this.show(figure ? unfinished(figure(run.history, run)) : this.chart.shown(run));
  }

  private async show(shown: Displayable): Promise<void> {
    await display(shown, { displayId: this.chart.id, update: this.isShown });
    this.isShown = true;
  }

  /** What stays in the notebook; after a fit without a finite number a line that says so. */
  private final(run: Run): Displayable {
    const { history } = run;
    const { figure, metric, mode } = this.options;
    if (figure) return figure(history, run);
    if (history.history[metric]?.some(Number.isFinite)) return lossCurve(history, { metric, mode });
    const { stepLoss } = history;
    if (stepLoss.some(Number.isFinite))
      return lines(Array.from(stepLoss.keys()), { loss: stepLoss }, { xLabel: "step", yLabel: "loss" });
    return { [displaySymbol]: () => ({ "text/plain": this.chart.line(run) }) };
  }
}

/** A figure of the library without the still that only a notebook at rest needs. */
function unfinished(figure: Displayable): Displayable {
  return figure instanceof Figure ? { [displaySymbol]: () => figure.unfinished() } : figure;
}
