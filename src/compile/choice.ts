import type { Call, Replay } from "./replay";
import type { StepReport } from "./report";
import { reasonOf, TensorflowError } from "./tensorflowApi";
import { choiceInWords, Tuner } from "./tuner";
import { againstXla, modeOf, whyAsked, xlaCompileMs, type Asked, type AskedMode } from "./way";
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

// Steps that are to come are worth XLA's compiler, which works beside them, where they take this many times as long.
const worthXla = 3;

// The function as it is was called too seldom to be judged against ways that are not to run for long.
const stepsToJudgeEager = 1500;

// So many runs tell what a step takes.
const runsToJudge = 4;

/** What a {@link Choice} is made from. */
export interface ChoiceOptions {
  asked: Asked;
  /** Milliseconds of the function as it is. */
  eagerMs: number;
  /** Is told what was measured. */
  report: StepReport;
  /** How many steps are to come, where that is known. */
  left?: () => number | undefined;
}

/** The way in which a recorded step is replayed: the one asked for, or the fastest of several that take turns. */
export class Choice {
  #tuner: Tuner<Way> | undefined;
  #way: Way | undefined;
  #spentMs = 0;
  #runs = 0;
  #compiling = false;
  /** Why XLA was left out. */
  #against: string | undefined;

  readonly #options: ChoiceOptions;

  constructor(
    readonly replay: Replay,
    options: ChoiceOptions,
  ) {
    this.#options = options;
    Object.assign(options.report, { nodes: replay.size, msPerStep: {} });
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
    this.#runs++;
    if (!this.#compiling) this.#considerXla(tuner);
    if (tuner.isFirst(way)) report.warmUpMs += ms;
    if (tuner.note(way, ms, steps) || tuner.done) this.#weigh(tuner);
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
    const left = this.#options.left?.();
    if (mode === "auto" && (left ?? Infinity) >= stepsToJudgeEager) ways.push("eager");
    this.#tuner = new Tuner(ways, { eager: eagerMs });
    report.why = mode === "auto" ? "it is being measured" : whyAsked(asked);
    if (mode !== "auto" || !ways.includes("xla")) return;
    if (left !== undefined && !this.#isWorthXla(left, eagerMs)) this.#leaveOutXla(this.#tuner);
    else this.#tuner.wait("xla");
  }

  /** XLA has its turn as soon as the steps to come are worth it; where nobody knows them, as long as those so far were. */
  #considerXla(tuner: Tuner<Way>): void {
    if (!tuner.has("xla")) return;
    const { report, left } = this.#options;
    const steps = left?.();
    if (steps === undefined) {
      if (this.#spentMs > xlaCompileMs(report.nodes)) tuner.resume("xla");
    } else if (this.#runs >= runsToJudge) {
      if (this.#isWorthXla(steps, tuner.fastest)) tuner.resume("xla");
      else this.#leaveOutXla(tuner);
    }
  }

  #isWorthXla(steps: number, ms: number): boolean {
    return steps * ms > worthXla * xlaCompileMs(this.#options.report.nodes);
  }

  #leaveOutXla(tuner: Tuner<Way>): void {
    tuner.drop("xla");
    this.#against = "XLA would be compiled too late and was not tried";
    this.#options.report.why = `graph, because ${this.#against}`;
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
    const against = againstXla(this.replay.graph) ?? this.#against;
    return choiceInWords(modeOf(way), report.msPerStep) + (against ? `; ${against}` : "");
  }
}

/** A whole number from 1 to `most`. */
function within(most: number, count: number): number {
  return Math.max(1, Math.min(most, Math.floor(count)));
}
