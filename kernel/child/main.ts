import type { EventEmitter } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { cellParameter } from "../protocol/cellParameters.js";
import type { Command } from "../protocol/events.js";
import type { Runnable } from "../protocol/runnable.js";
import { CellLifecycle } from "./cellLifecycle.js";
import { Comms } from "./comms.js";
import {
  holdBuiltins,
  lendBuiltins,
  onOwnBuiltins,
  rememberBuiltins,
  withOwnBuiltins,
} from "./context/builtins.js";
import { cellOfPromise, currentCell, leaveCells, noteEntered, stopCell } from "./context/cellContext.js";
import { ChildOutput } from "./context/childOutput.js";
import { Questions } from "./context/questions.js";
import { readProject } from "./context/readProject.js";
import { type Shared, sharedMemory, sharedState } from "./context/sharedState.js";
import { InterruptListeners } from "./interruptListeners.js";
import { Notebook } from "./notebook.js";
import { offer } from "./offer.js";
import { patchNode } from "./patches/patches.js";
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
noteEntered(state.entered);
state.isBusy = true; // until this file has run
const output = new ChildOutput(process.argv[2]);
const project = readProject();
const questions = new Questions(output);
const comms = new Comms(output);
const notebook = new Notebook(process.cwd(), output);

const { maps, modules } = notebook;
patchNode({ project, state, output, questions, maps, modules });
offer(output, questions);
process.argv.splice(1, process.argv.length);

const listeners = new InterruptListeners(state);
const cells = new CellLifecycle(output, notebook, questions, state);
let ready: Promise<void> | undefined;
// A cell may replace what emitters have in common, and what Node has them call.
for (const emitter of [process, watchdog] as EventEmitter[])
  emitter.emit = onOwnBuiltins(emitter.emit.bind(emitter));
rememberBuiltins();

// The watchdog interrupts; the signal itself is for the processes that a cell waits for.
process.on("SIGINT", () => undefined);
process.on("uncaughtException", (error) => reportLate(error, currentCell()));
process.on("unhandledRejection", (reason, promise) => reportLate(reason, cellOfPromise(promise)));
watchdog.on("message", (command: Command) => void obey(command));
lendBuiltins();
state.isBusy = false;

async function obey(command: Command): Promise<void> {
  if (command.type === "interrupt" && command.gently) listeners.notify(command.cell);
  else if (command.type === "interrupt") interrupt(command);
  else if (command.type === "comm") comms.receive(command.message);
  else if (command.type === "describe") describe(command);
  else if (command.type === "reply") questions.answer(command.id, command.value);
  else if (command.type === "preload") void preloaded();
  else {
    holdBuiltins();
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
function interrupt({ cell, request = 0, left = 0 }: Extract<Command, { type: "interrupt" }>): void {
  state.heard = request;
  if (left !== 0) stopCell(left);
  if (cell === 0) cells.dropLeftover();
  else cells.interrupt(cell);
}

/** Says what there is to say of values; the output so far stays the cell's. */
function describe({ id, path, names }: Extract<Command, { type: "describe" }>): void {
  output.send({ type: "described", id, found: notebook.describe(path, names) });
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

/** Reports an error that nobody caught, in the cell that started what failed. */
function reportLate(thrown: unknown, cell: number): void {
  leaveCells();
  withOwnBuiltins(() => {
    const failure = notebook.failure(thrown);
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
}

async function loadReady(path: string): Promise<void> {
  try {
    await createRequire(path)(path).ready;
  } catch (error) {
    console.error("kernel: the project's preload module failed:", error);
  }
}
