import type { Random } from "../core/index";

/** A well-known wrong answer and what to say to the student who gives it. */
export interface Mistake<Inputs extends unknown[]> {
  /** Returns what such a student returns. */
  answer: (...inputs: Inputs) => unknown;
  /** What to think about, without giving the answer away. */
  hint: string;
}

/** What an exercise asks: inputs that are generated, the right answer for them, and help. */
export interface Task<Inputs extends unknown[] = never[], Result = unknown> {
  /** One line that names the task. */
  title: string;
  /** The function as the student writes it, with its parameters: `update(w, b, x, y, learningRate)`. */
  call: string;
  /** Makes one input of the given size, from 1 for the simplest upwards; short numbers read best. */
  inputs: (random: Random, size: number) => Inputs;
  /** The right answer. */
  reference: (...inputs: Inputs) => Result;
  /** What to think about when the answer is wrong in no well-known way. */
  hint: string;
  /** Well-known wrong answers; every one must fail the check. */
  mistakes?: Mistake<Inputs>[];
  /** How far a number may be off, relative to the expected one above 1. Default 1e-5. */
  tolerance?: number;
  /**
   * For tasks with many right answers: what is wrong with this one, or undefined when it is right. Without it, the
   * answer is compared with the reference.
   */
  judge?: (answer: unknown, ...inputs: Inputs) => Judgement | undefined;
}

/** Why an answer to a task with many right answers is wrong. */
export interface Judgement {
  /** What is wrong, as a sentence. */
  message: string;
  /** What was required; default: nothing is shown. */
  expected?: string;
  /** What came; default: the answer. */
  got?: string;
}

/**
 * Types a task by its inputs and result; returns it unchanged.
 *
 * ```ts
 * const square = defineTask({ title: "Square", call: "square(x)", inputs: (random) => [random.integer(10)], reference: (x: number) => x * x, hint: "x · x" });
 * ```
 */
export function defineTask<Inputs extends unknown[] | [], Result>(task: Task<Inputs, Result>): Task {
  return task as unknown as Task;
}
