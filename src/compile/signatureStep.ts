import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../backend/nativeBackend";
import { Choice } from "./choice";
import { Learning, type Lesson } from "./learning";
import { ownTensors } from "./ownTensors";
import type { RecordedCall, Recording } from "./recording";
import { record } from "./recorder";
import { type Call, Replay } from "./replay";
import type { StepReport } from "./report";
import { joinResults, stackedResults, stepOf, stepsOf } from "./stackedSteps";
import type { StepContext } from "./stepContext";
import { inputSignature, inputTensor, type StepInput } from "./stepInput";
import { reasonOf, tensorflowApi } from "./tensorflowApi";
import type { Walk } from "./walk";
import { whyAsked, type ProgramWay, type Way } from "./way";

/** One compiled step at one shape of inputs: it records (see {@link Learning}), then replays (see {@link Choice}). */
export class SignatureStep {
  readonly #learning: Learning;
  #choice: Choice | undefined;
  #isEager = false;
  /** Whether the coming call is to be recorded beside what is replayed. */
  #isDue = false;
  #eagerMs = Infinity;
  #done = 0;
  readonly report: StepReport = {
    mode: "eager",
    measuring: true,
    why: "it is being recorded",
    msPerStep: {},
    nodes: 0,
    warmUpMs: 0,
  };

  constructor(readonly context: StepContext) {
    this.#learning = new Learning(context);
    if (context.mode === "eager") this.#settleEager(whyAsked(context));
    else if (!nativeBackend()) this.#stayEager(`the backend is ${tf.getBackend()}, not native TensorFlow`);
    else if (context.whyEager) this.#stayEager(context.whyEager);
    else if (!tensorflowApi()) this.#stayEager("TensorFlow's library was not found");
  }

  /**
   * Runs the step.
   *
   * @param aside whether another thread may, where that is worth it
   */
  run(inputs: readonly StepInput[], aside: boolean): Walk<tf.Tensor[]> {
    const call = { inputs };
    this.#count(call);
    return this.#run(call, aside);
  }

  /** Runs several steps; inputs and results are stacked. */
  *runMany(inputs: readonly StepInput[], count: number, aside: boolean): Walk<tf.Tensor[]> {
    const results: tf.Tensor[][] = [];
    for (let from = 0; from < count;) {
      const call = this.#nextCall(inputs, from, count);
      this.#count(call);
      results.push(stackedResults(call.steps, yield* this.#run(call, aside)));
      from += call.steps ?? 1;
    }
    return joinResults(results);
  }

  /** The way that it has settled on; undefined while it is recorded or measured. */
  get settled(): Way | undefined {
    return this.#isEager ? "eager" : this.#choice?.settled;
  }

  /** How many steps the coming call is best asked to make. */
  get together(): number {
    return this.#choice?.together ?? 1;
  }

  /** Writes the variables' newest values into TensorFlow.js. */
  sync(): void {
    this.#choice?.replay.sync();
  }

  /** Frees the graph; the variables keep their values. */
  dispose(): void {
    this.#choice?.replay.dispose();
    this.#choice = undefined;
    this.#isDue = false;
  }

  /** Has the next call made as the function says, to see whether it still does what was recorded. */
  recheck(): void {
    this.#isDue = this.#choice !== undefined && this.settled !== "eager";
  }

  #nextWay(): Way | "record" {
    if (this.#isDue) return "record";
    return this.#isEager ? "eager" : (this.#choice?.next ?? "record");
  }

  #nextCall(inputs: readonly StepInput[], from: number, count: number): Call {
    const way = this.#nextWay();
    const single = way === "record" || way === "eager" || this.#choice!.isFirst(way);
    const steps = single ? 1 : Math.min(count - from, this.together);
    return steps > 1 ? { inputs: stepsOf(inputs, from, steps), steps } : { inputs: stepOf(inputs, from) };
  }

  *#run(call: Call, aside: boolean): Walk<tf.Tensor[]> {
    const way = this.#nextWay();
    if (way === "record") return this.#record(call.inputs);
    if (way === "eager") return this.#runEager(call.inputs);
    const choice = this.#choice!;
    const elsewhere = aside && !choice.isShort(way, call);
    if (elsewhere && choice.isBetterAside(way)) {
      choice.compileAside(way);
      return yield* this.#run(call, aside);
    }
    const start = performance.now();
    try {
      const results = yield* choice.replay.run(way, call, elsewhere);
      choice.note(way, performance.now() - start, call.steps);
      return results;
    } catch (error) {
      this.#giveUp(choice, way, error);
      return yield* this.#run(call, aside);
    }
  }

  #count({ steps = 1 }: Call): void {
    this.#done += steps;
    this.context.done += steps;
  }

  /** Steps of this shape that are to come: of all that are, its share so far. */
  #left(): number | undefined {
    const { steps, done } = this.context;
    return steps === undefined ? undefined : (Math.max(0, steps - done) * this.#done) / done;
  }

  #runEager(inputs: readonly StepInput[]): tf.Tensor[] {
    return tf.tidy(() => {
      const given = inputs.map((input) => (input instanceof tf.Tensor ? input : inputTensor(input)));
      return ownTensors(this.context.fn(given), given);
    });
  }

  /** A real step that is written down. */
  #record(inputs: readonly StepInput[]): tf.Tensor[] {
    const start = performance.now();
    const call = this.#recordedCall(inputs);
    this.#eagerMs = Math.min(this.#eagerMs, performance.now() - start);
    this.#isDue = false;
    const lesson = this.#learning.take(call, (changed) => this.#choice!.replay.feeds(changed));
    this.#follow(lesson, inputs);
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
        captured: this.#learning.captured,
        forXla: this.context.mode === "xla",
      });
      return { ...call, changes: changesSince?.() };
    } finally {
      tf.dispose(given);
    }
  }

  #follow(lesson: Lesson, inputs: readonly StepInput[]): void {
    if (lesson.means === "same") return;
    if (lesson.means === "numbers")
      return this.#choice!.replay.setConstants(lesson.recording, lesson.changed);
    this.dispose();
    this.report.measuring = true;
    if (lesson.means === "eager") this.#stayEager(lesson.why);
    if (lesson.means === "build") this.#build(lesson.recording, inputs);
  }

  #build(recording: Recording, inputs: readonly StepInput[]): void {
    const { context, report } = this;
    try {
      const replay = new Replay(tensorflowApi()!, {
        recording,
        inputs: inputs.map(inputSignature),
        together: context.together,
        changing: this.#learning.changing,
      });
      this.#choice = new Choice(replay, {
        ...{ asked: context, eagerMs: this.#eagerMs, report },
        left: () => this.#left(),
      });
    } catch (error) {
      this.#stayEager(reasonOf(error));
    }
  }

  #giveUp(choice: Choice, way: ProgramWay, error: unknown): void {
    const reason = choice.giveUp(way, error);
    if (reason !== undefined) this.#stayEager(reason);
  }

  #settleEager(why: string): void {
    this.#isEager = true;
    Object.assign(this.report, { mode: "eager", why, measuring: false });
  }

  #stayEager(reason: string): void {
    const { context } = this;
    this.#settleEager(`eager, because ${reason}`);
    this.dispose();
    if (!context.saidWhy) context.onFallback(`${context.name} stays ${this.report.why}`);
    context.saidWhy = true;
  }
}
