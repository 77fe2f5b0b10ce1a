import { join } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";
import type { Completeness, Completions, Conversion } from "../../protocol/conversion.js";
import type { Language, RanCell } from "../../protocol/language.js";
import type { Project } from "../../protocol/project.js";
import type { MemoryLimit } from "../process/memoryLimit.js";
import { answerMs } from "./answerMs.js";
import type { Compiler } from "./compiler.js";

/** A call to the language in its thread. */
export interface LanguageCall {
  id: number;
  method: keyof Language;
  args: unknown[];
}

/** What the call gave. */
export type LanguageReply = { id: number; value: unknown } | { id: number; error: string };

interface Waiting {
  call: LanguageCall;
  resolve(value: never): void;
  reject(error: Error): void;
}

/**
 * The language in a thread of its own, so that compiling never holds up whoever asks. When the thread dies, whoever waits
 * gets an error, and the next call has another one, which learns what has run.
 */
export class CompilerThread implements Compiler {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private ran: RanCell[] = [];

  constructor(
    private readonly project: Project,
    private readonly folder: string,
    private readonly memory: MemoryLimit,
  ) {}

  start(): void {
    this.running();
  }

  convert(code: string): Promise<Conversion> {
    return this.call("convert", code);
  }

  complete(code: string, offset: number): Promise<Completions> {
    return this.call("complete", code, offset);
  }

  inspect(code: string, offset: number, whole: boolean): Promise<string | undefined> {
    return this.call("inspect", code, offset, whole);
  }

  completeness(code: string): Promise<Completeness> {
    return this.call("completeness", code);
  }

  /** The thread, which is started where none runs. */
  private running(): Worker {
    if (this.worker) return this.worker;
    const { project, folder } = this;
    const worker = new Worker(join(__dirname, "compilerWorker.js"), {
      workerData: { project, folder },
      ...within(this.memory),
    });
    let reason = "it ended by itself";
    worker.on("message", (reply: LanguageReply) => this.settle(reply));
    worker.on("error", (error) => (reason = error.message));
    worker.once("exit", () => worker === this.worker && this.lose(reason));
    this.worker = worker;
    if (this.ran.length > 0) void this.call("recall", this.ran).catch(() => undefined);
    return worker;
  }

  private call<Method extends keyof Language>(
    method: Method,
    ...args: Parameters<Language[Method]>
  ): Promise<Awaited<ReturnType<Language[Method]>>> {
    const call = { id: ++this.calls, method, args };
    return new Promise((resolve, reject) => {
      this.send({ call, resolve: resolve as Waiting["resolve"], reject });
    });
  }

  private send(one: Waiting): void {
    const { call } = one;
    this.running().postMessage(call);
    this.waiting.set(call.id, one);
    const hangs = () => this.end([call.id], `no answer in ${longestMs / 1000} s`);
    if (call.method === "convert") setTimeout(hangs, longestMs).unref();
  }

  /** Ends a thread that has not answered these calls; what else was asked of it, the next one is asked. */
  private end(calls: number[], reason: string): void {
    const unanswered = calls.filter((id) => this.waiting.has(id));
    if (unanswered.length === 0) return;
    const others = [...this.waiting.values()].filter(({ call }) => !unanswered.includes(call.id));
    for (const { call } of others) this.waiting.delete(call.id);
    void this.worker?.terminate();
    this.lose(reason);
    for (const one of others) this.send(one);
  }

  /** A thread that goes on for long with what nobody wants any more is ended. */
  giveUp(): void {
    const calls = [...this.waiting.keys()];
    setTimeout(() => this.end(calls, "it was interrupted"), patienceMs).unref();
  }

  keep(cell: RanCell): void {
    this.ran.push(cell);
    void this.call("keep", cell.missing).catch(() => undefined);
  }

  reset(): void {
    this.ran = [];
    void this.call("reset").catch(() => undefined);
  }

  close(): void {
    void this.worker?.terminate();
  }

  private settle(reply: LanguageReply): void {
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

/** Where cells may take less memory than usual, so may what compiles them: TypeScript in the thread, Go in its process. */
function within({ heapBytes }: MemoryLimit): WorkerOptions {
  if (!heapBytes) return {};
  const megabytes = Math.max(leastMegabytes, Math.floor(heapBytes / 2 ** 21));
  const env = { GOMEMLIMIT: `${megabytes}MiB`, ...process.env };
  return { resourceLimits: { maxOldGenerationSizeMb: megabytes }, env };
}

/** What both need, however little there is. */
const leastMegabytes = 128;

/** How long a thread may go on with what nobody wants any more: another one takes as long to be ready. */
const patienceMs = 5000;

/** How long a cell may take to be compiled: longer than the compiler's process may take to check it. */
const longestMs = 3 * answerMs;

const lost = "the compiler's thread came to its end";
const remedy = "the next cell has a new one, and what has run is kept; run this cell again";
