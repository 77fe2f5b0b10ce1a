import * as tf from "@tensorflow/tfjs";
import { isBackendChosen } from "../backend/useBackend";
import type { StepMode } from "../compile/index";
import { checkOneOf } from "../core/index";

/** Whether and how steps are compiled. */
export type CompileOption = boolean | "auto" | StepMode;

// A fit of fewer steps ends before a graph has paid for itself.
const worthAGraph = 8;

// A run that may be resumed is measured before its first step, which fewer steps are not worth.
const worthMeasuringFirst = 1500;

/** How steps run; and why, as a clause, where nobody asked for that. */
export interface ChosenMode {
  mode: StepMode | "auto";
  whyMode?: string;
  /** How many steps there will be, where ways are measured and that is known. */
  steps?: number;
}

/**
 * How to run so many steps: eager where nothing else pays, or measured. Says it once in a process where that is plain JavaScript
 * and nobody chose it.
 *
 * @param steps of the whole fit, as far as known
 * @param repeatable whether all of them go one way, which is found before the first
 */
export function stepMode(
  where: string,
  option: CompileOption = true,
  steps = Infinity,
  { repeatable = false } = {},
): ChosenMode {
  sayWhereItRuns(where);
  if (option === false) return { mode: "eager" };
  if (option !== true)
    return { mode: checkOneOf(where, "compile", option, ["auto", "graph", "xla", "eager"]) };
  if (steps < worthAGraph) return { mode: "eager", whyMode: tooFew("a graph pays", worthAGraph, steps) };
  if (repeatable && steps < worthMeasuringFirst)
    return { mode: "graph", whyMode: tooFew("measuring other ways pays", worthMeasuringFirst, steps) };
  return { mode: "auto", ...(Number.isFinite(steps) ? { steps } : {}) };
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
