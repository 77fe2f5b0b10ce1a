import { existsSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { keepCompiledCode } from "./patches/compileCache.js";
import { readProject } from "../protocol/project.js";
import { cellParameter } from "../protocol/cellParameters.js";
import type { Command, Runnable } from "../protocol/events.js";
import { rememberBuiltins, withOwnBuiltins } from "./context/builtins.js";
import { captureStreams } from "./patches/captureStreams.js";
import { cellOfPromise, currentCell, followPromises, leaveCells } from "./context/cellContext.js";
import { Cells } from "./cells.js";
import { ChildOutput } from "./context/childOutput.js";
import { followEmitters } from "./patches/followEmitters.js";
import { followPrograms } from "./patches/followPrograms.js";
import { followTimers } from "./patches/followTimers.js";
import { Comms } from "./comms.js";
import { InterruptListeners } from "./interruptListeners.js";
import { followWorkers } from "./patches/followWorkers.js";
import { offer } from "./offer.js";
import { Questions } from "./context/questions.js";
import { resolveListedPackages } from "./patches/resolve.js";
import { NotebookRunner } from "./runner.js";
import { readFromNotebook } from "./patches/standardInput.js";
import { type Shared, sharedMemory, sharedState } from "./context/sharedState.js";
import { stopInJson } from "./patches/stopInJson.js";
import { thisIsolate } from "./terminate.js";

yieldMemory();
const imports = new RegExp(
  `\\b(?:require|module)\\b|${cellParameter}\\.load\\((?:"([^"]*)"|'([^']*)')?`,
  "g",
);
const memory = sharedMemory();
const shared: Shared = { memory, isolate: thisIsolate() };
const watchdog = new Worker(join(__dirname, "watchdog.js"), { workerData: shared });
const state = sharedState(memory);
state.isBusy = true; // until this file has run
const output = new ChildOutput(process.argv[2]);
const project = readProject();
keepCompiledCode(project.root);
const questions = new Questions(output);
const comms = new Comms(output);

followPromises();
stopInJson(state);
followTimers();
followEmitters();
followPrograms(state);
followWorkers();
captureStreams(output);
offer(output, questions);
readFromNotebook(questions, state);
resolveListedPackages(project);
process.argv.splice(1, process.argv.length);

const runner = new NotebookRunner(process.cwd(), output);
const listeners = new InterruptListeners(state);
const cells = new Cells(output, runner, questions, state);
let ready: Promise<void> | undefined;
rememberBuiltins();

// The watchdog interrupts; the signal itself is for the processes that a cell waits for.
process.on("SIGINT", () => undefined);
process.on("uncaughtException", (error) => tellLate(error, currentCell()));
process.on("unhandledRejection", (reason, promise) => tellLate(reason, cellOfPromise(promise)));
watchdog.on("message", (command: Command) => withOwnBuiltins(() => void obey(command)));
state.isBusy = false;

async function obey(command: Command): Promise<void> {
  if (command.type === "interrupt" && command.gently) listeners.tell(command.cell);
  else if (command.type === "interrupt") interrupt(command);
  else if (command.type === "comm") comms.receive(command.message);
  else if (command.type === "describe") tellOf(command);
  else if (command.type === "reply") questions.answer(command.id, command.value);
  else if (command.type === "preload") void preloaded();
  else {
    if (mayImport(command.runnable)) await preloaded();
    cells.start(command);
  }
}

/** Where memory runs out, the system is to end this process before the kernel, its compiler and its neighbours. */
function yieldMemory(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "500");
  } catch {
    // Another system than Linux, or a container that does not let it.
  }
}

/** Ends a cell, or (0) what a cell that has ended left behind and the watchdog cut off. */
function interrupt({ cell, request = 0 }: Extract<Command, { type: "interrupt" }>): void {
  state.heard = request;
  if (cell === 0) cells.dropLeftover();
  else cells.interrupt(cell);
}

/** Says what there is to say of values; the output so far stays the cell's. */
function tellOf({ id, path, names }: Extract<Command, { type: "describe" }>): void {
  output.send({ type: "described", id, found: runner.describe(path, names) });
}

/** Loads what the project wants loaded, once. It takes a moment, so cells that import nothing do without. */
function preloaded(): Promise<void> {
  return (ready ??= preload(project.preload));
}

function mayImport(runnable: Runnable): boolean {
  if (runnable.mode === "tslab") return true;
  const { code } = runnable;
  const body = code.slice(code.indexOf("\n")); // the function's head names every parameter there is
  return [...body.matchAll(imports)].some(([, one, other]) => !isBuiltin(one ?? other ?? ""));
}

/** Tells of an error that nobody caught, in the cell that started what failed. */
function tellLate(thrown: unknown, cell: number): void {
  leaveCells();
  withOwnBuiltins(() => {
    const failure = runner.failure(thrown);
    output.send({ type: "late", failure }, cell || undefined);
    cells.note(failure, cell);
  });
}

/** Loads what the project wants loaded. A failure is said, not fatal: plain TypeScript still runs. */
async function preload(path: string | undefined): Promise<void> {
  state.isBusy = true;
  if (path && !existsSync(path))
    console.error(`kernel: ${path} is missing; run "npm run build" in ${project.root}`);
  else if (path) await loadReady(path);
  state.isBusy = false;
  output.send({ type: "ready" });
}

async function loadReady(path: string): Promise<void> {
  try {
    await createRequire(path)(path).ready;
  } catch (error) {
    console.error("kernel: the project's preload module failed:", error);
  }
}
