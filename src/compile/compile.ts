import * as tf from "@tensorflow/tfjs";
import { freeingTape } from "../backend/freeTape";
import { breathe, checkInteger, checkOneOf, checkOptions, OptionError } from "../core/index";
import { notRun, type CompileReport } from "./report";
import { SignatureStep } from "./signatureStep";
import type { StepContext } from "./stepContext";
import { checkStacked } from "./stackedSteps";
import { signatureKey, stackedKey, type StepInput } from "./stepInput";
import { atOnce, inTime, type Walk } from "./walk";
import { keepTo, type AskedMode, type Way } from "./way";

/** Any TensorFlow.js code: it may assign variables, and returns tensors. */
export type StepFunction = (inputs: tf.Tensor[]) => tf.Tensor[];

/** How {@link compile} compiles. */
export interface CompileOptions {
  /** Variables that the step may read or assign. Default: all that it does, found while it is recorded. */
  variables?: tf.Variable[];
  /** Default "auto": each way runs a few steps, the fastest stays. A "graph" goes "serial" or "parallel". */
  mode?: AskedMode;
  /** Input shapes whose recordings are kept; the one unused longest goes first. Default 32. */
  shapes?: number;
  /**
   * Steps that {@link CompiledStep.runMany} may make in one call into TensorFlow, where XLA runs them in a loop. Default 1.
   * Small steps gain most: what a call costs is shared.
   */
  together?: number;
  /** Calls that there will be in all, a step each: XLA is compiled where it pays within them. Default: unknown. */
  steps?: number;
  /** Names the step in messages. Default "step". */
  name?: string;
  /** Why the step is to stay eager, as a clause for the report. Default: it need not. */
  whyEager?: string;
  /** Why it has that mode, as a clause for the report. Default: it was asked for. */
  whyMode?: string;
  /**
   * Why what the function reads may change before every call, as a clause: it is only replayed where it reads a variable
   * besides these, which is how such a number is meant to come in. Default: it does not change.
   */
  everyStep?: { why: string; besides: tf.Variable[] };
  /**
   * Called before a call that is recorded; what it returns is called after it, and says as a clause what the function has
   * changed beside variables, which a replay would not. Default: nothing is looked at.
   */
  watch?: () => () => string | undefined;
  /** Called once, with one line that says why a step stays eager. Default: the line is in the report only. */
  onFallback?: (line: string) => void;
}

/**
 * Makes one call into TensorFlow of a function that would be hundreds.
 *
 * The function runs twice as it is and is recorded; from then on its graph is replayed. What changes from call to
 * call must be an input or a variable. Where a replay would not be right (other numbers drawn by JavaScript,
 * values read inside, no native TensorFlow) the function goes on being called, and the report says why.
 *
 * ```ts
 * const step = compile(([x, y, rate]) => {
 *   const { value, grads } = tf.variableGrads(() => mse(y, model.apply(x)));
 *   for (const [name, grad] of Object.entries(grads)) weights[name].assign(weights[name].sub(grad.mul(rate)));
 *   return [value];
 * });
 * const [loss] = await step.run([batch.x, batch.y, 0.01]);
 * ```
 *
 * @param fn synchronous; does not dispose its inputs
 */
export function compile(fn: StepFunction, options: CompileOptions = {}): CompiledStep {
  return new CompiledStep(fn, options);
}

/** A function that {@link compile} has taken over. */
export class CompiledStep {
  readonly #context: StepContext;
  readonly #steps = new Map<string, SignatureStep>();
  readonly #shapes: number;
  #newest: SignatureStep | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #running = 0;
  #disposed = false;

  constructor(fn: StepFunction, options: CompileOptions) {
    const checked = checkOptions("compile", options, {
      variables: undefined as tf.Variable[] | undefined,
      mode: "auto" as AskedMode,
      shapes: 32,
      together: 1,
      steps: undefined as number | undefined,
      name: "step",
      whyEager: undefined as string | undefined,
      whyMode: undefined as string | undefined,
      everyStep: undefined as CompileOptions["everyStep"],
      watch: undefined as CompileOptions["watch"],
      onFallback: (() => {}) as (line: string) => void,
    });
    checkOneOf("compile", "mode", checked.mode, ["auto", "graph", "xla", "eager", "serial", "parallel"]);
    this.#shapes = checkInteger("compile", "shapes", checked.shapes, "[1, ∞)");
    checkInteger("compile", "together", checked.together, "[1, ∞)");
    const { variables, mode, together, steps, name, whyEager, whyMode, everyStep, watch, onFallback } =
      checked;
    const freeing: StepFunction = (inputs) => freeingTape(() => fn(inputs));
    const told = { variables, mode, together, steps, name, whyEager, whyMode, everyStep, watch, onFallback };
    this.#context = { fn: freeing, ...told, saidWhy: false, done: 0 };
  }

