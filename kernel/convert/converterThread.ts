import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Project } from "../project.js";
import type { Converter } from "./conversion.js";

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

/** The converter in a thread of its own, so that compiling never holds up the sockets. */
export class ConverterThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;

  constructor(
    private readonly project: Project,
    private readonly folder: string,
  ) {}

  /** Starts the thread; the first call would, too. */
  start(): Worker {
    if (this.worker) return this.worker;
    const { project, folder } = this;
    const worker = new Worker(join(__dirname, "converterWorker.js"), { workerData: { project, folder } });
    worker.on("message", (reply: ConverterReply) => this.settle(reply));
    worker.on("error", (error) => this.fail(error));
    return (this.worker = worker);
  }

  /** Calls one of the converter's methods. */
  call<Method extends keyof Converter>(
    method: Method,
    ...args: Parameters<Converter[Method]>
  ): Promise<Awaited<ReturnType<Converter[Method]>>> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.start().postMessage({ id, method, args } satisfies ConverterCall);
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private settle(reply: ConverterReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ("error" in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.value as never);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
