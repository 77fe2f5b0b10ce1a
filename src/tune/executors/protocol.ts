import { numberText, type Json, type Direction } from "../../core/index";
import type { Params } from "../space/space";
import type { FileContents } from "../trialFiles";
import type { ObjectiveCode } from "./bundleObjective";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What is sent to a worker, one JSON object a line. */
export type ToWorker =
  | { type: "begin"; objective: ObjectiveCode; probe: string }
  | { type: "run"; trial: TrialStart }
  | { type: "answer"; value?: unknown; error?: PlainError }
  | { type: "ping" };

/** What a worker sends, one JSON object a line. */
export type FromWorker =
  | { type: "ready"; sharesDisk: boolean }
  | { type: "broken"; error: PlainError }
  | { type: "ask"; id: number; method: Asked; args: unknown[] }
  | { type: "tell"; id: number; method: Told; args: unknown[] }
  | { type: "files"; id: number; files: FileContents }
  | { type: "done"; id: number; values: unknown[] }
  | { type: "pruned"; id: number }
  | { type: "fail"; id: number; error: PlainError; last?: boolean }
  | { type: "pong" };

/** Methods of a trial whose answer the objective waits for. */
export type Asked = "suggestFloat" | "suggestInt" | "suggestCategorical" | "report";

/** Methods of a trial that need no answer. */
export type Told = "constrain" | "note" | "save";

/** A trial as a worker begins it. */
export interface TrialStart {
  id: number;
  params: Params;
  directions: readonly Direction[];
  /** Packed. */
  checkpoint: Json;
  /** Where the trial's files are, for a worker on the same disk. */
  folder: string;
  /** The files themselves, for a worker that is not. */
  files?: FileContents;
}

/** An error that survives JSON. */
export interface PlainError {
  name: string;
  message: string;
  stack?: string;
}

/** One line for a message; NaN, the infinities, -0 and undefined come through, which JSON alone would lose. */
export function encode(message: ToWorker | FromWorker): string {
  return JSON.stringify(message, (_, value: unknown) =>
    isBeyondJson(value) ? { [mark]: value === undefined ? "undefined" : numberText(value) } : value,
  );
}

/**
 * A worker's message as lines of its own: what a library of the objective prints into the same stream, past Node and
 * perhaps without an end of line, stands before it.
 */
export function lineOf(message: FromWorker): string {
  return `\n${encode(message)}\n`;
}

/** Whether a line is a message, and nothing that was printed. */
export function isMessage(line: string): boolean {
  return line.startsWith('{"type":');
}

/** The message of a line. */
export function decode<M extends ToWorker | FromWorker>(line: string): M {
  return JSON.parse(line, (_, value) =>
    typeof value === "object" && value !== null && mark in value ? beyondJson[value[mark]] : value,
  );
}

const mark = "#value";
const beyondJson: Record<string, number | undefined> = {
  NaN,
  Infinity,
  "-Infinity": -Infinity,
  "-0": -0,
  undefined: undefined,
};

function isBeyondJson(value: unknown): value is number | undefined {
  return (
    value === undefined || (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
  );
}

/** An error, or whatever else was thrown, for the wire. */
export function plainError(thrown: unknown): PlainError {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) };
  const { name, message, stack } = thrown;
  return { name, message, stack };
}

/** The error of the wire as one that can be thrown, with the stack of where it came from. */
export function errorOf({ name, message, stack }: PlainError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Calls back with each line of a stream. */
export function onLines(stream: Readable, listener: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", listener);
}

/** What comes from a worker. */
export interface ConnectionListener {
  message(message: FromWorker): void;
  /** The process or machine is gone, and nothing more comes. */
  closed(reason: string): void;
}

/** The line to one worker process, wherever that is. */
export interface Connection {
  send(message: ToWorker): void;
  /** Ends the process at once; `closed` follows. */
  kill(): void;
}

/** A place where worker processes are started. */
export interface Site {
  /** Fulfilled once processes can be started; rejected with what is missing. */
  readonly ready: Promise<void>;
  /** Seconds until one must be there. */
  readonly startTimeoutSeconds: number;
  /** How many workers there shall be. */
  readonly count: number;
  /** Starts the process of one slot. */
  connect(slot: number, listener: ConnectionListener): Connection;
  /** Ends all processes. */
  close(): Promise<void>;
}
