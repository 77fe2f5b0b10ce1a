import {
  type RecordedCall,
  changedNumbers,
  difference,
  type RecordedConstant,
  type Recording,
} from "./recording";
import type { StepContext } from "./stepContext";

// A function that makes its own variables (optimiser slots) does so in its first calls.
const mostRecordings = 4;

// A function that does something else again and again when it is looked at will do so in between, too.
const mostChanges = 4;

/** What follows from a call that was recorded. */
export type Lesson =
  /** Another call is to be recorded. */
  | { means: "more" }
  /** What is replayed does what the function does. */
  | { means: "same" }
  /** So it does with these constants. */
  | { means: "numbers"; recording: Recording; changed: number[] }
  /** This is what is replayed from here on. */
  | { means: "build"; recording: Recording }
  | { means: "eager"; why: string };

/** What a function does, learnt from recorded calls: two that agree are what is replayed. */
export class Learning {
  /** The values of constants in the first call, by their tensors. */
  readonly captured = new Map<number, RecordedConstant>();
  /** The constants that have changed since: they are fed. */
  readonly changing = new Set<number>();
  #previous: Recording | undefined;
  /** What is replayed. */
  #recorded: Recording | undefined;
  #calls = 0;
  readonly #everyStep: StepContext["everyStep"];
  #changes = 0;

  constructor(context: StepContext) {
    this.#everyStep = context.everyStep;
  }

  /**
   * What follows from a call.
   *
   * @param feeds whether what is replayed takes these constants anew
   */
  take(call: RecordedCall, feeds: (changed: number[]) => boolean): Lesson {
    return this.#recorded ? this.#compare(this.#recorded, call, feeds) : this.#learn(call);
  }

  #learn({ recording, refusal, draws, changes, madeVariables }: RecordedCall): Lesson {
    this.#calls++;
    if (!recording) return { means: "eager", why: refusal! };
    if (draws && !madeVariables) return { means: "eager", why: draws };
    if (this.#isFrozen(recording)) return { means: "eager", why: this.#everyStep!.why };
    const change = madeVariables
      ? "it makes new variables in every call"
      : (changes ?? (this.#previous && difference(this.#previous, recording)));
    const settled = this.#previous && change === undefined;
    this.#previous = madeVariables ? undefined : recording;
    if (settled) return this.#keep(recording);
    return this.#calls >= mostRecordings ? { means: "eager", why: change! } : { means: "more" };
  }

  /** Whether what the function reads may change before every step, and it reads no variable of its own instead. */
  #isFrozen({ variables }: Recording): boolean {
    const everyStep = this.#everyStep;
    return everyStep !== undefined && variables.every(({ variable }) => everyStep.besides.includes(variable));
  }

  /** What was recorded beside what the function does now. */
  #compare(recorded: Recording, call: RecordedCall, feeds: (changed: number[]) => boolean): Lesson {
    const { recording, draws, changes } = call;
    const changed = recording && !draws && !changes ? changedNumbers(recorded, recording) : undefined;
    if (changed?.length === 0) return { means: "same" };
    if (changed && feeds(changed)) {
      this.#recorded = recording;
      return { means: "numbers", recording: recording!, changed };
    }
    changed?.forEach((index) => this.changing.add(index));
    if (changed) return this.#keep(recording!);
    this.changing.clear();
    this.#calls = ++this.#changes < mostChanges ? 1 : mostRecordings;
    this.#previous = recorded;
    this.#recorded = undefined;
    return this.#learn(call);
  }

  #keep(recording: Recording): Lesson {
    this.#previous = undefined;
    this.#recorded = recording;
    return { means: "build", recording };
  }
}
