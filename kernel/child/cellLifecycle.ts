import type { Ending, Execute } from "../protocol/events.js";
import type { Failure, Shown } from "../protocol/outcome.js";
import { holdBuiltins, holdBuiltinsAgain, lendBuiltins } from "./context/builtins.js";
import { keepWriters, restoreWriters } from "./patches/captureStreams.js";
import { currentCell, leaveCells, runInCell, stopCell } from "./context/cellContext.js";
import type { ChildOutput } from "./context/childOutput.js";
import type { Notebook } from "./notebook.js";
import { settle, turns, underWay } from "./pendingWork.js";
import type { Questions } from "./context/questions.js";
import type { State } from "./context/sharedState.js";
import { endWorkers } from "./patches/followWorkers.js";
import { show } from "./show/show.js";

type Ended = { status: "ok"; result?: Shown } | { status: "error"; failure: Failure };

/**
 * Begins and ends cells, one after the other. Ending a cell is idempotent, because an interrupt may end it while its own code
 * (or the code that would have noticed its end) is cut off.
 */
export class CellLifecycle {
  private current = 0;
  /** The first error of the cell that runs which nobody caught. */
  private uncaught: Failure | undefined;

  constructor(
    private readonly output: ChildOutput,
    private readonly notebook: Notebook,
    private readonly questions: Questions,
    private readonly state: State,
  ) {}

  /** Begins a cell; one that was sent again, as its beginning might have been cut off, begins once. */
  start(start: Execute): void {
    const { cell, turn = this.state.begun + 1 } = start;
    if (turn <= this.state.begun) return;
    holdBuiltins();
    this.current = cell;
    this.uncaught = undefined;
    this.output.begin(cell);
    this.notebook.begin(start.runnable);
    keepWriters();
    this.state.isInProgram = false;
    this.state.running = cell;
    this.state.begun = turn;
    if (this.state.interrupted === cell) return this.interrupt(cell);
    void runInCell(cell, () => this.run(start));
  }

  interrupt(cell: number): void {
    if (cell !== this.current) return;
    holdBuiltinsAgain();
    this.dropLeftover();
    stopCell(cell);
    this.state.isInProgram = false;
    restoreWriters();
    this.questions.forget();
    endWorkers(cell);
    this.finish(cell, { status: "stopped", missing: this.notebook.missing() });
  }

  /** What was cut off in the middle may be a timer of a cell that has ended; it is not to come again. */
  dropLeftover(): void {
    const cell = currentCell();
    if (cell !== 0) stopCell(cell);
    leaveCells();
  }

  /** An error that nobody caught has been shown; the cell that it belongs to (0: that runs) fails, if it still runs. */
  note(failure: Failure, cell: number): void {
    if (cell === 0 || cell === this.current) this.uncaught ??= failure;
  }

  private async run(start: Execute): Promise<void> {
    const { cell } = start;
    const before = underWay();
    const ended = await this.endOf(start);
    // Node reports a rejection that nobody caught when the turn in which it came is over; a terminal that is read
    // asks a turn later.
    await turns(2);
    if (ended.status === "ok") await settle(before);
    while (cell === this.current && this.questions.isWaiting) {
      await this.questions.answered();
      await turns(3);
    }
    if (cell !== this.current) return;
    holdBuiltinsAgain();
    // What an interrupted program throws or returns is the interrupt.
    if (this.state.interrupted === cell) this.interrupt(cell);
    else if (ended.status === "error") this.finish(cell, { ...ended, missing: this.notebook.missing() });
    else if (this.uncaught)
      this.finish(cell, { ...ended, status: "error", failure: this.uncaught, isShown: true });
    else this.finish(cell, ended);
  }

  private async endOf({ label, runnable, silent }: Execute): Promise<Ended> {
    try {
      const { value } = await this.notebook.run(runnable, label);
      if (value === undefined || silent) return { status: "ok" };
      const result = await show(value);
      this.notebook.shown(value, label);
      return { status: "ok", result };
    } catch (thrown) {
      return { status: "error", failure: this.notebook.failure(thrown) };
    }
  }

  /** Says that a cell has ended, before it counts as ended: an interrupt that cuts this off has it done again. */
  private finish(cell: number, ending: Ending): void {
    if (cell !== this.current) return;
    this.output.send({ type: "done", cell, ending }, cell);
    this.state.running = 0;
    this.current = 0;
    lendBuiltins();
  }
}