  /**
   * Runs the step; the event loop goes on while TensorFlow works. Calls run in their order.
   *
   * @returns the tensors that the function returns; the caller disposes them
   */
  run(inputs: StepInput[]): Promise<tf.Tensor[]> {
    return this.#inTurn(() => this.#one(inputs, true));
  }

  /** Runs the step before it returns. */
  runSync(inputs: StepInput[]): tf.Tensor[] {
    this.#checkIdle("runSync");
    return atOnce(this.#one(inputs, false));
  }

  /**
   * Runs several steps, and returns each output stacked, [count, …].
   *
   * Every input has one more axis, [count, …]; a number is the same for all steps.
   */
  runMany(inputs: StepInput[], count: number): Promise<tf.Tensor[]> {
    return this.#inTurn(() => this.#many(inputs, count, true));
  }

  /** As {@link runMany}, before it returns. */
  runManySync(inputs: StepInput[], count: number): tf.Tensor[] {
    this.#checkIdle("runManySync");
    return atOnce(this.#many(inputs, count, false));
  }

  /** How many steps are best handed to {@link runMany} now, if they have inputs of a shape for which that pays. */
  get together(): number {
    return Math.max(1, ...[...this.#steps.values()].map(({ together }) => together));
  }

  /**
   * Has the next call of each shape made as the function says: where it does not do any more what was recorded, because
   * a number that it reads has changed, it is recorded anew.
   *
   * ```ts
   * temperature = 0.5; // which the step's function reads
   * step.recheck();
   * ```
   */
  recheck(): void {
    for (const step of this.#steps.values()) step.recheck();
  }

  /** The way that steps with such inputs, stacked or not, have settled on; undefined while they are recorded or measured. */
  settled(inputs: StepInput[], areStacked: boolean): Way | undefined {
    return this.#steps.get(areStacked ? stackedKey(inputs) : signatureKey(inputs))?.settled;
  }

  /** Runs all shapes that are new from here on in one way: ways, and turns in which they are measured, differ in the last bits. */
  keepTo(way: AskedMode): void {
    keepTo(this.#context, way);
  }

  /** Writes the newest values of the variables into TensorFlow.js now; any read of a variable does so too. */
  sync(): void {
    for (const step of this.#steps.values()) step.sync();
  }

  /** Frees what TensorFlow holds for this step. The variables keep their values. */
  dispose(): void {
    this.#disposed = true;
    const free = () => {
      for (const step of this.#steps.values()) step.dispose();
      this.#steps.clear();
    };
    if (this.#running > 0) void this.#enqueue(async () => free());
    else free();
  }

  /** What the step does, and what it measured. */
  get report(): CompileReport {
    return { ...notRun, ...this.#newest?.report, recordings: this.#steps.size };
  }

  #one(inputs: StepInput[], aside: boolean): Walk<tf.Tensor[]> {
    return this.#stepFor(inputs).run(inputs, aside);
  }

  #many(inputs: StepInput[], count: number, aside: boolean): Walk<tf.Tensor[]> {
    checkStacked(inputs, count);
    return this.#stepFor(inputs, stackedKey(inputs)).runMany(inputs, count, aside);
  }

  #checkIdle(method: string): void {
    if (this.#running === 0) return;
    throw new OptionError({
      where: `${this.#context.name}.${method}`,
      required: "no other run may be under way",
      remedy: "await the promise of run first",
    });
  }

  #inTurn<T>(walk: () => Walk<T>): Promise<T> {
    const start = async () => inTime(walk());
    return this.#running > 0 ? this.#enqueue(start) : this.#track(start());
  }

  #track<T>(run: Promise<T>): Promise<T> {
    this.#running++;
    const finished = this.#finish(run);
    this.#queue = finished.catch(() => {});
    return finished;
  }

  /** Whoever awaits run after run turns the event loop too: XLA, which compiles aside, would never be heard of otherwise. */
  async #finish<T>(run: Promise<T>): Promise<T> {
    try {
      return await run;
    } finally {
      await breathe();
      this.#running--;
    }
  }

  #enqueue<T>(start: () => Promise<T>): Promise<T> {
    return this.#track(this.#queue.then(start));
  }

  #stepFor(inputs: StepInput[], key = signatureKey(inputs)): SignatureStep {
    if (this.#disposed) {
      throw new OptionError({
        where: this.#context.name,
        required: "the compiled step must not be disposed",
      });
    }
    const step = this.#steps.get(key) ?? new SignatureStep(this.#context);
    if (step !== this.#newest) this.#touch(key, step);
    return step;
  }

  /** A Map keeps the order of insertion: the first is the one unused longest. */
  #touch(key: string, step: SignatureStep): void {
    this.#steps.delete(key);
    this.#steps.set(key, step);
    this.#newest = step;
    for (const [oldest, unused] of this.#steps) {
      if (this.#steps.size <= this.#shapes) return;
      unused.dispose();
      this.#steps.delete(oldest);
    }
  }
}
