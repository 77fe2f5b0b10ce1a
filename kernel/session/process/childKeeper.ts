import { EventEmitter } from "node:events";
import type {
  BarrierEvent,
  ChildEvent,
  Command,
  Ending,
  Execute,
  StreamName,
} from "../../protocol/events.js";
import type { OutputSink } from "../output/outputMerger.js";
import { ChildLink, type Death } from "./childLink.js";
import type { MemoryLimit } from "./memoryLimit.js";

/** How a cell ended: in its child, or with it. */
export type End = Ending | { status: "died"; death: Death } | { status: "restarted" };

interface KeeperEvents {
  text: [cell: number, stream: StreamName, text: string];
  /** Whatever happens in the child but the end of a cell. */
  event: [cell: number, event: Exclude<ChildEvent, { type: "done" }>];
  /** The state is gone; a fresh child takes over. */
  reset: [];
  /** The child ended while no cell ran; this is the cell that ran last. */
  death: [cell: number, death: Death];
}

/** How long nothing happens before the child loads what it may need, and before a spare child is started. */
const restMs = { preload: 500, spare: 2000 };

/**
 * There is no spare child where the system, or a container's limit, leaves less memory than this: one that has loaded
 * TensorFlow takes about 200 MB for itself.
 */
const spareBytes = 2 ** 30;

/** How long after a child that died before any cell had run the next one is started; longer each time. */
const pauseMs = { first: 500, longest: 60_000 };

/** Sees to it that there is a child to run cells, whatever cells do to it, and a spare one that waits for its death. */
export class ChildKeeper extends EventEmitter<KeeperEvents> {
  private child: ChildLink;
  private spare: ChildLink | undefined;
  private running: { cell: number; end: (end: End) => void } | undefined;
  /** The cell that ran last: what ends the child later is most likely its doing. */
  private last = 0;
  private closed = false;
  private resting: NodeJS.Timeout | undefined;
  /** Children in a row of which none has run a cell to its end. */
  private deaths = 0;
  /** How often the state was lost. */
  losses = 0;
  /** Until the next child is started; there is none meanwhile. */
  private pausing: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly memory: MemoryLimit,
  ) {
    super();
    this.child = this.start();
  }

  /** Runs a cell; resolves when it has ended and all its output has been passed on. */
  execute(cell: Execute): Promise<End> {
    this.endPause();
    return new Promise((end) => {
      this.last = cell.cell;
      this.running = { cell: cell.cell, end };
      this.child.send({ type: "execute", ...cell });
    });
  }

  /** No cell waits: if that lasts, the child loads what the project wants loaded, which would hold a cell up. */
  rest(): void {
    this.after(restMs.preload, () => {
      this.child.send({ type: "preload" });
      this.after(restMs.spare, () => this.warmUpSpare());
    });
  }

  /** A cell is coming. */
  wake(): void {
    clearTimeout(this.resting);
  }

  /** Stops the cell that runs; when none does, what a cell left behind and what holds the child up. */
  interrupt(): void {
    this.child.send({ type: "interrupt", cell: this.running?.cell ?? 0 });
  }

  send(command: Command): void {
    this.child.send(command);
  }

  /** Gives up the state: a fresh child takes over, and the cell that runs has ended. */
  restart(): void {
    const before = this.child;
    this.endPause();
    this.deaths = 1;
    this.losses += 1;
    this.startNext();
    this.deaths = 0;
    before.kill();
    this.emit("reset");
    this.end({ status: "restarted" });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.pausing);
    this.child.kill();
    this.spare?.kill();
  }

  private after(ms: number, act: () => void): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(act, ms).unref();
  }

  /** A second child loads the same and waits, so that the end of the first one costs no time. */
  private warmUpSpare(): void {
    if (this.closed || this.spare || process.availableMemory() < spareBytes) return;
    this.spare = this.start();
    this.spare.send({ type: "preload" });
  }

  /** What a child has to say counts once it is the one that runs the cells. */
  private start(): ChildLink {
    const sink: OutputSink = {
      text: (cell, stream, text) => child === this.child && this.emit("text", cell, stream, text),
      event: (cell, event) => child === this.child && this.handle(cell, event),
    };
    const child: ChildLink = new ChildLink(sink, this.folder, this.memory);
    child.once("death", (death) => {
      if (child === this.spare) this.spare = undefined;
      else if (child === this.child) this.replace(death);
    });
    return child;
  }

  private handle(cell: number, event: BarrierEvent): void {
    if (event.type !== "done") this.emit("event", cell, event);
    else if (event.cell === this.running?.cell) {
      this.deaths = 0;
      this.end(event.ending);
    }
  }

  private replace(death: Death): void {
    if (this.closed) return;
    this.deaths += 1;
    this.losses += 1;
    this.startNext();
    this.emit("reset");
    if (this.running) this.end({ status: "died", death });
    else if (this.deaths === 1) this.emit("death", this.last, death);
  }

  private startNext(): void {
    const { spare } = this;
    this.spare = undefined;
    if (spare) this.child = spare;
    else if (this.deaths === 1) this.child = this.start();
    else this.pausing = setTimeout(() => this.endPause(), pauseBefore(this.deaths)).unref();
  }

  private endPause(): void {
    if (!this.pausing) return;
    clearTimeout(this.pausing);
    this.pausing = undefined;
    this.child = this.start();
  }

  private end(end: End): void {
    const running = this.running;
    this.running = undefined;
    running?.end(end);
  }
}

function pauseBefore(deaths: number): number {
  return Math.min(pauseMs.longest, pauseMs.first * 2 ** (deaths - 2));
}
