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

/** The converter in a thread of its own, started at once, so that compiling never holds up the sockets. */
export class ConverterThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;

  constructor(project: Project, folder: string) {
    this.worker = new Worker(join(__dirname, "converterWorker.js"), { workerData: { project, folder } });
    this.worker.on("message", (reply: ConverterReply) => this.settle(reply));
    this.worker.on("error", (error) => this.fail(error));
  }

  /** Calls one of the converter's methods. */
  call<Method extends keyof Converter>(
    method: Method,
    ...args: Parameters<Converter[Method]>
  ): Promise<Awaited<ReturnType<Converter[Method]>>> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.worker.postMessage({ id, method, args } satisfies ConverterCall);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
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
