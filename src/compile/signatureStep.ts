import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../backend/nativeBackend";
import { ownTensors } from "./ownTensors";
import { type RecordedCall, record } from "./recorder";
import { changedNumbers, difference, type RecordedConstant, type Recording } from "./recording";
import { type Call, Replay } from "./replay";
import type { CompileReport } from "./report";
import { joinResults, stackedResults, stepOf, stepsOf } from "./stackedSteps";
import { inputSignature, inputTensor, type StepInput } from "./stepInput";
import { tensorflowApi, TensorflowError } from "./tensorflowApi";
import { choiceInWords, Tuner } from "./tuner";
import type { StepContext } from "./stepContext";
import { againstXla, modeOf, whyAsked, worthXla, type AskedMode, type ProgramWay, type Way } from "./way";

// A function that makes its own variables (optimiser slots) does so in its first calls.
const mostRecordings = 4;

// A function that does something else again and again when it is looked at will do so in between, too.
const mostChanges = 4;

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

/** One compiled step at one shape of inputs: it records, measures, and then replays. */
export class SignatureStep {
  #previous: Recording | undefined;
  #captured = new Map<number, RecordedConstant>();
  /** What is replayed. */
  #recorded: Recording | undefined;
  /** The constants that have changed since: they are fed. */
  readonly #changing = new Set<number>();
  #changes = 0;
  #isDue = false;
  #calls = 0;
  #replay: Replay | undefined;
  #tuner: Tuner<Way> | undefined;
  #way: Way | undefined;
  #eagerMs = Infinity;
  #spentMs = 0;
  #compiling = false;
  readonly report: Omit<CompileReport, "recordings"> = {
    mode: "eager",
    measuring: true,
    why: "it is being recorded",
    msPerStep: {},
    nodes: 0,
    warmUpMs: 0,
  };

  constructor(readonly context: StepContext) {
    if (context.mode === "eager") this.#settle("eager", whyAsked(context));
    else if (!nativeBackend()) this.#stayEager(`the backend is ${tf.getBackend()}, not native TensorFlow`);
    else if (context.whyEager) this.#stayEager(context.whyEager);
    else if (!tensorflowApi()) this.#stayEager("TensorFlow's library was not found");
  }

  /** Runs the step before it returns. */
  runSync(inputs: readonly StepInput[]): tf.Tensor[] {
    return this.#callSync({ inputs });
  }

  /** Runs the step, on another thread where that is worth it. */
  run(inputs: readonly StepInput[]): Promise<tf.Tensor[]> {
    return this.#call({ inputs });
  }

