import type { FromWorker, ToWorker } from "./protocol";

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
