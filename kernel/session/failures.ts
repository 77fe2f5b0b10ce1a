import { red } from "../language/messages/colours.js";
import type { Diagnostic } from "../protocol/conversion.js";
import type { Failure } from "../protocol/outcome.js";
import type { Death } from "./process/childLink.js";

/** A cell was stopped while it ran. */
export const interrupted: Failure = {
  ename: "Interrupted",
  evalue: "the cell was stopped",
  traceback: ["Interrupted: the cell was stopped; what it did so far is kept"],
};

/** A cell was stopped while it was compiled. */
export const stoppedBefore: Failure = {
  ename: "Interrupted",
  evalue: "the cell was stopped before it ran",
  traceback: ["Interrupted: the cell was stopped before it ran"],
};

/** A cell ran when its session was started anew. */
export const restarted: Failure = {
  ename: "Restarted",
  evalue: "the session was started anew",
  traceback: ["Restarted: the session was started anew while the cell ran; its variables are gone"],
};

/** What the compiler has against a cell. */
export function failureOfDiagnostics(diagnostics: Diagnostic[], label: string): Failure {
  return {
    ename: "TypeScriptError",
    evalue: diagnostics[0].message,
    traceback: diagnostics.map((one) => formatDiagnostic(one, label)),
  };
}

/** A complaint of the compiler's as lines of text, with its place and the code around it. */
export function formatDiagnostic(
  { message, hint, line, column, file, frame }: Diagnostic,
  label: string,
): string {
  return [
    `${red("TypeScriptError")}: ${message}`,
    ...(hint === undefined ? [] : [hint]),
    `${file ?? label}:${line + 1}:${column + 1}`,
    frame,
    "",
  ].join("\n");
}

/** What ended the process that ran the cells, and what to do about it. */
export function failureOfDeath({ code, signal, reason, words }: Death): Failure {
  const ended = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  const how = reason ? `could not start (${reason})` : ended;
  const evalue = words ?? `the process that runs the cells ${how}${hint(code, signal)}`;
  const remedies = words ? [lessRemedy, remedy] : signal === "SIGKILL" ? [killedRemedy, remedy] : [remedy];
  return { ename: "ProcessEnded", evalue, traceback: [`ProcessEnded: ${evalue}`, ...remedies] };
}

const remedy = "The kernel lives; its variables are gone. Run the cells above again.";
const lessRemedy =
  "Keep less at a time: typed arrays and tensors lie outside that heap; NODE_OPTIONS=--max-old-space-size=8192 makes it 8 GB.";

const killedRemedy =
  "If nobody ended it, the machine's or the container's memory had run out: keep less at a time, or run fewer notebooks side by side.";

function hint(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === "SIGABRT" || code === 134 ? " (as when memory runs out)" : "";
}
