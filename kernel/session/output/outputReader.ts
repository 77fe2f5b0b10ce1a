import { StringDecoder } from "node:string_decoder";
import { barrierEnd, barrierPrefix } from "../../protocol/events.js";

/** A piece of one output stream: text, or a barrier. */
export type Piece = { text: string } | Barrier;

/** A place in the output that both streams must have reached. Text after it belongs to `cell`. */
export interface Barrier {
  barrier: number;
  cell: number;
  /** Whether an event belongs here. */
  carries: boolean;
}

/** Cuts a stream of bytes into text and barriers, whatever the boundaries of the chunks. */
export class OutputReader {
  private readonly decoder = new StringDecoder("utf8");
  private readonly prefix: string;
  private rest = "";

  constructor(token: string) {
    this.prefix = barrierPrefix(token);
  }

  read(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    let text = this.rest + this.decoder.write(chunk);
    for (;;) {
      const start = text.indexOf(this.prefix);
      const end = start < 0 ? -1 : text.indexOf(barrierEnd, start + this.prefix.length);
      if (end < 0) break;
      if (start > 0) pieces.push({ text: text.slice(0, start) });
      pieces.push(parse(text.slice(start + this.prefix.length, end)));
      text = text.slice(end + barrierEnd.length);
    }
    const keep = this.unfinished(text);
    this.rest = text.slice(keep);
    if (keep > 0) pieces.push({ text: text.slice(0, keep) });
    return pieces;
  }

  /** What is left when the stream has ended. */
  end(): Piece[] {
    const text = this.rest + this.decoder.end();
    this.rest = "";
    return text ? [{ text }] : [];
  }

  /** Where a barrier begins that has not come whole; the length of the text when there is none. */
  private unfinished(text: string): number {
    const start = text.indexOf(this.prefix);
    if (start >= 0) return start;
    const escape = text.lastIndexOf("\x1b");
    return escape >= 0 && this.prefix.startsWith(text.slice(escape)) ? escape : text.length;
  }
}

function parse(fields: string): Barrier {
  const [barrier, cell, carries] = fields.split(":").map(Number);
  return { barrier, cell, carries: carries === 1 };
}
