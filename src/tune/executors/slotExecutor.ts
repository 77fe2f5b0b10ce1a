import { rmSync } from "node:fs";
import {
  type Executor,
  type ExecutorEvent,
  type ExecutorEvents,
  type Job,
  type Outcome,
  type StopReason,
  Listeners,
  type Work,
} from "../executor";
import { type Site, errorOf } from "./protocol";
import { codeOf } from "./objectiveFile";
import { Slot, type Ending, type SlotHost } from "./slot";

/** Runs trials in worker processes, wherever a site starts them. */
export class SlotExecutor implements Executor {
  readonly ready: Promise<void>;
  private readonly listeners = new Listeners();
  private readonly site: Site;
  private readonly host: SlotHost;
  private all: Slot[] = [];
  private isUp!: () => void;
  private isBroken!: (error: Error) => void;

  /**
   * Starts the site, and then its workers.
   *
   * @param where the executor's function, for messages
   */
  constructor(
    private readonly where: string,
    makeSite: () => Site,
    { objective, files }: Work,
  ) {
    const code = codeOf(where, objective);
    const site = (this.site = makeSite());
    this.host = { site, code, files, probe: files.probe() };
    this.ready = site.ready.then(() => this.untilUp());
  }

  /** Workers that are there. */
  get slots(): number {
    return this.all.filter(({ isReady }) => isReady).length;
  }

  /** Calls back on what happens to trials. */
  on<E extends ExecutorEvent>(event: E, listener: (what: ExecutorEvents[E]) => void): void {
    this.listeners.on(event, listener);
  }

  /** Begins a trial in a free slot. */
  run(job: Job): void {
    this.all.find(({ isFree }) => isFree)!.run(job);
  }

  /** Ends a trial now, unless it was pruned: that one is told so at its next report. */
  stop(id: number, why: StopReason): void {
    for (const slot of this.all) slot.stop(id, why);
  }

  /** Ends all workers. */
  async close(): Promise<void> {
    for (const slot of this.all) slot.close();
    rmSync(this.host.probe, { force: true });
    await this.site.close();
  }

  private untilUp(): Promise<void> {
    const { startTimeoutSeconds: seconds } = this.site;
    return new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`${this.where}: a worker must be there in ${seconds} s, got none`));
      const timer = setTimeout(late, seconds * 1000);
      this.isUp = () => (clearTimeout(timer), resolve());
      this.isBroken = (error) => (clearTimeout(timer), reject(error));
      this.open();
    });
  }

  private open(): void {
    const { listeners } = this;
    const listener = {
      changed: () => this.changed(),
      ended: (ending: Ending) => this.ended(ending),
      lost: (id: number, reason: string) => listeners.say("lost", { id, reason }),
      broken: (error: Error) => this.broke(error),
    };
    this.all = Array.from({ length: this.site.count }, (_, slot) => new Slot(slot, this.host, listener));
  }

  private changed(): void {
    const { slots } = this;
    if (slots > 0) this.isUp();
    this.listeners.say("slot", { slots });
  }

  private ended(ending: Ending): void {
    if (ending.type === "fail") this.listeners.say("fail", { id: ending.id, error: errorOf(ending.error) });
    else this.listeners.say("done", { id: ending.id, outcome: outcomeOf(ending) });
  }

  private broke(error: Error): void {
    this.isBroken(error);
    if (this.all.every(({ isClosed }) => isClosed)) this.listeners.say("broken", { error });
  }
}

function outcomeOf(ending: Exclude<Ending, { type: "fail" }>): Outcome {
  return ending.type === "pruned" ? { pruned: true } : { values: ending.values as number[] };
}
