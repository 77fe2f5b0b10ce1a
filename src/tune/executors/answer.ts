import { unpack, type Json } from "../../core/index";
import type { Trial } from "../trial";
import { plainError, type FromWorker, type ToWorker } from "./protocol";

/** What a study's trial answers to its twin in a worker. */
export async function answer(
  trial: Trial,
  { method, args }: Extract<FromWorker, { type: "ask" }>,
): Promise<ToWorker> {
  try {
    const value = await call(trial, method, args);
    return { type: "answer", value: method === "report" ? trial.shouldPrune() : value };
  } catch (error) {
    return { type: "answer", error: plainError(error) };
  }
}

/** Passes on what needs no answer. */
export function tell(trial: Trial, { method, args }: Extract<FromWorker, { type: "tell" }>): void {
  // What is kept comes packed, as the last argument.
  if (method === "constrain") call(trial, method, args);
  else call(trial, method, [...args.slice(0, -1), unpack(args.at(-1) as Json)]);
}

function call(trial: Trial, method: keyof Trial, args: unknown[]): unknown {
  return (trial[method] as (...args: unknown[]) => unknown)(...args);
}
