import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Project } from "../project.js";
import type { Converter, RanCell } from "./conversion.js";

/** A call to the converter in its thread. */
export interface ConverterCall {
  id: number;
  method: keyof Converter;
  args: unknown[];
}

/** What the call gave. */
export type ConverterReply = { id: number; value: unknown } | { id: number; error: string };

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * The converter in a thread of its own, so that compiling never holds up the sockets. When the thread dies, whoever waits
 * is told, and the next call has another one, which learns what has run.
 */
export class ConverterThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private ran: RanCell[] = [];

  constructor(
    private readonly project: Project,
    private readonly folder: string,
  ) {}

  /** Starts the thread; the first call would, too. */
  start(): Worker {
    if (this.worker) return this.worker;
    const { project, folder } = this;
    const worker = new Worker(join(__dirname, "converterWorker.js"), { workerData: { project, folder } });
    let reason = "it ended by itself";
    worker.on("message", (reply: ConverterReply) => this.settle(reply));
    worker.on("error", (error) => (reason = error.message));
    worker.once("exit", () => this.lose(reason));
    this.worker = worker;
    if (this.ran.length > 0) void this.call("recall", this.ran).catch(() => undefined);
    return worker;
  }

  /** Calls one of the converter's methods. */
  call<Method extends keyof Converter>(
    method: Method,
    ...args: Parameters<Converter[Method]>
  ): Promise<Awaited<ReturnType<Converter[Method]>>> {
    const worker = this.start();
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      worker.postMessage({ id, method, args } satisfies ConverterCall);
    });
  }

  /** A cell that was converted has run, as far as it came. */
  keep(cell: RanCell): void {
    this.ran.push(cell);
    void this.call("keep", cell.missing).catch(() => undefined);
  }

  /** The notebook's state is gone. */
  reset(): void {
    this.ran = [];
    void this.call("reset").catch(() => undefined);
  }

  private settle(reply: ConverterReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.value as never);
  }

  private lose(reason: string): void {
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error(`${lost} (${reason}); ${remedy}`));
    this.waiting.clear();
  }
}

const lost = "the compiler's thread came to its end";
const remedy = "the next cell has a new one, and what has run is kept; run this cell again";
