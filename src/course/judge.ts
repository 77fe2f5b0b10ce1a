import { callWithin, type Outcome } from "./callWithin";
import { difference } from "./compare";
import { formatValue } from "./format";
import { withPrints } from "./prints";
import type { Task } from "./task";
import type { VerdictDetails } from "./verdict";

/** A student's function. It may have any parameters; what it returns is what is judged. */
export type Answer = (...inputs: never[]) => unknown;

/** A verdict before it is given to an exercise. */
export type Finding = Omit<VerdictDetails, "id">;

const timeLimitMs = 2000;

/**
 * Judges a student's function on a list of inputs, the simplest first; the first input that fails makes the finding.
 *
 * ```ts
 * judge(task, update, inputs).status; // "passed"
 * ```
 */
export function judge(task: Task, answer: unknown, inputs: never[][]): Finding {
  if (typeof answer !== "function") return notAFunction(task, answer);
  for (const [index, input] of inputs.entries()) {
    const finding = judgeCall(task, answer as Answer, input, index === 0);
    if (finding?.status === "failed" && !finding.hint)
      return { ...finding, hint: hintFor(task, answer as Answer, inputs) };
    if (finding) return finding;
  }
  return { status: "passed", message: `${inputs.length} of ${inputs.length} inputs agree.` };
}

function notAFunction(task: Task, answer: unknown): Finding {
  const name = task.call.split("(")[0];
  return {
    status: "failed",
    message: "The check needs your function itself, so that it can try it on many inputs.",
    expected: "a function",
    got: formatValue(answer),
    hint: `write .check(${name}), without brackets after ${name}`,
  };
}

function judgeCall(task: Task, answer: Answer, input: never[], first: boolean): Finding | undefined {
  const given = copied(input);
  const { result, printed } = withPrints(() => called(answer, given));
  const finding = judgeOutcome(task, result, input, first) ?? judgeInputs(task, given, input);
  return finding && printed ? { ...finding, printed } : finding;
}

function called(answer: Answer, given: never[]): Outcome {
  return callWithin(timeLimitMs, () => answer(...given));
}

/**
 * A right answer that takes its inputs apart is none: whoever calls it twice gets another one. Numbers may change in place,
 * as in an update rule.
 */
function judgeInputs(task: Task, given: never[], input: never[]): Finding | undefined {
  const changed = input.findIndex((value, at) => !isWhole(value, given[at]));
  if (changed < 0) return undefined;
  return {
    status: "failed",
    call: callText(task, input),
    message: "The answer is right, but the function took apart what it was given.",
    expected: formatValue(input[changed]),
    got: formatValue(given[changed]),
    hint: "leave the inputs whole: work on a copy, such as [...values], or use map, slice or filter",
  };
}

/** Whether lists, at any depth, are as long as they were. */
function isWhole(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before)) return true;
  if (!Array.isArray(after) || after.length !== before.length) return false;
  return before.every((value, at) => isWhole(value, after[at]));
}

function judgeOutcome(task: Task, outcome: Outcome, input: never[], first: boolean): Finding | undefined {
  const call = callText(task, input);
  if (outcome.kind === "timeout") return { ...stillRunning, call };
  if (outcome.kind === "error")
    return first && isStub(outcome.error) ? unanswered : threw(outcome.error, call);
  if (outcome.value === undefined) return first ? unanswered : { ...nothing, call };
  if (isPromise(outcome.value)) return { ...promised(outcome.value), call };
  return judgeValue(task, outcome.value, input, call);
}

function judgeValue(task: Task, value: unknown, input: never[], call: string): Finding | undefined {
  if (task.judge) {
    const complaint = task.judge(value, ...copied(input));
    return complaint && { status: "failed", call, got: formatValue(value), ...complaint };
  }
  const expected = task.reference(...copied(input));
  const message = difference(value, expected, task.tolerance ?? 1e-5);
  if (message === undefined) return undefined;
  return {
    status: "failed",
    call,
    expected: formatValue(expected),
    got: formatValue(value),
    message: `${sentence(message)}.`,
  };
}

/** The hint of the well-known mistake that this answer repeats on every input, else the task's own. */
function hintFor(task: Task, answer: Answer, inputs: never[][]): string {
  const repeats = (mistake: Answer) => inputs.slice(0, 10).every((input) => agree(answer, mistake, input));
  return task.mistakes?.find((mistake) => repeats(mistake.answer))?.hint ?? task.hint;
}

function agree(answer: Answer, mistake: Answer, input: never[]): boolean {
  const { result: outcome } = withPrints(() => called(answer, copied(input)));
  if (outcome.kind !== "value") return false;
  return difference(outcome.value, mistake(...copied(input)), 1e-5) === undefined;
}

/** The inputs anew, so that what an answer does to its own is seen; functions cannot be changed, and stay. */
function copied(input: never[]): never[] {
  return input.map((value) => (typeof value === "function" ? value : structuredClone(value)));
}

const unanswered: Finding = {
  status: "unanswered",
  message: "The function returns nothing yet. Write its body, end it with return …, and run the cell again.",
};

const nothing = {
  status: "failed" as const,
  message: "The function returned nothing here.",
  got: "undefined",
  hint: "does every path through the function, every if and else, reach a return?",
};

const stillRunning = {
  status: "failed" as const,
  message: `The function was still running after ${timeLimitMs / 1000} seconds, so it was stopped.`,
  hint: "look at the condition of each loop: does something in the loop make it false one day?",
};

function threw(error: unknown, call: string): Finding {
  const message = error instanceof Object && "message" in error ? error.message : formatValue(error);
  const name = error instanceof Object && "name" in error ? `${error.name}: ` : "";
  return {
    status: "failed",
    call,
    message: "The function threw an error.",
    got: `${name}${message}`,
    hint: "does it use a name that is not defined, or an index past the end of an array?",
  };
}

function promised(promise: PromiseLike<unknown>) {
  promise.then(undefined, () => {}); // a rejection that nobody awaits would end the kernel's cell
  return {
    status: "failed" as const,
    message: "The function returned a promise instead of a value.",
    got: "a promise",
    hint: "remove the word async before the function; nothing in it has to be awaited",
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null)?.then === "function";
}

function isStub(error: unknown): boolean {
  return /not implemented|not answered/i.test(String((error as Error | null)?.message));
}

function callText(task: Task, input: never[]): string {
  const name = task.call.split("(")[0];
  const parameters = task.call.slice(name.length + 1, -1).split(/,\s*/);
  return `${name}(${input.map((value, index) => `${parameters[index]} = ${formatValue(value)}`).join(", ")})`;
}

/** A name in the student's code keeps its small letter. */
function sentence(text: string): string {
  return text.replace(/^the /, "The ");
}
