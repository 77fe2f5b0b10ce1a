import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from "node:worker_threads";
import type { ObjectiveCode } from "../bundleObjective";
import { loadObjective } from "../loadObjective";
import { errorOf, plainError, type FromWorker, type ToWorker, type TrialStart } from "../protocol";
import { TrialPruned, type Objective } from "../../trial";
import { RemoteTrial } from "./remoteTrial";

// The thread in which a worker's objective computes.

/** What the thread is given by the main thread of its process. */
export interface ThreadData {
  objective: ObjectiveCode;
  sharesDisk: boolean;
  /** Where answers come in. */
  answers: MessagePort;
  /** One int32: 1 once an answer is there. */
  signal: SharedArrayBuffer;
}

const { objective: code, sharesDisk, answers, signal } = workerData as ThreadData;
const answered = new Int32Array(signal);

function say(message: FromWorker): void {
  parentPort!.postMessage(message);
}

/** Asks the study and waits: an objective may ask in the middle of a computation. */
function ask(message: Extract<FromWorker, { type: "ask" }>): unknown {
  say(message);
  Atomics.wait(answered, 0, 0);
  Atomics.store(answered, 0, 0);
  const { value, error } = receiveMessageOnPort(answers)!.message as Extract<ToWorker, { type: "answer" }>;
  if (error) throw errorOf(error);
  return value;
}

async function run(objective: Objective, start: TrialStart): Promise<FromWorker> {
  const { id } = start;
  const trial = new RemoteTrial(start, { say, ask, sharesDisk });
  try {
    const value = await objective(trial);
    return { type: "done", id, values: Array.isArray(value) ? value : [value] };
  } catch (error) {
    return error instanceof TrialPruned
      ? { type: "pruned", id }
      : { type: "fail", id, error: plainError(error) };
  } finally {
    trial.end();
  }
}

async function main(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const objective = await loadObjective(code);
  parentPort!.on("message", (start: TrialStart) => void run(objective, start).then(say));
  say({ type: "ready", sharesDisk });
}

main().catch((error) => say({ type: "broken", error: plainError(error) }));
