import type { Call, Replay } from "./replay";
import type { StepReport } from "./report";
import { reasonOf, TensorflowError } from "./tensorflowApi";
import { choiceInWords, Tuner } from "./tuner";
import { againstXla, modeOf, whyAsked, worthXla, type Asked, type AskedMode } from "./way";
import type { ProgramWay, Way } from "./way";

// A step shorter than this, in milliseconds, is not worth another thread: the hop would cost as much.
const worthAnotherThreadMs = 1;

// Several steps in one call cannot be interrupted: no longer than this, in milliseconds.
const longestCallMs = 10;

// While ways are compared, each takes its turn with as many steps as the fastest makes in this time, in milliseconds:
// a busy machine interrupts longer turns, and single steps tell more of what a call costs than of the steps.
const trialMs = 2;

// Turns so short stay in the calling thread: on a busy machine another wakes up late, which would tell against the
// longer ones whatever they do.
const shortTrialMs = 2 * trialMs;

/** What a {@link Choice} is made from. */
export interface ChoiceOptions {
  asked: Asked;
  /** Milliseconds of the function as it is. */
  eagerMs: number;
  /** Is told what was measured. */
  report: StepReport;
}

/** The way in which a recorded step is replayed: the one asked for, or the fastest of several that take turns. */
export class Choice {
  #tuner: Tuner<Way> | undefined;
  #way: Way | undefined;
  #spentMs = 0;
  #compiling = false;

  readonly #options: ChoiceOptions;

  constructor(
    readonly replay: Replay,
    options: ChoiceOptions,
  ) {
    this.#options = options;
    options.report.nodes = replay.size;
    this.#chooseAmong(options.asked.mode);
  }

  /** The way that it has settled on; undefined while ways are measured. */
  get settled(): Way | undefined {
    return this.#way;
  }

  /** The way of the coming call. */
  get next(): Way {
    return this.#way ?? this.#tuner!.next;
  }

  /** Whether this way has not run yet. */
  isFirst(way: Way): boolean {
    return this.#tuner?.isFirst(way) ?? false;
  }

  /** Whether the way is not worth waiting for its compiler: other ways go on meanwhile. */
  isBetterAside(way: Way): boolean {
    return way === "xla" && this.isFirst(way) && this.#options.asked.mode === "auto";
  }

  /** How many steps the coming call is best asked to make: while ways are compared, as many whichever goes next. */
  get together(): number {
    const most = this.replay.together;
    if (most === 1) return 1;
    const { xla = Infinity, graph = Infinity } = this.#options.report.msPerStep;
    if (this.#tuner) return within(most, trialMs / Math.min(xla, graph));
    return this.#way === "xla" ? within(most, longestCallMs / xla) : 1;
  }

  /** Whether a call is over before another thread would have begun it. */
  isShort(way: Way, { steps = 1 }: Call): boolean {
    if (this.isFirst(way)) return false;
    const { msPerStep } = this.#options.report;
    const ms = msPerStep[modeOf(way)] ?? (this.#tuner && msPerStep.graph) ?? Infinity;
    return ms * steps < (this.#tuner ? shortTrialMs : worthAnotherThreadMs);
  }

  /** XLA compiles for seconds: on another thread, while steps go on in other ways. */
  compileAside(way: ProgramWay): void {
    const tuner = this.#tuner!;
    const { report } = this.#options;
    const start = performance.now();
    this.#compiling = true;
    tuner.wait(way);
    this.replay
      .warmUp(way)
      .then(
        () => tuner.ready(way),
        () => tuner.drop(way),
      )
      .finally(() => (report.warmUpMs += performance.now() - start));
  }

  /** Takes note of what a call took. */
  note(way: Way, ms: number, steps = 1): void {
    const { report } = this.#options;
    report.mode = modeOf(way);
    const tuner = this.#tuner;
    if (!tuner) return;
    this.#spentMs += ms;
    if (!this.#compiling && this.#spentMs > worthXla(report.nodes)) tuner.resume("xla");
    if (tuner.isFirst(way)) report.warmUpMs += ms;
    if (tuner.note(way, ms, steps)) this.#weigh(tuner);
  }

  /**
   * Leaves out a way that cannot run at all; the error of one that has run before is thrown for the caller to see.
   *
   * @returns why the step must stay eager, if it must
   */
  giveUp(way: ProgramWay, error: unknown): string | undefined {
    const { asked, report } = this.#options;
    const tuner = this.#tuner;
    if (!(error instanceof TensorflowError) || !tuner?.isFirst(way)) throw error;
    this.replay.drop(way);
    tuner.drop(way);
    if (way !== "xla") return reasonOf(error);
    if (asked.mode !== "xla") return undefined;
    this.#chooseAmong("graph");
    report.why = `graph, because XLA refuses: ${reasonOf(error)}`;
    return undefined;
  }

  #chooseAmong(mode: AskedMode): void {
    const { asked, eagerMs, report } = this.#options;
    const ways: Way[] = mode === "auto" || mode === "graph" ? ["serial", "parallel"] : [mode];
    if (mode === "auto" && !againstXla(this.replay.graph)) ways.push("xla");
    if (mode === "auto") ways.push("eager");
    this.#tuner = new Tuner(ways, { eager: eagerMs });
    if (mode === "auto" && ways.includes("xla")) this.#tuner.wait("xla");
    report.why = mode === "auto" ? "it is being measured" : whyAsked(asked);
  }

  #weigh(tuner: Tuner<Way>): void {
    const { report } = this.#options;
    for (const [measured, ms] of tuner.estimates.sort(([, a], [, b]) => b - a))
      report.msPerStep[modeOf(measured)] = ms;
    if (tuner.done) this.#settle(tuner.best);
  }

  #settle(way: Way): void {
    const { report } = this.#options;
    this.#way = way;
    this.#tuner = undefined;
    this.replay.dropAllBut(way);
    Object.assign(report, { mode: modeOf(way), why: this.#whyBest(way), measuring: false });
  }

  #whyBest(way: Way): string {
    const { asked, report } = this.#options;
    if (asked.mode !== "auto") return report.why;
    const against = againstXla(this.replay.graph);
    return choiceInWords(modeOf(way), report.msPerStep) + (against ? `; ${against}` : "");
  }
}

/** A whole number from 1 to `most`. */
function within(most: number, count: number): number {
  return Math.max(1, Math.min(most, Math.floor(count)));
}
