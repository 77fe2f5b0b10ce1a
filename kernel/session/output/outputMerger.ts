import type { BarrierEvent, StreamName } from "../../protocol/events.js";
import type { Barrier, Piece } from "./outputReader.js";

/** Where merged output goes. */
export interface OutputSink {
  text(cell: number, stream: StreamName, text: string): void;
  event(cell: number, event: BarrierEvent): void;
}

/**
 * Brings two streams and the events between them into the one order in which the child made them.
 *
 * An interrupt may cut the child off between the two marks of a barrier, or before its event. What is missing then
 * never comes, which shows when a later one does.
 */
export class OutputMerger {
  private readonly waiting: Record<StreamName, Piece[]> = { stdout: [], stderr: [] };
  private readonly events = new Map<number, BarrierEvent>();
  private lastEvent = 0;
  private cell = 0;

  constructor(private readonly sink: OutputSink) {}

  pieces(stream: StreamName, pieces: Piece[]): void {
    this.waiting[stream].push(...pieces);
    this.advance();
  }

  event(event: BarrierEvent): void {
    this.events.set(event.barrier, event);
    this.lastEvent = event.barrier;
    this.advance();
  }

  private advance(): void {
    for (;;) {
      const out = this.drain("stdout");
      const err = this.drain("stderr");
      if (!out || !err) return;
      const first = out.barrier <= err.barrier ? out : err;
      if (!this.pass(first)) return;
      if (out.barrier === first.barrier) this.waiting.stdout.shift();
      if (err.barrier === first.barrier) this.waiting.stderr.shift();
    }
  }

  /** Lets text through and gives the barrier that stops the stream. */
  private drain(stream: StreamName): Barrier | undefined {
    const pieces = this.waiting[stream];
    const stop = pieces.findIndex((piece) => "barrier" in piece);
    const texts = pieces.splice(0, stop < 0 ? pieces.length : stop);
    const text = texts.map((piece) => ("text" in piece ? piece.text : "")).join("");
    if (text) this.sink.text(this.cell, stream, text);
    return pieces[0] as Barrier | undefined;
  }

  private pass({ barrier, cell, carries }: Barrier): boolean {
    const event = this.events.get(barrier);
    if (carries && !event && this.lastEvent < barrier) return false;
    this.cell = cell;
    this.events.delete(barrier);
    if (event) this.sink.event(cell, event);
    return true;
  }
}
