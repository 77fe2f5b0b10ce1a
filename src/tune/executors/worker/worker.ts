import { existsSync } from "node:fs";
import { MessageChannel, SHARE_ENV, Worker, type MessagePort } from "node:worker_threads";
import { join } from "node:path";
import { onLines, decode, lineOf, plainError, type FromWorker, type ToWorker } from "../protocol";
import type { ThreadData } from "./thread";

// The program of one worker. Its main thread only passes messages on, so that it answers while the objective, in a
// thread of its own, computes.

let answers: MessagePort;
let signal: Int32Array;
let thread: Worker;
let current: number | undefined;

/** Ends at once: where TensorFlow was loaded in a thread, an ordinary end may crash. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function say(message: FromWorker): void {
  process.stdout.write(lineOf(message));
}

// Where it is set, loading TensorFlow shows all that the library says of itself; a study that has loaded it has set it.
delete process.env.TF_CPP_MIN_LOG_LEVEL;

function begin({ objective, probe }: Extract<ToWorker, { type: "begin" }>): void {
  const channel = new MessageChannel();
  const sharesDisk = existsSync(probe);
  const workerData: ThreadData = {
    objective,
    sharesDisk,
    answers: channel.port2,
    signal: new SharedArrayBuffer(4),
  };
  answers = channel.port1;
  signal = new Int32Array(workerData.signal);
  // What the objective prints must not get among the messages.
  thread = new Worker(join(__dirname, "thread.js"), {
    workerData,
    transferList: [channel.port2],
    stdout: true,
    // TensorFlow reads the process's environment, and opens files of its own.
    env: SHARE_ENV,
    trackUnmanagedFds: false,
  });
  thread.stdout.pipe(process.stderr);
  thread.on("message", fromThread);
  thread.on("error", (error) => breakDown(error));
  thread.on("exit", (code) => breakDown(new Error(`the objective ended its thread with code ${code}`)));
}

function fromThread(message: FromWorker): void {
  if (message.type === "done" || message.type === "pruned" || message.type === "fail") current = undefined;
  say(message);
}

// An error that nobody caught ends the thread, and may have come from anywhere: this process is not used again.
function breakDown(thrown: unknown): void {
  thread.removeAllListeners();
  const error = plainError(thrown);
  const message: FromWorker =
    current === undefined ? { type: "broken", error } : { type: "fail", id: current, error, last: true };
  process.stdout.write(lineOf(message), end);
}

function obey(message: ToWorker): void {
  switch (message.type) {
    case "begin":
      return begin(message);
    case "ping":
      return say({ type: "pong" });
    case "run":
      current = message.trial.id;
      return thread.postMessage(message.trial);
    case "answer":
      answers.postMessage(message);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
  }
}

// The driver decides what an interrupt from the terminal, which reaches all its processes, ends.
process.on("SIGINT", () => {});
process.stdin.on("end", end);
process.stdout.on("error", end);
onLines(process.stdin, (line) => obey(decode(line)));