  /** Runs several steps before it returns; inputs and results are stacked. */
  runManySync(inputs: readonly StepInput[], count: number): tf.Tensor[] {
    const results: tf.Tensor[][] = [];
    for (let from = 0; from < count;) {
      const call = this.#nextCall(inputs, from, count);
      results.push(stackedResults(call.steps, this.#callSync(call)));
      from += call.steps ?? 1;
    }
    return joinResults(results);
  }

  /** As {@link runManySync}, on another thread where that is worth it. */
  async runMany(inputs: readonly StepInput[], count: number): Promise<tf.Tensor[]> {
    const results: tf.Tensor[][] = [];
    for (let from = 0; from < count;) {
      const call = this.#nextCall(inputs, from, count);
      results.push(stackedResults(call.steps, await this.#call(call)));
      from += call.steps ?? 1;
    }
    return joinResults(results);
  }

  /** The way that it has settled on; undefined while it is recorded or measured. */
  get settled(): Way | undefined {
    return this.#way;
  }

  /** How many steps the coming call is best asked to make: while ways are compared, as many whichever goes next. */
  get together(): number {
    const most = this.#replay?.together ?? 1;
    if (most === 1) return 1;
    const { xla = Infinity, graph = Infinity } = this.report.msPerStep;
    if (this.#tuner) return within(most, trialMs / Math.min(xla, graph));
    return this.#way === "xla" ? within(most, longestCallMs / xla) : 1;
  }

  /** Writes the variables' newest values into TensorFlow.js. */
  sync(): void {
    this.#replay?.sync();
  }

  /** Frees the graph; the variables keep their values. */
  dispose(): void {
    this.#replay?.dispose();
    this.#replay = this.#recorded = undefined;
    this.#isDue = false;
  }

  /** Has the next call made as the function says, to see whether it still does what was recorded. */
  recheck(): void {
    this.#isDue = this.#recorded !== undefined && this.#way !== "eager";
  }

  #nextWay(): Way | "record" {
    if (this.#isDue) return "record";
    return this.#way ?? this.#tuner?.next ?? "record";
  }

  #nextCall(inputs: readonly StepInput[], from: number, count: number): Call {
    const way = this.#nextWay();
    const single = way === "record" || way === "eager" || this.#tuner?.isFirst(way);
    const steps = single ? 1 : Math.min(count - from, this.together);
    return steps > 1 ? { inputs: stepsOf(inputs, from, steps), steps } : { inputs: stepOf(inputs, from) };
  }

  #callSync(call: Call): tf.Tensor[] {
    const way = this.#nextWay();
    if (way === "record") return this.#record(call.inputs);
    if (way === "eager") return this.#eager(call.inputs);
    const start = performance.now();
    try {
      const results = this.#replay!.run(way, call);
      this.#note(way, performance.now() - start, call.steps);
      return results;
    } catch (error) {
      this.#giveUp(way, error);
      return this.#callSync(call);
    }
  }

  async #call(call: Call): Promise<tf.Tensor[]> {
    const way = this.#nextWay();
    if (way === "record" || way === "eager" || this.#isShort(way, call)) return this.#callSync(call);
    if (way === "xla" && this.#tuner?.isFirst(way) && this.context.mode === "auto") {
      this.#compileAside(way);
      return this.#call(call);
    }
    const start = performance.now();
    try {
      const results = await this.#replay!.runAsync(way, call);
      this.#note(way, performance.now() - start, call.steps);
      return results;
    } catch (error) {
      this.#giveUp(way, error);
      return this.#call(call);
    }
  }

  #isShort(way: Way, { steps = 1 }: Call): boolean {
    if (this.#tuner?.isFirst(way)) return false;
    const { msPerStep } = this.report;
    const ms = msPerStep[modeOf(way)] ?? (this.#tuner && msPerStep.graph) ?? Infinity;
    return ms * steps < (this.#tuner ? shortTrialMs : worthAnotherThreadMs);
  }

  #eager(inputs: readonly StepInput[]): tf.Tensor[] {
    return tf.tidy(() => {
      const given = inputs.map((input) => (input instanceof tf.Tensor ? input : inputTensor(input)));
      return ownTensors(this.context.fn(given), given);
    });
  }

  /** A real step that is written down; two that agree make the graph. */
  #record(inputs: readonly StepInput[]): tf.Tensor[] {
    const start = performance.now();
    const call = this.#recordedCall(inputs);
    this.#eagerMs = Math.min(this.#eagerMs, performance.now() - start);
    if (this.#recorded) this.#compare(this.#recorded, call, inputs);
    else this.#learn(call, inputs);
    this.report.warmUpMs += performance.now() - start;
    return call.results;
  }

  #recordedCall(inputs: readonly StepInput[]): RecordedCall {
    const given = inputs.map(inputTensor);
    const changesSince = this.context.watch?.();
    try {
      const call = record(nativeBackend()!, {
        fn: (tensors) => ownTensors(this.context.fn(tensors), tensors),
        inputs: given,
        candidates: this.context.variables ?? Object.values(tf.engine().state.registeredVariables),
        captured: this.#captured,
        forXla: this.context.mode === "xla",
      });
      return { ...call, changes: changesSince?.() };
    } finally {
      tf.dispose(given);
    }
  }

  #learn(
    { recording, refusal, draws, changes, madeVariables }: RecordedCall,
    inputs: readonly StepInput[],
  ): void {
    this.#calls++;
    if (!recording) return this.#stayEager(refusal!);
    if (draws && !madeVariables) return this.#stayEager(draws);
    if (this.#isFrozen(recording)) return this.#stayEager(this.context.everyStep!.why);
    const change = madeVariables
      ? "it makes new variables in every call"
      : (changes ?? (this.#previous && difference(this.#previous, recording)));
    const settled = this.#previous && change === undefined;
    this.#previous = madeVariables ? undefined : recording;
    if (settled) this.#build(recording, inputs);
    else if (this.#calls >= mostRecordings) this.#stayEager(change!);
  }

  /** Whether what the function reads may change before every step, and it reads no variable of its own instead. */
  #isFrozen({ variables }: Recording): boolean {
    const { everyStep } = this.context;
    return everyStep !== undefined && variables.every(({ variable }) => everyStep.besides.includes(variable));
  }

  /** What was recorded beside what the function does now. */
  #compare(recorded: Recording, call: RecordedCall, inputs: readonly StepInput[]): void {
    this.#isDue = false;
    const { recording, draws, changes } = call;
    const changed = recording && !draws && !changes ? changedNumbers(recorded, recording) : undefined;
    if (changed?.length === 0) return;
    if (changed && this.#replay!.feeds(changed)) {
      this.#recorded = recording;
      return this.#replay!.setConstants(recording!, changed);
    }
    this.dispose();
    this.#recorded = this.#way = this.#tuner = undefined;
    this.report.measuring = true;
    changed?.forEach((index) => this.#changing.add(index));
    if (changed) return this.#build(recording!, inputs);
    this.#changing.clear();
    this.#calls = ++this.#changes < mostChanges ? 1 : mostRecordings;
    this.#previous = recorded;
    this.#learn(call, inputs);
  }

  #build(recording: Recording, inputs: readonly StepInput[]): void {
    this.#previous = undefined;
    this.#recorded = recording;
    try {
      this.#replay = new Replay(tensorflowApi()!, {
        recording,
        inputs: inputs.map(inputSignature),
        together: this.context.together,
        changing: this.#changing,
      });
    } catch (error) {
      return this.#stayEager(reasonOf(error));
    }
    this.report.nodes = this.#replay.graph.nodes.length;
    this.#chooseAmong(this.context.mode);
  }

  #chooseAmong(mode: AskedMode): void {
    const ways: Way[] = mode === "auto" || mode === "graph" ? ["serial", "parallel"] : [mode];
    if (mode === "auto" && !againstXla(this.#replay!.graph)) ways.push("xla");
    if (mode === "auto") ways.push("eager");
    this.#tuner = new Tuner(ways, { eager: this.#eagerMs });
    if (mode === "auto" && ways.includes("xla")) this.#tuner.wait("xla");
    this.report.why = mode === "auto" ? "it is being measured" : whyAsked(this.context);
  }

  /** XLA compiles for seconds: on another thread, while steps go on in other ways. */
  #compileAside(way: ProgramWay): void {
    const tuner = this.#tuner!;
    const start = performance.now();
    this.#compiling = true;
    tuner.wait(way);
    this.#replay!.warmUp(way)
      .then(
        () => tuner.ready(way),
        () => tuner.drop(way),
      )
      .finally(() => (this.report.warmUpMs += performance.now() - start));
  }

  #note(way: Way, ms: number, steps = 1): void {
    this.report.mode = modeOf(way);
    const tuner = this.#tuner;
    if (!tuner) return;
    this.#spentMs += ms;
    if (!this.#compiling && this.#spentMs > worthXla(this.report.nodes)) tuner.resume("xla");
    if (tuner.isFirst(way)) this.report.warmUpMs += ms;
    if (tuner.note(way, ms, steps)) this.#weigh(tuner);
  }

  #weigh(tuner: Tuner<Way>): void {
    const { msPerStep } = this.report;
    for (const [measured, ms] of tuner.estimates.sort(([, a], [, b]) => b - a))
      msPerStep[modeOf(measured)] = ms;
    if (tuner.done) this.#settle(tuner.best, this.#whyBest(tuner.best));
  }

  #whyBest(way: Way): string {
    if (this.context.mode !== "auto") return this.report.why;
    const against = againstXla(this.#replay!.graph);
    return choiceInWords(modeOf(way), this.report.msPerStep) + (against ? `; ${against}` : "");
  }

  /** A way that cannot run at all is left out; one that has run before fails for the caller to see. */
  #giveUp(way: ProgramWay, error: unknown): void {
    const tuner = this.#tuner;
    if (!(error instanceof TensorflowError) || !tuner?.isFirst(way)) throw error;
    this.#replay!.drop(way);
    tuner.drop(way);
    if (this.context.mode === "xla" && way === "xla") {
      this.#chooseAmong("graph");
      this.report.why = `graph, because XLA refuses: ${reasonOf(error)}`;
    } else if (way !== "xla") this.#stayEager(reasonOf(error));
  }

  #settle(way: Way, why: string): void {
    this.#way = way;
    this.#tuner = undefined;
    this.#replay?.dropAllBut(way);
    Object.assign(this.report, { mode: modeOf(way), why, measuring: false });
  }

  #stayEager(reason: string): void {
    const { context } = this;
    this.#settle("eager", `eager, because ${reason}`);
    this.dispose();
    if (!context.saidWhy) context.onFallback(`${context.name} stays ${this.report.why}`);
    context.saidWhy = true;
  }
}

/** A whole number from 1 to `most`. */
function within(most: number, count: number): number {
  return Math.max(1, Math.min(most, Math.floor(count)));
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
