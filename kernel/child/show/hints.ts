import { undefinedHint } from "../../language/messages/hints.js";

/** An error in texts. */
interface Told {
  ename: string;
  message: string;
  stack: string;
}

/** What to do about an error whose message alone leaves a reader helpless: lines for below the message. */
export function hintsOn({ ename, message, stack }: Told): string[] {
  const unknown = ename === "ReferenceError" && /^(\S+) is not defined$/.exec(message)?.[1];
  if (unknown) return [undefinedHint(unknown)];
  if (ename === "RangeError" && message === "Maximum call stack size exceeded") return [overflowHint(stack)];
  return [];
}

/** The stack is full of calls in calls, or of one call's arguments. */
function overflowHint(stack: string): string {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const again = frames.find((frame, at) => frames.indexOf(frame) < at);
  const [, called = "a function"] =
    /^\s+at (?:(?:async|new|get|set) )?([^\s(]+)(?: \[as [^\]]+\])? \(/.exec(again ?? "") ?? [];
  return again
    ? `${called} calls itself without end, or too deep: have it return without a further call in the last case, or loop over a list of what is left to do`
    : "either calls are nested too deep, or one has too many arguments: pass a list of many values as one argument, or loop over it, in place of spreading it (...)";
}
