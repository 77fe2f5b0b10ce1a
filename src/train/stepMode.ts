import * as tf from "@tensorflow/tfjs";
import { isBackendChosen } from "../backend/useBackend";
import type { StepMode } from "../compile/index";
import { checkOneOf } from "../core/index";

/** Whether and how steps are compiled. */
export type CompileOption = boolean | "auto" | StepMode;

// A fit of fewer steps ends before a graph has paid for itself, or before XLA's compilation has.
const worthAGraph = 8;
const worthMeasuring = 1500;

/** How steps run; and why, as a clause, where nobody asked for that. */
export interface ChosenMode {
  mode: StepMode | "auto";
  whyMode?: string;
}

/**
 * How to run so many steps: eager where nothing else pays, as a graph, or measured. Says it once in a process where that is
 * plain JavaScript and nobody chose it.
 *
 * @param steps of the whole fit, as far as known
 */
export function stepMode(where: string, option: CompileOption = true, steps = Infinity): ChosenMode {
  sayWhereItRuns(where);
  if (option === false) return { mode: "eager" };
  if (option !== true)
    return { mode: checkOneOf(where, "compile", option, ["auto", "graph", "xla", "eager"]) };
  if (steps < worthAGraph) return { mode: "eager", whyMode: tooFew("a graph pays", worthAGraph, steps) };
  if (steps < worthMeasuring)
    return { mode: "graph", whyMode: tooFew("measuring other ways pays", worthMeasuring, steps) };
  return { mode: "auto" };
}

function tooFew(what: string, from: number, steps: number): string {
  return `${what} from ${from} steps on, and there ${steps === 1 ? "is" : "are"} only ${steps}`;
}

const said = new Set<string>();

/** Prints why a step stays eager, each reason once in a process, whichever step it was. */
export function sayOnce(line: string): void {
  sayReasonOnce(line, line.slice(line.indexOf("because")));
}

const onJavaScript = "because the backend is cpu, not native TensorFlow";

/** Prints once in a process that TensorFlow.js runs on plain JavaScript, where nobody chose that. */
export function sayWhereItRuns(where: string): void {
  if (tf.getBackend() !== "cpu" || isBackendChosen()) return;
  const line =
    `${where} runs on plain JavaScript, some hundred times slower than native TensorFlow; ` +
    'write "await d.useBackend()" first, which takes the fastest engine that is set up';
  sayReasonOnce(line, onJavaScript);
}

function sayReasonOnce(line: string, reason: string): void {
  if (said.has(reason)) return;
  said.add(reason);
  console.log(line);
}
