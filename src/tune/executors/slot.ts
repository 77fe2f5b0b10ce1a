import { pack, unpack, type Json } from "../../core/index";
import type { Job, StopReason } from "../executor";
import type { TrialFiles } from "../trialFiles";
import type { ObjectiveCode } from "./bundleObjective";
import { type Connection, type Site, errorOf, plainError, type FromWorker, type ToWorker } from "./protocol";
import { Pulse } from "./pulse";
import type { Trial } from "../trial";

/** How a trial ended in a worker. */
export type Ending = Extract<FromWorker, { type: "done" | "pruned" | "fail" }>;

type OfTrial = Extract<FromWorker, { id: number }>;

/** What a slot says of itself. */
export interface SlotListener {
  /** Whether a trial may begin has changed. */
  changed(): void;
  ended(ending: Ending): void;
  /** The process under a trial is gone; another one is being started. */
  lost(id: number, reason: string): void;
  /** The slot is closed: no process comes up, or the objective does not load. */
  broken(error: Error): void;
}

/** What slots have in common. */
export interface SlotHost {
  site: Site;
  code: ObjectiveCode;
  files: TrialFiles;
  /** A file that workers on the study's disk see. */
  probe: string;
}

// A process that never comes up is tried again, as its machine may have gone, but not for ever.
const mostStarts = 3;
const patienceMs = 5000;

/** A place for one trial at a time, with a worker process that is started anew when it is gone. */
export class Slot {
  private connection!: Connection;
  private pulse?: Pulse;
  private state: "starting" | "ready" | "ending" | "closed" = "starting";
  private job?: Job;
  private starts = 0;
  private sharesDisk = true;
  private isGone: (reason: string) => void = () => {};

  constructor(
    private readonly number: number,
    private readonly host: SlotHost,
    private readonly listener: SlotListener,
  ) {
    this.connect();
  }

  /** Whether there is a worker, busy or not. */
  get isReady(): boolean {
    return this.state === "ready";
  }

  /** Whether it is given up. */
  get isClosed(): boolean {
    return this.state === "closed";
  }

  /** Whether a trial may begin. */
  get isFree(): boolean {
    return this.isReady && !this.job;
  }

  /** Begins a trial. */
  run(job: Job): void {
    this.job = job;
    job.trial.record.slot = `worker ${this.number + 1}`;
    const { id, params, checkpoint, first } = job;
    const { files } = this.host;
    const kept = this.sharesDisk ? undefined : files.read(first);
    const trial = {
      id,
      params: { ...params },
      directions: job.trial.directions,
      checkpoint: pack(checkpoint),
      folder: files.folderOf(first),
      files: kept,
    };
    this.connection.send({ type: "run", trial });
  }

  /** Ends a trial now, with the process that runs it; a pruned one ends itself when it hears of it. */
  stop(id: number, why: StopReason): void {
    if (this.job?.id === id && why !== "pruned") this.end(`it was stopped (${why})`);
  }

  /** Says and does nothing any more. */
  close(): void {
    this.state = "closed";
    this.pulse?.stop();
  }

  private connect(): void {
    this.state = "starting";
    let isOpen = true;
    this.isGone = (reason) => {
      if (!isOpen) return;
      isOpen = false;
      this.gone(reason);
    };
    const message = (heard: FromWorker) => isOpen && this.hear(heard);
    const connection = (this.connection = this.host.site.connect(this.number, {
      message,
      closed: this.isGone,
    }));
    connection.send({ type: "begin", objective: this.host.code, probe: this.host.probe });
  }

  private hear(message: FromWorker): void {
    this.pulse?.beat();
    if (message.type === "ready") this.begin(message.sharesDisk);
    else if (message.type === "broken") this.break(errorOf(message.error));
    else if (message.type !== "pong" && this.job?.id === message.id) this.hearOf(this.job, message);
  }

  private hearOf(job: Job, message: OfTrial): void {
    switch (message.type) {
      case "ask":
        return void this.reply(message, job);
      case "tell":
        return this.attempt(job, () => tell(job.trial, message));
      case "files":
        return this.attempt(job, () => this.host.files.write(job.first, message.files));
      default:
        return this.ended(message);
    }
  }

  /** What the study's side cannot take in, a full disk say, is the trial's error: nobody waits for an answer. */
  private attempt({ id }: Job, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.end(`it was stopped (${String(error)})`);
      this.ended({ type: "fail", id, error: plainError(error) });
    }
  }

  private ended(ending: Ending): void {
    this.job = undefined;
    // An error that nobody caught has ended the worker.
    if (ending.type === "fail" && ending.last) this.end(ending.error.message);
    this.listener.ended(ending);
  }

  private begin(sharesDisk: boolean): void {
    this.sharesDisk = sharesDisk;
    this.starts = 0;
    if (this.state !== "starting") return;
    this.state = "ready";
    const { connection } = this;
    this.pulse = new Pulse(
      () => connection.send({ type: "ping" }),
      (reason) => this.end(reason),
    );
    this.listener.changed();
  }

  private async reply(message: Extract<FromWorker, { type: "ask" }>, job: Job): Promise<void> {
    const { connection } = this;
    connection.send(await answer(job.trial, message));
  }

  private end(reason: string): void {
    if (this.state === "closed" || this.state === "ending") return;
    this.state = "ending";
    this.listener.changed();
    this.connection.kill();
    // A machine that hangs does not say that its process ended.
    const { isGone } = this;
    setTimeout(() => isGone(reason), patienceMs).unref();
  }

  private gone(reason: string): void {
    this.pulse?.stop();
    if (this.state === "closed") return;
    if (this.state === "starting" && ++this.starts >= mostStarts)
      return this.break(new Error(`no worker comes up: ${reason}`));
    const { job } = this;
    this.job = undefined;
    this.connect();
    this.listener.changed();
    if (job) this.listener.lost(job.id, reason);
  }

  private break(error: Error): void {
    this.close();
    this.listener.changed();
    this.listener.broken(error);
  }
}

/** What a study's trial answers to its twin in a worker. */
export async function answer(
  trial: Trial,
  { method, args }: Extract<FromWorker, { type: "ask" }>,
): Promise<ToWorker> {
  try {
    const value = await call(trial, method, args);
    return { type: "answer", value: method === "report" ? trial.shouldPrune() : value };
  } catch (error) {
    return { type: "answer", error: plainError(error) };
  }
}

/** Passes on what needs no answer. */
export function tell(trial: Trial, { method, args }: Extract<FromWorker, { type: "tell" }>): void {
  // What is kept comes packed, as the last argument.
  if (method === "constrain") call(trial, method, args);
  else call(trial, method, [...args.slice(0, -1), unpack(args.at(-1) as Json)]);
}

function call(trial: Trial, method: keyof Trial, args: unknown[]): unknown {
  return (trial[method] as (...args: unknown[]) => unknown)(...args);
}
