import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as passed } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { type Command, descriptors } from "../protocol/events.js";
import { type Shared, sharedState } from "./context/sharedState.js";
import { terminatorOf } from "./terminate.js";

/**
 * A thread beside the one that runs cells. It reads the supervisor's commands, so that an interrupt is heard even
 * while a cell never yields; it ends the process when the supervisor is gone.
 */
const { memory, isolate } = workerData as Shared;
const state = sharedState(memory);
const terminator = isolate === undefined ? undefined : terminatorOf(isolate);
const patienceMs = 60;

/** How long a thread in which no cell runs may take to hear of an interrupt before what holds it is stopped: it may be waiting for its turn. */
const deafMs = 500;

/** How long a cell that would end by itself may take to hear that it should: a step of training, or a compilation. */
const hearingMs = 10_000;

/** How long a stack may take to unwind on a machine that has other things to do. */
const unwindingMs = 60;

/** Without V8's help a cell that does not yield for so long is ended with its process. */
const helplessMs = 5000;

/** How long after the first interrupt of a cell a second one ends the process. */
const stubbornMs = 4000;
let firstAsked = 0;
let notified = 0;
let requests = 0;
/** Whether code of a cell that has ended is being stopped right now. */
let isFreeing = false;
/** What was to run last, and how often something was. */
let sent: Command | undefined;
let turns = 0;

const commands = new Socket({ fd: descriptors.commands });
commands.on("error", endGroup).on("close", endGroup);
createInterface({ input: commands }).on("line", (line) => {
  const command = JSON.parse(line) as Command;
  if (command.type === "interrupt") return void interrupt(command.cell);
  if (command.type !== "execute") return void parentPort?.postMessage(command);
  // The cell before has ended; what was to stop it would stop this one from being heard.
  terminator?.cancel();
  sent = { ...command, turn: ++turns };
  parentPort?.postMessage(sent);
});

/**
 * Asks the main thread to end the cell, and stops it where it stands when it is still in that cell after a moment.
 * Signals are for the programs that the cell waits for.
 */
async function interrupt(cell: number): Promise<void> {
  const isRepeated = cell === 0 ? isFreeing : state.interrupted === cell;
  if (isRepeated) return insist(cell);
  if (cell !== 0 && state.listening === cell && notified !== cell && (await endsByItself(cell))) return;
  isFreeing = cell === 0;
  state.interrupted = cell;
  firstAsked = Date.now();
  ask(cell);
  if (cell !== 0) signalPrograms();
  await (terminator ? stopAll(cell) : endHelpless(cell));
  isFreeing = false;
}

/** Waits a moment, and stops what still goes on then, until nothing does. */
async function stopAll(cell: number): Promise<void> {
  await passed(patienceMs);
  if (state.running !== cell) await untilHeard(cell);
  for (let holdMs = 250; goesOn(cell); holdMs *= 2) {
    await untilProgramEnded(cell);
    if (holdMs > 500) signalPrograms();
    await stop(cell, holdMs);
  }
}

/** Has the program end that the cell waits for; the thread waits for it in code that does not survive being stopped. */
async function untilProgramEnded(cell: number): Promise<void> {
  for (let until = Date.now() + deafMs; goesOn(cell) && state.isInProgram;) {
    await passed(10);
    if (Date.now() < until) continue;
    signalPrograms();
    until = Date.now() + deafMs;
  }
}

async function endHelpless(cell: number): Promise<void> {
  await passed(helplessMs);
  if (goesOn(cell)) endGroup();
}

/**
 * Whether the cell still runs, or the thread does not even hear that it should stop: code that a cell left behind, a
 * timer say, holds it, so that no other cell can start or go on.
 */
function goesOn(cell: number): boolean {
  if (cell !== 0 && state.running === cell) return true;
  if (state.heard >= requests || state.isBusy) return false;
  return state.running === 0 || leftover() !== 0;
}

/** The cell that has ended, and whose code is what ran last; 0 where that is the cell that runs. */
function leftover(): number {
  const entered = state.entered[0];
  return entered === state.running ? 0 : entered;
}

/** Tells code that listens; whether it heard. A second interrupt does not come here. */
async function endsByItself(cell: number): Promise<boolean> {
  notified = cell;
  ask(cell, { gently: true });
  await passed(hearingMs);
  return state.listening !== cell || state.interrupted === cell;
}

/**
 * V8 leaves no place to stop in an optimised loop that calls nothing but a long function of its own, as
 * `while (true) numbers.toSorted()`. Whoever asks again after a while gets the kernel back, without the state.
 */
function insist(cell: number): void {
  ask(cell);
  if (goesOn(cell) && Date.now() - firstAsked > stubbornMs) endGroup();
}

/** Waits for a thread in which no cell runs to hear that it is asked to stop. */
async function untilHeard(cell: number): Promise<void> {
  const until = Date.now() + deafMs;
  while (goesOn(cell) && Date.now() < until) await passed(10);
}

/**
 * What is stopped may be the very code that would end the cell, so it is asked again each time; or that would begin the
 * next one, so that one is sent again. One that began at this very moment is stopped with it.
 */
async function stop(cell: number, holdMs: number): Promise<void> {
  const { left, hit } = terminate();
  await untilUnwound(cell, Date.now() + holdMs);
  terminator?.cancel();
  if (state.begun < turns) parentPort?.postMessage(sent);
  ask(cell, { left });
  if (hit !== 0 && hit !== cell) ask(hit);
  await passed(patienceMs);
}

/** Stops what runs: of which cell that has ended it was left behind, and which cell began at this very moment. */
function terminate(): { left: number; hit: number } {
  const [before, left] = [state.running, leftover()];
  terminator?.terminate();
  const began = state.running !== before || leftover() !== left;
  return { left, hit: began ? state.running : 0 };
}

async function untilUnwound(cell: number, until: number): Promise<void> {
  while (goesOn(cell) && !terminator?.isTerminating() && Date.now() < until) await passed(1);
  // Called off while the stack is still unwound, V8 would go on with nothing to go on with.
  if (goesOn(cell) && terminator?.isTerminating()) await passed(unwindingMs);
}

/** Sent again when they take long: a program that the cell started just then missed the signal. */
function signalPrograms(): void {
  process.kill(-process.pid, "SIGINT");
}

function ask(cell: number, how: { gently?: boolean; left?: number } = {}): void {
  if (!how.gently) requests += 1;
  parentPort?.postMessage({ type: "interrupt", cell, request: requests, ...how } satisfies Command);
}

function endGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}
